"""The endpoints of reviews.

Owns: list, approve. Does not own: the record (review.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.disputes import review as reviews_
from pinstripe.products.disputes.review import REVIEW


@operation("GET /v1/reviews", REVIEW)
def list_reviews(work: Work, params: Params) -> Page:
    """Reviews that are open, newest first. source: spec"""
    return show_records(work, REVIEW, params, "/v1/reviews", {"open": True})


@operation("POST /v1/reviews/{review}/approve", REVIEW, subject="review")
def approve(work: Work, review: Record, params: Params) -> Record:
    """The payment may stand. refuses: reviewed. source: spec"""
    return reviews_.approve(work, review)
