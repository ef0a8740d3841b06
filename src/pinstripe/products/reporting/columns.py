"""The columns of itemized reports: what each says of one movement of a balance.

Owns: the columns that each report has, by its version, and how a value is written. Does not own: which
movements a report is about (statement.py), finding what a movement hangs on (movement.py). Money: only read.
Source: docs: Report types reference (names of columns); the form of dates inferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pinstripe import currencies
from pinstripe.clock.calendar import written_in
from pinstripe.kernel.record import Record
from pinstripe.products.reporting.movement import Movement

UTC = ZoneInfo("UTC")
ADDRESS = "line1 line2 city state postal_code country"


class Form(NamedTuple):
    """How values are written: the zone of dates without `_utc`, the decimal separator."""

    zone: ZoneInfo = UTC
    point: str = "."


def money(minor: int | None, currency: str, form: Form) -> str:
    """An amount in major units: "12.34"; yen have no decimals. source: docs: Report types reference"""
    if minor is None:
        return ""
    return f"{Decimal(minor).scaleb(-currencies.decimals(currency)):f}".replace(".", form.point)


def dated(moment: int | None, zone: ZoneInfo) -> str:
    """A moment as reports write it. source: inferred (the form)"""
    return "" if moment is None else written_in(moment, zone)


def of(record: Record | None, *way: str) -> Any:
    """A value below a record, None where a part of the way is missing."""
    value: Any = None if record is None else record.body
    for name in way:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def address_of(prefix: str, find: Callable[[Movement], Any]) -> dict[str, Callable[[Movement, Form], Any]]:
    """The six columns of an address."""

    def column(part: str) -> Callable[[Movement, Form], Any]:
        return lambda movement, form: (find(movement) or {}).get(part)

    return {f"{prefix}_{part}": column(part) for part in ADDRESS.split()}


def twins(name: str, find: Callable[[Movement], int | None]) -> dict[str, Callable[[Movement, Form], Any]]:
    """A moment in UTC, and the same in the zone that was asked for."""
    return {
        f"{name}_utc": lambda movement, form: dated(find(movement), UTC),
        name: lambda movement, form: dated(find(movement), form.zone),
    }


def card_of(movement: Movement, name: str) -> Any:
    """A fact of the card that a movement's charge was paid with."""
    details = of(movement.charge, "payment_method_details") or {}
    return (details.get("card") or details.get("card_present") or {}).get(name)


def brand_of(movement: Movement) -> str:
    """A card's brand as people write it. source: inferred"""
    brand = card_of(movement, "brand") or ""
    return {"amex": "American Express", "jcb": "JCB", "mastercard": "MasterCard"}.get(brand, brand.title())


def facing(movement: Movement, form: Form) -> str:
    """What the customer saw of a charge, a refund or a dispute, in the currency that they saw."""
    seen = movement.facing
    return "" if seen is None else money(seen.amount, seen.currency, form)


def is_link(movement: Movement) -> str:
    """Was it paid with Link? Empty for what is no payment."""
    if movement.charge is None:
        return ""
    return "true" if of(movement.charge, "payment_method_details", "type") == "link" else "false"


def descriptor_of(movement: Movement) -> Any:
    """The words for the statement that the charge was made with."""
    charge = movement.charge
    return of(charge, "statement_descriptor_suffix") or of(charge, "statement_descriptor")


def trace_of(movement: Movement, name: str) -> Any:
    """The number under which the bank knows a payout."""
    trace = of(movement.payout or movement.automatic_payout, "trace_id")
    return trace.get(name) if isinstance(trace, dict) else None


