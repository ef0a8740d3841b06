"""What a person chose on a page that ends in one of several ways, and where they are sent then.

Owns: reading the choice, finding the world. Does not own: the page (pages.py), what a choice leads to (the
page's own `answer`). Money: none. Source: our own.
No key of the API is needed: the address carries a key of its own.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from pinstripe.control import payer_pages
from pinstripe.control.pages import HEADERS, written
from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from pinstripe.kernel import pages
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.pages import Page
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World


async def answered(control: Control, request: Request) -> Reply:
    """What was sent from a page. gives: the way back (303), or a page where there is none; 404 where the
    address lets nobody in any more
    """
    known = pages.found(request.path)
    if known is None or not known[0].choices:
        return await payer_pages.answered(control, request)
    page, key = known
    asked = parse_qs(request.query.decode("ascii", "replace"))
    choice = parse_qs(request.body.decode("utf-8", "replace")).get("outcome", [page.choices[-1][0]])[0]
    account, token = (asked.get(name, [""])[0] for name in ("merchant", "key"))
    if choice in dict(page.choices):
        for world in await control.ask(payer_pages.homes, control, account, key):
            back = await _choose(control, world, account, page, key, token, choice)
            if back is not None:
                return back
    return written(404, "No such page", "<p>This address is not, or no longer, good.</p>")


async def _choose(
    control: Control, world: World, account: str, page: Page, key: str, token: str, choice: str
) -> Reply | None:
    def step(batch: Batch) -> Reply | None:
        work = Work(batch, account)
        assert page.answer is not None, f"page {page.kind} has choices and nobody who hears them"
        back = page.answer(work, key, token, choice)
        if back is None:
            return None
        work.keep()
        if back:
            return Reply(303, b"", [*HEADERS, ("Location", back)])
        return written(200, "Thank you", "<p>Your answer was sent.</p>")

    found: Any = await control.runtime.engine.enqueue((world, step))
    return found  # type: ignore[no-any-return]
