"""The feedback option record: a reason, in the merchant's own words, that a customer may give for leaving.

Owns: the record and its states. Does not own: the endpoints (feedback_options.py), where it is offered (room
portal). Money: none. Source: spec; docs: Feedback options.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.customers import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb          outcome from      to
    ("create",     "made", ANY,      "active"),
    ("deactivate", "done", "active", "inactive"),
)
# fmt: on

FEEDBACK_OPTION = Resource(
    "billing.feedback_option",
    prefix="fo",
    path="/v1/billing/feedback_options",
    generated="retrieve list",
    noun="feedback option",
    lifecycle=LIFECYCLE,
    index=("status",),
    unexpected=refusals.is_deactivated,
    defaults={"status_transitions": {"deactivated_at": None}},
)
LONGEST = 100
"""So many characters has a description. source: docs: Feedback options"""


def chosen(work: Work, key: str, param: str) -> Record:
    """An option that is offered, or that somebody chose. refuses: resource_missing, is_deactivated. source:
    docs: Feedback options; inferred (that one out of use is refused)"""
    option = work.find(FEEDBACK_OPTION.object, key, param)
    if option.status != "active":
        raise refusals.is_deactivated(option, "use")
    return option
