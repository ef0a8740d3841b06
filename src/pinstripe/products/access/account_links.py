"""The endpoints that lead somebody to an account: account links, login links, account sessions.

Owns: the endpoints. Does not own: the records (account_link.py), what an account tells. Money: none.
Source: spec; recorded: gumroad; docs: Connect account links.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.access import account_link as account_links
from pinstripe.products.access import refusals
from pinstripe.products.access.account_link import (
    ACCOUNT_LINK,
    ACCOUNT_SESSION,
    EXPRESS,
    LOGIN_LINK,
    SESSION_SECONDS,
    V2_ACCOUNT_LINK,
)
from pinstripe.products.connect.assessment import begin, collects
from pinstripe.products.connect.statement import reached
from pinstripe.products.webhooks.v2_event import text_of

GIVEN_BY_DEFAULT = "disable_stripe_user_authentication"
"""The one feature that stays off unless it is asked for. source: docs: Connect account sessions"""


def named(work: Work, params: Params) -> tuple[Work, Record]:
    """The connected account of a parameter, which no other account names. refuses: no_such, own_account"""
    platform_work = work.acting_for(work.world.account)
    if work.account not in (work.world.account, params.account):
        raise errors.no_such("account", params.account, "account", 400)
    if params.account != work.world.account and platform_work.peek(params.account, "account") is None:
        raise errors.no_such("account", params.account, "account", 400)
    return reached(work, params.account)


def refuse_addresses(
    given: Mapping[str, Any], names: tuple[str, ...] = ("refresh_url", "return_url")
) -> None:
    """Where somebody is sent is an address of the web. refuses: url_without_scheme, bad_url"""
    for name in names:
        if "://" not in given[name]:
            raise errors.url_without_scheme(name)
        if urlsplit(given[name]).scheme not in ("http", "https"):
            raise errors.bad_url(name)


@operation("POST /v1/account_links", ACCOUNT_LINK)
def create_account_link(work: Work, params: Params) -> Record:
    """A way to the form that asks what an account lacks. refuses: no_such, missing_param, no_onboarding,
    exclusive_params, bad_url. source: spec; recorded: gumroad"""
    platform_work, account = named(work, params)
    if params.type == "account_update" and not collects(account.body):
        raise refusals.no_onboarding('["account_onboarding"]')
    for name in ("refresh_url", "return_url"):
        if not params.get(name):
            raise errors.missing_param(name)
    refuse_addresses(params)
    if params.get("collect") and params.get("collection_options"):
        raise errors.exclusive_params(("collect", "collection_options"))
    options = params.get("collection_options") or {}
    begin(platform_work, account)
    own_work = work.acting_for(account.id)
    return account_links.made(
        own_work,
        refresh_url=params.refresh_url,
        return_url=params.return_url,
        type=params.type,
        collect=options.get("fields") or params.get("collect") or "currently_due",
        future=options.get("future_requirements"),
    )


@operation("POST /v2/core/account_links", V2_ACCOUNT_LINK)
def create_v2_account_link(work: Work, params: Params) -> dict[str, Any]:
    """The same way, as the second version has it. refuses: no_such, missing_param, no_onboarding, bad_url.
    source: sdk"""
    try:
        platform_work, account = named(work, params)
        kind = params.use_case["type"]
        given = params.use_case.get(kind)
        if given is None:
            raise errors.missing_param(f"use_case[{kind}]")
        if kind == "account_update" and not collects(account.body):
            raise refusals.no_onboarding('["account_onboarding"]')
        refuse_addresses(given, ("refresh_url",))
    except ApiError as refusal:
        if refusal.code == "resource_missing":
            refusal.status = 404  # source: spec (v2.error.not_found)
        raise errors.in_v2(refusal) from None
    options = given.get("collection_options") or {}
    begin(platform_work, account)
    own_work = work.acting_for(account.id)
    link = account_links.made(
        own_work,
        account_links.V2_LINK_SECONDS,
        refresh_url=given["refresh_url"],
        return_url=given.get("return_url") or given["refresh_url"],
        type=kind,
        collect=options.get("fields") or "currently_due",
        future=options.get("future_requirements"),
        use_case=kind,
    )
    return {
        "object": V2_ACCOUNT_LINK.object,
        "account": account.id,
        "created": text_of(link.created),
        "expires_at": text_of(link.expires_at),
        "livemode": False,
        "url": link.url,
        "use_case": {"type": kind, kind: dict(given)},
    }


@operation("POST /v1/accounts/{account}/login_links", LOGIN_LINK)
def create_login_link(work: Work, params: Params, account: str) -> dict[str, Any]:
    """A way into the Express Dashboard. refuses: no_express_dashboard, not_onboarded.
    source: spec; docs: Connect account links
    """
    _, record = reached(work, account)
    if record.at("controller", "stripe_dashboard", "type") != "express":
        raise refusals.no_express_dashboard(account)
    if not record.body["details_submitted"]:
        raise refusals.not_onboarded()
    return {
        "object": "login_link",
        "created": work.now,
        "url": f"{work.public(EXPRESS.path(account))}?link={work.mint.letters(12)}",
    }


@operation("POST /v1/account_sessions", ACCOUNT_SESSION)
def create_account_session(work: Work, params: Params) -> dict[str, Any]:
    """A secret with which embedded parts show an account. refuses: no_such, nothing_enabled.
    source: spec; docs: Connect account sessions"""
    platform_work, account = named(work, params)
    if not any(one and one.get("enabled") for one in params.components.values()):
        raise refusals.nothing_enabled()
    begin(platform_work, account)
    table = Table.load(NEWEST)
    parts, usual = {}, {}
    for name, node in table.object("connect_embedded_account_session_create_components").props.items():
        shape = table.object(node["ref"]).props if "ref" in node else node["props"]
        inner = shape["features"]
        features = table.object(inner["ref"]).props if "ref" in inner else inner["props"]
        parts[name] = part({}, features)
        usual[name] = features
    parts |= {name: part(one, usual[name]) for name, one in params.components.items() if one}
    return {
        "object": "account_session",
        "account": account.id,
        "client_secret": f"accs_secret__{work.mint.letters(24)}",
        "components": dict(sorted(parts.items())),
        "expires_at": work.now + SESSION_SECONDS,
        "livemode": False,
    }


def part(given: dict[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a part may be shown, and what it offers.
    source: docs: Connect account sessions; defaults inferred
    """
    enabled = bool(given.get("enabled"))
    asked = given.get("features") or {}
    usual = {name: enabled and name != GIVEN_BY_DEFAULT for name in names}
    return {"enabled": enabled, "features": {**usual, **{n: v for n, v in asked.items() if n in names}}}
