"""The endpoints of value lists.

Owns: create, update, list, delete. Does not own: the record (value_list.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, deleted, page_of, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.radar.value_list import ITEM, VALUE_LIST, items_shown, refuse_names, refuse_taken
from pinstripe.products.radar.value_list_item import compared


@operation("POST /v1/radar/value_lists", VALUE_LIST)
def create(work: Work, params: Params) -> Record:
    """An empty list of one type, which stays.

    refuses: long_string, alias_taken. source: spec; who made it inferred
    """
    refuse_names(params)
    refuse_taken(work, params.alias)
    key = work.new_id(VALUE_LIST)
    return work.create(
        VALUE_LIST,
        id=key,
        **stored(VALUE_LIST, params),
        created_by=work.account,
        list_items=items_shown(key, [], 0),
        private={"count": 0},
    )


@operation("POST /v1/radar/value_lists/{value_list}", VALUE_LIST, subject="value_list")
def update(work: Work, value_list: Record, params: Params) -> Record:
    """Another name, alias or metadata. refuses: long_string, alias_taken. source: spec"""
    refuse_names(params)
    if "alias" in params:
        refuse_taken(work, params.alias, value_list.id)
    return work.change(value_list, **updates(value_list, params))


@operation("GET /v1/radar/value_lists", VALUE_LIST)
def list_all(work: Work, params: Params) -> Page:
    """Lists, newest first; those that hold a value are few. source: spec; how a value is compared inferred"""
    url = "/v1/radar/value_lists"
    if "contains" not in params:
        return show_records(work, VALUE_LIST, params, url, params.pick("alias"))
    value = params.contains
    ways = dict.fromkeys((value, value.lower()))
    items = [item for way in ways for item in work.each(ITEM, compared=way)]
    found = {item.value_list: work.load(item.value_list, VALUE_LIST.object) for item in items}
    chosen = [
        one
        for one in found.values()
        if created_within(one, params)
        and params.get("alias") in (None, one.alias)
        and work.where(ITEM, limit=1, value_list=one.id, compared=compared(one.item_type, value))
    ]
    chosen.sort(key=lambda one: one.born, reverse=True)
    return page_of(chosen, params, url, VALUE_LIST.noun)


@operation("DELETE /v1/radar/value_lists/{value_list}", VALUE_LIST, subject="value_list")
def delete(work: Work, value_list: Record, params: Params) -> dict[str, Any]:
    """It takes its items along. source: spec"""
    for item in work.each(ITEM, value_list=value_list.id):
        work.delete(item)
    work.delete(value_list)
    return deleted(value_list)
