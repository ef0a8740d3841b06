"""Connected accounts in one call, and what their owners do: let a platform in, shut it out.

Owns: the routes. Does not own: the account (products/connect/account.py), what OAuth hands out
(products/access/application.py). Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text, word
from pinstripe.currencies import CODES
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.access import application as applications
from pinstripe.products.access.refusals import OAuthError
from pinstripe.products.connect import account as accounts


@route("POST /_pinstripe/accounts")
async def create(control: Control, world: World, body: Body) -> Any:
    """A connected account that may take money at once; gives the account object.

    params: type · country (US) · default_currency (usd; must be given for other countries) · email
    """
    only(body, "type", "country", "default_currency", "email")
    kind = word(body, "type", accounts.KINDS, "standard")
    country = text(body, "country", "US").upper()
    if len(country) != 2 or not country.isalpha():
        raise errors.bad_country(country, "country")
    currency = text(body, "default_currency", "usd" if country == "US" else None).lower()
    if currency not in CODES:
        raise errors.bad_currency(currency, sorted(CODES), "default_currency")
    email = text(body, "email", "") or None

    def make(batch: Batch) -> dict[str, Any]:
        work = Work(batch, world.account)
        account = accounts.connect(work, kind=kind, country=country, currency=currency, email=email)
        work.keep()
        return account.body

    return await control.runtime.engine.enqueue((world, make))


@route("POST /_pinstripe/accounts/authorize")
async def authorize(control: Control, world: World, body: Body) -> Any:
    """Somebody agrees on the page of OAuth; gives the code that `/oauth/token` takes.

    params: type (standard or express) · scope (read_write or read_only) · country · email
    """
    only(body, "type", "scope", "country", "email")
    kind = word(body, "type", ("standard", "express"), "standard")
    scope = word(body, "scope", applications.SCOPES, "read_write")
    told = {name: text(body, name, "") for name in ("country", "email")}

    def make(batch: Batch) -> dict[str, Any]:
        work = Work(batch, world.account)
        code = applications.authorize(work, kind, scope, told)
        work.keep()
        return {"code": code, "account": applications.account_of(code), "scope": scope}

    return await control.runtime.engine.enqueue((world, make))


@route("POST /_pinstripe/accounts/deauthorize")
async def deauthorize(control: Control, world: World, body: Body) -> Any:
    """The owner of an account shuts the platform out. params: account"""
    only(body, "account")
    account = text(body, "account")

    def leave(batch: Batch) -> dict[str, Any]:
        work = Work(batch, world.account)
        try:
            applications.deauthorize(work, account)
        except OAuthError:
            raise errors.no_such("account", account, "account", 404) from None
        work.keep()
        return {"account": account, "deauthorized": True}

    return await control.runtime.engine.enqueue((world, leave))
