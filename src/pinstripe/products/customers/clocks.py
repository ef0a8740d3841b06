"""The endpoints of test clocks.

Owns: create, advance, delete. Does not own: the record (clock.py). Source: spec; docs: Test clocks; limits of
Stripe apply only when asked for (`--limits stripe`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pinstripe.api.params import Params
from pinstripe.clock.calendar import LAST, add_interval
from pinstripe.kernel import pending
from pinstripe.kernel.generate import deleted, stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.products.customers import refusals
from pinstripe.products.customers.clock import TEST_CLOCK
from pinstripe.products.customers.customer import remove

KEPT_DAYS = 30
"""A clock and its customers are due for deletion this long after its creation. source: docs: Test clocks
(2024)"""


@operation("POST /v1/test_helpers/test_clocks", TEST_CLOCK)
def create(work: Work, params: Params) -> Record:
    """A clock that stands at a moment of the caller's choice.

    params: customer, one who is there already hangs on it from now on, with all that is theirs.
    refuses: has_a_clock. source: spec; docs: API changelog
    """
    refuse_beyond(params.frozen_time)
    customer = work.find("customer", params.customer, "customer") if params.get("customer") else None
    if customer is not None and customer.get("test_clock"):
        raise refusals.has_a_clock(customer.id, customer.test_clock)
    fields = stored(TEST_CLOCK, params)
    clock = work.create(TEST_CLOCK, "made", deletes_after=work.now + KEPT_DAYS * 86400, **fields)
    if customer is not None:
        take(work, clock, customer)
    return clock


def take(work: Work, clock: Record, customer: Record) -> None:
    """A customer, and what is theirs, goes by this clock. source: docs: API changelog; what that means for
    what is there already inferred"""
    theirs = [customer, *named(work, "customer", customer.id)]
    for one in [*theirs]:
        if one.type in ("invoice", "subscription"):
            theirs += named(work, one.type, one.id)
    for one in {one.id: one for one in theirs}.values():
        pending.hang(work, one, clock.id)
        if one is customer:
            work.change(customer, test_clock=clock.id)


def named(work: Work, word: str, key: str) -> Iterator[Record]:
    """What is found by this word of its index."""
    for kind, resource in sorted(REGISTRY.items()):
        if any(field == f"{kind}.{word}" for field, _ in resource.indexes):
            filters: dict[str, Any] = {word: key}
            yield from work.each(kind, **filters)


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