# fmt: off
COLUMNS: dict[str, Callable[[Movement, Form], Any]] = {
    "balance_transaction_id":   lambda m, f: m.transaction.id,
    **twins("created",          lambda m: m.transaction.created),
    **twins("available_on",     lambda m: m.transaction.available_on),
    "currency":                 lambda m, f: m.transaction.currency,
    "gross":                    lambda m, f: money(m.transaction.amount, m.transaction.currency, f),
    "fee":                      lambda m, f: money(m.transaction.fee, m.transaction.currency, f),
    "net":                      lambda m, f: money(m.transaction.net, m.transaction.currency, f),
    "reporting_category":       lambda m, f: m.transaction.reporting_category,
    "source_id":                lambda m, f: m.transaction.source,
    "description":              lambda m, f: m.transaction.description,
    "customer_facing_amount":   facing,
    "customer_facing_currency": lambda m, f: of(m.facing, "currency"),
    "regulatory_tag":           lambda m, f: "",
    "automatic_payout_id":      lambda m, f: of(m.automatic_payout, "id"),
    **twins("automatic_payout_effective_at", lambda m: of(m.automatic_payout, "arrival_date")),
    "customer_id":              lambda m, f: of(m.customer, "id"),
    "customer_email":           lambda m, f: of(m.customer, "email"),
    "customer_name":            lambda m, f: of(m.customer, "name"),
    "customer_description":     lambda m, f: of(m.customer, "description"),
    **address_of("customer_shipping_address", lambda m: of(m.customer, "shipping", "address")),
    **address_of("customer_address",          lambda m: of(m.customer, "address")),
    **address_of("shipping_address",          lambda m: of(m.charge, "shipping", "address")),
    **address_of("card_address",              lambda m: of(m.charge, "billing_details", "address")),
    "charge_id":                lambda m, f: of(m.charge, "id"),
    "payment_intent_id":        lambda m, f: of(m.charge, "payment_intent"),
    **twins("charge_created",   lambda m: of(m.charge, "created")),
    "invoice_id":               lambda m, f: of(m.invoice, "id"),
    "invoice_number":           lambda m, f: of(m.invoice, "number"),
    "subscription_id":          lambda m, f: of(m.invoice, "parent", "subscription_details", "subscription"),
    "payment_method_type":      lambda m, f: of(m.charge, "payment_method_details", "type"),
    "is_link":                  lambda m, f: is_link(m),
    "card_brand":               lambda m, f: brand_of(m),
    "card_funding":             lambda m, f: card_of(m, "funding"),
    "card_country":             lambda m, f: card_of(m, "country"),
    "statement_descriptor":     lambda m, f: descriptor_of(m),
    "dispute_reason":           lambda m, f: of(m.dispute, "reason"),
    "connected_account_id":     lambda m, f: of(m.other_account, "id"),
    "connected_account_name":   lambda m, f: of(m.other_account, "business_profile", "name"),
    "connected_account_country": lambda m, f: of(m.other_account, "country"),
    "connected_account_direct_charge_id": lambda m, f: m.direct_charge,
    "connected_account":        lambda m, f: m.account,
    "source_transaction_id":    lambda m, f: of(m.transfer, "source_transaction"),
    "withheld_tax":             lambda m, f: money(0, m.transaction.currency, f),
    "fee_net_of_withheld_tax":  lambda m, f: money(m.transaction.fee, m.transaction.currency, f),
    "payout_statement_descriptor": lambda m, f: of(m.payout or m.automatic_payout, "statement_descriptor"),
    "payout_reference_token":   lambda m, f: trace_of(m, "value"),
    "trace_id":                 lambda m, f: trace_of(m, "value"),
    "trace_id_status":          lambda m, f: trace_of(m, "status"),
    "payout_id":                lambda m, f: of(m.payout, "id"),
    **twins("effective_at",     lambda m: m.effective_at),
    "payout_expected_arrival_date": lambda m, f: dated(of(m.payout, "arrival_date"), f.zone),
    "payout_status":            lambda m, f: of(m.payout, "status"),
    **twins("payout_reversed_at", lambda m: m.reversed_at),
    "payout_type":              lambda m, f: of(m.payout, "type"),
    "payout_description":       lambda m, f: of(m.payout, "description"),
    "payout_destination_id":    lambda m, f: of(m.payout, "destination"),
}
METADATA: dict[str, Callable[[Movement], Any]] = {
    "payment_metadata":         lambda m: of(m.charge, "metadata"),
    "refund_metadata":          lambda m: of(m.refund, "metadata"),
    "transfer_metadata":        lambda m: of(m.transfer, "metadata"),
}
# fmt: on
"""Columns that name one of their keys: `payment_metadata[order_id]`."""
KEYED = re.compile(r"(payment_metadata|refund_metadata|transfer_metadata)\[([^\[\]]+)\]")


def cell(column: str, movement: Movement, form: Form) -> str:
    """What a column says of a movement; empty where there is nothing to say."""
    keyed = KEYED.fullmatch(column)
    value = (METADATA[keyed[1]](movement) or {}).get(keyed[2]) if keyed else COLUMNS[column](movement, form)
    return "" if value is None else str(value)
