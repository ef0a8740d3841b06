"""The physical bundle record: plastic, envelope and letter that a design is printed on.

Owns: the record; the one bundle that every account has. Does not own: the endpoints (physical_bundles.py).
Money: none. Source: spec; docs: API reference. Which bundles there are is inferred.
An account's bundle is written down when it is first named; until then it stands for itself (`published`).
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

FEATURES = {"card_logo": "optional", "carrier_text": "optional", "second_line": "optional"}

PHYSICAL_BUNDLE = Resource(
    "issuing.physical_bundle",
    prefix="ics",
    ids="short",
    path="/v1/issuing/physical_bundles",
    noun="physical bundle",
    param="physical_bundle",
    source="spec; docs: API reference",
)


def standard_id(account: str) -> str:
    """The id of an account's standard bundle."""
    return "ics_" + stable(14, "physical bundle", account)


def standard(account: str) -> dict[str, Any]:
    """An account's standard bundle, which can have everything and needs nothing."""
    return {
        "id": standard_id(account),
        "object": "issuing.physical_bundle",
        "features": FEATURES,
        "livemode": False,
        "name": "Standard",
        "status": "active",
        "type": "standard",
    }


def ensured(work: Work, key: str, param: str) -> Record:
    """A bundle that a call names. refuses: resource_missing (400)"""
    if key == standard_id(work.account) and work.peek(key) is None:
        facts = standard(work.account)
        return work.create(PHYSICAL_BUNDLE, None, **{n: v for n, v in facts.items() if n != "object"})
    return work.find("issuing.physical_bundle", key, param)
