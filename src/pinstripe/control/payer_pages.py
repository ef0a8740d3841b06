"""What a payer answers on a page: they agree to a payment or refuse it, and are sent back to the merchant.

Owns: reading the answer, finding the intent, the way back. Does not own: the page (pages.py), what an answer
leads to (products/payments/attempt.py). Money: moved by the payment that the answer allows. Source: our own.
No key is needed: the address carries the secret of the intent, as the merchant's own page does.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from pinstripe.control.pages import HEADERS, written
from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from pinstripe.kernel import pages
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import setup
from pinstripe.products.payments.setup_intent import SETUP_INTENT

HOMES = (
    "SELECT h.world FROM worlds w JOIN heads h ON h.world=w.world AND h.account=? AND h.id=? ORDER BY h.world"
)


async def answered(control: Control, request: Request) -> Reply:
    """The answer of a payer. gives: the way back (303), or a page where there is none; 404 for a wrong
    secret
    """
    known = pages.found(request.path)
    asked = parse_qs(request.query.decode("ascii", "replace"))
    answer = parse_qs(request.body.decode("utf-8", "replace")).get("answer", [""])[0]
    account = asked.get("merchant", [""])[0]
    if known is None or not known[0].asks or answer not in ("complete", "fail"):
        return written(404, "No such page", "<p>This server has no page at this address.</p>")
    secret = asked.get(pages.SECRETS[known[1].partition("_")[0]], [""])[0]
    for world in await control.ask(homes, control, account, known[1]):
        back = await _answer(control, world, account, known[1], secret, answer == "complete")
        if back is not None:
            return back
    return written(404, "No such payment", "<p>No payment waits for an answer at this address.</p>")


def homes(control: Control, account: str, key: str) -> list[World]:
    """The worlds that have an intent of this id: a copy of a world has it as well."""
    found = control.runtime.store.rows(HOMES, (account, key))
    worlds = (control.runtime.worlds.numbered(number) for (number,) in found)
    return [world for world in worlds if world is not None]


async def _answer(
    control: Control, world: World, account: str, key: str, secret: str, agrees: bool
) -> Reply | None:
    """What follows in one world; None where the intent has another secret, or waits for nothing."""

    def step(batch: Batch) -> Reply | None:
        work = Work(batch, account)
        of_setup = key.startswith(f"{SETUP_INTENT.prefix}_")
        intent = work.subject("setup_intent" if of_setup else "payment_intent", key)
        machine = setup if of_setup else attempts
        if intent.client_secret != secret or not machine.asked_on_page(intent):
            return None
        back = intent.private.get("return_url")
        machine.authenticate(work, intent, agrees)
        work.keep()
        if back is None:
            return written(200, "Thank you", "<p>The merchant has your answer.</p>")
        failed = intent.last_setup_error if of_setup else intent.last_payment_error
        status = "failed" if failed else "succeeded"
        facts = {intent.type: key, f"{intent.type}_client_secret": secret, "redirect_status": status}
        return Reply(303, b"", [*HEADERS, ("Location", with_facts(back, facts))])

    found: Any = await control.runtime.engine.enqueue((world, step))
    return found  # type: ignore[no-any-return]


def with_facts(address: str, facts: dict[str, str]) -> str:
    """An address with more in its query."""
    parts = urlsplit(address)
    query = "&".join(part for part in (parts.query, urlencode(facts)) if part)
    return urlunsplit(parts._replace(query=query))
