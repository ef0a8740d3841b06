"""What a setup intent sets up, and how: kinds of payment methods and the options of each.

Owns: which kinds a request names, their options. Does not own: what they lead to (setup.py). Pure. Money:
none. Source: spec; recorded: gumroad, flexile, spree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance import payment_method_configuration as configurations
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds.kind import Setup
from pinstripe.products.payments import choice, offer, options
from pinstripe.products.payments import setup_refusals as refusals

CREATE = "POST /v1/setup_intents"
OPTIONS = options.OPTIONS
SHAPE = "setup_intent_payment_method_options"
SETUPS: dict[str, Setup] = {kind.name: kind.setup for kind in kinds.KINDS.values() if kind.setup is not None}
"""Kinds that can be set up."""
UNBUILT = " ".join(
    one
    for name in others(CREATE, OPTIONS, but="").replace(f"{OPTIONS}.", "").split()
    if name in SETUPS and SETUPS[name].built
    for one in options.unbuilt(CREATE, name, SETUPS[name].built)
)
"""What may be asked of a setup by kind, and is not built."""
EXCLUDED = "excluded_payment_method_types"
NAMED = ("allowed_payment_method_types", "payment_method_types")
"""What requests call the kinds, of newer and of older callers."""


def first(names: Iterable[str]) -> dict[str, Any]:
    """What is asked of each kind, if nobody says anything. source: recorded: gumroad, flexile, spree"""
    found = {name: dict(SETUPS[name].options) for name in names if name in SETUPS}
    return {name: options for name, options in found.items() if options}


def asked(params: Params, known: dict[str, Any]) -> dict[str, Any]:
    """What is asked from now on. params: known: what was asked before."""
    found, shown = dict(known), Table.load(NEWEST).object(SHAPE).props
    for name, given in (params.get(OPTIONS) or {}).items():
        setup = SETUPS.get(name) if name in shown else None
        if given is None:
            found = {**options.without(found, name), **first([name])}
        if given and setup is not None:
            whole = {
                **given,
                **{one: {**setup.within[one], **given[one]} for one in setup.within if given.get(one)},
            }
            node = options.shape_of(SHAPE, name, setup.shape)
            found[name] = options.merged(setup.options, node, whole, known.get(name))
    return found


def types_of(work: Work, params: Params) -> dict[str, Any]:
    """Which kinds are set up: named ones, or all that the account has; cards alone for old callers.

    source: recorded: gumroad 2023-10-16, spree; stripe_world phase 10
    """
    options.refuse(params, work.now)
    offer.refuse_both(params)
    named = refuse_types(params)
    early = work.version.before(SIDE_EFFECTS["automatic_payment_methods"].date)
    if params.get("payment_method_types") is None and early and not params.get("automatic_payment_methods"):
        named = named or [kinds.DEFAULT.name]
        left_open = False
    else:
        automatic = params.get("automatic_payment_methods") or {}
        left_open = params.get("payment_method_types") is None and automatic.get("enabled", True)
    configuration = choice.configuration_of(work, params)
    offered = [one for one in configurations.offered(work, configuration) if one in SETUPS]
    excluded = params.get(EXCLUDED) or ()
    every = named or (offered if left_open else [kinds.DEFAULT.name])
    names = [name for name in every if name not in excluded]
    whole = {"allow_redirects": "always", **(params.get("automatic_payment_methods") or {}), "enabled": True}
    chosen = asked(params, first(names))
    return {
        "automatic_payment_methods": whole if left_open else None,
        "payment_method_configuration_details": configurations.details(work, configuration)
        if left_open
        else None,
        "payment_method_options": {name: chosen[name] for name in names if name in chosen},
        "payment_method_types": names,
    }


def refuse_types(params: Params) -> list[str] | None:
    """The kinds that a request names. refuses: unknown_type"""
    known = Table.load(NEWEST).object("payment_method").props["type"]["enum"]
    could = Table.load(NEWEST).object("setup_attempt_payment_method_details").props
    for param in NAMED:
        for name in params.get(param) or ():
            if name not in known or name not in could:
                raise refusals.unknown_type(name, param)
    return next((list(params[param]) for param in reversed(NAMED) if params.get(param)), None)


def changed(work: Work, intent: Record, params: Params) -> dict[str, Any]:
    """The changes that other kinds and options make, none if a request names none."""
    options.refuse(params, work.now)
    names = refuse_types(params)
    configuration = choice.configuration_of(work, params)
    more = {}
    if configuration is not None:
        offered = configurations.offered(work, configuration)
        names = names or [one for one in offered if one in SETUPS]
        more = {"payment_method_configuration_details": configurations.details(work, configuration)}
    if names is None and params.get(EXCLUDED):
        names = intent.payment_method_types
    if names is None and OPTIONS not in params:
        return {}
    if names is not None:
        names = [name for name in names if name not in (params.get(EXCLUDED, intent.get(EXCLUDED)) or ())]
    types = names or intent.payment_method_types
    known = asked(params, {**first(types), **(intent.payment_method_options or {})})
    found: dict[str, Any] = {OPTIONS: {name: known[name] for name in types if name in known}}
    return found if names is None else {**found, **more, "payment_method_types": names}


def redirects(intent: Record) -> bool:
    """May the payer of any of these kinds be sent to a page that the caller did not choose?

    source: docs: payment intents (allow_redirects); narrowed: inferred
    """
    automatic = intent.automatic_payment_methods
    if automatic is None or automatic.get("allow_redirects") == "never":
        return False
    narrowed = intent.get(NAMED[0])
    return not narrowed or any(kinds.KINDS[name].leads_away for name in narrowed)
