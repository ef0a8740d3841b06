"""The tax settings: where an account's business is, and what its sales are if nobody says.

Owns: the one record of an account, whether it is enough to work out taxes. Does not own: the endpoints
(settings.py), registrations. Money: none. Source: spec; docs: Tax settings.
Before anybody said anything there is no record, and the settings are what FRESH shows.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.tax import refusals
from pinstripe.products.tax.place import Place, place_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome  from              to         event
    ("create",   "made",   ANY,              "pending"),
    ("update",   "done",   "pending active", "=",       "tax.settings.updated"),
    ("complete", "done",   "pending active", "active",  "tax.settings.updated"),
)
# fmt: on

SETTING = Resource("tax.settings", path="/v1/tax/settings", noun="tax settings", lifecycle=LIFECYCLE)
KEY = "tax_settings"
"""Under which name the record is kept: the object has no id."""
DEFAULTS = {"provider": "stripe", "tax_behavior": None, "tax_code": None}
PENDING = {"pending": {"missing_fields": ["head_office"]}}
FRESH: dict[str, Any] = {
    "object": "tax.settings",
    "defaults": DEFAULTS,
    "head_office": None,
    "livemode": False,
    "status": "pending",
    "status_details": PENDING,
}
"""The settings of an account that never said anything. source: docs: Tax settings; spec (provider)"""
CODE = "txcd_10000000"
"""What is sold if nobody said it. source: spec (example); docs: Tax settings"""


def body_of(work: Work) -> dict[str, Any]:
    """The account's settings."""
    known = work.peek(KEY, SETTING.object)
    return FRESH if known is None else known.body


def office_of(work: Work) -> Place:
    """Where the business is. refuses: inactive, while nobody has said it"""
    office = body_of(work)["head_office"]
    place = place_of(office["address"], office=True) if office else None
    if place is None:
        raise refusals.inactive()
    return place


def code_of(work: Work) -> str:
    """The tax code of what names none."""
    return str(body_of(work)["defaults"]["tax_code"] or CODE)


def behavior_of(work: Work, currency: str) -> str:
    """Is tax within a price that does not say it? gives: inclusive, or exclusive

    source: docs: Tax settings (by currency: on top of US and Canadian dollars, within all others); that it is
    on top where the settings say nothing is inferred
    """
    said = body_of(work)["defaults"]["tax_behavior"] or "exclusive"
    if said == "inferred_by_currency":
        return "exclusive" if currency in ("usd", "cad") else "inclusive"
    return str(said)


def known(work: Work) -> Record:
    """The account's record, made now if there is none."""
    found = work.peek(KEY, SETTING.object)
    if found is not None:
        return found
    fields = {name: FRESH[name] for name in ("defaults", "head_office", "status_details")}
    return work.create(SETTING, "made", id=KEY, **fields)
