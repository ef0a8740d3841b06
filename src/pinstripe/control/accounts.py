"""Connected accounts before onboarding is built: one call, and `Stripe-Account` works.

Owns: the route. Does not own: the account (products/connect/accounts.py). Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text, word
from pinstripe.currencies import CODES
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
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
