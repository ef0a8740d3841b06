"""What a reader is asked to do beside payments: show what is in the basket, ask the customer for something.

Owns: what each request begins, what may be asked. Does not own: the endpoints (readers.py), what the customer
answers (presentation.py). Money: none. Source: spec; docs: Terminal collect inputs; docs: Terminal display.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.terminal import reader as readers
from pinstripe.products.terminal import refusals
from pinstripe.products.terminal.reader import DISPLAY_SECONDS

MOST_INPUTS = 5
LONGEST = {"title": 40, "description": 500, "submit_button": 30, "skip_button": 14}
"""How long the words of a question may be. source: docs: Terminal collect inputs"""
LONGEST_TOGGLE, LONGEST_CHOICE = 50, 30


def set_reader_display(work: Work, reader: Record, params: Params) -> Record:
    """The reader shows what is in the basket, a moment later. refuses: offline, busy, missing_param,
    bad_currency. source: recorded: simulated readers (in progress at first); spec
    """
    readers.refuse_unreachable(reader)
    cart = params.get("cart")
    if not cart:
        raise errors.missing_param("cart")
    if not currencies.known(cart.currency):
        raise errors.bad_currency(cart.currency, currencies.ACCEPTED, "cart[currency]")
    lines = [{**line} for line in cart.line_items]
    shown = {"currency": cart.currency, "line_items": lines, "tax": cart.get("tax"), "total": cart.total}
    readers.begin(work, reader, "set_reader_display", {"cart": shown, "type": params.type})
    work.schedule("show", reader, work.now + DISPLAY_SECONDS, turn=reader.private["turn"])
    return reader


def collect_inputs(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks the customer up to five things. refuses: offline, busy, long_array, long_string,
    missing_param. source: spec; docs: Terminal collect inputs
    """
    readers.refuse_unreachable(reader)
    if not params.inputs:
        raise errors.empty_param("inputs")
    if len(params.inputs) > MOST_INPUTS:
        raise errors.long_array("inputs", MOST_INPUTS)
    asked = [asked_for(one, f"inputs[{number}]") for number, one in enumerate(params.inputs)]
    metadata = merged_metadata(None, params.get("metadata") or {})
    return readers.begin(work, reader, "collect_inputs", {"inputs": asked, "metadata": metadata})


def asked_for(given: Params, path: str) -> dict[str, Any]:
    """One question as the action shows it, unanswered. source: recorded: simulated readers; spec"""
    text = given.custom_text
    for name, longest in LONGEST.items():
        refuse_long(text.get(name), longest, f"{path}[custom_text][{name}]")
    question: dict[str, Any] = {
        "custom_text": {
            name: text.get(name) for name in ("description", "skip_button", "submit_button", "title")
        },
        "required": given.get("required") or False,
        "skipped": False,
        "toggles": [toggle(one, f"{path}[toggles]") for one in given.get("toggles") or []],
        "type": given.type,
    }
    if given.type == "selection":
        question["selection"] = {"choices": choices(given, path), "id": None, "text": None}
    elif given.get("selection"):
        raise refusals.no_selection(f"{path}[selection]")
    else:
        question[given.type] = {"value": None}
    return question


def toggle(given: Params, path: str) -> dict[str, Any]:
    """A switch beside a question. refuses: long_string"""
    for name in ("title", "description"):
        refuse_long(given.get(name), LONGEST_TOGGLE, f"{path}[{name}]")
    shown = {name: given.get(name) for name in ("default_value", "description", "title")}
    return {**shown, "value": None}


def choices(given: Params, path: str) -> list[dict[str, Any]]:
    """What can be chosen from. refuses: missing_param, long_string"""
    selection = given.get("selection")
    if not selection or not selection.choices:
        raise errors.missing_param(f"{path}[selection]" + ("[choices]" if selection else ""))
    for number, one in enumerate(selection.choices):
        refuse_long(one.text, LONGEST_CHOICE, f"{path}[selection][choices][{number}][text]")
    return [{"id": one.id, "style": one.get("style"), "text": one.text} for one in selection.choices]


def refuse_long(value: str | None, longest: int, path: str) -> None:
    """Words that a reader has room for. refuses: long_string"""
    if value is not None and len(value) > longest:
        raise errors.long_string(value, longest, path)
