"""Refusals of secrets."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def user_needed() -> ApiError:
    """A user's secret is of somebody. source: docs: Secret Store (rule); wording inferred"""
    return errors.invalid(
        "You must provide a `user` when the scope's `type` is `user`.",
        code="parameter_missing",
        param="scope[user]",
    )


def no_user_of_account() -> ApiError:
    """An account's secret is of nobody alone. source: docs: Secret Store (rule); wording inferred"""
    return errors.invalid(
        "You cannot provide a `user` when the scope's `type` is `account`.", param="scope[user]"
    )


def too_many(most: int) -> ApiError:
    """A scope is full. source: docs: Secret Store (limit); wording inferred"""
    return errors.invalid(f"You can store at most {most} secrets in a scope.", param="name")
