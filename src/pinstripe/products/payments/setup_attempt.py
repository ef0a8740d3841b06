"""The setup attempt record: one try to set up a way to pay, and what came of it.

Owns: the record and its states. Does not own: the try itself (setup.py). Money: none.
Source: spec; recorded: airbytehq (shape).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.payments.setup_intent import ASKING

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome       from    to
    ("create",  "passed",     ANY,    "succeeded"),
    ("create",  "challenged", ANY,    "requires_action"),
    ("create",  "declined",   ANY,    "failed"),
    ("answer",  "passed",     ASKING, "succeeded"),
    ("answer",  "declined",   ASKING, "failed"),
    ("abandon", "done",       ASKING, "abandoned"),
)
# fmt: on

SETUP_ATTEMPT = Resource(
    "setup_attempt",
    prefix="setatt",
    noun="setup_attempt",
    lifecycle=LIFECYCLE,
    index=("setup_intent",),
    absent="attach_to_self",
)


def settle(
    work: Work, intent: Record, method: Record, outcome: str, details: dict[str, Any], error: Any = None
) -> Record:
    """What came of a try: of a new one, or of the one whose payer was asked. params: outcome: passed,
    challenged or declined; details: what the kind says of it; error: `setup_error`
    """
    kind = kinds.kind_of(method)
    shown = {"payment_method_details": {kind.name: details, "type": kind.name}, "setup_error": error}
    waiting = asked(work, intent)
    if waiting is not None and waiting.payment_method == method.id and outcome != "challenged":
        return work.advance(waiting, "answer", outcome, **shown)
    abandon(work, intent)
    return work.create(
        SETUP_ATTEMPT,
        outcome,
        customer=intent.customer,
        flow_directions=intent.flow_directions,
        payment_method=method.id,
        setup_intent=intent.id,
        usage=intent.usage,
        **shown,
        **({"attach_to_self": True} if intent.get("attach_to_self") else {}),
    )


def asked(work: Work, intent: Record) -> Record | None:
    """The try whose payer has not answered yet."""
    if intent.latest_attempt is None:
        return None
    latest = work.load(intent.latest_attempt, "setup_attempt")
    return latest if latest.status == ASKING else None


def abandon(work: Work, intent: Record) -> None:
    """Nobody waits any longer for what the payer says to the last try. source: spec (status); inferred"""
    waiting = asked(work, intent)
    if waiting is not None:
        work.advance(waiting, "abandon", "done")
