"""What only somebody outside can do: show a document, log in at a bank, remove carbon, go through an onramp.

Owns: the routes. Does not own: what follows (the rooms identity, financial_connections, climate, crypto).
Money: none.
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
from pinstripe.products.crypto import customer as customers
from pinstripe.products.crypto import customers as people
from pinstripe.products.crypto import payment_token, purchase
from pinstripe.products.financial_connections import connection
from pinstripe.products.financial_connections.institution import DEFAULT
from pinstripe.products.identity import submission
from pinstripe.products.radar import verdict


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


@route("GET /_pinstripe/radar/rules")
async def show_rules(control: Control, world: World, body: Body) -> Any:
    """The account's own rules."""
    only(body)
    return {"rules": list(verdict.texts(world.settings))}


@route("POST /_pinstripe/radar/rules")
async def put_rules(control: Control, world: World, body: Body) -> Any:
    """Rules take the place of those that were there; gives them.

    params: rules, texts
    refuses: a rule that cannot be read, with its place and the character; a list that is not there
    """
    only(body, "rules")
    wanted = body.get("rules")
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise errors.bad_array("rules")

    def step(batch: Batch) -> list[str]:
        return verdict.checked(Work(batch, world.account), wanted)

    rules = await control.runtime.engine.enqueue((world, step))
    await control.changed(world, settings={**world.settings, "radar": rules})
    return {"rules": rules}


@route("POST /_pinstripe/crypto/onramp_sessions/submit")
async def buy(control: Control, world: World, body: Body) -> Any:
    """Somebody goes through an onramp; gives the session as it is then.

    params: session · outcome (complete if none; rejected, payment_failed, requires_payment) · account (the
    platform's)
    refuses: a session that ended or is being delivered
    """
    only(body, "session", "outcome", "account")
    key, account = text(body, "session"), text(body, "account", world.account)
    outcome = word(body, "outcome", purchase.OUTCOMES, "complete")
    return await on_record(
        control,
        world,
        key,
        account,
        lambda work, session: purchase.submit(work, session, outcome),
        "crypto.onramp_session",
    )


@route("POST /_pinstripe/crypto/customers")
async def appear(control: Control, world: World, body: Body) -> Any:
    """Somebody signs in at an app that sells crypto; gives the customer, and the token that the app gets.

    params: customer (one who comes again; a fresh one if none) · country (US) · tier (up to which all is
    given: l0, l1, l2; none) · state (of the last tier: verified; pending, rejected) · wallets (network:
    address) · payment (card, us_bank_account) · account (the platform's)
    refuses: a wallet that its network does not know, an unknown customer
    """
    only(body, "customer", "country", "tier", "state", "wallets", "payment", "account")
    wallets = body.get("wallets") or {}
    if not isinstance(wallets, dict):
        raise errors.invalid("wallets: {network: address}", param="wallets")
    kind = word(body, "payment", ("", *payment_token.KINDS), "")
    said = {
        "customer": text(body, "customer", ""),
        "country": text(body, "country", "US"),
        "tier": word(body, "tier", ("", *customers.TIERS), ""),
        "state": word(body, "state", customers.STATES[1:], "verified"),
        "wallets": [(str(network), str(address)) for network, address in wallets.items()],
        "payment": [kind] if kind else [],
    }
    account = text(body, "account", world.account)

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        customer = people.appear(work, said)
        work.keep()
        return {**customer.body, "access_token": customer.private["token"]}

    return await control.runtime.engine.enqueue((world, step))
