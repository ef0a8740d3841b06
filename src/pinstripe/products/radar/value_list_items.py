"""The endpoints of value list items.

Owns: create, list, delete. Does not own: the record (value_list_item.py), the list that shows it
(value_list.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, deleted, page_of, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.radar import preset, refusals, verdict
from pinstripe.products.radar.value_list import ITEMS, VALUE_LIST, counted
from pinstripe.products.radar.value_list_item import (
    LONGEST_VALUE,
    MOST_ITEMS,
    VALUE_LIST_ITEM,
    compared,
    refuse_form,
)


@operation("POST /v1/radar/value_list_items", VALUE_LIST_ITEM)
def create(work: Work, params: Params) -> Record:
    """A value that the list holds from now on.

    refuses: resource_missing, long_string, not_of_kind, list_is_full, value_taken. source: spec
    """
    value_list = preset.kept(work, params.value_list, "value_list", 400)
    kind, value = value_list.item_type, params.value
    if len(value) > LONGEST_VALUE:
        raise errors.long_string(value, LONGEST_VALUE, "value")
    refuse_form(kind, value)
    if value_list.private["count"] >= MOST_ITEMS:
        raise refusals.list_is_full(MOST_ITEMS)
    known = compared(kind, value)
    if work.where(VALUE_LIST_ITEM.object, limit=1, value_list=value_list.id, compared=known):
        raise refusals.value_taken(value)
    item = work.create(
        VALUE_LIST_ITEM,
        value=value,
        value_list=value_list.id,
        created_by=work.account,
        private={"compared": known},
    )
    counted(work, value_list, 1)
    verdict.forget(work)
    return item


@operation("GET /v1/radar/value_list_items", VALUE_LIST_ITEM)
def list_all(work: Work, params: Params) -> Page:
    """A list's items, newest first, or those in whose values some text stands.

    source: spec ("like"); that case is not minded inferred
    """
    if preset.named(work, params.value_list) is None:
        work.find(VALUE_LIST.object, params.value_list, "value_list")
    if "value" not in params:
        return show_records(work, VALUE_LIST_ITEM, params, ITEMS, params.pick("value_list"))
    part = params.value.lower()
    found = [
        item
        for item in work.each(VALUE_LIST_ITEM.object, value_list=params.value_list)
        if part in item.value.lower() and created_within(item, params)
    ]
    return page_of(found, params, ITEMS, VALUE_LIST_ITEM.noun)


@operation("DELETE /v1/radar/value_list_items/{item}", VALUE_LIST_ITEM, subject="item")
def delete(work: Work, item: Record, params: Params) -> dict[str, Any]:
    """The list holds it no more. source: spec"""
    value_list = work.load(item.value_list, VALUE_LIST.object)
    work.delete(item)
    counted(work, value_list, -1)
    verdict.forget(work)
    return deleted(item)
