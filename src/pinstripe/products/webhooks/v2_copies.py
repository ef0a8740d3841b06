"""Thin events of what happens to objects of the first version: of each event that is told of them, and of
changes that have a name of their own.

Owns: when they are told, of which object, with which change. Does not own: the record (v2_event.py), names of
changes (v2_changes.py), sending. Money: none.
Source: docs: Thin events (first version); sdk (types, related objects, snapshot_event); addresses inferred.
They are told from when a destination or a command line hears of them, not before: an account to which nobody
listens would have twice as many events. source: inferred
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from pinstripe.api.table import thin_types
from pinstripe.events import lines, outbox
from pinstripe.kernel import thin
from pinstripe.kernel.keeping import teller
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY, TWINS
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import v2_changes
from pinstripe.products.webhooks import v2_event as thin_events
from pinstripe.products.webhooks import v2_event_destination as destinations

FIRST: Final = "v1."
"""What their types begin with."""
ONLY: Final = {
    "balance": "/v1/balance",
    "balance_settings": "/v1/balance_settings",
    "tax.settings": "/v1/tax/settings",
}
"""Addresses of what an account has one of."""
SUMMARY: Final = "entitlements.active_entitlement_summary.updated"
SWITCHED: Final = "customer.discount.updated"
Change = dict[str, Any]
"""What was before and what is after it, by the same fields."""


@thin.tells
def follow(work: Work) -> None:
    """Tell of all events of a unit of work, and of changes of what it wrote, whoever hears of them."""
    listening = destinations.thin_ones(work)
    if not listening and not lines.thin_are_heard(work):
        return
    for kind, record, body, previous, key in tuple(work.events_):
        if not kind.startswith(outbox.THIN):
            _copy(work, kind, record, body, previous, key)
    for place, record in tuple(work.touched.items()):
        if record.type in v2_changes.TELLING and not record.deleted:
            for name in v2_changes.of(work.batch.records.get(place), record):
                _tell(work, name, record, record.body)


def _copy(
    work: Work, kind: str, record: Record, body: dict[str, Any], previous: bytes | None, key: str
) -> None:
    """The thin event beside a snapshot, and those that say more exactly what it was."""
    before = orjson.loads(previous) if previous else None
    changes = {"before": before, "after": mirrored(before, body)} if before else None
    _tell(work, FIRST + kind, record, body, key, changes)
    if kind == SUMMARY:
        old = _features((before or {}).get("entitlements", body["entitlements"]))
        new = _features(body["entitlements"])
        for word, found in (("added", new - old), ("removed", old - new)):
            if found:
                _tell(
                    work, f"{FIRST}entitlements.active_entitlement_summary.entitlement_{word}", record, body
                )
    if kind == SWITCHED:
        _tell(work, f"{FIRST}customer.discount.source_changed", record, body)


def _tell(
    work: Work,
    name: str,
    record: Record,
    body: dict[str, Any],
    snapshot: str | None = None,
    changes: Change | None = None,
) -> None:
    """One thin event, if anybody hears of it."""
    related = thin_types().get(name)
    own_work = work.acting_for(teller(record))
    if related is not None and destinations.is_heard(own_work, name):
        data = told_with(name, body)
        about = related_to(name, record, body) if related else None
        thin_events.tell(own_work, name, data, about, snapshot=snapshot, changes=changes)


def told_with(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What else is said, of an object that nobody can retrieve. source: sdk (invoice.upcoming)"""
    if name != "v1.invoice.upcoming":
        return {}
    parent = (body.get("parent") or {}).get("subscription_details") or {}
    return {"customer": body["customer"], "subscription": parent.get("subscription")}


def related_to(name: str, record: Record, body: dict[str, Any]) -> dict[str, Any]:
    """Whose event it is, with the address at which it is read; of what there is one of, without an id."""
    base = name.removeprefix(FIRST).rpartition(".")[0]
    twin = next((one for one in TWINS.get(base, ()) if one.applies(record)), None)
    shown: dict[str, Any] = twin.view(body, record.private) if twin is not None else body
    kind = shown.get("object", record.type)
    if kind in ONLY:
        return {"type": kind, "url": ONLY[kind]}
    if kind == "discount":
        return {"type": kind, "url": f"{_owner(shown)}/discount"}
    if kind == "billing.alert_triggered":
        shown, kind = shown["alert"], "billing.alert"
    words = {"account": shown.get("account") or record.account, "customer": shown.get("customer")}
    path = REGISTRY[kind].path.format(**words, id=shown.get("fee"))
    if kind == "cash_balance":
        return {"type": kind, "url": path}
    return {"id": shown["id"], "type": kind, "url": f"{path}/{shown['id']}"}


def _owner(discount: Mapping[str, Any]) -> str:
    """The address of whoever has a discount."""
    of = discount.get("subscription")
    return f"/v1/subscriptions/{of}" if of else f"/v1/customers/{discount['customer']}"


def mirrored(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of what was before, as they are now."""
    out: dict[str, Any] = {}
    for name, value in before.items():
        current = now.get(name)
        nested = isinstance(value, Mapping) and isinstance(current, Mapping)
        out[name] = mirrored(value, current) if nested else current  # type: ignore[arg-type]
    return out


def _features(entitlements: Mapping[str, Any]) -> set[str]:
    """What somebody may use, of a list of entitlements."""
    return {one["lookup_key"] for one in entitlements.get("data", ())}
