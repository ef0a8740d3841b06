"""Posting templates: the mechanics of money movements, with no opinion on when they happen.

Owns: Posting, its legs and whose balance transactions it makes; Move, what one taking of it moves.
Does not own: writing entries (book.py), when a posting happens (lifecycle rows).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Leg = tuple[str, str] | tuple[str, str, str]
Words = Mapping[str, Any]
Transactions = Mapping[str, tuple[str, str]]
ROOMS = "pinstripe.products."
TRANSACTION = "balance_transaction"
"""The type of the record that a posting makes for each owner; a room declares it."""


def room_of(module: str) -> str:
    """The room that a module stands in, "" outside of the rooms."""
    return module.removeprefix(ROOMS).partition(".")[0] if module.startswith(ROOMS) else ""


@dataclass(frozen=True, slots=True)
class Posting:
    """Named legs (source, target[, which amount]); an unbalanced one cannot be written down.

    A leg's account is one of the chart (ledger/accounts.py): `available` belongs to the acting account,
    `platform/available` to the platform, `{destination}/available` to the account that the word names.
    transactions: (type, reporting category) of the balance transaction that is made for each owner: "" (the
    acting account), "platform" or a word in braces. choices: words that stand for a whole account, with the
    accounts that they may stand for. hold: "open", "raise", "settle" or "release": what is set aside for a
    record is resolved in parts, and never more than that. amount: the record's field that gives the amount
    when a lifecycle row posts without a Move. room: where it is declared, "" outside of the rooms.
    """

    name: str
    legs: tuple[Leg, ...]
    transactions: Transactions = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hold: str = ""
    amount: str = "amount"
    room: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What a posting moves: the amount of the legs that name none, and what the call knows beside it.

    currency: the record's, where none is given. names: amounts of named legs, Money where a leg is in another
    currency, and words of account names.
    transaction: fields of the acting account's balance transaction; others: of the other owners' ones.
    """

    amount: int | None = None
    currency: str = ""
    names: Words = field(default_factory=dict)
    transaction: Words = field(default_factory=dict)
    others: Mapping[str, Words] = field(default_factory=dict)


POSTINGS: dict[str, Posting] = {}
HOLDS = frozenset({"", "open", "raise", "settle", "release"})


def posting(
    name: str,
    *legs: Leg,
    transaction: tuple[str, str] | None = None,
    transactions: Transactions | None = None,
    choices: Mapping[str, tuple[str, ...]] | None = None,
    hold: str = "",
    amount: str = "amount",
) -> Posting:
    """Register a template; a name is registered once. transaction: the acting account's, where it is one."""
    assert name not in POSTINGS, f"posting {name} is declared twice"
    assert legs, f"posting {name} moves nothing"
    assert hold in HOLDS, f"posting {name}: no such hold: {hold}"
    made = dict(transactions or {})
    if transaction is not None:
        made[""] = transaction
    room = room_of(sys._getframe(1).f_globals.get("__name__", ""))
    POSTINGS[name] = Posting(name, legs, made, dict(choices or {}), hold, amount, room)
    return POSTINGS[name]
