"""The endpoints of alerts.

Owns: create, activate, deactivate, archive. Does not own: the record (alert.py), counting
(alert_triggered.py). Money: none. Source: spec; docs: Usage-based alerts.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.alerts import alert as alerts
from pinstripe.products.alerts import alert_triggered, refusals
from pinstripe.products.alerts.alert import ALERT

FILTERS = "usage_threshold[filters]"


@operation("POST /v1/billing/alerts", ALERT)
def create(work: Work, params: Params) -> Record:
    """Tell when somebody has used so much of a meter from now on.

    refuses: no threshold, none above nought, an unknown meter or customer, several filters, too many alerts.
    source: docs: Usage-based alerts
    """
    threshold = params.get("usage_threshold")
    if threshold is None:
        raise errors.missing_param("usage_threshold")
    if not params.title:
        raise errors.empty_param("title")
    if len(params.title) > alerts.LONGEST_TITLE:
        raise errors.long_string(params.title, alerts.LONGEST_TITLE, "title")
    if threshold["gte"] < 1:
        raise errors.too_low(1, "usage_threshold[gte]")
    meter = work.find("billing.meter", threshold["meter"], "usage_threshold[meter]")
    filters = _filters(work, threshold)
    known = alerts.of_meter(work, meter.id)
    about = filters[0]["customer"] if filters else None
    if sum(alerts.customer_of(one) == about for one in known) >= alerts.MOST_ALERTS:
        raise refusals.too_many_alerts(alerts.MOST_ALERTS)
    alert = work.create(
        ALERT,
        "made",
        alert_type=params.alert_type,
        title=params.title,
        usage_threshold={
            "filters": filters or None,
            "gte": threshold["gte"],
            "meter": meter.id,
            "recurrence": threshold["recurrence"],
        },
    )
    alerts.watch(work, meter.id)
    return alert


def _filters(work: Work, threshold: Params) -> list[dict[str, str]]:
    """Whom the alert is about, where it is about one. refuses: several, nobody, an unknown customer"""
    given = threshold.get("filters") or []
    if len(given) > 1:
        raise errors.long_array(FILTERS, 1)
    for one in given:
        if one.get("customer") is None:
            raise errors.missing_param(f"{FILTERS}[0][customer]")
        work.find("customer", one["customer"], f"{FILTERS}[0][customer]")
    return [{"customer": one["customer"], "type": one["type"]} for one in given]


@operation("POST /v1/billing/alerts/{id}/activate", ALERT, subject="id")
def activate(work: Work, alert: Record, params: Params) -> Record:
    """It may tell again, also of those of whom it has told. source: spec"""
    work.advance(alert, "activate", "done")
    alert_triggered.arm(work, alert)
    return alert


@operation("POST /v1/billing/alerts/{id}/deactivate", ALERT, subject="id")
def deactivate(work: Work, alert: Record, params: Params) -> Record:
    """It tells nothing for the time being; what is used goes on counting. source: spec; counting: inferred"""
    return work.advance(alert, "deactivate", "done")


@operation("POST /v1/billing/alerts/{id}/archive", ALERT, subject="id")
def archive(work: Work, alert: Record, params: Params) -> Record:
    """It is put away for good: no list and no retrieve shows it. source: spec"""
    work.advance(alert, "archive", "done")
    alert_triggered.forget(work, alert)
    work.delete(alert)
    alerts.watch(work, alert.usage_threshold["meter"])
    return alert
