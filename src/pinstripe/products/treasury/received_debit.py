"""The received debit record: money that somebody else took from a financial account.

Owns: the record; what banks, cards and Stripe itself take. Does not own: endpoints, how it is taken back
(debit_reversal.py), authorizations and what they hold (room issuing).
Money: what succeeds is entered at once. One that fails moves nothing and has no transaction.
Times: one that came by ACH can be taken back until midnight UTC of the second business day after.
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
from pinstripe.products.treasury.received_credit import by_date, of_bank, reversal

CREATED = "treasury.received_debit.created"
HELD = ("issuing_authorization_release", "received_debit")
"""Entries of a sale for which money was set aside. source: spec; inferred"""

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome      from to           event
    ("create", "succeeded", ANY, "succeeded", CREATED),
    ("create", "failed",    ANY, "failed",    CREATED),
)
# fmt: on

LINKS = (
    "debit_reversal",
    "inbound_transfer",
    "issuing_authorization",
    "issuing_transaction",
    "payout",
    "topup",
)

RECEIVED_DEBIT = Resource(
    "treasury.received_debit",
    prefix="rd",
    generated="retrieve",
    noun="received_debit",
    lifecycle=LIFECYCLE,
    index=("financial_account", "status"),
    derived=by_date,
    source="spec; docs: Moving money with Treasury",
)


def from_bank(work: Work, account: Record, amount: int, given: Any, description: str) -> Record:
    """Somebody debits the account by ACH. source: spec; docs: Moving money with Treasury"""
    details = of_bank(given)
    name, bank = details["billing_details"]["name"], details["us_bank_account"]
    return take(
        work,
        account,
        amount,
        "ach",
        description=description,
        details=details,
        title=payees.title(name, bank["last4"]),
        reverses=reversal(None, RAILS["ach"].returnable_until(work.now)),
    )


def take(
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
    entry: str = "received_debit",
    whatever: bool = False,
) -> Record:
    """Money is taken from an account that has it. params: entry, type of the transaction's entry; whatever:
    also what is not there

    source: docs: Moving money with Treasury (insufficient_funds, account_closed); account_frozen inferred
    """
    key = work.new_id(RECEIVED_DEBIT)
    failure = None if whatever else why_not(account, amount)
    transaction = None
    if failure is None:
        words = f"{title} | Received debit | {description}"
        flow = transactions.Flow(key, "received_debit", account.id, words)
        transaction = transactions.book(work, flow, -amount, entry, network).id
    return keep(
        work,
        account,
        key,
        amount=amount,
        description=description,
        failure_code=failure,
        initiating_payment_method_details=details,
        linked_flows=links,
        network=network,
        reversal_details=None if failure else reverses,
        transaction=transaction,
    )


def why_not(account: Record, amount: int) -> str | None:
    """Why nothing can be taken from an account."""
    if account.status == "closed":
        return "account_closed"
    if financial_accounts.restricted(account, "outbound"):
        return "account_frozen"
    return "insufficient_funds" if amount > financial_accounts.cash(account) else None


def keep(work: Work, account: Record, key: str, **fields: Any) -> Record:
    """The record of what was taken, or could not be."""
    links = {**dict.fromkeys(LINKS), **(fields.pop("linked_flows", None) or {})}
    return work.create(
        RECEIVED_DEBIT,
        "failed" if fields["failure_code"] else "succeeded",
        id=key,
        currency="usd",
        financial_account=account.id,
        hosted_regulatory_receipt_url=transactions.receipt(work, key),
        linked_flows=links,
        **fields,
    )


def of_return(work: Work, account: Record, transfer: Record) -> Record:
    """What an inbound transfer brought is taken back by its bank, whether it is there or not.

    source: docs: Moving money with Treasury
    """
    shown = transfer.origin_payment_method_details
    bank = {name: shown["us_bank_account"][name] for name in ("bank_name", "last4", "routing_number")}
    details = {
        "billing_details": shown["billing_details"],
        "type": "us_bank_account",
        "us_bank_account": bank,
    }
    return take(
        work,
        account,
        transfer.amount,
        "ach",
        description="Return of an inbound transfer",
        details=details,
        title=payees.title(shown["billing_details"]["name"], bank["last4"]),
        reverses=reversal("source_flow_restricted"),
        links={"inbound_transfer": transfer.id},
        entry="inbound_transfer_return",
        whatever=True,
    )


def to_balance(work: Work, account: Record, amount: int, description: str, **links: str) -> Record:
    """Stripe takes money for the balance of payments. params: links, the id of `payout` or `topup`

    source: docs: Moving money with Treasury
    """
    details = {"balance": "payments", "billing_details": payees.billing(None), "type": "balance"}
    return take(
        work,
        account,
        amount,
        "stripe",
        description=description,
        details=details,
        title=work.merchant.name,
        reverses=reversal("source_flow_restricted"),
        links=links,
    )


def by_card(
    work: Work,
    account: Record,
    transaction: Record | None,
    amount: int,
    *,
    released: int,
    card: str,
    description: str,
    links: Mapping[str, Any],
) -> Record:
    """A card that draws on the account was used: the sale's money is taken, more than there is if need be.

    params: transaction, the authorization's, None for a sale that nobody asked about; released, how much of
    its hold the sale resolves; links, ids of `issuing_authorization` and `issuing_transaction`
    source: docs: Working with Stripe Issuing cards; spec; order of entries inferred
    """
    key = work.new_id(RECEIVED_DEBIT)
    if transaction is None:
        words = f"{description} | Received debit | {card}"
        flow = transactions.Flow(key, "received_debit", account.id, words)
        transaction = transactions.book(work, flow, -amount, "received_debit", "card")
    else:
        transactions.take_held(work, transaction, amount, HELD, "card", released=released)
    return keep(
        work,
        account,
        key,
        amount=amount,
        description=description,
        failure_code=None,
        initiating_payment_method_details={
            "billing_details": payees.billing(None),
            "issuing_card": card,
            "type": "issuing_card",
        },
        linked_flows=links,
        network="card",
        reversal_details=reversal("network_restricted"),
        transaction=transaction.id,
    )


def reversed_by(work: Work, record: Record, reversal_id: str) -> None:
    """It is taken back. source: docs: Moving money with Treasury"""
    work.amend(
        record,
        linked_flows={**record.linked_flows, "debit_reversal": reversal_id},
        reversal_details={**record.reversal_details, "restricted_reason": "already_reversed"},
    )
