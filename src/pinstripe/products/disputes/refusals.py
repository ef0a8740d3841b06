"""Refusals of disputes and reviews, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def closed(dispute: Record, verb: str) -> ApiError:
    """Nothing more can be said. source: recorded: stripe_world"""
    return errors.invalid("This dispute is already closed")


def undisputed(charge: str) -> ApiError:
    """Nobody disputes it. source: recorded: stripe_world"""
    return errors.ApiError(404, errors.INVALID_REQUEST, f"No dispute for charge: {charge}", executed=False)


def reviewed(review: Record, verb: str) -> ApiError:
    """What was closed is not approved. source: inferred"""
    return errors.invalid(f"This review is already closed (closed_reason: {review.closed_reason}).")


def too_much_evidence() -> ApiError:
    """Banks read so much and no more. source: docs: disputes (rule); wording inferred"""
    return errors.invalid(
        "The combined character count of all evidence fields must not exceed 150,000.", param="evidence"
    )
