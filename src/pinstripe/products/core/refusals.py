"""Refusals of the second version's accounts; all of them have a code."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def no_such(noun: str, key: str) -> ApiError:
    """Nothing of that id that the caller reaches. source: inferred"""
    return errors.in_v2(errors.no_such(noun, key, "id", 404))


def closed(account: str) -> ApiError:
    """An account that was closed stays as it is. source: spec (rule); wording inferred"""
    return errors.in_v2(errors.invalid(f"The account {account} is closed and cannot be changed."))


def not_applied(names: list[str]) -> ApiError:
    """Whoever closes an account says which configurations it has. source: spec (rule); wording inferred"""
    return errors.in_v2(
        errors.invalid(
            f"The account has the configurations {names}, which have to be named.",
            param="applied_configurations",
        )
    )


def responsibilities_needed() -> ApiError:
    """A merchant or a recipient is somebody's to answer for. source: sdk (rule); wording inferred"""
    return errors.in_v2(
        errors.invalid(
            "Accounts with the merchant or recipient configuration need `dashboard` and the responsibilities "
            "`fees_collector` and `losses_collector`.",
            param="defaults[responsibilities]",
        )
    )


def bad_page() -> ApiError:
    """A page that no list gave. source: inferred"""
    return errors.in_v2(
        errors.invalid("The page is not one that a list of these objects gave.", param="page")
    )


def used_token(token: str) -> ApiError:
    """A token is good once. source: docs: error codes (code); wording inferred"""
    return errors.invalid(f"You cannot use a token more than once: {token}.", code="token_already_used")


def unpayable(method: str, currency: str, path: str) -> ApiError:
    """A default of a currency takes it, and is in use. source: sdk (rule); wording inferred"""
    return errors.invalid(f"The payout method {method} cannot be paid in {currency}.", param=path)
