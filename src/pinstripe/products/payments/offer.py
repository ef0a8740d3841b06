"""Which types of methods an intent takes: named ones, those of a configuration, or all that the account has.

Owns: choosing them, and their options beside them. Does not own: the endpoints (payment_intents.py), one
method of them (choice.py). Money: none. Source: spec; recorded: gumroad, stripe_world phase 8, spree.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance import payment_method_configuration as configurations
from pinstripe.products.methods import kinds
from pinstripe.products.payments import choice, options, refusals

ALLOWED = "allowed_payment_method_types"
EXCLUDED = "excluded_payment_method_types"


def types_of(work: Work, params: Params) -> dict[str, Any]:
    """Which methods it takes: named ones, or all that the account has; cards alone for old callers.

    source: recorded: stripe_world phase 8, gumroad 2020-08-27, spree (the account's, their configuration);
    sdk (the allowed ones narrow the account's)
    """
    options.refuse(params, work.now)
    named = params.get("payment_method_types")
    refuse_both(params)
    early = work.version.before(SIDE_EFFECTS["automatic_payment_methods"].date)
    if named is None and early and not params.get("automatic_payment_methods"):
        named = [kinds.DEFAULT.name]
    allowed = refuse_types(params, params.currency, ALLOWED)
    refuse_types(params, params.currency)
    automatic = None
    if named is None:
        automatic = {"allow_redirects": "always", "enabled": True}
        automatic |= params.get("automatic_payment_methods") or {}
    left_open = automatic is not None and automatic["enabled"]
    excluded = params.get(EXCLUDED) or ()
    configuration = choice.configuration_of(work, params)
    offered = configurations.offered(work, configuration, params.currency) if left_open else []
    offered = [name for name in offered if name not in excluded]
    names = [name for name in named or allowed or offered or [kinds.DEFAULT.name] if name not in excluded]
    asked = options.options_of(params, options.options_for(names))
    return {
        "automatic_payment_methods": automatic if left_open else None,
        "payment_method_configuration_details": configurations.details(work, configuration)
        if left_open
        else None,
        "payment_method_types": names,
        "payment_method_options": {name: asked[name] for name in names if name in asked},
    }


def refuse_both(params: Params) -> None:
    """What the account offers, or what the request names; and what it offers is confirmed by itself.
    refuses: exclusive_params. source: recorded: issue reports (confirmation_method); inferred (the types)
    """
    if (params.get("automatic_payment_methods") or {}).get("enabled"):
        for name in ("confirmation_method", "payment_method_types"):
            if params.get(name) is not None:
                raise errors.exclusive_params(("automatic_payment_methods", name), None)


def named(params: Params) -> list[str]:
    """The kinds that a request names by either name."""
    return list(params.get("payment_method_types") or params.get(ALLOWED) or ())


def refuse_types(params: Params, currency: str, name: str = "payment_method_types") -> list[str] | None:
    """The kinds that a request names, each one that can be paid in the currency. refuses: unknown_type,
    wrong_currency
    """
    if params.get(name) is None:
        return None
    known = Table.load(NEWEST).object("payment_method").props["type"]["enum"]
    for kind in params[name]:
        if kind not in known or not kinds.KINDS[kind].pays:
            raise refusals.unknown_type(kind, name)
    refuse_types_for(params[name], currency, name)
    return list(params[name])


def refuse_types_for(named: list[str], currency: str, param: str = "currency") -> None:
    """Each of these kinds can be paid in the currency. refuses: wrong_currency"""
    for kind in named:
        accepted = kinds.KINDS[kind].currencies
        if accepted and currency not in accepted:
            raise refusals.wrong_currency(kind, currency, accepted, param)


def other_types(work: Work, intent: Record, params: Params) -> dict[str, Any]:
    """The change that other types make, none if a request names none: with each come its options.
    source: spec; sdk (the allowed ones narrow the account's)
    """
    options.refuse(params, work.now)
    currency = params.get("currency", intent.currency)
    allowed = refuse_types(params, currency, ALLOWED)
    names = refuse_types(params, currency) or allowed
    configuration = choice.configuration_of(work, params)
    more = {}
    if configuration is not None:
        names = names or configurations.offered(work, configuration, currency)
        more = {"payment_method_configuration_details": configurations.details(work, configuration)}
    if names is None and params.get(EXCLUDED):
        names = intent.payment_method_types
    if names is None:
        if "currency" in params:
            refuse_types_for(intent.payment_method_types, currency)
        return {}
    names = [name for name in names if name not in (params.get(EXCLUDED, intent.get(EXCLUDED)) or ())]
    asked = {**options.options_for(names), **(intent.payment_method_options or {})}
    asked = options.options_of(params, asked)
    return {
        **more,
        "payment_method_types": names,
        "payment_method_options": {name: asked[name] for name in names if name in asked},
    }
