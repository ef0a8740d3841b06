"""The cash balance: what bank transfers of a customer left with us, and what becomes of it.

Owns: the record that events hang on, how it is shown, funding, paying intents. Does not own: the
endpoints (cash_balances.py), its transactions (customer_cash_balance_transaction.py), payments (room
payments).
Money: a transfer goes from the network to `cash_balance:<cus>`; a payment takes it from there.
Source: spec; docs: Customer credit balance. Private fact of a customer: reconciliation, manual or automatic.
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
from pinstripe.products.refunds.refund import REFUND

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
    """What a customer has in a currency, but for what is meant for intents that wait for more."""
    whole = work.balance(ACCOUNT.format(customer=customer), currency)
    return whole - meant(work, customer, currency) if whole else 0


def meant(work: Work, customer: str, currency: str) -> int:
    """What of it is for intents that wait for more."""
    found = (one for one in work.each("payment_intent", customer=customer) if one.currency == currency)
    return sum(attempts.assigned(one) for one in found if awaits(one))


def shown(work: Work, customer: Record) -> dict[str, Any]:
    """The cash balance of a customer as it is now. source: spec"""
    found = {currency: held(work, customer.id, currency) for currency in sorted(TRANSFERS)}
    mode = customer.private.get("reconciliation")
    return {
        "object": "cash_balance",
        "available": {currency: amount for currency, amount in found.items() if amount} or None,
        "customer": customer.id,
        "customer_account": customer.body.get("customer_account"),
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

    gives: its transaction. source: spec; that the oldest intent comes first: inferred
    """
    transaction = transactions.funded(work, customer, amount, currency, reference)
    if is_automatic(customer):
        for intent in waiting(work, customer, currency):
            left = held(work, customer.id, currency)
            if left:
                take(work, customer, intent, min(left, remaining(intent)))
    key = f"cash_balance_of_{customer.id}"
    holder = work.peek(key, "cash_balance") or work.create(CASH_BALANCE, id=key, **shown(work, customer))
    if is_automatic(customer):
        work.announce(holder, "match")
    if held(work, customer.id, currency):
        work.advance(holder, "arrive", "done", **shown(work, customer))
    return transaction


def is_automatic(customer: Record) -> bool:
    """Is money matched with what is owed by itself?"""
    return bool(customer.private.get("reconciliation") != "manual")


def waiting(work: Work, customer: Record, currency: str) -> list[Record]:
    """The customer's intents that wait for a transfer of that currency, oldest first."""
    found = work.each("payment_intent", customer=customer.id)
    return [one for one in reversed(list(found)) if one.currency == currency and awaits(one)]


def awaits(intent: Record) -> bool:
    """Does an intent wait for a bank transfer?"""
    return (intent.next_action or {}).get("display_bank_transfer_instructions") is not None


def remaining(intent: Record) -> int:
    """What an intent still waits for."""
    return int(intent.next_action["display_bank_transfer_instructions"]["amount_remaining"])


def take(work: Work, customer: Record, intent: Record, amount: int) -> None:
    """So much of the cash balance is for an intent, which is paid once that is the whole. source: spec"""
    ending = held(work, customer.id, intent.currency) - amount
    transactions.applied(work, customer, intent, amount, ending)
    if amount < remaining(intent):
        attempts.assign_transfer(work, intent, amount)
    else:
        attempts.settle_transfer(work, intent)


def pay(work: Work, customer: Record, intent: Record) -> None:
    """An intent that nobody has confirmed is paid from the cash balance, whole.
    source: docs: bank transfers (invoices)"""
    left = held(work, customer.id, intent.currency) - intent.amount
    transactions.applied(work, customer, intent, intent.amount, left)
    method = creation.described(work, Params({"type": NAME}), "", "")
    attempts.attempt(work, intent, method, off_session=False, authenticated=True)


@hears(PAYMENT_INTENT, "confirm", "challenged")
def use_at_once(work: Work, intent: Record) -> None:
    """What is there already is for an intent as soon as it waits for a transfer, unless that is done by hand.
    source: docs: bank transfers"""
    if intent.customer is None or not awaits(intent):
        return
    customer = work.load(intent.customer, "customer")
    left = held(work, customer.id, intent.currency) if is_automatic(customer) else 0
    if left > 0:
        take(work, customer, intent, min(left, remaining(intent)))


@hears(PAYMENT_INTENT, "cancel", "done")
def give_back(work: Work, intent: Record) -> None:
    """What was meant for an intent that is canceled is the customer's again. source: spec
    (unapplied_from_payment)
    """
    amount = attempts.assigned(intent)
    if amount and intent.customer is not None:
        customer = work.load(intent.customer, "customer")
        transactions.unapplied(work, customer, intent, amount, held(work, customer.id, intent.currency))


@hears(REFUND, "create", "cash")
def send_back(work: Work, refund: Record) -> None:
    """A part of what is there goes back to the customer. refuses: too_little_to_return

    source: docs: bank transfers (refund of the cash balance)
    """
    left = work.balance(ACCOUNT.format(customer=refund.customer), refund.currency)
    if left < meant(work, refund.customer, refund.currency):
        raise refusals.too_little_to_return()
    transactions.returned(work, refund, kept=False)


@hears(REFUND, "fail", "cash")
@hears(REFUND, "cancel", "cash")
def keep(work: Work, refund: Record) -> None:
    """It stays there after all. source: docs: bank transfers"""
    transactions.returned(work, refund, kept=True)


def apply(work: Work, intent: Record, amount: int | None, currency: str | None) -> Record:
    """The same by hand, a part where that is asked. refuses: nothing_awaited, cash_in_other_currency,
    too_low, too_much_cash, too_little_cash. source: spec
    """
    if not awaits(intent) or intent.customer is None:
        raise refusals.nothing_awaited(intent.id)
    if currency is not None and currency.lower() != intent.currency:
        raise refusals.cash_in_other_currency(intent.currency)
    customer = work.load(intent.customer, "customer")
    due = remaining(intent)
    asked = due if amount is None else amount
    if asked < 1:
        raise errors.too_low(1, "amount")
    if asked > due:
        raise refusals.too_much_cash(due)
    if held(work, customer.id, intent.currency) < asked:
        raise refusals.too_little_cash()
    take(work, customer, intent, asked)
    return intent
