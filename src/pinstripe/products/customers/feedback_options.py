"""The endpoints of feedback options.

Owns: create, update, deactivate. Does not own: the record (feedback_option.py). Money: none.
Source: spec; docs: Feedback options.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers.feedback_option import FEEDBACK_OPTION, LONGEST


@operation("POST /v1/billing/feedback_options", FEEDBACK_OPTION)
def create(work: Work, params: Params) -> Record:
    """Another reason that may be given. refuses: empty_param, long_string. source: docs: Feedback options"""
    return work.create(FEEDBACK_OPTION, "made", description=_checked(params.description))


@operation("POST /v1/billing/feedback_options/{id}", FEEDBACK_OPTION, subject="id")
def update(work: Work, option: Record, params: Params) -> Record:
    """The reason in other words. refuses: empty_param, long_string. source: docs: Feedback options"""
    if params.get("description") is None:
        return option
    return work.change(option, description=_checked(params.description))


def _checked(description: str) -> str:
    if not description:
        raise errors.empty_param("description")
    if len(description) > LONGEST:
        raise errors.long_string(description, LONGEST, "description")
    return description


@operation("POST /v1/billing/feedback_options/{id}/deactivate", FEEDBACK_OPTION, subject="id")
def deactivate(work: Work, option: Record, params: Params) -> Record:
    """It can be offered no longer. refuses: is_deactivated. source: docs: Feedback options"""
    return work.advance(option, "deactivate", "done", status_transitions={"deactivated_at": work.now})
