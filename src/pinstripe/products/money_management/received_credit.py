"""The received credit record of /v2: money that somebody sent to a financial address.

Owns: the record. Does not own: endpoints, addresses. Money: what succeeds is entered at once.
Source: spec; sdk; reasons of failures: which one when, inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import transaction as transactions
from pinstripe.products.money_management.page import amount
from pinstripe.products.payouts.payout import PAYOUT
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome      from to
    ("create", "succeeded", ANY, "succeeded"),
    ("create", "failed",    ANY, "failed"),
)
# fmt: on

RECEIVED_CREDIT = Resource(
    "v2.money_management.received_credit",
    prefix="rc",
    ids="v2",
    path="/v2/money_management/received_credits",
    generated="retrieve",
    noun="received_credit",
    lifecycle=LIFECYCLE,
    source="spec; sdk",
)

SENDER = "Jane Austen"
"""source: recorded: fixtures of received (of /v1)"""


def sender(kind: str) -> dict[str, Any]:
    """The bank account that test money comes from. source: recorded: fixtures of received; inferred"""
    blank: dict[str, Any] = dict.fromkeys(("aba", "iban", "sort_code"))
    bank = {"account_holder_name": SENDER, "bank_name": "STRIPE TEST BANK"}
    more: dict[str, dict[str, Any]] = {
        "aba": {"last4": "6789", "routing_number": "110000000"},
        "iban": {"bic": None, "country": "DE", "iban": "DE89370400440532013000"},
        "sort_code": {"last4": "2345", "sort_code": "108800"},
    }
    return {**blank, kind: {**bank, **more[kind]}, "type": kind}


def from_bank(
    work: Work, address: Record, value: int, currency: str, network: str, descriptor: str | None
) -> Record:
    """Money comes to an address; it fails where the address takes another currency. source: spec"""
    failed = currency != address.bank_account["currency"]
    key = work.new_id(RECEIVED_CREDIT)
    if not failed:
        facts = {"counterparty": {"name": SENDER}, "description": descriptor}
        made = transactions.begin(
            work, address.financial_account, key, "received_credit", value, currency, posted=True, **facts
        )
        transactions.enter(work, made, "received", value, network)
    word = "failed" if failed else "succeeded"
    reason = {"reason": "currency_unsupported_on_financial_address"}
    times = dict.fromkeys(("failed_at", "returned_at", "succeeded_at")) | {f"{word}_at": text_of(work.now)}
    record = work.create(
        RECEIVED_CREDIT,
        word,
        id=key,
        amount=amount(value, currency),
        amount_received=amount(0 if failed else value, currency),
        bank_transfer={
            "financial_address": address.id,
            "network": network,
            "originating_bank_account": sender(address.bank_account["type"]),
            "statement_descriptor": descriptor,
        },
        created=text_of(work.now),
        financial_account=address.financial_account,
        status_details={"failed": reason, "returned": None} if failed else None,
        status_transitions=times,
        type="bank_transfer",
    )
    for event in ("failed",) if failed else ("succeeded", "available"):
        v2_event.tell(work, f"v2.money_management.received_credit.{event}", {}, record)
    return record


SOURCES = ("from_account", "outbound_payment", "outbound_transfer", "payout", "transfer")


@hears(PAYOUT, "arrive", "done")
def paid_out(work: Work, payout: Record) -> None:
    """The account's own balance was paid out to what it holds here. source: spec (balance_transfer)"""
    if payout.payout_method is None:
        return
    key = work.new_id(RECEIVED_CREDIT)
    facts = {"counterparty": None, "description": payout.description}
    value, currency = payout.amount, payout.currency
    made = transactions.begin(
        work, payout.payout_method, key, "received_credit", value, currency, posted=True, **facts
    )
    transactions.enter(work, made, "received", value, payout.private["network"])
    record = work.create(
        RECEIVED_CREDIT,
        "succeeded",
        id=key,
        amount=amount(value, currency),
        amount_received=amount(value, currency),
        balance_transfer={**dict.fromkeys(SOURCES), "payout": payout.id, "type": "payout"},
        created=text_of(work.now),
        description=payout.description,
        financial_account=payout.payout_method,
        status_transitions={
            **dict.fromkeys(("failed_at", "returned_at")),
            "succeeded_at": text_of(work.now),
        },
        type="balance_transfer",
    )
    for event in ("succeeded", "available"):
        v2_event.tell(work, f"v2.money_management.received_credit.{event}", {}, record)
