"""A marketplace charges in each of the three ways, and both ledgers say what the reference tabulates.

python marketplace.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import json
import secrets
import sys
import urllib.request
from typing import Any

import stripe

Row = tuple[str, str, int, int]
"""Type, reporting category, amount and fee of a balance transaction."""
PAYOUTS = {"interval": "manual"}


def control(path: str, **body: Any) -> dict[str, Any]:
    """What no platform can ask Stripe for."""
    headers = {"Authorization": f"Bearer {stripe.api_key}", "Content-Type": "application/json"}
    data = None if path == "audit" else json.dumps(body).encode()
    request = urllib.request.Request(f"{stripe.api_base}/_pinstripe/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def on(account: str | None) -> dict[str, Any]:
    """The account that is asked: the platform where it is None."""
    return {"stripe_account": account} if account else {}


class Ledger:
    """The balance transactions of one account, read on from where they were left."""

    def __init__(self, account: str | None) -> None:
        self.account = account
        self.seen: set[str] = set()
        self.total = 0

    def new(self) -> list[Row]:
        """What was entered since the last look, in a fixed order; the balance is the sum of all of it."""
        every = stripe.BalanceTransaction.list(limit=100, **on(self.account)).data
        fresh = [one for one in every if one.id not in self.seen]
        self.seen |= {one.id for one in fresh}
        self.total += sum(one.net for one in fresh)
        held = stripe.Balance.retrieve(**on(self.account))
        shown = sum(one.amount for one in (*held.available, *held.pending) if one.currency == "usd")
        assert shown == self.total == sum(one.net for one in every), (shown, self.total)
        assert all(one.net == one.amount - one.fee for one in fresh)
        return sorted((one.type, one.reporting_category, one.amount, one.fee) for one in fresh)


def expect(ledger: Ledger, *rows: Row) -> None:
    """Exactly these are new."""
    found = ledger.new()
    assert found == sorted(rows), f"{ledger.account or 'platform'}: {found} instead of {sorted(rows)}"


def pay(account: str | None, amount: int, card: str = "pm_card_visa", **more: Any) -> Any:
    """A sale; the charge."""
    intent = stripe.PaymentIntent.create(
        amount=amount,
        currency="usd",
        payment_method=card,
        confirm=True,
        allowed_payment_method_types=["card"],
        capture_method="automatic",
        **more,
        **on(account),
    )
    return stripe.Charge.retrieve(intent.latest_charge, **on(account))


def lost_and_won(where: Ledger, other: Ledger, charges: list[Any], *sale: Row) -> None:
    """Both payers object. One dispute is lost; of the one that is won the amount comes back, and the fee
    stays. Nothing moves elsewhere. params: sale, what each sale has entered
    """
    control("clock/advance", seconds=10)
    taken: Row = ("adjustment", "dispute", -8000, 1500)
    expect(where, *[*sale, taken] * 2)
    for charge, word, status in zip(
        charges, ("losing_evidence", "winning_evidence"), ("lost", "won"), strict=True
    ):
        dispute = stripe.Dispute.list(charge=charge.id, **on(where.account)).data[0]
        assert dispute.status == "needs_response"
        stripe.Dispute.modify(dispute.id, evidence={"uncategorized_text": word}, **on(where.account))
        control("clock/advance", seconds=10)
        assert stripe.Dispute.retrieve(dispute.id, **on(where.account)).status == status
        expect(where, *[("adjustment", "dispute_reversal", 8000, 0)] * (status == "won"))
    expect(other)


def direct(platform: Ledger, seller: Ledger) -> None:
    """The charge, its refund and its disputes are the seller's; the platform has its fee."""
    charge = pay(seller.account, 10000, application_fee_amount=500)
    expect(seller, ("charge", "charge", 10000, 320 + 500))
    expect(platform, ("application_fee", "platform_earning", 500, 0))
    stripe.Refund.create(charge=charge.id, amount=2000, refund_application_fee=True, **on(seller.account))
    expect(seller, ("refund", "refund", -2000, 0), ("adjustment", "other_adjustment", 100, 0))
    expect(platform, ("application_fee_refund", "platform_earning_refund", -100, 0))
    disputed = [pay(seller.account, 8000, "pm_card_createDispute") for _ in range(2)]
    lost_and_won(seller, platform, disputed, ("charge", "charge", 8000, 262))


