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
from pinstripe.products.methods.transfer_addresses import COUNTRIES, addresses, country_of
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
    """An intent that waits for a transfer is paid from what is there, or a part of it. refuses:
    nothing_awaited, cash_in_other_currency, too_little_cash, more_than_awaited. source: spec"""
    return cash_balance.apply(work, intent, params.get("amount"), params.get("currency"))


@operation(
    "POST /v1/customers/{customer}/funding_instructions",
    CASH_BALANCE,
    subject="customer",
    of=CUSTOMER,
    verb="cash",
)
def instruct(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """Where a customer sends money to: always the same addresses. refuses: wrong_transfer, no_transfers_to,
    no_address_of. source: spec; docs: bank transfers"""
    currency, transfer = params.currency.lower(), params.bank_transfer
    kind = transfer["type"]
    if TRANSFERS.get(currency) != kind:
        raise refusals.wrong_transfer(kind, currency)
    country = (transfer.get("eu_bank_transfer") or {}).get("country")
    if kind == "eu_bank_transfer":
        if country is None:
            raise errors.missing_param("bank_transfer[eu_bank_transfer][country]")
        if country not in COUNTRIES:
            raise refusals.no_transfers_to(country, COUNTRIES)
    found = addresses(customer.id, kind, country)
    asked = transfer.get("requested_address_types")
    if asked:
        found = [one for one in found if one["type"] in asked]
        if not found:
            raise refusals.no_address_of(asked, kind)
    return {
        "object": "funding_instructions",
        "bank_transfer": {
            "country": country_of(kind, country),
            "financial_addresses": found,
            "type": kind,
        },
        "currency": currency,
        "funding_type": "bank_transfer",
        "livemode": False,
    }
