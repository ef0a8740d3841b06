"""The transaction record: money that a merchant took from a card, or gave back to it.

Owns: the record, its money. Does not own: authorizations (clearing.py), disputes (dispute.py), the endpoints
(transactions.py). Money: from and to the Issuing balance, or the card's financial account
(wallet.py); a capture may take more than there is.
Source: spec; docs: Issuing transactions; docs: API reference.
Private facts: `refunded`, what was given back of a capture; `wallet`, the financial account that paid.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import utc_date
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.authorizations import postings, wallet
from pinstripe.products.authorizations.shop import Price, filled

CREATED = "issuing_transaction.created"
UPDATED = "issuing_transaction.updated"
RECEIPT = "issuing_transaction.purchase_details_receipt_updated"

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome     from  to   events     posting
    ("create",  "captured", ANY,  "=", "",        postings.CAPTURE),
    ("create",  "refunded", ANY,  "=", "",        postings.REFUND),
    ("tell",    "created",  ANY,  "=", CREATED),
    ("tell",    "updated",  ANY,  "=", UPDATED),
    ("itemize", "done",     ANY,  "=", RECEIPT),
)
# fmt: on

TRANSACTION = Resource(
    "issuing.transaction",
    prefix="ipi",
    path="/v1/issuing/transactions",
    generated="retrieve",
    events="issuing_transaction",
    noun="issuing transaction",
    param="transaction",
    status="",
    lifecycle=LIFECYCLE,
    index=("card", "cardholder", "type", "authorization"),
    source="spec; docs: API reference",
)


def take(
    work: Work,
    card: Record,
    price: Price,
    *,
    shop: dict[str, Any],
    authorization: Record | None,
    details: dict[str, Any] | None,
    account: str | None,
) -> Record:
    """A merchant takes money. params: account, a financial account that pays. source:
    docs: Issuing transactions
    """
    return _made(work, card, price, -1, shop, authorization, details, account)


def give_back(
    work: Work,
    card: Record,
    price: Price,
    *,
    shop: dict[str, Any],
    authorization: Record | None,
    details: dict[str, Any] | None,
    account: str | None,
) -> Record:
    """A merchant gives money back. source: docs: Issuing transactions"""
    return _made(work, card, price, 1, shop, authorization, details, account)


def _made(
    work: Work,
    card: Record,
    price: Price,
    sign: int,
    shop: dict[str, Any],
    authorization: Record | None,
    details: dict[str, Any] | None,
    account: str | None,
) -> Record:
    """A transaction with its money. params: sign, 1 where money comes"""
    key = work.new_id(TRANSACTION)
    code = authorization.request_history[0]["authorization_code"] if authorization is not None else None
    given = authorization.body if authorization is not None else {}
    private, drawn = ({"wallet": account}, None) if account else ({}, None)
    if account and price.amount:
        act = wallet.taken if sign < 0 else wallet.given_back
        names = {"card": card.id, "shop": shop["name"], "sale": key}
        drawn = act(work, account, price.amount, **names, authorization=authorization)
    outcome, moves = entered(work, card, price, sign) if price.amount and not account else (None, None)
    made = work.create(
        TRANSACTION,
        outcome,
        id=key,
        moves=moves or (),
        private=private,
        amount=sign * price.amount,
        amount_details=given.get("amount_details") or {"atm_fee": None, "cashback_amount": None},
        authorization=given.get("id"),
        balance_transaction=moves.transaction["id"] if moves else None,
        card=card.id,
        cardholder=card.cardholder["id"],
        currency=card.currency,
        merchant_amount=sign * price.merchant_amount,
        merchant_currency=price.merchant_currency,
        merchant_data=shop,
        network_data=network_data(work, code),
        purchase_details=filled("issuing_transaction_purchase_details", details),
        token=given.get("token"),
        treasury=drawn,
        type="capture" if sign < 0 else "refund",
        wallet=given.get("wallet"),
    )
    work.advance(made, "tell", "created")
    if (details or {}).get("receipt"):
        work.announce(made, "itemize")
    return made


def entered(work: Work, card: Record, price: Price, sign: int) -> tuple[str, Move]:
    """What moves on the Issuing balance, and as what."""
    key = work.new_id(REGISTRY["balance_transaction"])
    words = "Issuing transaction" if sign < 0 else "Issuing refund"
    told = {"id": key, "balance_type": "issuing", "description": words}
    outcome = "captured" if sign < 0 else "refunded"
    return outcome, Move(price.amount, card.currency, {"network": "issuing"}, told)


def network_data(work: Work, code: str | None) -> dict[str, Any]:
    """What the network says of it. source: spec"""
    return {
        "authorization_code": code,
        "processing_date": utc_date(work.now).isoformat(),
        "transaction_id": f"{work.mint.number(10**15):015d}",
    }


def refundable(transaction: Record) -> int:
    """What is left of a capture after refunds."""
    return int(-transaction.amount - transaction.private.get("refunded", 0))


def change(work: Work, transaction: Record, **changes: Any) -> Record:
    """Something about it is known now."""
    if all(transaction.body[name] == value for name, value in changes.items()):
        return transaction
    return work.advance(transaction, "tell", "updated", **changes)
