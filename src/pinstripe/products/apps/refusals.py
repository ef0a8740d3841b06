"""Refusals of secrets and installs."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


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


def wrong_state(install: Record, verb: str) -> ApiError:
    """It is on its way off. source: spec (states); wording inferred"""
    return errors.invalid(f"This app install is {install.status}, so you cannot {verb} it.")


def wrong_channel(channel: str, own: bool) -> ApiError:
    """Whose app may be installed from where. source: sdk (rule); wording inferred"""
    if own:
        return errors.invalid(
            f"An account installs its own private app: `channel` must be `private_test`, not `{channel}`.",
            param="channel",
        )
    return errors.invalid(f"The channel `{channel}` is for an account's own app.", param="channel")


def bad_challenge(param: str) -> ApiError:
    """No challenge that could be answered. source: sdk (rule); wording inferred"""
    return errors.invalid(
        "The code challenge must be 43 to 128 letters, digits, `-`, `.`, `_` or `~`, by the method S256.",
        param=param,
    )
