"""Questions to webhook endpoints: a signed event whose answer a function waits for.

Owns: the question, as an Outside; forced faults that hit it. Does not own: HTTP (sender.py), what is asked
and what an answer means (products). Money: none. Source: docs: webhooks (signature); sdk.

    try:
        answer = yield asking.webhook(work, endpoint, event, seconds=2)
        approved = answer.json()["approved"]
    except Unanswered:
        …

A question leaves no row in `deliveries`: nobody sends it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import orjson

from pinstripe.events.faults import Faults, chosen, faults_of
from pinstripe.events.sender import Answered, Sender, Unanswered
from pinstripe.kernel.outside import SECONDS_MAX, Outside
from pinstripe.kernel.record import PRETTY, Record

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

__all__ = ["Answered", "Unanswered", "webhook"]


def webhook(work: Work, endpoint: Record, body: dict[str, Any], seconds: int) -> Outside:
    """Post this body to an endpoint, signed with its secret, and wait so long for the answer.

    gives: an Outside, to be yielded; after it there is an Answered, or Unanswered is raised
    """
    assert 0 < seconds < SECONDS_MAX, "the sender's own limit comes before that of the kernel"
    sender: Sender = work.world.machines["sender"]
    payload = orjson.dumps(body, option=PRETTY)
    place = (endpoint.url, payload, endpoint.private["secret"], seconds)
    return Outside(asked, sender, faults_of(work.world), *place, seconds=seconds + 1)


async def asked(
    sender: Sender, faults: Faults, url: str, payload: bytes, secret: str, seconds: int
) -> Answered:
    """The answer of the endpoint, unless the world wants it to be lost; which ones are, the payload says."""
    number = crc32(payload)
    if chosen(faults.drop, number):
        raise Unanswered("not sent: forced fault")
    answer = await sender.ask(url, payload, secret, seconds)
    if chosen(faults.time_out, number):
        raise Unanswered("timed out: forced fault")
    return answer
