"""The endpoints of climate orders.

Owns: create, update, cancel. Does not own: the record (order.py), what comes of an order (fulfilment.py).
Money: an order takes its total from the balance; a canceled one gives back what is no fee. Source: spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.generate import updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.money import decimal_amount, decimal_text, round_half_up
from pinstripe.products.balance import balance
from pinstripe.products.climate import fulfilment, refusals
from pinstripe.products.climate import product as products
from pinstripe.products.climate.order import ORDER

CANCELABLE_SECONDS = DAY
DIGITS, PARTS = 4, 10_000
"""So finely tons are divided. source: inferred"""


@operation("POST /v1/climate/orders", ORDER)
def create(work: Work, params: Params) -> Record:
    """Tons, or as much as an amount buys with its fees, paid from the balance at once.

    refuses: one_of_two, resource_missing, no_price, bad_tons, too_little, sold_out, insufficient
    source: spec; docs: id table of the public examples (fees)
    """
    ways = [name for name in ("amount", "metric_tons") if params.get(name) is not None]
    if len(ways) != 1:
        raise refusals.one_of_two(len(ways))
    product = products.found(work, params.product)
    if product is None:
        raise errors.no_such(products.CLIMATE_PRODUCT.noun, params.product, "product", 400)
    currency = (params.get("currency") or work.merchant.currency).lower()
    price = product["current_prices_per_metric_ton"].get(currency)
    if price is None:
        raise refusals.no_price(params.product, currency)
    tons, amounts = bought(params, price["amount_subtotal"])
    if amounts["amount_subtotal"] < 1 or tons <= 0:
        raise refusals.too_little(ways[0])
    if tons > Decimal(product["metric_tons_available"]):
        raise refusals.sold_out(product["metric_tons_available"], ways[0])
    if balance.held(work, currency) < amounts["amount_total"]:
        raise refusals.insufficient(currency)
    products.kept(work, params.product)
    year = product["delivery_year"]
    order = work.create(
        ORDER,
        "confirmed",
        **amounts,
        beneficiary={"public_name": public_name(work, params)},
        confirmed_at=work.now,
        currency=currency,
        expected_delivery_year=year if year is not None else max(products.YEARS),
        metadata=merged_metadata(None, params.get("metadata")),
        metric_tons=decimal_text(tons),
        product=params.product,
    )
    fulfilment.plan(work, order)
    return order


def bought(params: Params, subtotal: int) -> tuple[Decimal, Mapping[str, int]]:
    """Tons, and what they cost; an amount is the total. refuses: bad_tons, too_low. source: spec; inferred"""
    if params.get("metric_tons") is None:
        if params.amount < 1:
            raise errors.too_low(1, "amount")
        part = round_half_up(params.amount * products.WITHOUT_FEE)
        tons = Decimal(part * PARTS // subtotal).scaleb(-DIGITS)
        amounts = {
            "amount_subtotal": part,
            "amount_fees": params.amount - part,
            "amount_total": params.amount,
        }
        return tons, amounts
    try:
        tons = decimal_amount(params.metric_tons)
    except (ValueError, ArithmeticError):
        raise refusals.bad_tons(params.metric_tons) from None
    if not tons.is_finite() or tons <= 0:
        raise refusals.bad_tons(params.metric_tons)
    return tons, products.price(round_half_up(tons * subtotal))


def public_name(work: Work, params: Params) -> str:
    """For whom it is: the merchant, where nobody is named. source: inferred"""
    return str((params.get("beneficiary") or {}).get("public_name") or work.merchant.name or work.account)


@operation("POST /v1/climate/orders/{order}", ORDER, subject="order")
def update(work: Work, order: Record, params: Params) -> Record:
    """For whom it is, and metadata. source: spec"""
    changes: dict[str, Any] = updates(order, params)
    if "beneficiary" in changes:
        changes["beneficiary"] = {"public_name": public_name(work, params)}
    return work.amend(order, **changes)


@operation("POST /v1/climate/orders/{order}/cancel", ORDER, subject="order")
def cancel(work: Work, order: Record, params: Params) -> Record:
    """Within a day; the fees stay paid. refuses: not_cancelable, too_late. source: spec"""
    if work.now > order.created + CANCELABLE_SECONDS:
        raise refusals.too_late(order)
    work.unschedule("deliver", order)
    return work.advance(order, "cancel", "requested", canceled_at=work.now, cancellation_reason="requested")
