"""The test clock record: time that stands still until it is told to move, for the customers that hang on it.

Owns: the record and its states. Does not own: the endpoints (clocks.py), running what falls due
(clock/scheduler.py). Source: spec; docs: Test clocks.
"""

from __future__ import annotations

from pinstripe.clock import kinds
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.products.customers import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome   from                      to                  event
    ("create",  "made",   ANY,                      "ready",            "test_helpers.test_clock.created"),
    ("advance", "begun",  "ready internal_failure", "advancing",        "test_helpers.test_clock.advancing"),
    ("arrive",  "done",   "advancing",              "ready",            "test_helpers.test_clock.ready"),
    ("arrive",  "failed", "advancing",              "internal_failure", "test_helpers.test_clock.internal_failure"),
    ("delete",  "done",   ANY,                      "=",                "test_helpers.test_clock.deleted"),
)
# fmt: on

TEST_CLOCK = Resource(
    "test_helpers.test_clock",
    prefix="clock",
    path="/v1/test_helpers/test_clocks",
    generated="retrieve list",
    noun="test clock",
    param="test_clock",
    lifecycle=LIFECYCLE,
    unexpected=refusals.clock_is_busy,
    defaults={"status_details": {}},
)

kinds.declare(
    kinds.Kind(TEST_CLOCK.object, time="frozen_time", moving="advancing", target="target", arrive="arrive")
)
