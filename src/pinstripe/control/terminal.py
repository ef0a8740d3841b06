"""Readers from the shop's side: a cable that is pulled, a customer who changes their mind.

Owns: the routes. Does not own: what follows (products/terminal/reader.py). Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.control.payments import on_record
from pinstripe.control.routes import Body, Control, integer, only, route, text, word
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.terminal import configuration as configurations
from pinstripe.products.terminal import location as locations
from pinstripe.products.terminal import reader as readers

STATUSES = ("online", "offline", "busy")


@route("POST /_pinstripe/terminal/readers/status")
async def status(control: Control, world: World, body: Body) -> Any:
    """A reader loses its connection, does something else, or is there again; gives the reader as it is then.

    params: reader · status (online, offline or busy) · seconds (until it is there again)
    · account (the platform's)
    refuses: an unknown reader, another status
    """
    only(body, "reader", "status", "seconds", "account")
    key, account = text(body, "reader"), text(body, "account", world.account)
    text(body, "status")
    wanted = word(body, "status", STATUSES, "online")
    seconds = integer(body, "seconds") if "seconds" in body else None

    def act(work: Work, reader: Record) -> None:
        if wanted == "online":
            readers.find_again(work, reader)
        else:
            readers.leave(work, reader, wanted, seconds)

    return await on_record(control, world, key, account, act, readers.READER.object)


@route("POST /_pinstripe/terminal/readers/cancel")
async def cancel(control: Control, world: World, body: Body) -> Any:
    """The customer cancels what a reader asks for, where it was told to offer that; gives the reader.

    params: reader · account (the platform's)
    refuses: a reader that shows no such button
    """
    only(body, "reader", "account")
    key, account = text(body, "reader"), text(body, "account", world.account)
    return await on_record(control, world, key, account, readers.cancel_by_customer, readers.READER.object)


@route("POST /_pinstripe/terminal/readers/configuration")
async def configuration(control: Control, world: World, body: Body) -> Any:
    """What a reader goes by: its place's configuration, and the account's where that says nothing.

    params: reader · account (the platform's)
    refuses: an unknown reader
    """
    only(body, "reader", "account")
    key, account = text(body, "reader"), text(body, "account", world.account)
    found: dict[str, Any] = {}

    def look(work: Work, reader: Record) -> None:
        place = locations.of_reader(work, reader)
        found.update(configurations.effective(work, place.get("configuration_overrides")))

    await on_record(control, world, key, account, look, readers.READER.object)
    return {"reader": key, "configuration": found}
