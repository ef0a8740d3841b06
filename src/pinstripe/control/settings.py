"""Settings of a world that Stripe keeps in its dashboard: how failed payments of subscriptions are tried
again.

Owns: the routes and the form of settings. Does not own: their effect (products/invoices/collection.py).
Money: none. Source: our own; docs: Smart Retries (what an account may choose).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, integer, only, route, word
from pinstripe.kernel.world import World
from pinstripe.products.forwarding import allowance
from pinstripe.products.invoices import collection

MOST_RETRIES = 8
LONGEST_WAIT_DAYS = 60


@route("GET /_pinstripe/settings")
async def show(control: Control, world: World, body: Body) -> Any:
    """The settings as they are now."""
    only(body)
    return shown(world)


def shown(world: World) -> Body:
    """All of them."""
    retries = collection.retries_of(world.settings)
    forwarding = {"active": True, "allow": None, "signing_secret": None, "timeout_seconds": allowance.SECONDS}
    forwarding.update(world.settings.get("forwarding", {}))
    return {"forwarding": forwarding, "retries": retries, "review": reviewing(world)}


def reviewing(world: World) -> bool:
    """Do payments of elevated risk come into the queue for review? The other rules of Radar always hold."""
    return bool(world.settings.get("review", False))


@route("POST /_pinstripe/settings")
async def put(control: Control, world: World, body: Body) -> Any:
    """Choose when a failed payment is tried again, what becomes of the subscription when no try is left,
    whether payments of elevated risk come into a queue for review, and where requests may be forwarded to.

    params: review, true or false · retries[days], days after the attempt before · retries[then], cancel,
    unpaid or past_due · forwarding[allow], addresses or hosts (null: this machine) · forwarding[active], true
    or false · forwarding[timeout_seconds], for an answer ·
    forwarding[signing_secret], what request signatures are made with
    """
    only(body, "retries", "review", "forwarding")
    if "review" in body:
        await put_review(control, world, body["review"])
    if "forwarding" in body:
        await put_forwarding(control, world, body["forwarding"])
    wanted = body.get("retries", {} if "review" in body or "forwarding" in body else None)
    if not isinstance(wanted, dict):
        raise errors.bad_object("retries")
    only(wanted, "days", "then")
    known = collection.retries_of(world.settings)
    days = wanted.get("days", known["days"])
    if not isinstance(days, list) or len(days) > MOST_RETRIES:
        raise errors.bad_array("retries[days]")
    for place, one in enumerate(days):
        if not isinstance(one, int) or isinstance(one, bool) or not 1 <= one <= LONGEST_WAIT_DAYS:
            raise errors.bad_integer(str(one), f"retries[days][{place}]")
    then = word(wanted, "then", collection.AFTERWARDS, known["then"])
    settings = {**world.settings, "retries": {"days": days, "then": then}}
    await control.changed(world, settings=settings)
    return shown(world)


async def put_forwarding(control: Control, world: World, wanted: Any) -> None:
    """The destinations of an account, as Stripe configures them. source: docs: Forwarding; inferred"""
    if not isinstance(wanted, dict):
        raise errors.bad_object("forwarding")
    only(wanted, "active", "allow", "signing_secret", "timeout_seconds")
    chosen = dict(world.settings.get("forwarding", {}))
    if "active" in wanted:
        chosen["active"] = wanted["active"]
        if not isinstance(wanted["active"], bool):
            raise errors.bad_boolean(str(wanted["active"]), "forwarding[active]")
    if "signing_secret" in wanted:
        secret = chosen["signing_secret"] = wanted["signing_secret"]
        if secret is not None and not (isinstance(secret, str) and secret):
            raise errors.bad_string(str(secret), "forwarding[signing_secret]")
    if "timeout_seconds" in wanted:
        seconds = chosen["timeout_seconds"] = integer(wanted, "timeout_seconds")
        if not 1 <= seconds <= allowance.SECONDS:
            raise errors.bad_integer(str(seconds), "forwarding[timeout_seconds]")
    if "allow" in wanted:
        allow = chosen["allow"] = wanted["allow"]
        if allow is not None and not isinstance(allow, list):
            raise errors.bad_array("forwarding[allow]")
        for place, one in enumerate(allow or ()):
            if not isinstance(one, str) or allowance.entry(one) is None:
                raise errors.bad_url(f"forwarding[allow][{place}]")
    await control.changed(world, settings={**world.settings, "forwarding": chosen})


async def put_review(control: Control, world: World, wanted: Any) -> None:
    """The account's owner puts the rule on or off. source: docs: Radar (the review queue)"""
    words = {"true": True, "false": False}  # a query says it in words
    review = words.get(wanted, wanted) if isinstance(wanted, str) else wanted
    if not isinstance(review, bool):
        raise errors.bad_boolean(str(review), "review")
    await control.changed(world, settings={**world.settings, "review": review})
