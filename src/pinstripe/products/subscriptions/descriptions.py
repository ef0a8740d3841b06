"""What the lines of an invoice say.

Owns: the texts of charges, trials, prorations and invoice items. Does not own: amounts; which lines there
are.
Money: shown only, in the currency's own symbol, two decimals or as many as needed.
Source: recorded: pay-rails/pay, Gitpod 2022, Point-Free, stripe_world 12 and 14; docs: Set up thresholds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe import currencies
from pinstripe.clock.calendar import utc_date
from pinstripe.money import decimal_text, percentage
from pinstripe.products.catalog.pricing import PricedLine, is_metered

Body = Mapping[str, Any]

# English whatever the machine's language: these texts are part of the answer, not of a page.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def charge(line: PricedLine, product: Body, price: Body) -> str:
    """The text of a priced line: how many of what, and at which rate.

    source: recorded: Gitpod 2022, Point-Free, pay-rails/pay; packages inferred
    """
    name, label = product["name"], product.get("unit_label")
    amount = currencies.symbol_amount(line.unit_amount_decimal, price["currency"])
    every = interval(price.get("recurring"))
    if line.kind == "billed":
        return f"Amount previously billed (at {amount} per unit)"
    if line.kind == "tier_flat":
        return f"{name} (Tier {line.tier} at {amount}{every})"
    if line.kind == "package":
        return f"{line.quantity_decimal} × {name} (at {amount} per {_package(price, label)}{every})"
    units = f"{line.quantity_decimal} {label}" if label else line.quantity_decimal
    rate = f"Tier {line.tier} at {amount}" if line.kind == "tier_unit" else f"at {amount}"
    return f"{units} × {name} ({rate}{every})"


def interval(recurring: Body | None) -> str:
    """How often a rate falls due, as it stands behind the amount; nothing for a one-time price.

    source: recorded: pay-rails/pay; more than one interval inferred
    """
    if not recurring:
        return ""
    count = recurring.get("interval_count") or 1
    if count == 1:
        return f" / {recurring['interval']}"
    return f" / every {count} {recurring['interval']}s"


def _package(price: Body, label: str | None) -> str:
    size = price["transform_quantity"]["divide_by"]
    return f"{size} {label}" if label else str(size)


def trial(quantity: int, product: Body, price: Body, flexible: bool = True) -> str:
    """The line of a trial, which costs nothing. params: flexible, the subscription's billing mode; classic
    billing has the older words. source: recorded: stripe_world 12; docs: Billing mode
    """
    if flexible:
        return f"Free trial for {quantity} × {product['name']}"
    if is_metered(price):
        return f"{quantity} × {product['name']} (Free trial)"
    return f"Trial period for {product['name']}"


def unused_time(product_name: str, quantity: int, moment: int, percent_off: object | None = None) -> str:
    """The text of a proration's credit. source: recorded: pay-rails/pay, stripe_world 14"""
    return f"Unused time on {_prorated(product_name, quantity, moment, percent_off)}"


def remaining_time(product_name: str, quantity: int, moment: int, percent_off: object | None = None) -> str:
    """The text of a proration's debit. source: recorded: pay-rails/pay, stripe_world 14"""
    return f"Remaining time on {_prorated(product_name, quantity, moment, percent_off)}"


def time_on(product_name: str, quantity: int, start: int, end: int) -> str:
    """The text of a part of a period that neither begins nor ends with it. source: inferred"""
    many = product_name if quantity == 1 else f"{quantity} × {product_name}"
    return f"Time on {many} from {day(start)} until {day(end)}"


def _prorated(name: str, quantity: int, moment: int, percent_off: object | None) -> str:
    """A count of one is not said. Discounted lines are known with a letter x only.

    source: recorded: issue reports
    """
    times = "×" if percent_off is None else "x"
    many = name if quantity == 1 else f"{quantity} {times} {name}"
    off = "" if percent_off is None else f" (with {_percent(percent_off)}% off)"
    return f"{many}{off} after {day(moment)}"


def _percent(value: object) -> str:
    text = decimal_text(percentage(value))
    return text if "." in text else f"{text}.0"


def day(moment: int) -> str:
    """A date as lines show it: two digits, the English month's abbreviation, the year.

    source: recorded: pay-rails/pay
    """
    date = utc_date(moment)
    return f"{date.day:02d} {_MONTHS[date.month - 1]} {date.year:04d}"


def item(given: str | None, product_name: str | None) -> str | None:
    """What an invoice item says: its own words, else the bare name of the product.

    source: recorded: pay-rails/pay
    """
    return given or product_name
