"""What this room turns down. source: the rules inferred, and the words."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def bad_domain(value: str, param: str) -> ApiError:
    """A domain is a name alone. source: inferred"""
    return errors.invalid(
        f"Invalid domain name: {value}. Give a domain without a protocol, a port or a path.", param=param
    )


def child_of_own() -> ApiError:
    """A child stands in a connected account. source: spec (rule); wording inferred"""
    return errors.invalid(
        "`parent` can only be used to create a configuration for a connected account.", param="parent"
    )


def default_stays() -> ApiError:
    """An account offers something. source: inferred"""
    return errors.invalid("The default configuration cannot be deactivated.", param="active")
