"""The received credit record: money that somebody else sent to a financial account.

Owns: the record; money that comes from other financial accounts, from balances and from cards.
Does not own: endpoints, how it is sent back (credit_reversal.py).
Money: what succeeds is entered at once. One that fails moves nothing and has no transaction.
Times: one that came by ACH can be sent back until midnight UTC of the second business day after.
Source: spec; docs: Moving money with Treasury; recorded: fixtures of received.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.rails import RAILS
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import payee as payees
from pinstripe.products.treasury import transaction as transactions
from pinstripe.products.treasury.financial_account import BANK, ROUTING

CREATED = "treasury.received_credit.created"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome      from to           event
    ("create", "succeeded", ANY, "succeeded", f"{CREATED} treasury.received_credit.succeeded"),
    ("create", "failed",    ANY, "failed",    f"{CREATED} treasury.received_credit.failed"),
)
# fmt: on

LINKS = ("credit_reversal", "issuing_authorization", "issuing_transaction", "source_flow", "source_flow_type")


def source_flow(shower: Any, record: Record) -> dict[str, Any] | None:
    """The flow that it comes from, as an object. source: spec"""
    links = record.linked_flows
    kind = links["source_flow_type"]
    if kind is None:
        return None
    details: dict[str, Any] = {"type": kind}
    flow = shower.work.peek(links["source_flow"])
    if flow is not None:
        shower.permit(flow.type)
        details[kind] = shower.body(flow)
    return details


def by_date(body: dict[str, Any], private: dict[str, Any], now: int) -> Mapping[str, Any]:
    """After its deadline nothing is sent back. source: docs: Moving money with Treasury"""
    known = body["reversal_details"]
    if known is None or known["restricted_reason"] or known["deadline"] is None or now < known["deadline"]:
        return {}
    return {"reversal_details": {**known, "restricted_reason": "deadline_passed"}}


RECEIVED_CREDIT = Resource(
    "treasury.received_credit",
    prefix="rc",
    generated="retrieve",
    noun="received_credit",
    lifecycle=LIFECYCLE,
    index=("financial_account", "status", "source_flow_type=linked_flows.source_flow_type"),
    derived=by_date,
    includable={"linked_flows.source_flow_details": source_flow},
    source="spec; docs: Moving money with Treasury",
)


def reversal(reason: str | None = None, deadline: int | None = None) -> dict[str, Any]:
    """Until when it can be sent back, or why it cannot."""
    return {"deadline": deadline, "restricted_reason": reason}


def of_bank(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """A bank account that somebody used, by default that of tests. source: recorded: fixtures of received"""
    bank = (given or {}).get("us_bank_account") or {}
    shown = {
        "bank_name": BANK,
        "last4": (bank.get("account_number") or "000123456789")[-4:],
        "routing_number": bank.get("routing_number") or ROUTING,
    }
    name = bank.get("account_holder_name") or "Jane Austen"
    return {
        "billing_details": payees.billing({"name": name}),
        "type": "us_bank_account",
        "us_bank_account": shown,
    }


def from_bank(work: Work, account: Record, amount: int, network: str, given: Any, description: str) -> Record:
    """Money that comes by a bank's network. source: spec; docs: Moving money with Treasury"""
    ach = network == "ach"
    until = RAILS["ach"].returnable_until(work.now) if ach else None
    details = of_bank(given)
    bank = details["us_bank_account"]
    return receive(
        work,
        account,
        amount,
        network,
        description=description,
        details=details,
        title=payees.title(details["billing_details"]["name"], bank["last4"]),
        reverses=reversal(None if ach else "network_restricted", until),
    )


def receive(
    work: Work,
    account: Record,
    amount: int,
    network: str,
    *,
    description: str,
    details: dict[str, Any],
    title: str,
    reverses: dict[str, Any],
    links: Mapping[str, Any] | None = None,
) -> Record:
    """Money comes to an account; one that is closed or held up does not take it.

    source: docs: Moving money with Treasury (account_closed); account_frozen inferred
    """
    key = work.new_id(RECEIVED_CREDIT)
    failure = "account_closed" if account.status == "closed" else None
    if failure is None and financial_accounts.restricted(account, "inbound"):
        failure = "account_frozen"
    transaction = None
    if failure is None:
        words = f"{title} | Received credit | {description}"
        flow = transactions.Flow(key, "received_credit", account.id, words)
        transaction = transactions.book(work, flow, amount, "received_credit", network).id
    return work.create(
        RECEIVED_CREDIT,
        "failed" if failure else "succeeded",
        id=key,
        amount=amount,
        currency="usd",
        description=description,
        failure_code=failure,
        financial_account=account.id,
        hosted_regulatory_receipt_url=transactions.receipt(work, key),
        initiating_payment_method_details=details,
        linked_flows={**dict.fromkeys(LINKS), **(links or {})},
        network=network,
        reversal_details=None if failure else reverses,
        transaction=transaction,
    )


def between(work: Work, account: Record, flow: Record, kind: str, source: Record, sender: str) -> Record:
    """Money comes from another financial account of the platform. params: flow, what sent it; sender, who

    source: docs: Moving money with Treasury (stripe network); spec (restricted_reason)
    """
    inner = {"id": source.id, "network": "stripe"}
    details = {
        "billing_details": payees.billing({"name": sender}),
        "financial_account": inner,
        "type": "financial_account",
    }
    paid = kind == "outbound_payment"
    made = receive(
        work,
        account,
        flow.amount,
        "stripe",
        description=flow.get("statement_descriptor") or "Reversal",
        details=details,
        title=payees.title(sender, source.id[-4:]),
        reverses=reversal(None if paid else "source_flow_restricted"),
        links={"source_flow": flow.id, "source_flow_type": kind},
    )
    return work.note(made, sender=source.account)


def from_balance(work: Work, account: Record, payout: Record, description: str) -> Record:
    """Money comes from the balance of payments of the same account. params: payout, a payout or what else
    brings it. source: docs: Moving money with Treasury (payouts)
    """
    details = {"balance": "payments", "billing_details": payees.billing(None), "type": "balance"}
    return receive(
        work,
        account,
        payout.amount,
        "stripe",
        description=description,
        details=details,
        title=work.merchant.name,
        reverses=reversal("source_flow_restricted"),
        links={"source_flow": payout.id, "source_flow_type": payout.type},
    )


def from_card(
    work: Work, account: Record, amount: int, *, card: str, description: str, links: Mapping[str, Any]
) -> Record:
    """A merchant gives money back to a card that draws on the account. params: links, ids of
    `issuing_authorization` and `issuing_transaction`. source: docs: Working with Stripe Issuing cards
    """
    details = {"billing_details": payees.billing(None), "issuing_card": card, "type": "issuing_card"}
    return receive(
        work,
        account,
        amount,
        "card",
        description=description,
        details=details,
        title=description,
        reverses=reversal("network_restricted"),
        links=links,
    )


def reversed_by(work: Work, record: Record, reversal_id: str) -> None:
    """It is sent back. source: docs: Moving money with Treasury"""
    work.amend(
        record,
        linked_flows={**record.linked_flows, "credit_reversal": reversal_id},
        reversal_details={**record.reversal_details, "restricted_reason": "already_reversed"},
    )
