"""The endpoints of personalization designs.

Owns: list, create, update, and what Stripe's reviewers decide in tests. Does not own: the record
(personalization_design.py). Money: none. Source: spec; docs: API reference.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records, page_of, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import personalization_design as designs
from pinstripe.products.issuing import physical_bundle as bundles
from pinstripe.products.issuing import refusals
from pinstripe.products.issuing.personalization_design import PERSONALIZATION_DESIGN

PATH: Final = "/v1/issuing/personalization_designs"
HELPER: Final = "POST /v1/test_helpers/issuing/personalization_designs/{personalization_design}"
OWN: Final = frozenset("carrier_text lookup_key preferences physical_bundle".split())
BLANK_TEXT: Final = dict.fromkeys(("footer_body", "footer_title", "header_body", "header_title"))
LOGOS: Final = ("business_logo", "issuing_logo")
"""Purposes of a file that is printed. source: recorded: hcb; spec (the only one of a logo that it names)"""
NO_REASONS: Final[dict[str, Any]] = {"card_logo": [], "carrier_text": []}


@operation(f"GET {PATH}", PERSONALIZATION_DESIGN)
def list_designs(work: Work, params: Params) -> Page:
    """Designs, newest first. source: spec"""
    keys, wanted = params.get("lookup_keys"), params.get("preferences") or {}
    if not keys and not wanted:
        return list_records(work, PERSONALIZATION_DESIGN, params, PATH, params.pick("status"))
    filters = params.pick("status")
    found = [
        one
        for one in work.where("issuing.personalization_design", **filters)
        if (not keys or one.lookup_key in keys)
        and all(bool(one.preferences[name]) == value for name, value in wanted.items())
    ]
    return page_of(found, params, PATH, PERSONALIZATION_DESIGN.noun)


@operation(f"POST {PATH}", PERSONALIZATION_DESIGN)
def create(work: Work, params: Params) -> Record:
    """A design, which Stripe looks at first. refuses: feature_refused, key_taken. source: spec"""
    bundle = bundle_for(work, params.physical_bundle)
    facts = {**stored(PERSONALIZATION_DESIGN, params, OWN), "physical_bundle": bundle.id}
    if params.get("carrier_text"):
        facts["carrier_text"] = {**BLANK_TEXT, **params.carrier_text}
    fitting(work, bundle, {"card_logo": None, "carrier_text": None, **facts})
    facts["lookup_key"] = key_for(work, params, None)
    if params.get("preferences"):
        facts["preferences"] = {"is_platform_default": None, **params.preferences}
    made = work.create(PERSONALIZATION_DESIGN, "done", **facts)
    if made.preferences["is_default"]:
        designs.prefer(work, made.id)
    return made


@operation(
    f"POST {PATH}/{{personalization_design}}", PERSONALIZATION_DESIGN, subject="personalization_design"
)
def update(work: Work, personalization_design: Record, params: Params) -> Record:
    """Its look, which is looked at again, or its name. refuses: feature_refused, key_taken. source: spec"""
    design = personalization_design
    changes = updates(design, params, OWN)
    if "physical_bundle" in params:
        changes["physical_bundle"] = bundle_for(work, params.physical_bundle).id
    if "carrier_text" in params:
        given = params.carrier_text
        changes["carrier_text"] = {**BLANK_TEXT, **(design.carrier_text or {}), **given} if given else None
    body = {**design.body, **changes}
    fitting(work, work.load(body["physical_bundle"], "issuing.physical_bundle"), body)
    if "lookup_key" in params:
        changes["lookup_key"] = key_for(work, params, design)
    if params.get("preferences"):
        changes["preferences"] = {**design.preferences, **params.preferences}
    if all(design.body[name] == value for name, value in changes.items()):
        return design
    looked = any(
        name in changes and changes[name] != design.body[name]
        for name in ("card_logo", "carrier_text", "physical_bundle")
    )
    if looked:
        changes["rejection_reasons"] = NO_REASONS
    work.advance(design, "update", "looked" if looked else "done", **changes)
    if design.preferences["is_default"]:
        designs.prefer(work, design.id)
    return design


def bundle_for(work: Work, key: str) -> Record:
    """refuses: resource_missing, bundle_unusable"""
    bundle = bundles.ensured(work, key, "physical_bundle")
    if bundle.status != "active":
        raise refusals.bundle_unusable(bundle)
    return bundle


def fitting(work: Work, bundle: Record, body: dict[str, Any]) -> None:
    """What its bundle wants is there, and nothing else. refuses: feature_refused, resource_missing (the logo)

    source: spec (features)
    """
    for name in ("card_logo", "carrier_text"):
        state, value = bundle.features[name], body[name]
        if (state == "required" and not value) or (state == "unsupported" and value):
            raise refusals.feature_refused(state, name)
    if body["card_logo"]:
        logo = work.find("file", body["card_logo"], "card_logo")
        if logo.purpose not in LOGOS:
            raise refusals.no_logo(logo.purpose)


def key_for(work: Work, params: Params, design: Record | None) -> str | None:
    """A key of the caller's own, taken from another design if it may. refuses: key_taken, transfer_of_nothing

    source: spec (lookup_key, transfer_lookup_key)
    """
    key = params.get("lookup_key")
    if not key:
        if params.get("transfer_lookup_key"):
            raise refusals.transfer_of_nothing()
        return None
    for other in work.where("issuing.personalization_design", 1, lookup_key=key):
        if design is not None and other.id == design.id:
            continue
        if not params.get("transfer_lookup_key"):
            raise refusals.key_taken(key)
        work.advance(other, "update", "done", lookup_key=None)
    return str(key)


@operation(f"{HELPER}/activate", PERSONALIZATION_DESIGN, subject="personalization_design")
def activate(work: Work, personalization_design: Record, params: Params) -> Record:
    """Stripe lets it pass. source: spec"""
    return work.advance(personalization_design, "activate", "done", rejection_reasons=NO_REASONS)


@operation(f"{HELPER}/deactivate", PERSONALIZATION_DESIGN, subject="personalization_design")
def deactivate(work: Work, personalization_design: Record, params: Params) -> Record:
    """It is not to be used any more. source: spec"""
    return work.advance(personalization_design, "deactivate", "done")


@operation(f"{HELPER}/reject", PERSONALIZATION_DESIGN, subject="personalization_design")
def reject(work: Work, personalization_design: Record, params: Params) -> Record:
    """Stripe turns it down: cards that waited for it are not made. source: spec (design_rejected);
    inferred
    """
    design = personalization_design
    work.advance(
        design, "reject", "done", rejection_reasons={**NO_REASONS, **(params.rejection_reasons or {})}
    )
    for card in work.each("issuing.card", personalization_design=design.id):
        if card.status != "canceled" and card.at("shipping", "status") == "pending":
            cards.cancel(work, card, "design_rejected")
    return design
