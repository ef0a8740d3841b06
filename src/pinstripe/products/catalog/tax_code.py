"""The tax code: what a product is, as tax law sees it. A table of facts; no account has codes of its own.

Owns: the table, which codes are taken. Does not own: names (tax_code_names.py), what is taxed how.
Money: none.
Source: docs: Tax codes; recorded: dj-stripe (tangible goods), notoursllc (names).
"""

from __future__ import annotations

import re
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.resource import Resource
from pinstripe.products.catalog.tax_code_names import NAMES

TAX_CODE = Resource("tax_code", prefix="txcd", noun="tax code", param="id")

GOODS = "Any tangible or physical good. For jurisdictions that impose a tax, the standard rate is applied."
FIRST = ("txcd_99999999", "txcd_20030000", "txcd_10000000", "txcd_00000000")
"""The general ones lead the list, the others follow by id. source: recorded: notoursllc"""
FORM = re.compile(r"txcd_\d{8}")

BODIES: dict[str, dict[str, Any]] = {
    key: {
        "id": key,
        "object": "tax_code",
        "description": GOODS if key == FIRST[0] else f"{NAMES[key]}.",
        "name": NAMES[key],
    }
    for key in (*FIRST, *(key for key in NAMES if key not in FIRST))
}
"""By id. source: recorded: dj-stripe (tangible goods); the descriptions of all others inferred"""


def find(key: str, param: str) -> str:
    """A code that a parameter names: one of the table, or another of that form, since the table is not the
    whole list. refuses: resource_missing. source: that others are taken: inferred
    """
    if not FORM.fullmatch(key):
        raise errors.no_such(TAX_CODE.noun, key, param, 400)
    return key
