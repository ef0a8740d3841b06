"""The offer: which kinds of payment methods a session takes, and what is asked of each.

Owns: choosing them. Does not own: kinds (room methods), configurations (room acceptance). Money: none.
Source: spec; recorded: bikeindex (what is shown where nobody says anything).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.generate import completed
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance import payment_method_configuration as configurations
from pinstripe.products.checkout import refusals
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds import wishes
from pinstripe.products.methods.kinds.kind import Flow

CREATE = "POST /v1/checkout/sessions"
OPTIONS = "payment_method_options"
NAMED = ("payment_method_types", "allowed_payment_method_types")
"""What older and newer callers call the kinds."""
HEARD = {
    "acss_debit": "currency",
    "card": "restrictions",
}
"""Options that a page hears beside those that an intent hears."""
SHAPE = "checkout_session_payment_method_options"
FUTURE = "setup_future_usage"
UNSHOWN = ("risk_correlation_id", "subscriptions", "tos_shown_and_accepted")
"""What is said to the network alone. source: spec (no session shows it)"""
DEMO = "demo_pay"
"""A kind for demonstrations, which no session takes. source: spec (types)"""
OF_SETUP = ("currency", "mandate_options.default_for")
"""What is said of a debit that is set up. source: spec (acss_debit)"""
BRANDS = {"amex": "american_express", "mastercard": "mastercard", "visa": "visa"}
OTHERS = "discover_global_network"
"""Discover, Diners, JCB, UnionPay and Elo. source: spec (restrictions); docs: card brands"""


def unbuilt() -> Iterator[str]:
    """Options that are valid and not built, by kind."""
    for one in others(CREATE, OPTIONS, but="").split():
        name = one.rpartition(".")[2]
        if name == DEMO:
            continue
        kind = kinds.KINDS.get(name)
        if kind is None or kind.flow is Flow.IN_PERSON:
            yield one
            continue
        built = {word.partition(".")[0] for word in f"{kind.built} {HEARD.get(name, '')} {FUTURE}".split()}
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
            raise refusals.kind_not_in_mode(one, mode, param)
        if accepted and currency is not None and currency not in accepted:
            raise refusals.kind_not_in_currency(one, currency, accepted, f"{param}[{number}]")
    return {
        "payment_method_configuration_details": details,
        "payment_method_options": asked(params, names, mode, work.now),
        "payment_method_types": names or [kinds.DEFAULT.name],
        **({"excluded_payment_method_types": list(excluded)} if excluded else {}),
        **({NAMED[1]: list(params[NAMED[1]])} if param == NAMED[1] else {}),
    }


def named(name: str, param: str) -> str:
    """A kind that a request names. refuses: not_implemented"""
    if name not in kinds.KINDS:
        raise errors.not_implemented(CREATE, f"{param}={name}")
    return name


def fits(name: str, mode: str) -> bool:
    """Can this kind be used in that mode? What is subscribed to is paid again and again."""
    kind = kinds.KINDS[name]
    if kind.flow is Flow.IN_PERSON or not kind.pays:
        return False
    if mode == "setup":
        return kind.setup is not None
    return mode == "payment" or (kind.subscribes and (kind.kept or kind.debited_later is not None))


def configuration(work: Work, params: Params) -> Record | None:
    """The configuration that is named, None for the account's own. refuses: resource_missing"""
    key = params.get("payment_method_configuration")
    if not key:
        return None
    name = "payment_method_configuration"
    return configurations.published(work, key) or work.find(name, key, name)


