"""The forwarding request record: what was sent to another processor, and what it said, without card details.

Owns: the record, how long its details are kept. Does not own: the endpoints (requests.py), which processors
may be spoken to (allowance.py), what is filled in (replacement.py). Money: none. No event tells of it.
Source: spec; docs: Forwarding.
"""

from __future__ import annotations

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.redacting import rewrite
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

REQUEST = Resource(
    "forwarding.request",
    prefix="fwdreq",
    generated="list retrieve",
    noun="forwarding request",
    source="spec",
)
KEPT_SECONDS = 30 * DAY
"""source: docs: Forwarding"""
DETAILS = ("request_context", "request_details", "response_details", "url")
"""What goes then. source: spec (they may be null); inferred"""


@job(REQUEST, "forget")
def forget(work: Work, request: Record) -> None:
    """Its time is over: details go, from what it was as well. source: docs: Forwarding; inferred"""
    gone = dict.fromkeys(DETAILS)
    work.amend(request, **gone)
    rewrite(work, request, lambda body: dict(gone))
