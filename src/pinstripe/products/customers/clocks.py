"""The endpoints of test clocks.

Owns: create, advance, delete. Does not own: the record (clock.py). Source: spec; docs: Test clocks; limits of
Stripe apply only when asked for (`--limits stripe`).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.clock.calendar import LAST, add_interval
from pinstripe.kernel.generate import deleted, stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import refusals
from pinstripe.products.customers.clock import TEST_CLOCK
from pinstripe.products.customers.customer import remove

KEPT_DAYS = 30
"""A clock and its customers are due for deletion this long after its creation. source: docs: Test clocks
(2024)"""


@operation("POST /v1/test_helpers/test_clocks", TEST_CLOCK, missing="customer")
def create(work: Work, params: Params) -> Record:
    """A clock that stands at a moment of the caller's choice. source: spec"""
    refuse_beyond(params.frozen_time)
    fields = stored(TEST_CLOCK, params)
    return work.create(TEST_CLOCK, "made", deletes_after=work.now + KEPT_DAYS * 86400, **fields)


@operation("POST /v1/test_helpers/test_clocks/{test_clock}/advance", TEST_CLOCK, subject="test_clock")
def advance(work: Work, clock: Record, params: Params) -> Record:
    """Move it forward; what falls due on the way runs in the background. source: docs: Test clocks"""
    target = params.frozen_time
    if target <= clock.frozen_time:
        raise refusals.clock_goes_back()
    refuse_beyond(target)
    if work.world.limits == "stripe":
        refuse_too_far(work, clock, target)
    work.note(clock, target=target)
    work.advance(clock, "advance", "begun", status_details={"advancing": {"target_frozen_time": target}})
    work.after_commit("advance", clock)
    return clock


def refuse_beyond(moment: int) -> None:
    """A clock stands where all that begins then also ends within the calendar. source: inferred"""
    if not 0 <= moment <= LAST:
        raise refusals.clock_leaves_the_calendar()


def refuse_too_far(work: Work, clock: Record, target: int) -> None:
    """Two intervals of the shortest subscription at most, two years without any. source: docs: Test clocks"""
    furthest = add_interval(clock.frozen_time, "year", 1, 2)
    for customer in work.each("customer", test_clock=clock.id):
        for subscription in work.each("subscription", customer=customer.id):
            for item in subscription.body["items"]["data"]:
                recurring = item["price"]["recurring"]
                furthest = min(
                    furthest,
                    add_interval(clock.frozen_time, recurring["interval"], recurring["interval_count"], 2),
                )
    if target > furthest:
        raise refusals.clock_goes_too_far()


@operation("DELETE /v1/test_helpers/test_clocks/{test_clock}", TEST_CLOCK, subject="test_clock")
def delete(work: Work, clock: Record, params: Params) -> dict[str, Any]:
    """The clock goes, and its customers with everything of theirs. source: docs: Test clocks"""

    for customer in work.each("customer", test_clock=clock.id):
        remove(work, customer)
    work.advance(clock, "delete", "done")
    work.delete(clock)
    return deleted(clock)
