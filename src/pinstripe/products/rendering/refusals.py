"""Refusals of invoice rendering templates. The rules are the description's, the words inferred."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(template: Record, verb: str) -> ApiError:
    """It is so already. source: inferred"""
    return errors.invalid(f"This invoice rendering template is already {template.status}.")


def archived(key: str, param: str) -> ApiError:
    """What is archived is named by nothing new. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"The invoice rendering template {key} is archived.", param=param)


def no_version(key: str, version: int, param: str) -> ApiError:
    """A version that there never was. source: inferred"""
    return errors.invalid(f"The invoice rendering template {key} has no version {version}.", param=param)
