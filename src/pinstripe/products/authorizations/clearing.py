"""Clearing: a merchant takes money, or gives it back.

Owns: what a capture and a refund do to an authorization and to limits. Does not own: the records
(authorization.py, transaction.py). Money: held money is freed, then taken; more than was held if the merchant
wants it.
Source: docs: Issuing authorizations, Issuing transactions; spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import authorization as authorizations
from pinstripe.products.authorizations import shop, wallet
from pinstripe.products.authorizations import transaction as transactions
from pinstripe.products.authorizations.shop import Price
from pinstripe.products.issuing import spending


def capture(
    work: Work, authorization: Record, amount: int, close: bool, details: dict[str, Any] | None
) -> Record:
    """The merchant takes an amount. Nothing speaks against it: not the limits, not the balance, not the card.

    params: close, nothing more is to come. source: docs: Issuing authorizations
    """
    was, held = authorization.body, authorization.private.get("held", 0)
    part = min(amount, held)
    free = held if close else part
    authorizations.release(work, authorization, free, unspent=free - part)
    card = authorizations.card_of(work, authorization)
    category = authorization.merchant_data["category"]
    spending.count(work, card, amount - part, category, work.now)
    abroad = shop.share(authorization.merchant_amount, amount, authorization.amount)
    made = transactions.take(
        work,
        card,
        Price(amount, abroad, authorization.merchant_currency),
        shop=authorization.merchant_data,
        authorization=authorization,
        details=details,
        account=authorization.private.get("wallet"),
    )
    changes = {
        "card": authorizations.carried(work, authorization),
        "transactions": [*authorization.transactions, made.body],
        **wallet.listed(authorization, made),
    }
    work.advance(authorization, "capture", "closed" if close else "open", **changes)
    if close:
        work.unschedule("end", authorization)
        wallet.finish(work, authorization)
    return authorizations.tell(work, authorization, was)


def refund(work: Work, transaction: Record, amount: int) -> Record:
    """The merchant gives an amount of a capture back. Limits stay used. source: docs: Issuing transactions"""
    whole = -transaction.amount
    abroad = shop.share(-transaction.merchant_amount, amount, whole)
    authorization = None
    if transaction.authorization is not None:
        authorization = work.load(transaction.authorization, "issuing.authorization")
    card = work.load(transaction.card, "issuing.card")
    made = transactions.give_back(
        work,
        card,
        Price(amount, abroad, transaction.merchant_currency),
        shop=transaction.merchant_data,
        authorization=authorization,
        details=None,
        account=transaction.private.get("wallet"),
    )
    work.note(transaction, refunded=transaction.private.get("refunded", 0) + amount)
    if authorization is not None:
        was = authorization.body
        rows = [*authorization.transactions, made.body]
        carried = authorizations.carried(work, authorization)
        changes = wallet.listed(authorization, made)
        work.advance(authorization, "refund", "done", transactions=rows, card=carried, **changes)
        authorizations.tell(work, authorization, was)
    return made
