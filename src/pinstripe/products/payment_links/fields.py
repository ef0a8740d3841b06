"""Fields of the merchant's own that whoever follows a link fills in.

Owns: what such a field may be. Does not own: what is filled in (room checkout). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.payment_links import refusals

MOST, MOST_OPTIONS = 3, 200
LONGEST_KEY, LONGEST_LABEL, LONGEST_OPTION, LONGEST_TEXT = 200, 50, 100, 255
KINDS = ("dropdown", "numeric", "text")


def read(work: Work, given: list[Params] | None, before: Any) -> list[dict[str, Any]]:
    """The fields of a link. refuses: long_array, fields_alike, and what one refuses. source: spec"""
    if len(given or ()) > MOST:
        raise errors.long_array("custom_fields", MOST)
    found: list[dict[str, Any]] = []
    for number, one in enumerate(given or ()):
        path = f"custom_fields[{number}]"
        if any(one.key == other["key"] for other in found):
            raise refusals.fields_alike(f"{path}[key]")
        found.append(field(one, path))
    return found


def field(given: Params, path: str) -> dict[str, Any]:
    """One of them. refuses: not_alphanumeric, long_string, missing_param, of_another_type"""
    kind = given.type
    if not given.key.isalnum() or not given.key.isascii():
        raise refusals.not_alphanumeric(f"{path}[key]")
    bounded(given.key, LONGEST_KEY, f"{path}[key]")
    bounded(given.label.custom, LONGEST_LABEL, f"{path}[label][custom]")
    for other in KINDS:
        if other != kind and given.get(other):
            raise refusals.of_another_type(other, kind, f"{path}[{other}]")
    inner = given.get(kind) or Params()
    if kind == "dropdown":
        if not inner:
            raise errors.missing_param(f"{path}[dropdown]")
        shown = dropdown(inner, f"{path}[dropdown]")
    else:
        shown = lengths(inner, f"{path}[{kind}]")
    return {
        "key": given.key,
        "label": dict(given.label),
        "optional": bool(given.get("optional")),
        "type": kind,
        kind: shown,
    }


def dropdown(given: Params, path: str) -> dict[str, Any]:
    """A choice among options. refuses: long_array, long_string, not_alphanumeric, bad_enum"""
    if len(given.options) > MOST_OPTIONS:
        raise errors.long_array(f"{path}[options]", MOST_OPTIONS)
    for number, one in enumerate(given.options):
        bounded(one.label, LONGEST_OPTION, f"{path}[options][{number}][label]")
        bounded(one.value, LONGEST_OPTION, f"{path}[options][{number}][value]")
        if not one.value.isalnum():
            raise refusals.not_alphanumeric(f"{path}[options][{number}][value]")
    values = [one.value for one in given.options]
    default = given.get("default_value")
    if default is not None and default not in values:
        raise errors.bad_enum(values, f"{path}[default_value]")
    return {"default_value": default, "options": [dict(one) for one in given.options]}


def lengths(given: Params, path: str) -> dict[str, Any]:
    """Words or digits, of some length. refuses: too_low, too_high, least_above_most"""
    for name in ("maximum_length", "minimum_length"):
        value = given.get(name)
        if value is not None and value < 1:
            raise errors.too_low(1, f"{path}[{name}]")
        if value is not None and value > LONGEST_TEXT:
            raise refusals.too_high(LONGEST_TEXT, f"{path}[{name}]")
    least, most = given.get("minimum_length"), given.get("maximum_length")
    if least is not None and most is not None and least > most:
        raise refusals.least_above_most(f"{path}[minimum_length]")
    return {"default_value": given.get("default_value"), "maximum_length": most, "minimum_length": least}


def bounded(text: str, most: int, path: str) -> None:
    """A text is no longer than it may be. refuses: long_string"""
    if len(text) > most:
        raise errors.long_string(text, most, path)
