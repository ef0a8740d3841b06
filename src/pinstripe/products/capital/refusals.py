"""Refusals of Capital. No wording of them is known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(offer: Record, verb: str) -> ApiError:
    """The offer is not where that could happen to it. source: inferred"""
    return errors.invalid(f"This financing offer has a status of {offer.status}: it cannot be {verb}.")


def not_a_rate() -> ApiError:
    """A part of each charge lies between nothing and all of it. source: inferred"""
    return errors.invalid("The withhold rate must be greater than 0 and at most 1.", param="withhold_rate")
