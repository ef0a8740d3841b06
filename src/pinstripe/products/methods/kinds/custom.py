"""Custom kinds: a payment that was made elsewhere, by a way that the merchant has named.

Owns: the hash of such a method. Does not own: the record of a payment that was made so (room reported).
Money: none: no intent is paid by it. Source: spec; inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.methods.kinds.kind import Facts, Flow, Kind, Owner

NAME = "custom"


def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Which of the merchant's ways it is, whose name only the dashboard knows. refuses: missing_param"""
    if not given.get("type"):
        raise errors.missing_param(f"{where}[type]")
    return Facts({"display_name": None, "logo": None, "type": given.type}, {})


def details(custom: dict[str, Any]) -> dict[str, Any]:
    """A record of a payment says the same. source: spec"""
    return dict(custom)


CUSTOM = Kind(NAME, Flow.PUSH, "", read, details, kept=True, pays=False)
