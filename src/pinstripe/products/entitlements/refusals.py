"""Refusals of features and entitlements, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def key_taken(key: str) -> ApiError:
    """A lookup key names one feature. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"A feature with the lookup key `{key}` already exists.",
        param="lookup_key",
        code="resource_already_exists",
    )
