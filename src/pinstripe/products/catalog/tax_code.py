"""The tax code: what a product is, as tax law sees it. A table of facts; no account has codes of its own.

Owns: the table. Does not own: what is taxed how. Money: none.
Source: docs: Tax codes; recorded: dj-stripe (tangible goods).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.resource import Resource

TAX_CODE = Resource("tax_code", prefix="txcd", noun="tax code", param="id")

GOODS = "Any tangible or physical good. For jurisdictions that impose a tax, the standard rate is applied."
# fmt: off
ROWS: tuple[tuple[str, str, str], ...] = (
    ("txcd_99999999", "General - Tangible Goods",                     GOODS),
    ("txcd_20030000", "General - Services", "Services that no code describes."),
    ("txcd_10000000", "General - Electronically Supplied Services", "What is delivered over the internet."),
    ("txcd_10103000", "Software as a service (SaaS) - personal use", "Software used online by a person."),
    ("txcd_10103001", "Software as a service (SaaS) - business use", "Software used online by a business."),
    ("txcd_10103100", "Software as a service (SaaS) - electronic download - personal use",
     "Software that a person downloads and uses online."),
    ("txcd_10103101", "Software as a service (SaaS) - electronic download - business use",
     "Software that a business downloads and uses online."),
    ("txcd_10401100", "Digital Audio Works - downloaded", "Recorded sound that is downloaded."),
    ("txcd_20060000", "Training Services", "Teaching of a skill."),
    ("txcd_10010001", "Infrastructure as a service (IaaS) - personal use", "Computing for a person."),
    ("txcd_10101000", "Infrastructure as a service (IaaS) - business use", "Computing for a business."),
    ("txcd_10201000", "Video Games - downloaded - non subscription - with permanent rights",
     "Games to keep."),
    ("txcd_10302000", "Digital Books - downloaded - non subscription - with permanent rights",
     "Books to keep, as files."),
    ("txcd_30011000", "Clothing and Footwear", "What people wear."),
    ("txcd_35010000", "Books", "Printed books."),
    ("txcd_35020100", "Newspapers", "Printed newspapers."),
    ("txcd_40040000", "Food for Non-Immediate Consumption", "Food that is eaten later, elsewhere."),
    ("txcd_40060003", "Food for Immediate Consumption", "Food that is eaten where it is sold."),
    ("txcd_92010001", "Shipping", "The cost of sending goods."),
    ("txcd_00000000", "Nontaxable", "What no tax is charged on."),
)
# fmt: on
"""Id, name, description: the commonest of several hundred. source: docs: Tax codes; most descriptions
inferred"""

BODIES: dict[str, dict[str, Any]] = {
    key: {"id": key, "object": "tax_code", "description": description, "name": name}
    for key, name, description in ROWS
}


def find(key: str, param: str) -> str:
    """A code that a parameter names. refuses: resource_missing"""
    if key not in BODIES:
        raise errors.no_such(TAX_CODE.noun, key, param, 400)
    return key
