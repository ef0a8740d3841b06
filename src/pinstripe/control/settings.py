"""Settings of a world that Stripe keeps in its dashboard: how failed payments of subscriptions are tried
again.

Owns: the routes and the form of settings. Does not own: their effect (products/invoices/collection.py).
Money: none. Source: our own; docs: Smart Retries (what an account may choose).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, word
from pinstripe.kernel.world import World
from pinstripe.products.invoices import collection

MOST_RETRIES = 8
LONGEST_WAIT_DAYS = 60


@route("GET /_pinstripe/settings")
async def show(control: Control, world: World, body: Body) -> Any:
    """The settings as they are now."""
    only(body)
    return {"retries": collection.retries_of(world.settings), "review": reviewing(world)}


def reviewing(world: World) -> bool:
    """Do payments of elevated risk come into the queue for review? The other rules of Radar always hold."""
    return bool(world.settings.get("review", False))


@route("POST /_pinstripe/settings")
async def put(control: Control, world: World, body: Body) -> Any:
    """Choose when a failed payment is tried again, what becomes of the subscription when no try is left, and
    whether payments of elevated risk come into a queue for review.

    params: review, true or false · retries[days], days after the attempt before · retries[then], cancel,
    unpaid or past_due
    """
    only(body, "retries", "review")
    if "review" in body:
        await put_review(control, world, body["review"])
    wanted = body.get("retries", {} if "review" in body else None)
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
    return {"retries": world.settings["retries"], "review": reviewing(world)}


async def put_review(control: Control, world: World, wanted: Any) -> None:
    """The account's owner puts the rule on or off. source: docs: Radar (the review queue)"""
    words = {"true": True, "false": False}  # a query says it in words
    review = words.get(wanted, wanted) if isinstance(wanted, str) else wanted
    if not isinstance(review, bool):
        raise errors.bad_boolean(str(review), "review")
    await control.changed(world, settings={**world.settings, "review": review})
