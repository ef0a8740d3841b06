"""The endpoints of payment records.

Owns: the endpoints. Does not own: what a report changes (payment_record.py). Money: none.
Source: spec; docs: API reference (samples).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.reported import payment_record as records
from pinstripe.products.reported import refusals
from pinstripe.products.reported.payment_record import GUARANTEED, OPEN, PAYMENT_RECORD

HERE = "/v1/payment_records/{id}"
PERSON = ("customer", "email", "name", "phone")
DETAILS: Final = "payments_primitives_payment_records_resource_payment_method_details"
PLACE = ("city", "country", "line1", "line2", "postal_code", "state")


@operation("POST /v1/payment_records/report_payment", PAYMENT_RECORD)
def report_payment(work: Work, params: Params) -> Record:
    """A payment that somebody else processes, with its first try. refuses: too_low, bad_currency, no_such,
    missing_param. source: spec; docs: API reference (sample)
    """
    amount = amount_of(params.amount_requested, "amount_requested")
    state = outcome_of(params)
    metadata = merged_metadata(None, params.get("metadata") or {})
    given = params.get("processor_details") or {"custom": {"payment_reference": None}, "type": "custom"}
    record = work.create(
        PAYMENT_RECORD,
        **records.sums(amount["value"], amount["currency"], state),
        customer_details=person(work, params.get("customer_details")),
        customer_presence=params.get("customer_presence"),
        description=params.get("description"),
        metadata=metadata,
        processor_details={"type": "custom", **given},
        shipping_details=parcel(params.get("shipping_details")),
        private={"initiated_at": params.initiated_at},
    )
    details = method_details(work, params.payment_method_details)
    return records.tried(work, record, {"metadata": metadata, "payment_method_details": details}, state)


@operation(f"POST {HERE}/report_payment_attempt", PAYMENT_RECORD, subject="id")
def report_payment_attempt(work: Work, record: Record, params: Params) -> Record:
    """Another try, when all others came to nothing. refuses: tried_already, no_such, missing_param
    source: spec
    """
    before = records.latest(work, record)
    if records.state_of(before) in (OPEN, GUARANTEED):
        raise refusals.tried_already(record.id, records.state_of(before))
    facts: dict[str, Any] = {"metadata": merged_metadata(None, params.get("metadata") or {})}
    facts["payment_method_details"] = record.payment_method_details
    if params.get("payment_method_details"):
        facts["payment_method_details"] = method_details(work, params.payment_method_details)
    if "description" in params:
        facts["description"] = params.description
    if params.get("shipping_details"):
        facts["shipping_details"] = parcel(params.shipping_details)
    work.note(record, initiated_at=params.initiated_at)
    return records.tried(work, record, facts, outcome_of(params))


@operation(f"POST {HERE}/report_payment_attempt_guaranteed", PAYMENT_RECORD, subject="id")
def report_payment_attempt_guaranteed(work: Work, record: Record, params: Params) -> Record:
    """The money will come. refuses: decided. source: spec"""
    work.note(record, guaranteed_at=params.guaranteed_at)
    return records.settle(work, record, GUARANTEED, params.get("metadata"))


@operation(f"POST {HERE}/report_payment_attempt_failed", PAYMENT_RECORD, subject="id")
def report_payment_attempt_failed(work: Work, record: Record, params: Params) -> Record:
    """The money will not come. refuses: decided. source: spec"""
    work.note(record, failed_at=params.failed_at)
    return records.settle(work, record, "failed", params.get("metadata"))


@operation(f"POST {HERE}/report_payment_attempt_canceled", PAYMENT_RECORD, subject="id")
def report_payment_attempt_canceled(work: Work, record: Record, params: Params) -> Record:
    """Nobody waits for the money. refuses: decided. source: spec"""
    work.note(record, canceled_at=params.canceled_at)
    return records.settle(work, record, "canceled", params.get("metadata"))


@operation(f"POST {HERE}/report_payment_attempt_informational", PAYMENT_RECORD, subject="id")
def report_payment_attempt_informational(work: Work, record: Record, params: Params) -> Record:
    """What else is known of a payment. refuses: no_such. source: spec"""
    changes: dict[str, Any] = {}
    if "customer_details" in params:
        changes["customer_details"] = person(work, params.customer_details)
    if "description" in params:
        changes["description"] = params.description
    if "shipping_details" in params:
        changes["shipping_details"] = parcel(params.shipping_details)
    return records.both(work, record, changes, metadata_of(params))


def metadata_of(params: Params) -> Mapping[str, str | None] | None:
    """Notes that a report brings: an empty text takes all of them away."""
    if "metadata" not in params:
        return None
    return params.metadata if params.metadata is not None else {}


@operation(f"POST {HERE}/report_refund", PAYMENT_RECORD, subject="id")
def report_refund(work: Work, record: Record, params: Params) -> Record:
    """Money went back, the whole if nobody says how much. refuses: not_guaranteed, other_currency,
    too_much_back, missing_param. source: spec; inferred (the rules)
    """
    given = params.get("amount")
    amount = amount_of(given, "amount") if given else None
    if not params.get("refunded"):
        raise errors.missing_param("refunded[refunded_at]")
    work.note(
        record,
        refund_outcome=params.outcome,
        refund_initiated_at=params.get("initiated_at"),
        refund_processor_details=params.processor_details,
        refunded=params.refunded,
    )
    group = (params.processor_details.get("custom") or {}).get("refund_reference", "")
    return records.refund(work, record, amount, params.get("metadata"), group)


@operation("GET /v1/payment_records", PAYMENT_RECORD)
def list_all(work: Work, params: Params) -> Page:
    """Payments that were reported, newest first. source: spec; inferred (the bounds are within)"""
    bounds = {"gte": params.get("created_after"), "lte": params.get("created_before")}
    known = {name: value for name, value in bounds.items() if value is not None}
    asked = {**params, **({"created": known} if known else {})}
    return show_records(work, PAYMENT_RECORD, asked, "/v1/payment_records")


def amount_of(given: Mapping[str, Any], param: str) -> dict[str, Any]:
    """A sum in a currency. refuses: bad_currency, too_low"""
    if not currencies.known(given["currency"]):
        raise errors.bad_currency(given["currency"], currencies.ACCEPTED, f"{param}[currency]")
    if given["value"] < 1:
        raise errors.too_low(1, f"{param}[value]")
    return {"currency": given["currency"], "value": given["value"]}


def outcome_of(params: Params) -> str:
    """What became of a try, if that is known already. refuses: missing_param"""
    outcome = params.get("outcome")
    if outcome is None:
        return OPEN
    moments = {
        "canceled": params.get("canceled"),
        "failed": params.get("failed"),
        "guaranteed": params.get("guaranteed"),
    }
    if not moments[outcome]:
        raise errors.missing_param(f"{outcome}[{outcome}_at]")
    return str(outcome)


def person(work: Work, given: Params | None) -> dict[str, Any] | None:
    """Who pays. refuses: no_such"""
    if not given:
        return None
    if given.get("customer"):
        work.find("customer", given.customer, "customer_details[customer]")
    return {name: given.get(name) for name in PERSON}


def parcel(given: Params | None) -> dict[str, Any] | None:
    """Where the goods go."""
    if not given:
        return None
    return {**{name: given.get(name) for name in ("name", "phone")}, "address": place(given.get("address"))}


def place(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """An address with every key."""
    said = given or {}
    return {name: said.get(name) for name in PLACE}


def method_details(work: Work, given: Params) -> dict[str, Any]:
    """How it is paid: a method that Stripe knows says so itself, where the report does not. refuses: no_such.
    source: docs: API reference (sample); spec (fields); inferred (what a known method says)
    """
    billing, custom = given.get("billing_details"), given.get("custom")
    key, known = given.get("payment_method"), None
    if key:
        known = methods.resolve(work, key, "payment_method_details[payment_method]")
    shown: dict[str, Any] = {
        "billing_details": None,
        "payment_method": known and known.id,
        "type": given.get("type") or (known.body["type"] if known else "custom"),
    }
    if known is not None and shown["type"] == known.body["type"]:
        shown |= of_method(known)
        billing = billing or known.billing_details
    if billing:
        names = ("email", "name", "phone")
        shown["billing_details"] = {
            **{name: billing.get(name) for name in names},
            "address": place(billing.get("address")),
        }
    if custom:
        shown["custom"] = {"display_name": custom.get("display_name") or "", "type": custom.get("type")}
    return shown


def of_method(method: Record) -> dict[str, Any]:
    """What a record shows of a method under its type's name: the plain fields that both know. source: spec"""
    kind, table = method.body["type"], Table.load(NEWEST)
    node = table.object(DETAILS).props.get(kind) or {}
    fields = table.object(node["ref"]).props if "ref" in node else {}
    said = method.body.get(kind) or {}
    told = {
        name: said[name]
        for name, field in fields.items()
        if field.get("t") in ("int", "str") and name in said
    }
    return {kind: told} if told else {}
