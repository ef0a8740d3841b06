"""The cardholder record: a person or a company whose name stands on cards.

Owns: the record, its states, what it still has to say. Does not own: the endpoints (cardholders.py), its
cards (card.py). Money: none. Source: spec; docs: API reference (shapes, requirements).
Private facts: `tax_id`, a company's number; `review`, why Stripe holds it up; `spent`, what its cards spent
(spending.py).
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import controls, refusals

CREATED = "issuing_cardholder.created"
UPDATED = "issuing_cardholder.updated"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from               to         events
    ("create", "active",   ANY,               "active",   CREATED),
    ("create", "inactive", ANY,               "inactive", CREATED),
    ("update", "active",   "active inactive", "active",   UPDATED),
    ("update", "inactive", "active inactive", "inactive", UPDATED),
    ("block",  "done",     "active inactive", "blocked",  UPDATED),
)
# fmt: on

CARDHOLDER = Resource(
    "issuing.cardholder",
    prefix="ich",
    path="/v1/issuing/cardholders",
    generated="retrieve list",
    events="issuing_cardholder",
    noun="issuing.cardholder",
    param="cardholder",
    lifecycle=LIFECYCLE,
    index=("email", "phone_number", "status", "type"),
    defaults={"preferred_locales": [], "spending_controls": controls.OF_CARDHOLDER},
    unexpected=refusals.blocked,
    source="spec; docs: API reference",
)

BLANK_INDIVIDUAL: Final[dict[str, Any]] = {
    "card_issuing": None,
    "dob": {"day": None, "month": None, "year": None},
    "first_name": None,
    "last_name": None,
    "verification": {"document": {"back": None, "front": None}},
}
BLANK_TERMS: Final = {"date": None, "ip": None, "user_agent": None}
TERMS: Final = "individual.card_issuing.user_terms_acceptance"
REASONS: Final = ("listed", "rejected.listed", "under_review")
"""Why Stripe may hold somebody up. source: spec"""


def past_due(body: dict[str, Any]) -> list[str]:
    """What a person still has to say before cards may be used. source: docs: API reference (US, order); spec
    (names); that terms are asked for in the US alone: inferred
    """
    person = body["individual"]
    if body["type"] == "company" or person is None:
        person = person or (BLANK_INDIVIDUAL if body["type"] == "individual" else None)
    if person is None:
        return []
    terms = (person.get("card_issuing") or {}).get("user_terms_acceptance") or BLANK_TERMS
    lacking = []
    if body["billing"]["address"]["country"] == "US":
        lacking = [f"{TERMS}.{name}" for name in ("ip", "date") if not terms[name]]
    return lacking + [f"individual.{name}" for name in ("first_name", "last_name") if not person[name]]


def requirements(body: dict[str, Any], review: str | None) -> dict[str, Any]:
    """What holds somebody up, and what is due. params: review, why Stripe does. source: spec"""
    lacking = past_due(body)
    if review == "listed":
        lacking = ["individual.verification.document", *lacking]
    return {
        "disabled_reason": review or ("requirements.past_due" if lacking else None),
        "past_due": lacking,
    }


def held_up(holder: Record) -> bool:
    """May no card of theirs be used? source: spec"""
    return holder.requirements["disabled_reason"] is not None


def review(work: Work, holder: Record, reason: str | None) -> Record:
    """Stripe looks at somebody, or is through with it. Whoever stands on a watch list is blocked for good.

    source: spec (disabled_reason)
    """
    work.note(holder, review=reason)
    due = requirements(holder.body, reason)
    if reason == "rejected.listed":
        return work.advance(holder, "block", "done", requirements=due)
    return work.change(holder, requirements=due)
