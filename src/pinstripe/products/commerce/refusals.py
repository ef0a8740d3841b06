"""Refusals of feeds: the address of an upload speaks HTTP, as a store of files does. Words are inferred."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def no_upload() -> ApiError:
    """The address is nobody's, was used, or is over. source: inferred"""
    return errors.invalid("This upload address is not valid, was used already, or has expired.")


def empty_upload() -> ApiError:
    """Nothing was sent. source: inferred"""
    return errors.invalid("The uploaded file is empty.")


def no_such_import(key: str) -> ApiError:
    """Nothing of that id; the code is the first version's here. source: spec (code); words
    inferred
    """
    return errors.no_such("product_catalog_import", key, "id", 404)
