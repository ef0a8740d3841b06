"""The value list record: values of one type under an alias, by which rules name them.

Owns: the record, what it shows of its items. Does not own: the endpoints (value_lists.py), the items
(value_list_item.py), rules. Money: none. No event tells of it.
Source: spec; recorded: gumroad (the sub-list and its count).
Private fact: `count`, how many items there are.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.radar import refusals

VALUE_LIST = Resource(
    "radar.value_list",
    prefix="rsl",
    index=("alias", "created_by"),
    noun="value list",
    param="value_list",
    defaults={"item_type": "string"},
    source="spec",
)
ITEM = "radar.value_list_item"
ITEMS = "/v1/radar/value_list_items"
LONGEST_NAME = 100
SHOWN = 10
"""So many items a list shows of itself. source: inferred, as elsewhere"""


def items_shown(key: str, items: list[Record], count: int) -> dict[str, Any]:
    """The items as the list shows them: the newest, and how many there are. source: recorded: gumroad"""
    return {
        "object": "list",
        "data": [item.body for item in items[:SHOWN]],
        "has_more": count > SHOWN,
        "total_count": count,
        "url": f"{ITEMS}?value_list={key}",
    }


def counted(work: Work, value_list: Record, more: int) -> None:
    """An item came or went. params: more, 1 or -1"""
    count = value_list.private["count"] + more
    work.note(value_list, count=count)
    newest = work.where(ITEM, limit=SHOWN, value_list=value_list.id)
    work.amend(value_list, list_items=items_shown(value_list.id, newest, count))


def refuse_names(params: Params) -> None:
    """How long a name and an alias may be. refuses: long_string. source: spec"""
    for param in ("alias", "name"):
        if len(params.get(param) or "") > LONGEST_NAME:
            raise errors.long_string(params[param], LONGEST_NAME, param)


def refuse_taken(work: Work, alias: str, own: str = "") -> None:
    """An alias belongs to one list of an account. params: own, the list that may have it

    refuses: alias_taken
    """
    if any(other.id != own for other in work.where(VALUE_LIST.object, limit=2, alias=alias)):
        raise refusals.alias_taken(alias)
