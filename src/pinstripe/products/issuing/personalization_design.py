"""The personalization design record: what is printed on an account's cards.

Owns: the record, its states, which one a card takes. Does not own: the endpoints
(personalization_designs.py), cards.
Money: none. Source: spec; docs: API reference.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import refusals
from pinstripe.products.issuing.physical_bundle import FEATURES

EVENT: Final = "issuing_personalization_design"
USABLE: Final = ("active", "review")

STATES: Final = "active inactive rejected review"

# fmt: off
LIFECYCLE = lifecycle(
    # verb          outcome    from    to          events
    ("create",     "done",    ANY,    "review"),
    ("update",     "done",    ANY,    "=",        f"{EVENT}.updated"),
    ("update",     "looked",  STATES, "review",   f"{EVENT}.updated"),
    ("activate",   "done",    STATES, "active",   f"{EVENT}.activated"),
    ("deactivate", "done",    STATES, "inactive", f"{EVENT}.deactivated"),
    ("reject",     "done",    STATES, "rejected", f"{EVENT}.rejected"),
)
# fmt: on

PERSONALIZATION_DESIGN = Resource(
    "issuing.personalization_design",
    prefix="ipcd",
    ids="short",
    path="/v1/issuing/personalization_designs",
    generated="retrieve",
    noun="personalization design",
    param="personalization_design",
    lifecycle=LIFECYCLE,
    index=("lookup_key", "status", "default=preferences.is_default"),
    defaults={
        "preferences": {"is_default": False, "is_platform_default": None},
        "rejection_reasons": {"card_logo": [], "carrier_text": []},
    },
    unexpected=refusals.wrong_design_state,
    source="spec; docs: API reference",
)


def named(work: Work, key: str) -> Record:
    """A design that a card is to have. refuses: resource_missing, design_unusable. source: spec"""
    design = work.find("issuing.personalization_design", key, "personalization_design")
    if design.status not in USABLE:
        raise refusals.design_unusable(design)
    return design


def for_card(work: Work, key: str | None) -> Record | None:
    """The design of a new card: the one that is named, else the account's own choice. source: spec

    Without either it is Stripe's, which has no record. source: inferred
    """
    if key:
        return named(work, key)
    found = work.where("issuing.personalization_design", 1, default=True)
    return found[0] if found and found[0].status in USABLE else None


def feature(work: Work, design: Record | None, name: str) -> str:
    """Whether a bundle has something: optional, required, unsupported."""
    if design is None:
        return FEATURES[name]
    bundle = work.load(design.physical_bundle, "issuing.physical_bundle")
    return str(bundle.features[name])


def is_ready(work: Work, key: str | None) -> bool:
    """May cards of a design be printed? source: spec (review)"""
    return key is None or work.load(key, "issuing.personalization_design").status != "review"


def prefer(work: Work, keep: str) -> None:
    """An account has one default: the others give way. source: spec (is_default)"""
    for design in work.where("issuing.personalization_design", default=True):
        if design.id != keep:
            shown: dict[str, Any] = {**design.preferences, "is_default": False}
            work.advance(design, "update", "done", preferences=shown)
