"""The offer: which kinds of payment methods a session takes, and what is asked of each.

Owns: choosing them. Does not own: kinds (room methods), configurations (room acceptance). Money: none.
Source: spec; recorded: bikeindex (what is shown where nobody says anything).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance import payment_method_configuration as configurations
from pinstripe.products.checkout import refusals
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds.kind import Flow

CREATE = "POST /v1/checkout/sessions"
OPTIONS = "payment_method_options"
NAMED = ("payment_method_types", "allowed_payment_method_types")
"""What older and newer callers call the kinds."""


def unbuilt() -> Iterator[str]:
    """Options that are valid and not built, by kind."""
    for one in others(CREATE, OPTIONS, but="").split():
        name = one.rpartition(".")[2]
        kind = kinds.KINDS.get(name)
        if kind is None or kind.flow is Flow.IN_PERSON:
            yield one
            continue
        built = {word.partition(".")[0] for word in kind.built.split()}
        try:
            within = others(CREATE, one, but="").split()
        except AssertionError:
            continue  # a kind without any
        yield from (inner for inner in within if inner.rpartition(".")[2] not in built)


UNBUILT = " ".join(unbuilt())


def types_of(work: Work, params: Params, mode: str, currency: str | None) -> dict[str, Any]:
    """The kinds that a page offers: named ones, or those of a configuration. refuses: not_implemented,
    exclusive_params, missing_param (a setup's currency), kind_not_in_currency
    """
    param = next((name for name in NAMED if params.get(name)), None)
    excluded = params.get("excluded_payment_method_types") or []
    if param == NAMED[0] and excluded:
        raise errors.exclusive_params([NAMED[0], "excluded_payment_method_types"])
    details = None
    if param is not None:
        names = [named(one, f"{param}[{number}]") for number, one in enumerate(params[param])]
    else:
        if mode == "setup" and currency is None:
            raise errors.missing_param("currency")
        found = configuration(work, params)
        details = configurations.details(work, found)
        names = [one for one in configurations.offered(work, found, currency) if one not in excluded]
        names = [one for one in names if fits(one, mode)]
    for number, one in enumerate(names):
        accepted = kinds.KINDS[one].currencies
        if param is not None and not fits(one, mode):
            raise errors.not_implemented(CREATE, f"{param}[{number}]={one} (in {mode} mode)")
        if accepted and currency is not None and currency not in accepted:
            raise refusals.kind_not_in_currency(one, currency, f"{param}[{number}]")
    return {
        "payment_method_configuration_details": details,
        "payment_method_options": asked(params, names),
        "payment_method_types": names or [kinds.DEFAULT.name],
        **({"excluded_payment_method_types": list(excluded)} if excluded else {}),
    }


def named(name: str, param: str) -> str:
    """A kind that a request names. refuses: not_implemented"""
    if name not in kinds.KINDS:
        raise errors.not_implemented(CREATE, f"{param}={name}")
    return name


def fits(name: str, mode: str) -> bool:
    """Can this kind be used in that mode? What is subscribed to is paid again and again."""
    kind = kinds.KINDS[name]
    if kind.flow is Flow.IN_PERSON:
        return False
    if mode == "setup":
        return kind.setup is not None
    return mode == "payment" or kind.kept


def configuration(work: Work, params: Params) -> Record | None:
    """The configuration that is named, None for the account's own. refuses: resource_missing"""
    key = params.get("payment_method_configuration")
    if not key:
        return None
    name = "payment_method_configuration"
    return configurations.published(work, key) or work.find(name, key, name)


def asked(params: Params, names: list[str]) -> dict[str, Any]:
    """What is asked of kinds, as a session shows it. source: recorded: bikeindex (cards, unasked)"""
    given = params.get(OPTIONS) or {}
    shown: dict[str, Any] = {}
    if kinds.DEFAULT.name in names:
        shown[kinds.DEFAULT.name] = {"request_three_d_secure": "automatic"}
    for name, options in given.items():
        shown[name] = {**shown.get(name, {}), **(options or {})}
    return shown


def of_intent(session: Record) -> tuple[list[str], Mapping[str, Any]]:
    """The kinds that a session's intent takes, and what is asked of each."""
    options = session.payment_method_options or {}
    return list(session.payment_method_types), {name: one for name, one in options.items() if one}
