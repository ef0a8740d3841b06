"""What only somebody outside can do: show a document, log in at a bank, remove carbon, go through an onramp.

Owns: the routes. Does not own: what follows (the rooms identity, financial_connections, climate, crypto). Money: none.
Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.payments import on_record
from pinstripe.control.routes import Body, Control, integer, only, route, text, word
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.climate import fulfilment
from pinstripe.products.climate import product as products
from pinstripe.products.financial_connections import connection
from pinstripe.products.financial_connections.institution import DEFAULT
from pinstripe.products.identity import submission


@route("POST /_pinstripe/identity/verification_sessions/submit")
async def submit(control: Control, world: World, body: Body) -> Any:
    """A person goes through the questions of Identity; gives the verification session as it is then.

    params: session · outcome (success if none, or a documented error code) · account (the
    platform's)
    refuses: a session that asks for nothing, an outcome that its checks cannot have
    """
    only(body, "session", "outcome", "account")
    key, account = text(body, "session"), text(body, "account", world.account)
    outcome = text(body, "outcome", submission.SUCCESS)
    return await on_record(
        control,
        world,
        key,
        account,
        lambda work, session: submission.submit(work, session, outcome),
        "identity.verification_session",
    )


@route("POST /_pinstripe/financial_connections/sessions/complete")
async def complete(control: Control, world: World, body: Body) -> Any:
    """Somebody logs in at a test institution and connects accounts; gives the session as it is then.

    params: session · institution (Test Institution if none) · accounts (names of some; the first if none) ·
    account (the platform's)
    refuses: a session that was gone through, an institution or an account that is not there
    """
    only(body, "session", "institution", "accounts", "account")
    key, account = text(body, "session"), text(body, "account", world.account)
    institution, chosen = text(body, "institution", DEFAULT), body.get("accounts", [])
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        raise errors.bad_array("accounts")
    return await on_record(
        control,
        world,
        key,
        account,
        lambda work, session: connection.complete(work, session, institution, chosen),
        "financial_connections.session",
    )


@route("POST /_pinstripe/climate/orders/fulfil")
async def fulfil(control: Control, world: World, body: Body) -> Any:
    """Something comes of an order of carbon removal; gives the order as it is then.

    params: order · outcome (delivered if none; delayed, substituted, unavailable) · account (the platform's)
    refuses: an order that ended, or that took the outcome before
    """
    only(body, "order", "outcome", "account")
    key, account = text(body, "order"), text(body, "account", world.account)
    outcome = word(body, "outcome", fulfilment.OUTCOMES, "delivered")
    return await on_record(
        control,
        world,
        key,
        account,
        lambda work, order: fulfilment.bring(work, order, outcome),
        "climate.order",
    )


@route("POST /_pinstripe/climate/products")
async def price_product(control: Control, world: World, body: Body) -> Any:
    """Another price of a climate product, or another product; gives it as it is then.

    params: product · amount_subtotal (US cents for a ton) · name · delivery_year · account (the platform's)
    refuses: an id that is none of a product
    """
    only(body, "product", "amount_subtotal", "name", "delivery_year", "account")
    key, account = text(body, "product"), text(body, "account", world.account)
    cents, name = integer(body, "amount_subtotal"), text(body, "name", "Carbon removal")
    year = integer(body, "delivery_year") if "delivery_year" in body else None
    if not key.startswith("climsku_"):
        raise errors.no_such("climate product", key, "product", 400)
    if cents < 1:
        raise errors.too_low(1, "amount_subtotal")

    def step(batch: Batch) -> Body:
        work = Work(batch, account)
        record = products.reprice(work, key, cents, name, year)
        work.keep()
        return record.body

    return await control.runtime.engine.enqueue((world, step))