def destination(platform: Ledger, seller: Ledger) -> None:
    """The charge is the platform's and is sent on; the seller pays the fee of it."""
    to = {"transfer_data": {"destination": seller.account}, "application_fee_amount": 500}
    charge = pay(None, 10000, **to)
    expect(
        platform,
        ("charge", "charge", 10000, 320),
        ("transfer", "transfer", -10000, 0),
        ("application_fee", "platform_earning", 500, 0),
    )
    expect(seller, ("payment", "charge", 10000, 500))
    refund = stripe.Refund.create(
        charge=charge.id, amount=2000, reverse_transfer=True, refund_application_fee=True
    )
    expect(
        platform,
        ("refund", "refund", -2000, 0),
        ("transfer_refund", "transfer_reversal", 2000, 0),
        ("application_fee_refund", "platform_earning_refund", -100, 0),
    )
    expect(seller, ("payment_refund", "refund", -2000, 0), ("adjustment", "other_adjustment", 100, 0))
    transfer = stripe.Transfer.retrieve(charge.transfer)
    assert transfer.amount_reversed == 2000
    assert transfer.reversals.data[0].source_refund == refund.id
    disputed = [pay(None, 8000, "pm_card_createDispute", **to) for _ in range(2)]
    expect(seller, *[("payment", "charge", 8000, 500)] * 2)
    lost_and_won(
        platform,
        seller,
        disputed,
        ("charge", "charge", 8000, 262),
        ("transfer", "transfer", -8000, 0),
        ("application_fee", "platform_earning", 500, 0),
    )
    stripe.Transfer.create_reversal(disputed[0].transfer)
    expect(platform, ("transfer_refund", "transfer_reversal", 8000, 0))
    expect(seller, ("payment_refund", "refund", -8000, 0))


def separate(platform: Ledger, seller: Ledger) -> None:
    """The charge is the platform's, which sends on what it wants and takes it back by itself."""
    charge = pay(None, 10000)
    expect(platform, ("charge", "charge", 10000, 320))
    more = {"currency": "usd", "destination": seller.account}
    transfer = stripe.Transfer.create(amount=7000, source_transaction=charge.id, **more)
    expect(platform, ("transfer", "transfer", -7000, 0))
    expect(seller, ("payment", "charge", 7000, 0))
    stripe.Refund.create(charge=charge.id, amount=2000)
    expect(platform, ("refund", "refund", -2000, 0))
    stripe.Transfer.create_reversal(transfer.id, amount=1400)
    expect(platform, ("transfer_refund", "transfer_reversal", 1400, 0))
    expect(seller, ("payment_refund", "refund", -1400, 0))
    disputed = [pay(None, 8000, "pm_card_createDispute") for _ in range(2)]
    sent = [stripe.Transfer.create(amount=6000, source_transaction=one.id, **more) for one in disputed]
    expect(seller, *[("payment", "charge", 6000, 0)] * 2)
    sale: list[Row] = [("charge", "charge", 8000, 262), ("transfer", "transfer", -6000, 0)]
    lost_and_won(platform, seller, disputed, *sale)
    stripe.Transfer.create_reversal(sent[0].id)
    expect(platform, ("transfer_refund", "transfer_reversal", 6000, 0))
    expect(seller, ("payment_refund", "refund", -6000, 0))


def paid_out(ledger: Ledger) -> None:
    """All that came together goes to the bank."""
    amount = stripe.Balance.retrieve(**on(ledger.account)).available[0].amount
    assert amount == ledger.total > 0, (amount, ledger.total)
    payout = stripe.Payout.create(amount=amount, currency="usd", **on(ledger.account))
    expect(ledger, ("payout", "payout", -amount, 0))
    control("clock/advance", seconds=10)
    assert stripe.Payout.retrieve(payout.id, **on(ledger.account)).status == "paid"
    assert ledger.total == 0


def main(url: str) -> None:
    """Each way in a world of its own."""
    stripe.api_base = url
    stripe.max_network_retries = 0
    for way in (direct, destination, separate):
        stripe.api_key = "sk_test_" + secrets.token_hex(10)
        made = control("accounts", type="custom")["id"]
        stripe.Account.create_external_account(made, external_account="btok_us_verified")
        stripe.Account.modify(made, settings={"payouts": {"schedule": PAYOUTS}})
        platform, seller = Ledger(None), Ledger(made)
        expect(platform)
        pay(None, 50000, "pm_card_bypassPending")
        expect(platform, ("charge", "charge", 50000, 1480))
        way(platform, seller)
        control("clock/advance", seconds=8 * 86_400)
        paid_out(platform)
        paid_out(seller)
        report = control("audit")
        assert report["agrees"], report["faults"]
    print("settled")


if __name__ == "__main__":
    main(sys.argv[1])
