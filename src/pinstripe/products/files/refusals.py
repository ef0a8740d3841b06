"""Refusals of files and their links, in Stripe's words where they are known."""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def empty_file() -> ApiError:
    """Nothing was uploaded. source: inferred"""
    return errors.invalid("The file uploaded is empty.", param="file")


def file_too_large(purpose: str, most: int) -> ApiError:
    """More than a purpose takes. source: docs: File upload (rule); inferred (wording)"""
    size = f"{most // 1048576} MB" if most >= 1048576 else f"{most // 1024} KB"
    return errors.invalid(
        f"The file uploaded exceeds the maximum size of {size} for the purpose {purpose}.", param="file"
    )


def wrong_kind(purpose: str, kinds: Sequence[str]) -> ApiError:
    """A kind of file that a purpose does not take. source: docs: File upload (rule); inferred (wording)"""
    return errors.invalid(
        f"The file uploaded for the purpose {purpose} must be of one of these types: {', '.join(kinds)}.",
        param="file",
    )


def expired_link(key: str) -> ApiError:
    """What is over stays as it is. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"The file link {key} has expired and can no longer be updated.")


def no_link(purpose: str) -> ApiError:
    """Nobody else reads such a file. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"File links cannot be created for files with the purpose {purpose}.", param="file")
