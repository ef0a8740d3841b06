"""The one writer of the books: legs become entries, balances and, for each owner, a balance transaction.

Owns: entries, materialised balances, holds. Does not own: when money moves (lifecycle rows).
A leg between two accounts is written as two entries over `stripe:between`, each on its own account's side, so
that every entry belongs to one account and one balance transaction. A fee for the platform goes over
`stripe:application_fees` in the same way, which its legs name. A leg whose amount is Money is in the currency
that this says: what comes in another one than the balance's goes to the exchange.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pinstripe.ledger.accounts import BETWEEN, CROSSINGS, FEES, PLATFORM, SPENDABLE, STRIPE_FEES, qualified
from pinstripe.ledger.books import Books
from pinstripe.ledger.posting import Move, Posting
from pinstripe.money import Money

Moved = tuple[str, str, int, str, str]
"""(source, target, amount, currency, whose entry it is), names as the books know them."""
Maker = Callable[[str, dict[str, Any]], str]
"""(account, fields) → the id of a balance transaction that is made there."""


class Moving(Protocol):
    """The record on whose behalf money moves."""

    id: str
    currency: str


def post(
    books: Books, template: Posting, record: Moving, move: Move, account: str, make: Maker
) -> dict[str, str]:
    """Move money along a template's legs on behalf of a record.

    params: account, the acting one; make, makes a balance transaction. gives: the id of each owner's balance
    transaction, by the owner's word in the template; another account that nothing reaches gets none.
    """
    currency = move.currency or record.currency
    hold(books, template, record.id, move.amount, currency)
    words = _Words(record, {**move.names, "account": account}, template.choices)
    legs: list[Moved] = []
    for source, target, *which in template.legs:
        given = move.names[which[0]] if which else move.amount
        minor, unit = (given.amount, given.currency) if isinstance(given, Money) else (given, currency)
        assert isinstance(minor, int) and minor >= 0, f"{template.name}: a leg needs a positive amount"
        if minor:
            names = _name(source, words, books, account), _name(target, words, books, account)
            legs += _split(*names, minor, unit, account)
    made: dict[str, str] = {}
    by_owner: dict[str, str] = {}
    for word, kind in template.transactions.items():
        owner = _owner(word, words, books, account)
        if word == PLATFORM and owner == account and not move.others.get(word):
            continue  # the platform's own, of which it owes itself nothing
        assert owner not in by_owner, f"{template.name}: {owner} is on both sides"
        if word and all(leg[4] != owner for leg in legs):
            continue  # nothing reaches it this time: a fee of zero
        facts = move.others.get(word, {}) if word else move.transaction
        unit = facts.get("currency", currency)
        made[word] = by_owner[owner] = make(owner, transaction(legs, owner, record.id, unit, kind, facts))
    for source, target, minor, unit, owner in legs:
        key = by_owner.get(owner, "")
        crosses = source in CROSSINGS or target in CROSSINGS
        assert key or not crosses, f"{template.name} makes no balance transaction for {owner}"
        books.enter((owner, template.name, record.id, key, source, target, minor, unit))
    return made


def hold(books: Books, template: Posting, key: str, amount: int | None, currency: str) -> None:
    """Open, raise or resolve a hold; to resolve more than it holds is a fault of the program."""
    if not template.hold:
        return
    known, minor = books.hold(key), amount or 0
    left = known[1] if known is not None and known[3] == "held" else 0
    if template.hold == "open":
        assert known is None, f"{key} holds money already"
        left = minor
    elif template.hold == "raise":
        assert known is not None, f"{key}: {template.name} raises a hold that is not there"
        left += minor
    else:
        assert 0 < minor <= left, f"{key}: {template.name} resolves {minor} of a hold of {left}"
        left -= minor
    books.holds[key] = (template.name, left, currency, "held" if left else template.hold)


def owner_of(name: str) -> str:
    """The account that a qualified name belongs to, "" for the outside."""
    owner, slash, _ = name.partition("/")
    return owner if slash else ""


def _spendable(name: str, owner: str) -> bool:
    """Says whether the ledger account is part of its owner's balance."""
    account, _, purpose = name.partition("/")
    return account == owner and purpose.partition(":")[0] in SPENDABLE


def _split(source: str, target: str, minor: int, unit: str, account: str) -> list[Moved]:
    """A leg as it is entered: between two accounts it goes over the name that is always empty."""
    one, other = owner_of(source), owner_of(target)
    if one and other and one != other:
        return [(source, BETWEEN, minor, unit, one), (BETWEEN, target, minor, unit, other)]
    return [(source, target, minor, unit, one or other or account)]


def _name(name: str, words: _Words, books: Books, account: str) -> str:
    while "{" in name:
        name = name.format_map(words)
    if name.startswith(f"{PLATFORM}/"):
        return books.platform + name.removeprefix(PLATFORM)
    return qualified(name, account)


def _owner(word: str, words: _Words, books: Books, account: str) -> str:
    if word == PLATFORM:
        return books.platform
    return word.format_map(words) if word else account


class _Words(dict[str, Any]):
    """Words of an account name: the call's own first, then the record's fields."""

    def __init__(self, record: Moving, names: dict[str, Any], choices: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(names)
        self.record = record
        for word, allowed in choices.items():
            assert names[word] in allowed, f"{word} cannot stand for {names[word]}"

    def __missing__(self, name: str) -> Any:
        return getattr(self.record, name)


LONGEST = 5000
"""So many characters a description has: a payment's can be longer. source: spec"""


def transaction(
    legs: list[Moved],
    owner: str,
    source_record: str,
    currency: str,
    kind: tuple[str, str],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """The fields of an owner's balance transaction, computed from the legs, so that it never differs from
    them.

    Its amount is what came to the account's balance and left it, before fees: what moves within (from pending
    to available) or beside it (from in transit to the bank) does not count.
    facts: what the call knows of it; among them `fee_details`, which explain the fee where there is one,
    `available_on`: without it the money waits for no day, and `currency`, where the owner's is another.
    """
    net = fee = 0
    for source, target, minor, unit, _ in legs:
        if unit != currency:
            assert not (_spendable(source, owner) or _spendable(target, owner)), (
                "two currencies in one balance"
            )
            continue
        if _spendable(source, owner):
            net -= minor
            fee += minor if target in FEES else 0
        if _spendable(target, owner):
            net += minor
            fee -= minor if source == STRIPE_FEES else 0
    details, words = facts.get("fee_details", []), facts.get("description")
    assert sum(one["amount"] for one in details) == fee, f"{source_record}: fee details do not explain {fee}"
    return {
        "amount": net + fee,
        "currency": currency,
        "fee": fee,
        "fee_details": details,
        "net": net,
        "type": kind[0],
        "reporting_category": kind[1],
        "source": source_record,
        "status": "available",
        "exchange_rate": None,
        **facts,
        "description": words[:LONGEST] if words else words,
        "private": facts.get("private") or (None if "available_on" in facts else {"at_once": True}),
    }
