"""The endpoints of meters and of their event summaries.

Owns: the endpoints. Does not own: the record (meter.py), counting (the metering machine). Money: none.
Source: spec; docs: Create and configure a meter.
"""

from __future__ import annotations

from pinstripe import metering
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.usage import refusals
from pinstripe.products.usage.meter import METER, named, summary

WINDOW_SECONDS = {"hour": 3600, "day": 86400, None: 60}


@operation("POST /v1/billing/meters", METER)
def create(work: Work, params: Params) -> Record:
    """Count events of a name; one active meter for each name. source: docs: Create and configure a meter"""
    if named(work, params.event_name) is not None:
        raise refusals.name_is_taken(params.event_name)
    return work.create(METER, "made", updated=work.now, **stored(METER, params))


@operation("POST /v1/billing/meters/{id}", METER, subject="id")
def update(work: Work, meter: Record, params: Params) -> Record:
    """Only the name that people read can change. source: spec"""
    if params.get("display_name", meter.display_name) == meter.display_name:
        return meter
    return work.advance(meter, "update", "done", display_name=params.display_name, updated=work.now)


@operation("POST /v1/billing/meters/{id}/deactivate", METER, subject="id")
def deactivate(work: Work, meter: Record, params: Params) -> Record:
    """Its events are refused from now on. source: docs: Create and configure a meter"""
    transitions = {"deactivated_at": work.now}
    return work.advance(meter, "deactivate", "done", status_transitions=transitions, updated=work.now)


@operation("POST /v1/billing/meters/{id}/reactivate", METER, subject="id")
def reactivate(work: Work, meter: Record, params: Params) -> Record:
    """Count again, unless another meter has taken the name. source: docs: Create and configure a meter"""
    if named(work, meter.event_name) is not None:
        raise refusals.name_is_taken(meter.event_name)
    transitions = {"deactivated_at": None}
    return work.advance(meter, "reactivate", "done", status_transitions=transitions, updated=work.now)


@operation("GET /v1/billing/meters/{id}/event_summaries", METER, subject="id", verb="summaries")
def list_event_summaries(work: Work, meter: Record, params: Params) -> Page:
    """What a customer used, window by window, newest first. source: spec; order: inferred"""
    window = params.get("value_grouping_window")
    step = WINDOW_SECONDS[window]
    for name in ("start_time", "end_time"):
        if params[name] % step:
            raise refusals.misaligned(name, window)
    if params.start_time >= params.end_time:
        raise refusals.empty_range()
    work.find("customer", params.customer, "customer")
    rows = metering.windows(
        work,
        meter.id,
        meter.default_aggregation["formula"],
        params.customer,
        params.start_time,
        params.end_time,
        window,
        event_time_window=meter.event_time_window,
    )
    items = [summary(work, meter, params.customer, *row) for row in rows]
    return page_of(items, params, f"/v1/billing/meters/{meter.id}/event_summaries", "meter event summary")
