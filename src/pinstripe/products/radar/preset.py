"""Lists that every account begins with: who is let in, and who is kept out.

Owns: which there are, their ids, the rules that name them. Does not own: the record (value_list.py).
Money: none.
A preset list is shown as if it were there, and has a record once something is put into it or it is changed.
Source: docs: Radar (which values have lists); recorded: gumroad (aliases of four); the other aliases
inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.radar.value_list import VALUE_LIST, items_shown

# fmt: off
ROWS = (
    # what, its name, type, attribute
    ("card_bin",           "card BIN",           "card_bin",              "card_bin"),
    ("card_country",       "card country",       "country",               "card_country"),
    ("card_fingerprint",   "card fingerprint",   "card_fingerprint",      "card_fingerprint"),
    ("charge_description", "charge description", "case_sensitive_string", "charge_description"),
    ("client_ip_address",  "client IP address",  "ip_address",            "ip_address"),
    ("client_ip_country",  "client IP country",  "country",               "ip_country"),
    ("customer_id",        "customer",           "customer_id",           "customer"),
    ("email",              "email",              "email",                 "email"),
)
# fmt: on
KINDS = {"allow": "allowlist", "block": "blocklist"}
BY = "Stripe"
PRESETS: dict[str, tuple[str, str]] = {
    f"{what}_{word}": (f"{name} {word}".capitalize(), kind)
    for word in KINDS.values()
    for what, name, kind, _ in ROWS
}
"""Name and type by alias."""
RULES: dict[str, str] = {
    f"{what}_{word}": f"{action.capitalize()} if :{attribute}: in @{what}_{word}"
    for action, word in KINDS.items()
    for what, _, _, attribute in ROWS
}
"""The rule of each list, by alias. source: docs: Radar (the rules that an account begins with)"""


def key_of(work: Work, alias: str) -> str:
    """The id that a preset list has from the beginning."""
    return f"rsl_{stable(24, work.world.seed, work.account, 'preset', alias)}"


def body(work: Work, alias: str) -> dict[str, Any]:
    """A preset list that nobody touched."""
    name, kind = PRESETS[alias]
    key = key_of(work, alias)
    return {
        "id": key,
        "object": "radar.value_list",
        "alias": alias,
        "created": work.world.created,
        "created_by": BY,
        "item_type": kind,
        "list_items": items_shown(key, [], 0),
        "livemode": False,
        "metadata": {},
        "name": name,
    }


def named(work: Work, key: str) -> str | None:
    """The alias of the preset list of this id."""
    return next((alias for alias in PRESETS if key_of(work, alias) == key), None)


def id_of(work: Work, name: str) -> str:
    """The id of a list that is called by its id or by its alias. source: recorded: gumroad (relies on it)"""
    if work.peek(name, VALUE_LIST.object) is not None:
        return name
    known = work.where(VALUE_LIST.object, limit=1, alias=name)
    return known[0].id if known else key_of(work, name) if name in PRESETS else name


def untouched(work: Work) -> list[dict[str, Any]]:
    """Preset lists that have no record."""
    return [body(work, alias) for alias in PRESETS if work.peek(key_of(work, alias)) is None]


def kept(work: Work, key: str, param: str | None, status: int) -> Record:
    """The record of a list; that of a preset one is made here. refuses: resource_missing"""
    alias = named(work, key) if work.peek(key, VALUE_LIST.object) is None else None
    if alias is not None:
        fields = {name: value for name, value in body(work, alias).items() if name != "object"}
        return work.create(VALUE_LIST, **fields, private={"count": 0, "preset": alias})
    if status == 404:
        return work.subject(VALUE_LIST.object, key)
    return work.find(VALUE_LIST.object, key, param)
