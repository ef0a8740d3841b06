"""Wallet: a card that draws on a financial account pays with what is there, not with the Issuing balance.

Owns: what each step of an authorization, a sale, a refund and a dispute does to the account. Does not own:
the account's books (room treasury), the steps (authorization.py, clearing.py, dispute.py). Money: entries of
the financial account, by that room's doors.
Source: spec (treasury hashes); docs: Working with Stripe Issuing cards; order of entries inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import debit_reversal as reversals
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import received_credit as credits
from pinstripe.products.treasury import received_debit as debits
from pinstripe.products.treasury import transaction as transactions

HOLDING: Final = "issuing_authorization_hold"
FREEING: Final = "issuing_authorization_release"


def blank(account: str | None) -> dict[str, Any] | None:
    """What an authorization says of an account that nothing was done to; null without one. source: spec"""
    return {"received_credits": [], "received_debits": [], "transaction": None} if account else None


def account_of(work: Work, key: str) -> Record:
    """The financial account."""
    return work.load(key, "treasury.financial_account")


def refusal(work: Work, key: str, amount: int) -> str | None:
    """Why an account does not pay. source: docs: Issuing authorizations; the reason of an account that may
    not: inferred
    """
    account = account_of(work, key)
    if not financial_accounts.spends(account):
        return "account_disabled"
    return "insufficient_funds" if amount and amount > financial_accounts.cash(account) else None


def hold(work: Work, authorization: Record, account: str, amount: int) -> None:
    """Money is set aside, or more of it."""
    known = authorization.treasury
    if known["transaction"] is not None:
        transactions.raise_hold(work, held_in(work, authorization), amount, HOLDING)
        return
    words = f"{authorization.merchant_data['name']} | Issuing authorization"
    flow = transactions.Flow(authorization.id, "issuing_authorization", account, words)
    made = transactions.hold(work, flow, amount, HOLDING)
    work.amend(authorization, treasury={**known, "transaction": made.id})


def held_in(work: Work, authorization: Record) -> Record:
    """The transaction that holds for it."""
    return work.load(authorization.treasury["transaction"], "treasury.transaction")


def release(work: Work, authorization: Record, amount: int) -> None:
    """A part of it may be spent again."""
    transactions.release(work, held_in(work, authorization), amount, FREEING)


def finish(work: Work, authorization: Record) -> None:
    """Nothing more is expected: what was taken is posted, else there was nothing. source:
    docs: Working with balances and transactions
    """
    if not authorization.treasury or authorization.treasury["transaction"] is None:
        return
    transaction = held_in(work, authorization)
    if transaction.status != "open":
        return
    if authorization.treasury["received_debits"]:
        transactions.post_taken(work, transaction)
    else:
        transactions.void(work, transaction, FREEING)


def taken(
    work: Work, account: str, amount: int, *, card: str, shop: str, sale: str, authorization: Record | None
) -> dict[str, Any]:
    """A merchant takes money. What comes after the end of an authorization is a transaction of its own.

    params: shop, its name; sale, the id of the issuing transaction. gives: what the sale says of it
    """
    waiting = None
    if authorization is not None and authorization.treasury["transaction"] is not None:
        known = held_in(work, authorization)
        waiting = known if known.status == "open" else None
    made = debits.by_card(
        work,
        account_of(work, account),
        waiting,
        amount,
        released=0,
        card=card,
        description=shop,
        links=links(sale, authorization),
    )
    return {"received_credit": None, "received_debit": made.id}


def given_back(
    work: Work, account: str, amount: int, *, card: str, shop: str, sale: str, authorization: Record | None
) -> dict[str, Any]:
    """A merchant gives money back. gives: what the refund says of it"""
    where = links(sale, authorization)
    made = credits.from_card(
        work, account_of(work, account), amount, card=card, description=shop, links=where
    )
    return {"received_credit": made.id, "received_debit": None}


def links(sale: str, authorization: Record | None) -> dict[str, Any]:
    """What a debit or credit is linked with. source: spec (linked_flows)"""
    key = authorization.id if authorization is not None else None
    return {"issuing_authorization": key, "issuing_transaction": sale}


def listed(authorization: Record, sale: Record) -> dict[str, Any]:
    """The change of an authorization by a sale or a refund of its account; nothing without one."""
    if sale.treasury is None or authorization.treasury is None:
        return {}
    known, debit = authorization.treasury, sale.treasury["received_debit"]
    name, key = (
        ("received_debits", debit) if debit else ("received_credits", sale.treasury["received_credit"])
    )
    return {"treasury": {**known, name: [*known[name], key]}}


def dispute(work: Work, record: Record) -> dict[str, Any]:
    """A dispute is submitted: the account expects its money back. gives: what the dispute says of it"""
    debit = work.load(record.treasury["received_debit"], "treasury.received_debit")
    made = reversals.begin(work, debit, {}, record.id, record.amount)
    return {**record.treasury, "debit_reversal": made.id}


def grant(work: Work, record: Record) -> None:
    """Money of a dispute comes before its end."""
    reversals.grant(work, reversal(work, record))


def conclude(work: Work, record: Record, *, won: bool) -> None:
    """A dispute is decided."""
    reversals.conclude(work, reversal(work, record), won=won, resolution="won" if won else "lost")


def reversal(work: Work, record: Record) -> Record:
    """What a dispute takes back."""
    return work.load(record.treasury["debit_reversal"], "treasury.debit_reversal")
