"""OAuth: the page on which somebody lets a platform in, and what the platform exchanges and ends.

Owns: these addresses, which are none of the API's operations; their flat envelope. Does not own: what follows
(products/access/application.py), how a form looks (sheets.py). Money: none.
Source: docs: Connect OAuth; recorded: openfoodnetwork (deauthorize). The form is our own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import orjson

from pinstripe.api.errors import ApiError
from pinstripe.control.routes import Control
from pinstripe.control.sheets import page_of, pairs
from pinstripe.http.seen import Request
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.sheets import Away, Button, Field, Sheet
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.access import application as applications
from pinstripe.products.access import refusals
from pinstripe.products.access.refusals import OAuthError
from pinstripe.products.webhooks.webhook_endpoint import application_of

AUTHORIZE = ("/oauth/authorize", "/express/oauth/authorize")
TOKEN, END = "/oauth/token", "/oauth/deauthorize"
JSON = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
DENY = Button("deny", "yes", "Deny")
DENIED = {"error": "access_denied", "error_description": "The user denied your request"}
TEXT = (
    "A platform asks to connect an account. On Stripe you would sign in or open an account here.",
    "This server opens a new account that is ready to take payments.",
)
WORLDS = "SELECT world,account FROM worlds ORDER BY world"

Told = dict[str, str]


async def reply(control: Control, request: Request) -> Reply:
    """One request to an address of OAuth."""
    try:
        if request.path in AUTHORIZE:
            return await authorize(control, request)
        if request.method != "POST" or request.path not in (TOKEN, END):
            raise refusals.incomplete("grant_type" if request.path == TOKEN else "client_id")
        told = pairs(request.body)
        world = await control.ask(world_of, control, request, told)
        if request.path == TOKEN:
            return answered(await run(control, world, lambda work: token(work, told)))
        return answered(await run(control, world, lambda work: end(work, told)))
    except OAuthError as refusal:
        return answered(refusal.body(), refusal.status)


def answered(body: dict[str, Any], status: int = 200) -> Reply:
    """JSON without the API's envelope. source: recorded: openfoodnetwork"""
    return Reply(status, orjson.dumps(body, option=orjson.OPT_INDENT_2), list(JSON))


async def run(control: Control, world: World, function: Callable[[Work], Any]) -> Any:
    """What a function does for the platform of a world, kept unless it refuses."""

    def step(batch: Batch) -> tuple[Any, OAuthError | None]:
        work = Work(batch, world.account)
        try:
            found = function(work)
        except OAuthError as refusal:
            return None, refusal
        work.keep()
        return found, None

    found, refusal = await control.runtime.engine.enqueue((world, step))
    if refusal is not None:
        raise refusal
    return found


def world_of(control: Control, request: Request, told: Told) -> World:
    """The world of the secret key, in the header or as `client_secret`. refuses: no_such_key"""
    header = request.headers.get("authorization") or f"Bearer {told.get('client_secret', '')}"
    try:
        key = control.runtime.keys.of(header)
    except ApiError as refusal:
        raise OAuthError("invalid_client", str(refusal.message), 401) from None
    return control.runtime.worlds.get(key.world)


def token(work: Work, told: Told) -> dict[str, Any]:
    """Keys for a code, or for a token that renews them. refuses: unknown_grant, incomplete, and what
    application.py refuses"""
    kind = told.get("grant_type", "authorization_code")
    if kind == "authorization_code":
        if not told.get("code"):
            raise refusals.incomplete("code")
        return applications.exchange(work, told["code"])
    if kind == "refresh_token":
        if not told.get("refresh_token"):
            raise refusals.incomplete("refresh_token")
        return applications.refresh(work, told["refresh_token"], told.get("scope"))
    raise refusals.unknown_grant(kind)


def end(work: Work, told: Told) -> dict[str, Any]:
    """The platform leaves an account. refuses: incomplete, no_such_application, not_connected"""
    for name in ("client_id", "stripe_user_id"):
        if not told.get(name):
            raise refusals.incomplete(name)
    if told["client_id"] != application_of(work.account):
        raise refusals.no_such_application(told["client_id"])
    return applications.deauthorize(work, told["stripe_user_id"])


async def authorize(control: Control, request: Request) -> Reply:
    """The page on which somebody lets a platform in. refuses: incomplete, no_such_application,
    unknown_response, unknown_scope"""
    asked = pairs(request.query)
    world = await control.ask(platform, control, asked)
    express = request.path.startswith("/express/")
    scope = "read_write" if express else asked.get("scope") or "read_only"
    if scope not in applications.SCOPES:
        raise refusals.unknown_scope(scope)
    if request.method != "POST":
        return page_of(form(request, asked))
    sent = pairs(request.body)
    back = asked.get("redirect_uri") or ""
    if sent.get("deny"):
        return page_of(Away(led(back, {**DENIED, **state(asked)})))
    told = {name: sent[f"stripe_user[{name}]"] for name in ("email", "country")}
    kind = "express" if express else "standard"
    code = await run(control, world, lambda work: applications.authorize(work, kind, scope, told))
    return page_of(Away(led(back, {"code": code, "scope": scope, **state(asked)})))


def platform(control: Control, asked: Told) -> World:
    """The world whose platform has this client id. refuses: incomplete, unknown_response,
    no_such_application"""
    client = asked.get("client_id")
    if not client:
        raise refusals.incomplete("client_id")
    if asked.get("response_type", "code") != "code":
        raise refusals.unknown_response(asked["response_type"])
    if urlsplit(asked.get("redirect_uri") or "").scheme not in ("http", "https"):
        raise refusals.incomplete("redirect_uri")
    for number, account in control.runtime.store.rows(WORLDS, ()):
        world = control.runtime.worlds.numbered(number) if application_of(account) == client else None
        if world is not None:
            return world
    raise refusals.no_such_application(client)


def form(request: Request, asked: Told) -> Sheet:
    """What is asked: nothing that the platform did not say already."""
    place = f"{request.path}?{request.query.decode('ascii', 'replace')}"
    fields = (
        Field("stripe_user[email]", "Email", asked.get("stripe_user[email]", ""), "email", required=False),
        Field("stripe_user[country]", "Country", asked.get("stripe_user[country]", ""), required=False),
    )
    return Sheet("Connect an account", TEXT, place, fields, "Connect this account", (DENY,))


def state(asked: Told) -> Told:
    """What the platform gave along, to know its request again."""
    return {"state": asked["state"]} if "state" in asked else {}


def led(address: str, facts: Told) -> str:
    """An address with more in its query."""
    parts = urlsplit(address)
    query = "&".join(part for part in (parts.query, urlencode(facts)) if part)
    return quote(urlunsplit(parts._replace(query=query)), safe="%/:=&?~#+!$,;'@()*[]")
