"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def alias_taken(alias: str) -> ApiError:
    """Rules name a list by its alias. source: recorded: gumroad ("already exists"); rest of it inferred"""
    return errors.invalid(f"A value list with the alias '{alias}' already exists.", param="alias")


def value_taken(value: str) -> ApiError:
    """A list holds a value once. source: recorded: gumroad ("already exists"); rest of it, code inferred"""
    return errors.invalid(
        f"The value '{value}' already exists in this list.",
        param="value",
        code="value_list_item_already_exists",
    )


def not_of_kind(value: str, kind: str) -> ApiError:
    """A value that is not what its list holds. source: inferred"""
    return errors.invalid(f"Invalid value '{value}' for a list of type {kind}.", param="value")


def list_is_full(most: int) -> ApiError:
    """A list has an end. source: inferred"""
    return errors.invalid(f"A value list can have at most {most} items.", param="value_list")
