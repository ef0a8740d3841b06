"""What a change is called by a name of its own: thin events that have no snapshot beside them.

Owns: which changes of an object of the first version are told so. Does not own: telling (v2_copies.py).
Money: none. Source: sdk (the types of these events); which change brings each about: inferred from its name.
A price that is created is not told to be activated; a subscription is told to be in its state when it is
created, too, and a payment of an invoice to be open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pinstripe.kernel.record import Record

Body = Mapping[str, Any]
Told = Callable[[Record | None, Record], Iterator[str]]

FIELDS: Final = {
    "invoiceitem": ("amount",),
    "price": ("lookup_key", "tax_behavior"),
    "product": ("default_price", "tax_code"),
    "subscription": ("cancel_at", "default_payment_method"),
}
"""Fields of which it is told that they changed."""
BASES: Final = {"subscription": "customer.subscription"}
"""What names of events begin with, where that is not the type's own name."""
STATES: Final = {
    "invoice_payment": ("canceled", "open"),
    "subscription": ("active", "incomplete", "incomplete_expired", "past_due", "trialing", "unpaid"),
}
"""States that are told when an object comes to them."""
REFRESHES: Final = {
    "balance_refresh": "balance",
    "ownership_refresh": "ownership",
    "transaction_refresh": "transactions",
}
"""What is fetched of an account at a bank, with what its events call it."""
FETCHED: Final = ("failed", "succeeded")
PHASE: Final = ("default_tax_rates", "end_date", "trial_end")
"""Fields of a schedule's phase of which it is told that they changed."""


def of(before: Record | None, after: Record) -> Iterator[str]:
    """The names of what happened to a record, in the order of the table above; before: None of a new one."""
    base = BASES.get(after.type, after.type)
    for told in TELLING.get(after.type, ()):
        for word in told(before, after):
            yield f"v1.{base}.{word}"


def by_field(before: Record | None, after: Record) -> Iterator[str]:
    """Fields that are something else now."""
    if before is not None:
        for name in FIELDS[after.type]:
            if before.get(name) != after.get(name):
                yield f"{name}_changed"


def by_state(before: Record | None, after: Record) -> Iterator[str]:
    """The state that it has come to."""
    status = after.body["status"]
    if status in STATES[after.type] and (before is None or before.body["status"] != status):
        yield status


def by_activity(before: Record | None, after: Record) -> Iterator[str]:
    """It can be used now, or no more."""
    if before is not None and before.body["active"] != after.body["active"]:
        yield "activated" if after.body["active"] else "deactivated"


def by_discounts(before: Record | None, after: Record) -> Iterator[str]:
    """Discounts came or went."""
    if before is not None:
        old, new = _ids(before.get("discounts")), _ids(after.get("discounts"))
        if new - old:
            yield "discount_added"
        if old - new:
            yield "discount_removed"


def by_items(before: Record | None, after: Record) -> Iterator[str]:
    """Items of a subscription came, went or are others."""
    if before is None:
        return
    old = {one["id"]: one for one in before.body["items"]["data"]}
    new = {one["id"]: one for one in after.body["items"]["data"]}
    both = [(old[key], new[key]) for key in new if key in old]
    if new.keys() - old.keys():
        yield "item_added"
    if any(one["price"]["id"] != other["price"]["id"] for one, other in both):
        yield "item_price_changed"
    if any(one.get("quantity") != other.get("quantity") for one, other in both):
        yield "item_quantity_changed"
    if old.keys() - new.keys():
        yield "item_removed"
    if any(_ids(one.get("tax_rates")) != _ids(other.get("tax_rates")) for one, other in both):
        yield "item_tax_rates_changed"


def by_lines(before: Record | None, after: Record) -> Iterator[str]:
    """Lines of an invoice came, went or cost something else; of those that the invoice itself shows."""
    if before is None:
        return
    old, new = _lines(before.body), _lines(after.body)
    if set(after.private.get("lines") or ()) - set(before.private.get("lines") or ()):
        yield "line_item_added"
    both = [(old[key], new[key]) for key in new if key in old]
    if any(one.get("pricing") != other.get("pricing") for one, other in both):
        yield "line_item_pricing_changed"
    if any(one.get("quantity") != other.get("quantity") for one, other in both):
        yield "line_item_quantity_changed"
    if set(before.private.get("lines") or ()) - set(after.private.get("lines") or ()):
        yield "line_item_removed"


def by_phases(before: Record | None, after: Record) -> Iterator[str]:
    """Phases of a schedule, each known by its start, came, went or are others."""
    if before is None:
        return
    old = {one["start_date"]: one for one in before.body["phases"]}
    new = {one["start_date"]: one for one in after.body["phases"]}
    if new.keys() - old.keys():
        yield "phase_added"
    for name in PHASE:
        if any(_plain(old[start].get(name)) != _plain(new[start].get(name)) for start in new if start in old):
            yield f"phase_{name}_changed"
    if old.keys() - new.keys():
        yield "phase_removed"


def by_redemptions(before: Record | None, after: Record) -> Iterator[str]:
    """A code has been used as often as it may be."""
    most = after.body["max_redemptions"]
    if before is not None and most is not None:
        used = before.body["times_redeemed"], after.body["times_redeemed"]
        if used[0] < most <= used[1]:
            yield "fully_redeemed"


def by_refreshes(before: Record | None, after: Record) -> Iterator[str]:
    """What was fetched from a bank is there, or could not be had."""
    for field, name in REFRESHES.items():
        status = after.at(field, "status")
        if status in FETCHED and before is not None and before.at(field, "status") != status:
            yield f"{name}_refresh_{status}"


TELLING: Final[dict[str, tuple[Told, ...]]] = {
    "financial_connections.account": (by_refreshes,),
    "invoice": (by_discounts, by_lines),
    "invoice_payment": (by_state,),
    "invoiceitem": (by_field, by_discounts),
    "price": (by_activity, by_field),
    "product": (by_activity, by_field),
    "promotion_code": (by_redemptions,),
    "subscription": (by_state, by_field, by_items),
    "subscription_schedule": (by_phases,),
}
"""By type, what is looked at."""


def _ids(values: Any) -> set[str]:
    """Ids of objects that may be written out."""
    return {one if isinstance(one, str) else str(one["id"]) for one in values or ()}


def _plain(value: Any) -> Any:
    """A field of a phase; tax rates by their ids."""
    return _ids(value) if isinstance(value, list) else value


def _lines(invoice: Body) -> dict[str, Body]:
    """The lines that an invoice shows, by their ids."""
    return {one["id"]: one for one in (invoice.get("lines") or {}).get("data", ())}
