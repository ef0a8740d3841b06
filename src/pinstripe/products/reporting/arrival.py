"""Arrival: new data can be reported, and who asked for it by name is told.

Owns: when `reporting.report_type.updated` is sent. Does not own: the table (report_type.py), who hears of
events (room webhooks). Money: none.
Times: at midnight and noon, UTC, of the world's clock, as long as an endpoint names the event; nothing is
scheduled where none does. Endpoints of connected accounts hear nothing of it.
Source: spec (events); docs: event types; docs: Reporting API.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.reporting.report_type import (
    KINDS,
    REPORT_TYPE,
    TWICE_A_DAY,
    UPDATED,
    Kind,
    available_until,
    body_of,
)
from pinstripe.products.webhooks import webhook_endpoint as endpoints
from pinstripe.products.webhooks.v2_event_destination import V2_EVENT_DESTINATION
from pinstripe.products.webhooks.webhook_endpoint import WEBHOOK_ENDPOINT

FIRST = next(iter(KINDS))
"""The type on whose record the next arrival hangs."""


@hears(WEBHOOK_ENDPOINT, "create", "enabled")
@hears(WEBHOOK_ENDPOINT, "update", "enabled")
@hears(WEBHOOK_ENDPOINT, "change")
@hears(V2_EVENT_DESTINATION, "create", "enabled")
@hears(V2_EVENT_DESTINATION, "enable", "done")
@hears(V2_EVENT_DESTINATION, "change")
def expect(work: Work, endpoint: Record) -> None:
    """An endpoint that names the event hears of the next data."""
    own_work = work.acting_for(work.world.account)
    if UPDATED not in endpoint.enabled_events or not endpoints.is_named(own_work, UPDATED):
        return
    first = known(own_work, KINDS[FIRST], work.world_now)
    own_work.unschedule("update", first)
    own_work.schedule("update", first, available_until(work.world_now) + TWICE_A_DAY)


def known(work: Work, kind: Kind, moment: int) -> Record:
    """The record of a type; a fresh one is as it was at that moment."""
    record = work.peek(kind.key, REPORT_TYPE.object)
    return record or work.create(REPORT_TYPE, "known", **body_of(moment, kind))


@job(REPORT_TYPE, "update")
def update(work: Work, first: Record) -> None:
    """Data of another half of a day are there, in every type; nobody is told any more once nobody names it.

    source: spec (events); docs: Reporting API
    """
    if not endpoints.is_named(work, UPDATED):
        return
    for kind in KINDS.values():
        record = known(work, kind, work.now - TWICE_A_DAY)
        end = available_until(work.now)
        work.advance(record, "update", "done", data_available_end=end, updated=end)
    work.schedule("update", first, available_until(work.now) + TWICE_A_DAY)
