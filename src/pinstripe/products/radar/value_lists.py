"""The endpoints of value lists.

Owns: create, update, list, delete. Does not own: the record (value_list.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, deleted, page_of, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.radar import preset, refusals, verdict
from pinstripe.products.radar.value_list import ITEM, VALUE_LIST, items_shown, refuse_names, refuse_taken
from pinstripe.products.radar.value_list_item import compared


@operation("POST /v1/radar/value_lists", VALUE_LIST)
def create(work: Work, params: Params) -> Record:
    """An empty list of one type, which stays.

    refuses: long_string, alias_taken. source: spec; who made it inferred
    """
    refuse_names(params)
    refuse_taken(work, params.alias)
    if params.alias in preset.PRESETS:
        raise refusals.alias_taken(params.alias)
    key = work.new_id(VALUE_LIST)
    return work.create(
        VALUE_LIST,
        id=key,
        **stored(VALUE_LIST, params),
        created_by=work.account,
        list_items=items_shown(key, [], 0),
        private={"count": 0},
    )


@operation("GET /v1/radar/value_lists/{value_list}", VALUE_LIST)
def retrieve(work: Work, params: Params, value_list: str) -> Record | dict[str, Any]:
    """A list, by its id or its alias; one that every account has may be untouched. refuses: resource_missing

    source: spec; recorded: gumroad (the alias)
    """
    key = preset.id_of(work, value_list)
    known = work.peek(key, VALUE_LIST.object)
    alias = preset.named(work, key) if known is None else None
    return preset.body(work, alias) if alias else work.subject(VALUE_LIST.object, key)


@operation("POST /v1/radar/value_lists/{value_list}", VALUE_LIST)
def update(work: Work, params: Params, value_list: str) -> Record:
    """Another name, alias or metadata. refuses: resource_missing, long_string, alias_taken, list_in_use

    source: spec
    """
    return change(work, preset.kept(work, value_list, None, 404), params)


def change(work: Work, value_list: Record, params: Params) -> Record:
    """What may be changed of a list; the alias of a preset one stays, because its rule names it."""
    refuse_names(params)
    if "alias" in params and params.alias != value_list.alias:
        refuse_taken(work, params.alias, value_list.id)
        verdict.refuse_named(work, value_list.alias)
        if "preset" in value_list.private or params.alias in preset.PRESETS:
            raise refusals.alias_taken(params.alias)
    return work.change(value_list, **updates(value_list, params))


@operation("GET /v1/radar/value_lists", VALUE_LIST)
def list_all(work: Work, params: Params) -> Page:
    """Lists, newest first; those that hold a value are few. source: spec; how a value is compared inferred"""
    url = "/v1/radar/value_lists"
    if "contains" not in params:
        own = [one for one in work.each(VALUE_LIST.object) if created_within(one, params)]
        untouched = [one for one in preset.untouched(work) if within(one["created"], params.get("created"))]
        bodies: list[Any] = [*own, *untouched]
        wanted = params.get("alias")
        chosen_ones = [one for one in bodies if wanted in (None, alias_of(one))]
        return page_of(chosen_ones, params, url, VALUE_LIST.noun)
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


def alias_of(value_list: Record | dict[str, Any]) -> str:
    """The alias of a list, or of one that nobody touched."""
    alias: str = value_list["alias"] if isinstance(value_list, dict) else value_list.alias
    return alias


def within(moment: int, bounds: Any) -> bool:
    """Does it lie in a list's creation-time range?"""
    if bounds is None or isinstance(bounds, int):
        return bounds in (None, moment)
    signs = {"gt": moment.__gt__, "gte": moment.__ge__, "lt": moment.__lt__, "lte": moment.__le__}
    return all(signs[name](bound) for name, bound in bounds.items())


@operation("DELETE /v1/radar/value_lists/{value_list}", VALUE_LIST)
def delete(work: Work, params: Params, value_list: str) -> dict[str, Any]:
    """It takes its items along. refuses: list_in_use, is_preset. source: spec"""
    return give_up(work, preset.kept(work, value_list, None, 404))


def give_up(work: Work, value_list: Record) -> dict[str, Any]:
    """The list goes, with all that is on it. refuses: list_in_use, is_preset"""
    verdict.refuse_named(work, value_list.alias)
    if "preset" in value_list.private:
        raise refusals.is_preset(value_list.alias)
    for item in work.each(ITEM, value_list=value_list.id):
        work.delete(item)
    work.delete(value_list)
    return deleted(value_list)
