"""What this room turns down. source: the rules from the description, the words inferred."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def decided(attempt: Record, state: str, wanted: str) -> ApiError:
    """What came of a try is known. source: inferred"""
    return errors.invalid(
        f"The payment attempt {attempt.id} cannot be reported as {wanted}: it was reported as {state}.",
        param="id",
    )


def tried_already(record: str, state: str) -> ApiError:
    """All other tries must have come to nothing. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"A new payment attempt can only be reported for {record} if all other payment attempts are canceled or "
        f"failed: the latest is {state}.",
        param="id",
    )


def not_guaranteed(record: str) -> ApiError:
    """Nothing can go back that did not come. source: inferred"""
    return errors.invalid(f"The payment {record} has no guaranteed payment attempt to refund.", param="id")


def other_currency(currency: str) -> ApiError:
    """Money goes back as it came. source: inferred"""
    return errors.invalid(f"The refund must be in {currency}, as the payment was.", param="amount[currency]")


def too_much_back(left: int) -> ApiError:
    """More than is left. source: inferred"""
    return errors.invalid(
        f"The refund amount must be between 1 and {left}, which is what was not refunded.",
        param="amount[value]",
    )
