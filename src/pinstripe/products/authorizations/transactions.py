"""The endpoints of transactions, and those by which tests make them.

Owns: list, update, captures without an authorization, refunds. Does not own: the record (transaction.py),
captures of authorizations (simulations.py). Money: as the record. Source: spec; docs: Issuing transactions.
"""

from __future__ import annotations

from typing import Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import clearing, refusals, shop
from pinstripe.products.authorizations import transaction as transactions
from pinstripe.products.authorizations.transaction import TRANSACTION
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import spending

HELPER: Final = "POST /v1/test_helpers/issuing/transactions"


@operation("GET /v1/issuing/transactions", TRANSACTION)
def list_transactions(work: Work, params: Params) -> Page:
    """Transactions, newest first. source: spec"""
    referred(work, params, card="issuing.card", cardholder="issuing.cardholder")
    return show_records(
        work, TRANSACTION, params, TRANSACTION.path, params.pick("card", "cardholder", "type")
    )


@operation("POST /v1/issuing/transactions/{transaction}", TRANSACTION, subject="transaction", verb="tell")
def update(work: Work, transaction: Record, params: Params) -> Record:
    """Notes. source: spec"""
    return transactions.change(work, transaction, **updates(transaction, params))


@operation(f"{HELPER}/create_force_capture", TRANSACTION)
def force_capture(work: Work, params: Params) -> Record:
    """A merchant takes money without having asked: no card is looked at. source: spec; docs: Stripe CLI"""
    card, price = payment(work, params)
    place = shop.of(params)
    spending.count(work, card, price.amount, place["category"], work.now)
    details = params.get("purchase_details")
    made = transactions.take(
        work, card, price, shop=place, authorization=None, details=details, account=card.financial_account
    )
    cards.used(work, card)
    return made


@operation(f"{HELPER}/create_unlinked_refund", TRANSACTION)
def unlinked_refund(work: Work, params: Params) -> Record:
    """A merchant gives money to a card that names no payment. source: spec"""
    card, price = payment(work, params)
    details = params.get("purchase_details")
    return transactions.give_back(
        work,
        card,
        price,
        shop=shop.of(params),
        authorization=None,
        details=details,
        account=card.financial_account,
    )


def payment(work: Work, params: Params) -> tuple[Record, shop.Price]:
    """A card and an amount. refuses: resource_missing, too_low"""
    card = work.find("issuing.card", params.card, "card")
    if params.amount < 1:
        raise errors.too_low(1, "amount")
    return card, shop.price(params, card)


@operation(f"{HELPER}/{{transaction}}/refund", TRANSACTION, subject="transaction", verb="give_back")
def refund(work: Work, transaction: Record, params: Params) -> Record:
    """A merchant gives a payment back, or a part of it; gives the payment. refuses: not_refundable, too_much,
    too_low

    source: spec
    """
    if transaction.body["type"] != "capture":
        raise refusals.not_refundable(transaction)
    left = transactions.refundable(transaction)
    amount = params.get("refund_amount", left)
    if amount < 1 and left:
        raise errors.too_low(1, "refund_amount")
    if amount > left or not left:
        raise refusals.too_much(left, "refund_amount")
    return clearing.refund(work, transaction, amount)
