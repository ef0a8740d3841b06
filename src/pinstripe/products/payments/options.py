"""What is asked of a payment in particular, for each kind of payment method (`payment_method_options`).

Owns: which options are built, their defaults, how a later request changes them. Does not own: which options
a kind has (methods/kinds), what they lead to (flows/). Pure. Money: none. Source: spec; recorded: gumroad,
spree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.generate import completed
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.products.methods import kinds
from pinstripe.products.methods import refusals as method_refusals

CREATE = "POST /v1/payment_intents"
OPTIONS = "payment_method_options"
MANUAL = ("manual", "manual_preferred")
"""Ways to capture that hold the money first. Every built kind that may prefer it can."""


ADDED_TO = ("installments",)
"""Hashes of which a later request may say a part. source: spec (a plan is said when it is confirmed)"""


def unbuilt(operation: str, kind: str, can: str) -> Iterable[str]:
    """Options of a kind that can't be asked for; those within a hash stand behind its name. params: can:
    those that can be
    """
    within = f"{OPTIONS}.{kind}"
    built = dict.fromkeys(name.partition(".")[0] for name in can.split())
    yield others(operation, within, but=" ".join(built))
    for name in built:
        inner = [one.partition(".")[2] for one in can.split() if one.startswith(f"{name}.")]
        if inner:
            yield others(operation, f"{within}.{name}", but=" ".join(inner))


UNBUILT = " ".join(
    (
        others(CREATE, OPTIONS, but=" ".join(kinds.KINDS)),
        *(
            one
            for kind in kinds.KINDS.values()
            if kind.built or kind.shape
            for one in unbuilt(CREATE, kind.name, kind.built)
        ),
    )
)
"""What may be asked of a payment by kind, and is not built: an intent must not say that it was heard."""


def options_for(names: Iterable[str]) -> dict[str, Any]:
    """What is asked of each of these kinds, if nobody says anything. source: recorded: gumroad (card)"""
    found = {name: kinds.first_options(name) for name in names}
    return {name: options for name, options in found.items() if options}


def options_of(params: Params, known: dict[str, Any]) -> dict[str, Any]:
    """What is asked from now on, unset wishes back at their defaults.

    params: known: what was asked before.
    source: recorded: gumroad (mandate options), spree (setup_future_usage)
    """
    asked = dict(known)
    for name, given in (params.get(OPTIONS) or {}).items():
        if given:
            kind = kinds.KINDS[name]
            asked[name] = merged(kind.options, kind.shape, dict(given), known.get(name))
    return asked


def merged(
    blank: Mapping[str, Any], shape: str, given: dict[str, Any], known: dict[str, Any] | None
) -> dict[str, Any]:
    """A kind's options with what is asked now. params: blank, what is asked if nobody says anything;
    shape, "" where only a page asks"""
    if not shape:
        return {**(known or blank), **given}
    before = known or {}
    within = {
        name: {**before[name], **given[name]} for name in ADDED_TO if given.get(name) and before.get(name)
    }
    whole = completed({**given, **within}, {"ref": shape}, Table.load(NEWEST))
    shown = Table.load(NEWEST).object(shape).props
    merged = {**(known or blank), **{name: whole[name] for name in given if name in shown}}
    kept = {name: value for name, value in merged.items() if value is not None or name in blank}
    return {name: blank.get(name) if value is None else value for name, value in kept.items()}


def asked_options(intent: Record, params: Params) -> dict[str, Any]:
    """The change that a later request's options make, none if it has none."""
    if OPTIONS not in params:
        return {}
    known = intent.payment_method_options or options_for(intent.payment_method_types)
    return {OPTIONS: options_of(params, known)}


def once_known(asked: Mapping[str, Any], method: Record | None, currency: str) -> dict[str, Any]:
    """What is asked of each kind, with what follows from the method that is there (an installment's plans).
    source: spec
    """
    if method is None:
        return dict(asked)
    kind = kinds.kind_of(method)
    found = asked.get(kind.name)
    if not found:
        return dict(asked)
    return {**asked, kind.name: kind.widened(found, method.body[kind.name], currency)}


def narrowed(intent: Record, changes: dict[str, Any], method: Record | None) -> dict[str, Any]:
    """The change that a method, or another currency, makes to what is asked; none where nothing follows."""
    before = changes.get(OPTIONS, intent.payment_method_options) or {}
    after = once_known(before, method, changes.get("currency", intent.currency))
    return {} if after == before else {OPTIONS: after}


def refuse_early(params: Params) -> None:
    """A plan is chosen by whoever confirms. refuses: plan_too_early. source: spec"""
    said = ((params.get(OPTIONS) or {}).get(kinds.DEFAULT.name) or {}).get("installments") or {}
    if said.get("plan") and not params.get("confirm"):
        raise method_refusals.plan_too_early()
