"""The capability record: what an account has asked to be allowed, and whether it is.

Owns: the record and its states. Does not own: when they change (assessment.py). Money: none.
Source: spec; recorded: gumroad. Its id is its name; it stands under the connected account.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work

PATH = "/v1/accounts/{account}/capabilities"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from to             event
    ("create", "inactive", ANY, "inactive"),
    ("create", "pending",  ANY, "pending"),
    ("create", "active",   ANY, "active"),
    ("review", "inactive", ANY, "inactive",    "capability.updated"),
    ("review", "pending",  ANY, "pending",     "capability.updated"),
    ("review", "active",   ANY, "active",      "capability.updated"),
    ("unask",  "done",     ANY, "unrequested", "capability.updated"),
)
# fmt: on

CAPABILITY = Resource(
    "capability",
    path=PATH,
    param="capability",
    lifecycle=LIFECYCLE,
    index=("account",),
    livemode=False,
)


def lists(account_lists: dict[str, Any], disabled: str | None) -> dict[str, Any]:
    """What an account lacks, as a capability says it. source: recorded: gumroad"""
    return {"alternatives": [], "current_deadline": None, "disabled_reason": disabled, **account_lists}


def asked(work: Work) -> dict[str, Record]:
    """Capabilities of the account acted for, by name."""
    return {one.id: one for one in work.each("capability", account=work.account)}


def bring(work: Work, known: Record | None, name: str, status: str, facts: dict[str, Any]) -> None:
    """A capability that is asked for has this status from now on. params: facts, its requirements"""
    if known is None:
        fields = {"account": work.account, "requested": True, "requested_at": work.now, **facts}
        work.create(CAPABILITY, status, id=name, **fields)
        return
    changes = {"requested": True, "requested_at": known.requested_at or work.now, **facts}
    if known.status != status or any(known.body[name] != new for name, new in changes.items()):
        work.advance(known, "review", status, **changes)


def drop(work: Work, known: Record, facts: dict[str, Any]) -> None:
    """Nobody asks for it any more."""
    if known.status != "unrequested":
        work.advance(known, "unask", "done", requested=False, requested_at=None, **facts)
