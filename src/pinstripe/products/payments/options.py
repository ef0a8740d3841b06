"""What is asked of a payment in particular, for each kind of payment method (`payment_method_options`).

Owns: which options are built, their defaults, how a later request changes them. Does not own: which options
a kind has (methods/kinds), what they lead to (flows/). Pure. Money: none. Source: spec; recorded: gumroad,
spree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Node, Table
from pinstripe.kernel.generate import completed
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.products.methods import kinds
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.kinds import wishes

CREATE = "POST /v1/payment_intents"
OPTIONS = "payment_method_options"
SHAPE = "payment_intent_payment_method_options"
UNSHOWN = "unshown"
"""The private fact of an intent that holds what it was asked of kinds and does not show."""
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
    one
    for name in others(CREATE, OPTIONS, but="").replace(f"{OPTIONS}.", "").split()
    if kinds.KINDS[name].built
    for one in unbuilt(CREATE, name, kinds.KINDS[name].built)
)
"""What may be asked of a payment by kind, and is not built: an intent must not say that it was heard."""


def options_for(names: Iterable[str]) -> dict[str, Any]:
    """What is asked of each of these kinds, if nobody says anything. source: recorded: gumroad (card)"""
    found = {name: kinds.first_options(name) for name in names}
    return {name: options for name, options in found.items() if options}


def refuse(params: Params, now: int) -> None:
    """Can all of that be asked of these kinds? refuses: as methods/kinds/wishes.py"""
    for name, given in (params.get(OPTIONS) or {}).items():
        wishes.check(given or {}, f"{OPTIONS}[{name}]", now)


def options_of(params: Params, known: dict[str, Any]) -> dict[str, Any]:
    """What is asked from now on, unset wishes back at their defaults.

    params: known: what was asked before.
    source: recorded: gumroad (mandate options), spree (setup_future_usage)
    """
    asked = dict(known)
    for name, given in (params.get(OPTIONS) or {}).items():
        if given is None:
            asked = {**asked, **options_for([name])} if kinds.KINDS[name].options else without(asked, name)
        if given:
            kind = kinds.KINDS[name]
            node = shape_of(SHAPE, name, kind.shape)
            asked[name] = merged(kind.options, node, dict(given), known.get(name))
    return asked


def without(asked: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What is asked of the other kinds."""
    return {one: value for one, value in asked.items() if one != name}


def of(intent: Record, name: str) -> dict[str, Any]:
    """What an intent asks of a kind in particular, with what it remembers and does not show."""
    shown = (intent.payment_method_options or {}).get(name) or {}
    return {**(intent.private.get(UNSHOWN) or {}).get(name, {}), **shown}


def unshown(params: Mapping[str, Any], within: str, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What is asked of kinds and no intent shows, by kind. params: within: the object of all options; known:
    what was asked before. Not of cards, whose flow keeps what it needs, and a cryptogram for one try alone.
    """
    found = {name: dict(one) for name, one in (known or {}).items()}
    table = Table.load(NEWEST)
    for name, given in (params.get(OPTIONS) or {}).items():
        if name == kinds.DEFAULT.name:
            continue
        node = shape_of(within, name, kinds.KINDS[name].shape if within == SHAPE else "")
        props = table.object(node["ref"]).props if "ref" in node else node.get("props", {})
        if given is None:
            found.pop(name, None)
        hidden = {one: value for one, value in (given or {}).items() if one not in props}
        if hidden:
            found[name] = {**found.get(name, {}), **hidden}
    return found


def remembered(intent: Record | None, params: Mapping[str, Any], within: str) -> dict[str, Any]:
    """The private fact that a request's options make, none if it has none. params: intent: None for one that
    is to be made
    """
    found = unshown(params, within, intent.private.get(UNSHOWN) if intent is not None else None)
    return {UNSHOWN: found} if found else {}


def shape_of(within: str, name: str, shape: str = "") -> Node:
    """How an intent shows a kind's options: an object of its own, or a hash within all of them."""
    if shape:
        return {"ref": shape}
    node: Node = Table.load(NEWEST).object(within).props.get(name, {})
    return next((one for one in node.get("of", ()) if "ref" in one), node)


def merged(
    blank: Mapping[str, Any], node: Node, given: dict[str, Any], known: dict[str, Any] | None
) -> dict[str, Any]:
    """A kind's options with what is asked now. params: blank, what is asked if nobody says anything; node,
    how they are shown
    """
    table, before = Table.load(NEWEST), known or {}
    within = {
        name: {**before[name], **given[name]} for name in ADDED_TO if given.get(name) and before.get(name)
    }
    whole = completed({**given, **within}, node, table)
    shown = table.object(node["ref"]).props if "ref" in node else node.get("props", {})
    merged = {**(known or blank), **{name: whole.get(name) for name in given if name in shown}}
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
