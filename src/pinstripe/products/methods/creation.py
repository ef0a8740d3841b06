"""A payment method made from what a request says.

Owns: choosing the kind, handing its data to it. Does not own: the record (payment_method.py), what a kind's
data say (kinds/). Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds, refusals
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds.kind import Facts, Flow, Kind

IN_PERSON = [kind.name for kind in kinds.KINDS.values() if kind.flow is Flow.IN_PERSON]
"""Hashes of methods that a reader alone makes."""


class Described(NamedTuple):
    """What a request says of a method: its kind, the kind's facts, and what all kinds have."""

    kind: Kind
    facts: Facts
    billing: Mapping[str, Any] | None = None
    metadata: Mapping[str, str | None] | None = None
    allow_redisplay: str = "unspecified"
    radar_options: Mapping[str, Any] | None = None


def described(work: Work, data: Params, where: str, operation: str) -> Record:
    """A method from its type and the hash of that name. params: where: the path of data, "" at the top.

    refuses: missing_param, not_implemented (kinds that are not built), and what the kind refuses
    source: recorded: stripe-android (which billing details kinds need); debits: docs: payment methods
    """
    said = read(work, data, where, operation)
    return methods.make(
        work,
        said.kind,
        said.facts,
        billing=said.billing,
        metadata=said.metadata,
        allow_redisplay=said.allow_redisplay,
        radar_options=said.radar_options,
    )


def read(work: Work, data: Params, where: str, operation: str) -> Described:
    """What a method is to be made of; nothing is made yet. refuses: as `described`"""
    name = data.get("type")
    if name is None:
        name = next((one for one in kinds.KINDS if one in data), None)
    if name is None:
        raise errors.missing_param(_inside(where, "type"))
    kind = kinds.KINDS.get(name)
    if kind is None:
        raise errors.not_implemented(operation, f"{_inside(where, 'type')}={name}")
    if not data.get(name) and kind is kinds.DEFAULT:
        raise errors.missing_param(_inside(where, name))
    for one in IN_PERSON:
        if one in data:
            raise errors.unknown_param(_inside(where, one))
    facts = kind.read(work, data.get(name) or Params(), _inside(where, name), data.get("billing_details"))
    if not kind.needs_later:
        refuse_incomplete(kind, data.get("billing_details"))
    redisplay = data.get("allow_redisplay", "unspecified")
    billing, metadata = data.get("billing_details"), data.get("metadata")
    return Described(kind, facts, billing, metadata, redisplay, data.get("radar_options"))


def refuse_incomplete(kind: Kind, billing: Mapping[str, Any] | None) -> None:
    """Who pays must be known as well as the kind needs it. refuses: missing_param, no_country
    source: recorded: stripe-android; docs: payment methods
    """
    for path in kind.needs:
        found: Any = billing
        for name in path.split("."):
            found = (found or {}).get(name)
        if not found and path == "address.country":
            raise refusals.no_country(kind.name)
        if not found:
            raise errors.missing_param(f"billing_details[{path.replace('.', '][')}]")


def _inside(where: str, name: str) -> str:
    return f"{where}[{name}]" if where else name
