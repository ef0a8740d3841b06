"""The endpoints of configurations of readers.

Owns: create, update, delete, list. Does not own: the record (configuration.py). Money: none.
Source: spec; docs: Terminal configurations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, page_of, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.work import Work
from pinstripe.products.terminal import refusals
from pinstripe.products.terminal.configuration import CONFIGURATION, account_default

SCREEN = "terminal_reader_splashscreen"
MOST_TIPS = 3
"""Suggestions that a reader shows. source: docs: Terminal tips"""


@operation("POST /v1/terminal/configurations", CONFIGURATION)
def create(work: Work, params: Params) -> Record:
    """A configuration that places may take. refuses: no_such, wrong_file, bad_hours, too_many_tips
    source: spec
    """
    refuse_values(work, params)
    given = {name: value for name, value in stored(CONFIGURATION, params).items() if name != "name"}
    fields = {name: pruned(value) for name, value in given.items()}
    return work.create(
        CONFIGURATION, name=params.get("name"), **{name: value for name, value in fields.items() if value}
    )


@operation("POST /v1/terminal/configurations/{configuration}", CONFIGURATION, subject="configuration")
def update(work: Work, configuration: Record, params: Params) -> Record:
    """Other values; an empty one takes the whole section away. refuses: as create. source: spec"""
    refuse_values(work, params)
    changes = updates(configuration, params)
    for name, value in changes.items():
        if name != "name" and isinstance(value, dict):
            changes[name] = pruned(value) or ABSENT
    kept = {
        name: value for name, value in changes.items() if value is not ABSENT or name in configuration.body
    }
    return work.change(configuration, **kept)


@operation("DELETE /v1/terminal/configurations/{configuration}", CONFIGURATION, subject="configuration")
def delete(work: Work, configuration: Record, params: Params) -> dict[str, Any]:
    """A configuration that no place has. refuses: default_stays, in_use. source: inferred (the rules)"""
    if configuration.is_account_default:
        raise refusals.default_stays()
    if work.where("terminal.location", limit=1, configuration_overrides=configuration.id):
        raise refusals.in_use(configuration.id)
    work.delete(configuration)
    return deleted(configuration)


@operation("GET /v1/terminal/configurations", CONFIGURATION)
def list_all(work: Work, params: Params) -> Page:
    """Configurations, the account's own among them. source: spec"""
    own = account_default(work)
    found = {one.id: one for one in work.each(CONFIGURATION.object)}
    found.pop(own.id, None)
    shown = [*found.values(), own]
    wanted = params.get("is_account_default")
    if wanted is not None:
        shown = [one for one in shown if one.is_account_default is wanted]
    return page_of(shown, params, "/v1/terminal/configurations", CONFIGURATION.noun)


def pruned(value: Any) -> Any:
    """A section without what is not set, None where nothing is left."""
    if not isinstance(value, Mapping):
        return value
    found = {name: pruned(inner) for name, inner in value.items()}
    return {name: inner for name, inner in found.items() if inner not in (None, {})} or None


def refuse_values(work: Work, params: Params) -> None:
    """Values that a reader can go by. refuses: no_such, wrong_file, bad_hours, too_many_tips, too_low"""
    for name, section in params.items():
        if isinstance(section, Mapping) and section.get("splashscreen"):
            path = f"{name}[splashscreen]"
            file = work.find("file", section["splashscreen"], path)
            if file.purpose != SCREEN:
                raise refusals.wrong_file(file.purpose, SCREEN, path)
    window = params.get("reboot_window")
    if window:
        start, end = window["start_hour"], window["end_hour"]
        if not (0 <= start <= 23 and 0 <= end <= 23) or start == end:
            raise refusals.bad_hours()
    for currency, tips in (params.get("tipping") or {}).items():
        refuse_tips(currency, tips or {})
    wifi = params.get("wifi")
    if wifi and not wifi.get(wifi["type"]):
        raise errors.missing_param(f"wifi[{wifi['type']}]")


def refuse_tips(currency: str, tips: Mapping[str, Any]) -> None:
    """Tips that a reader can suggest. refuses: too_many_tips, too_low, bad_percentage"""
    for name in ("fixed_amounts", "percentages"):
        path = f"tipping[{currency}][{name}]"
        given = tips.get(name) or []
        if len(given) > MOST_TIPS:
            raise errors.long_array(path, MOST_TIPS)
        for number, value in enumerate(given):
            if value < 0:
                raise errors.too_low(0, f"{path}[{number}]")
            if name == "percentages" and value > 100:
                raise refusals.bad_percentage(f"{path}[{number}]")
    if (tips.get("smart_tip_threshold") or 0) < 0:
        raise errors.too_low(0, f"tipping[{currency}][smart_tip_threshold]")