def asked(params: Params, names: list[str], mode: str, now: int) -> dict[str, Any]:
    """What is asked of kinds, as a session shows it. refuses: as `check`.
    source: recorded: bikeindex (cards, unasked); spec"""
    given = params.get(OPTIONS) or {}
    shown: dict[str, Any] = {}
    if kinds.DEFAULT.name in names:
        shown[kinds.DEFAULT.name] = {"request_three_d_secure": "automatic"}
    for name, options in given.items():
        if name == DEMO:
            continue
        said = {one: value for one, value in (options or {}).items() if one not in UNSHOWN}
        check(name, said, mode, now)
        if said.get("restrictions"):
            said["restrictions"] = {"brands_blocked": [], **said["restrictions"]}
        if name in Table.load(NEWEST).object(SHAPE).props:
            shown[name] = {**(shown.get(name) or usual(name)), **said}
    return shown


def hidden(params: Params) -> dict[str, Any]:
    """What is asked of kinds that no session shows (Blik), for the intent. gives: a private fact, none where
    nothing is said. source: spec
    """
    props = Table.load(NEWEST).object(SHAPE).props
    said = {name: dict(one) for name, one in (params.get(OPTIONS) or {}).items() if one and name not in props}
    said.pop(DEMO, None)
    return {"hidden_options": said} if said else {}


def whole(session: Record) -> dict[str, Any]:
    """What is asked of each kind, shown or not."""
    found = {**(session.private.get("hidden_options") or {}), **(session.payment_method_options or {})}
    return {name: dict(one) for name, one in found.items() if one}


def usual(name: str) -> dict[str, Any]:
    """What a session says of a kind beside what is asked. source: spec (checkout_session_payment_method
    _options)"""
    node = Table.load(NEWEST).object(SHAPE).props.get(name)
    shape = completed({}, node, Table.load(NEWEST)) if node else {}
    if node and "ref" not in node:
        return {}
    props = Table.load(NEWEST).object(node["ref"]).props if node else {}
    return {**shape, **{one: value for one, value in kinds.first_options(name).items() if one in props}}


def check(name: str, said: Mapping[str, Any], mode: str, now: int) -> None:
    """Can that be asked of a kind? refuses: not_implemented, not_in_mode, and what a kind's wishes do.
    source: spec"""
    where, usage = f"{OPTIONS}[{name}]", said.get(FUTURE)
    kind = kinds.KINDS[name]
    if usage not in (None, "none") and not (kind.kept or kind.debited_later):
        raise errors.not_implemented(CREATE, f"{where}[{FUTURE}]={usage}")
    mandate = said.get("mandate_options") or {}
    for one in OF_SETUP:
        outer, _, inner = one.rpartition(".")
        if name == "acss_debit" and mode != "setup" and (said if not outer else mandate).get(inner):
            raise refusals.not_in_mode(where + "".join(f"[{word}]" for word in one.split(".")), mode)
    wishes.check(said, where, now)


def of_intent(session: Record) -> tuple[list[str], Mapping[str, Any]]:
    """The kinds that a session's intent takes, and what is asked of each."""
    found = whole(session)
    plans = found.get(kinds.DEFAULT.name, {})
    if plans.get("installments"):
        plans["installments"] = {"available_plans": [], "plan": None, **plans["installments"]}
    return list(session.payment_method_types), found


def usage_of(session: Record, name: str | None) -> str | None:
    """For which later payments a kind is kept: as is said of it, else of the whole payment. source: spec"""
    of_kind = whole(session).get(name or "", {}).get(FUTURE)
    found: str | None = of_kind or session.private["said"].get(FUTURE)
    return None if found == "none" else found


def refuse_blocked(session: Record, method: Record) -> None:
    """A card of a brand, or of a funding, that the merchant doesn't take. refuses: blocked. source: spec
    (restrictions)"""
    blocked = ((session.payment_method_options or {}).get(kinds.DEFAULT.name) or {}).get("restrictions")
    if not blocked or method.body["type"] != kinds.DEFAULT.name:
        return
    card = method.body[kinds.DEFAULT.name]
    for one, names in (
        (BRANDS.get(card["brand"], OTHERS), blocked["brands_blocked"]),
        (card["funding"], blocked.get("funding_types_blocked")),
    ):
        if one in (names or ()):
            raise refusals.blocked(one)
