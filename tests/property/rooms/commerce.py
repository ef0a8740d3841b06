"""Imports of product catalogs: one that waits for its file."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

PATH = "/v2/commerce/product_catalog/imports"
WHOLE: dict[str, Any] = {"feed_type": "product", "mode": "upsert", "metadata": {"file": "a.csv"}}


def build(made: Builder) -> None:
    """One of them."""
    answer = made.api.ok(made.api.json(PATH, WHOLE))
    made.know(answer.body)


def bases(pool: Pool) -> Bases:
    """Calls of imports that succeed."""
    return {f"POST {PATH}": [WHOLE], f"GET {PATH}": [{}]}
