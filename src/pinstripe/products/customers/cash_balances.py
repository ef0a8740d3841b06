"""The endpoints of cash balances: what a customer has, how it is used, transfers that come in.

Owns: the routes. Does not own: what they do (cash_balance.py). Money: none of its own. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import cash_balance, refusals
from pinstripe.products.customers.cash_balance import CASH_BALANCE
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.methods.kinds.customer_balance import TRANSFERS
from pinstripe.products.payments import transfer_addresses
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT

PATH = CASH_BALANCE.path


@operation(f"GET {PATH}", CASH_BALANCE, subject="customer", of=CUSTOMER, verb="cash")
def retrieve(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """What bank transfers left with us. source: spec"""
    return cash_balance.shown(work, customer)


@operation(f"POST {PATH}", CASH_BALANCE, subject="customer", of=CUSTOMER, verb="cash")
def update(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """Whether transfers are matched with what is owed. source: spec"""
    cash_balance.choose(work, customer, params.get("settings") or {})
    return cash_balance.shown(work, customer)


@operation(
    "POST /v1/customers/{customer}/funding_instructions",
    CASH_BALANCE,
    subject="customer",
    of=CUSTOMER,
    verb="cash",
)
def instruct(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """Where the customer's bank transfers go, always the same. refuses: no_transfers_in, bad_enum,
    other_transfer. source: spec
    """
    currency, wanted = params.currency.lower(), params.bank_transfer
    if currency not in TRANSFERS:
        raise refusals.no_transfers_in(currency)
    kind = TRANSFERS[currency]
    if wanted.type != kind:
        raise refusals.other_transfer(currency, kind)
    country = transfer_addresses.country_of(kind, wanted, "bank_transfer")
    found = transfer_addresses.addresses(work, customer.id, kind, country)
    asked = wanted.get("requested_address_types")
    chosen = [one for one in found if not asked or one["type"] in asked]
    return {
        "object": "funding_instructions",
        "bank_transfer": {"country": country, "financial_addresses": chosen, "type": kind},
        "currency": currency,
        "funding_type": params.funding_type,
        "livemode": False,
    }


@operation(
    "POST /v1/test_helpers/customers/{customer}/fund_cash_balance",
    CASH_BALANCE,
    subject="customer",
    of=CUSTOMER,
    verb="cash",
)
def fund(work: Work, customer: Record, params: Params) -> Record:
    """A bank transfer comes in. refuses: too_low, no_transfers_in. gives: its transaction. source: spec"""
    currency = params.currency.lower()
    if currency not in TRANSFERS:
        raise refusals.no_transfers_in(currency)
    if params.amount < 1:
        raise errors.too_low(1, "amount")
    return cash_balance.fund(work, customer, params.amount, currency, params.get("reference"))


@operation(
    "POST /v1/payment_intents/{intent}/apply_customer_balance",
    CASH_BALANCE,
    subject="intent",
    of=PAYMENT_INTENT,
    verb="apply_customer_balance",
)
def apply_customer_balance(work: Work, intent: Record, params: Params) -> Record:
    """An intent that waits for a transfer is paid from what is there, or in part. refuses: nothing_awaited,
    cash_in_other_currency, too_low, too_much_cash, too_little_cash. source: spec"""
    return cash_balance.apply(work, intent, params.get("amount"), params.get("currency"))
