"""The cash balance: what bank transfers of a customer left with us, and what becomes of it.

Owns: the record that events hang on, how it is shown, funding, paying intents, whole or in part.
Does not own: the endpoints (cash_balances.py), its transactions (customer_cash_balance_transaction.py),
payments (room payments).
Money: a transfer goes from the network to `cash_balance:<cus>`; a payment takes it from there.
Source: spec; docs: Customer credit balance. Private fact of a customer: reconciliation, manual or automatic.
What is set aside for an intent that waits for more stays in the books where it is.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import CASH_BALANCE as ACCOUNT
from pinstripe.products.customers import customer_cash_balance_transaction as transactions
from pinstripe.products.customers import refusals
from pinstripe.products.methods import creation
from pinstripe.products.methods.kinds.customer_balance import NAME, TRANSFERS
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT

# fmt: off
LIFECYCLE = lifecycle(
    # verb     outcome from to   event
    ("match",  "done", ANY, "="),
    ("arrive", "done", ANY, "=", "cash_balance.funds_available"),
)
# fmt: on

CASH_BALANCE = Resource(
    "cash_balance",
    path="/v1/customers/{customer}/cash_balance",
    noun="cash balance",
    status="",
    lifecycle=LIFECYCLE,
)


def held(work: Work, customer: str, currency: str) -> int:
    """What a customer may use in a currency: what is not set aside for an intent."""
    aside = sum(gathered(intent) for intent in waiting(work, customer, currency))
    return work.balance(ACCOUNT.format(customer=customer), currency) - aside


def shown(work: Work, customer: Record) -> dict[str, Any]:
    """The cash balance of a customer as it is now. source: spec"""
    found = {currency: held(work, customer.id, currency) for currency in sorted(TRANSFERS)}
    mode = customer.private.get("reconciliation")
    return {
        "object": "cash_balance",
        "available": {currency: amount for currency, amount in found.items() if amount} or None,
        "customer": customer.id,
        "customer_account": None,
        "livemode": False,
        "settings": {"reconciliation_mode": mode or "automatic", "using_merchant_default": mode is None},
    }


def choose(work: Work, customer: Record, settings: dict[str, Any]) -> None:
    """How transfers are matched with what is owed; the account's own way is automatic. source: spec"""
    mode = settings.get("reconciliation_mode")
    if mode is not None:
        work.note(customer, reconciliation=None if mode == "merchant_default" else mode)


def fund(work: Work, customer: Record, amount: int, currency: str, reference: str | None) -> Record:
    """A bank transfer comes in; what waits for one is paid from it, unless that is done by hand.

    gives: its transaction. source: spec; docs: bank transfers (what is too little pays a part)
    """
    transaction = transactions.funded(work, customer, amount, currency, reference)
    key = f"cash_balance_of_{customer.id}"
    holder = work.peek(key, "cash_balance") or work.create(CASH_BALANCE, id=key, **shown(work, customer))
    if is_automatic(customer):
        for intent in waiting(work, customer.id, currency):
            apply_what_there_is(work, customer, intent)
        work.announce(holder, "match")
    if held(work, customer.id, currency):
        work.advance(holder, "arrive", "done", **shown(work, customer))
    return transaction


def is_automatic(customer: Record) -> bool:
    """Is money matched with what is owed by itself?"""
    return bool(customer.private.get("reconciliation") != "manual")


def waiting(work: Work, customer: str, currency: str) -> list[Record]:
    """The customer's intents that wait for a transfer of that currency, oldest first."""
    found = work.each("payment_intent", customer=customer)
    return [one for one in reversed(list(found)) if one.currency == currency and awaited(one)]


def awaited(intent: Record) -> int:
    """How much an intent still waits for from bank transfers."""
    asked = (intent.next_action or {}).get("display_bank_transfer_instructions")
    return asked["amount_remaining"] if asked is not None else 0


def gathered(intent: Record) -> int:
    """How much has come for it, or was set aside, and is not charged yet."""
    return intent.amount - awaited(intent)  # type: ignore[no-any-return]


def apply_what_there_is(work: Work, customer: Record, intent: Record) -> None:
    """An intent takes what it waits for, or as much as there is."""
    amount = min(held(work, customer.id, intent.currency), awaited(intent))
    if amount > 0:
        take(work, customer, intent, amount)


def take(work: Work, customer: Record, intent: Record, amount: int) -> None:
    """So much of the cash balance is for an intent; it is paid once that is all. source: spec"""
    left = held(work, customer.id, intent.currency) - amount
    transactions.applied(work, customer, intent, amount, left)
    if amount == awaited(intent):
        attempts.settle_transfer(work, intent)
    else:
        attempts.apply_part(work, intent, amount)


def pay(work: Work, customer: Record, intent: Record) -> None:
    """An intent that nobody has confirmed is paid from the cash balance, whole.
    source: docs: bank transfers (invoices)"""
    left = held(work, customer.id, intent.currency) - intent.amount
    transactions.applied(work, customer, intent, intent.amount, left)
    method = creation.described(work, Params({"type": NAME}), "", "")
    attempts.attempt(work, intent, method, off_session=False, authenticated=True)


@hears(PAYMENT_INTENT, "confirm", "challenged")
def use_at_once(work: Work, intent: Record) -> None:
    """What is there already pays an intent as soon as it waits for a transfer.
    source: docs: bank transfers"""
    if intent.customer is None or not awaited(intent):
        return
    customer = work.load(intent.customer, "customer")
    if is_automatic(customer):
        apply_what_there_is(work, customer, intent)


@hears(PAYMENT_INTENT, "cancel", "done")
def give_back(work: Work, intent: Record) -> None:
    """An intent is canceled: what was set aside for it is there again. source: spec"""
    if intent.customer is None or "customer_balance" not in intent.payment_method_types:
        return
    customer = work.load(intent.customer, "customer")
    amount = transactions.applied_to(work, customer.id, intent.id)
    if amount > 0:
        transactions.unapplied(work, customer, intent, amount, held(work, customer.id, intent.currency))


def apply(work: Work, intent: Record, amount: int | None, currency: str | None) -> Record:
    """The same by hand, all that is still to come or a part of it.

    refuses: nothing_awaited, cash_in_other_currency, too_low, too_little_cash, more_than_awaited.
    source: spec
    """
    if not awaited(intent) or intent.customer is None:
        raise refusals.nothing_awaited(intent.id)
    if currency is not None and currency.lower() != intent.currency:
        raise refusals.cash_in_other_currency(intent.currency)
    customer = work.load(intent.customer, "customer")
    if amount is not None and amount < 1:
        raise errors.too_low(1, "amount")
    if amount is not None and amount > awaited(intent):
        raise refusals.more_than_awaited(awaited(intent))
    wanted = awaited(intent) if amount is None else amount
    if held(work, customer.id, intent.currency) < wanted:
        raise refusals.too_little_cash()
    take(work, customer, intent, wanted)
    return intent
