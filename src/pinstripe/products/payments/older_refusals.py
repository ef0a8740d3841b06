"""Refusals of charges without an intent, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def unproven() -> ApiError:
    """A bank account is debited once its owner is proven.

    source: docs: ACH Direct Debit (rule), error codes (code); wording inferred
    """
    return errors.invalid(
        "This bank account must be verified before it can be charged.",
        code="bank_account_unverified",
        param="source",
    )
