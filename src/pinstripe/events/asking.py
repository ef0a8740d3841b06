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

from pinstripe.events import snapshots
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


def event(work: Work, record: Record, endpoint: Record) -> dict[str, Any]:
    """The body of the event that this work has just sent of a record, as an endpoint hears it."""
    kind, _, _, _, key = next(one for one in reversed(work.events_) if one[1] is record)
    told = snapshots.Event(
        seq=0,
        account=record.account,
        id=key,
        type=kind,
        object=record.id,
        previous=None,
        request=work.request_id,
        key=work.idempotency_key,
        api_version=work.world.api_version,
        created=work.world_now,
        clock=record.clock,
        body=record.encoded(),
        private=record.private_bytes(),
    )
    owner = "" if endpoint.account == record.account else record.account
    body = snapshots.shown(work, told, endpoint.get("api_version") or "", 1, owner)
    work.records[(record.account, record.id)] = record  # which the event had put aside
    return body


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
