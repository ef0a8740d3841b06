"""The endpoint of setup attempts.

Owns: the list. Does not own: the record (setup_attempt.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.payments.setup_attempt import SETUP_ATTEMPT


@operation("GET /v1/setup_attempts", SETUP_ATTEMPT)
def list_attempts(work: Work, params: Params) -> Page:
    """The tries of one setup intent, newest first. source: spec"""
    intent = work.find("setup_intent", params.setup_intent, "setup_intent")
    return show_records(work, SETUP_ATTEMPT, params, "/v1/setup_attempts", {"setup_intent": intent.id}, None)
