"""Posting templates: the mechanics of money movements, with no opinion on when they happen."""

from __future__ import annotations

from dataclasses import dataclass

Leg = tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Posting:
    """Named legs (source, target[, which amount]); an unbalanced one cannot be written down.

    transaction: (type, reporting category) of the balance transaction that the same call makes.
    hold: "open", "settle" or "release": a hold is resolved at most once for each record.
    amount: the record's field that gives the amount when a lifecycle row posts.
    """

    name: str
    legs: tuple[Leg, ...]
    transaction: tuple[str, str] | None = None
    hold: str = ""
    amount: str = "amount"


POSTINGS: dict[str, Posting] = {}


def posting(
    name: str,
    *legs: Leg,
    transaction: tuple[str, str] | None = None,
    hold: str = "",
    amount: str = "amount",
) -> Posting:
    """Register a template; a name is registered once."""
    assert name not in POSTINGS, f"posting {name} is declared twice"
    assert legs, f"posting {name} moves nothing"
    POSTINGS[name] = Posting(name, legs, transaction, hold, amount)
    return POSTINGS[name]
