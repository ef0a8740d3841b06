"""Refusals of the balance, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def not_automatic() -> ApiError:
    """What somebody pays out by hand is made of no transactions. source: inferred (wording from memory)"""
    return errors.invalid(
        "Balance transaction history can only be filtered on automatic transfers, not manual.", param="payout"
    )


def in_progress(payout: str) -> ApiError:
    """What a payout is made of is known once that is complete. source: spec (rule); docs: error codes (code);
    wording inferred
    """
    return errors.invalid(
        f"The balance transactions of {payout} are not known yet: its reconciliation is in progress.",
        param="payout",
        code="payout_reconciliation_not_ready",
    )
