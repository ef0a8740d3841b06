"""The product record: what is sold, described once for all its prices.

Owns: the record and how it is made. Does not own: the endpoints (products.py), prices. Money: none.
Source: spec; recorded: stripe_world 07.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import tax_code as tax_codes

PRODUCT = Resource(
    "product",
    prefix="prod",
    ids="short",
    generated="retrieve",
    events="product",
    index=("active", "shippable", "url"),
    search="active:boolean description name:free shippable:boolean url",
    defaults={"active": True, "images": [], "marketing_features": [], "updated": 0},
)


def made(work: Work, fields: dict[str, Any], where: str = "") -> Record:
    """A product record; type is a fact of older versions. params: where, the hash that describes it.
    refuses: already_exists, resource_missing (tax code)
    """
    if "id" in fields and work.peek(fields["id"]) is not None:
        raise errors.already_exists("Product", f"{where}[id]" if where else "id")
    kind = fields.pop("type", None)
    fields |= code_of(fields, where)
    private = {"type": kind} if kind else None
    return work.create(PRODUCT, **{"updated": work.now, **fields, "private": private})


def code_of(said: Mapping[str, Any], where: str = "") -> dict[str, Any]:
    """The tax code that tax details name is the product's own. refuses: resource_missing. source: inferred"""
    details = said.get("tax_details") or {}
    for found, path in ((said, "tax_code"), (details, "tax_details[tax_code]")):
        if found.get("tax_code"):
            head, bracket, rest = path.partition("[")
            tax_codes.find(found["tax_code"], f"{where}[{head}]{bracket}{rest}" if where else path)
    return {"tax_code": details["tax_code"] or None} if "tax_code" in details else {}


def product_of(work: Work, price: Record) -> Record:
    """The product that a price sells."""
    return work.load(price.product, "product")
