"""Whole findings in a failure's message: a law that fails is read line by line."""

from __future__ import annotations

from typing import Any


def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> list[str] | None:
    """All findings of a law, one on each line."""
    if op == "==" and right == [] and isinstance(left, list):
        return [f"{len(left)} findings", *(str(one) for one in left)]
    return None
