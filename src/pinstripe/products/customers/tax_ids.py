"""The endpoints of tax ids: a customer's, and those of the account itself.

Owns: the routes. Does not own: the record (tax_id.py). Money: none. Source: spec; docs: Tax IDs.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import tax_id as tax_ids
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.customers.tax_id import TAX_ID
from pinstripe.products.webhooks.webhook_endpoint import application_of

THEIRS = "/v1/customers/{customer}/tax_ids"


@operation(f"POST {THEIRS}", TAX_ID, subject="customer", of=CUSTOMER, verb="tax_ids")
def create_of_customer(work: Work, customer: Record, params: Params) -> Record:
    """A customer's tax id. refuses: bad_tax_id, too_many_tax_ids. source: spec"""
    return tax_ids.make(work, tax_ids.of_customer(work, customer.id), params.type, params.value, "value")


@operation(f"GET {THEIRS}", TAX_ID, subject="customer", of=CUSTOMER, verb="tax_ids")
def list_of_customer(work: Work, customer: Record, params: Params) -> Page:
    """A customer's tax ids, newest first. source: spec"""
    url = f"/v1/customers/{customer.id}/tax_ids"
    return list_records(work, TAX_ID, params, url, {"customer": customer.id}, None)


@operation(f"GET {THEIRS}/{{id}}", TAX_ID, subject="customer", of=CUSTOMER, verb="tax_ids")
def retrieve_of_customer(work: Work, customer: Record, params: Params, id: str) -> Record:
    """One of them. source: spec"""
    return _of(work, customer, id)


@operation(f"DELETE {THEIRS}/{{id}}", TAX_ID, subject="customer", of=CUSTOMER, verb="tax_ids")
def delete_of_customer(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """One of them goes. source: spec"""
    tax_id = _of(work, customer, id)
    tax_ids.remove(work, tax_id)
    return deleted(tax_id)


def _of(work: Work, customer: Record, key: str) -> Record:
    """A tax id of this customer. refuses: resource_missing (404)"""
    tax_id = work.subject("tax_id", key)
    if tax_id.customer != customer.id:
        raise errors.no_such(TAX_ID.noun, key, "id")
    return tax_id


@operation("POST /v1/tax_ids", TAX_ID)
def create(work: Work, params: Params) -> Record:
    """A tax id of the account itself, of its platform's application, or of a customer or a connected account
    that is named. refuses: bad_tax_id, missing_param

    source: spec
    """
    return tax_ids.make(work, _owner(work, params.get("owner") or {}), params.type, params.value, "value")


def _owner(work: Work, owner: Any) -> dict[str, str]:
    """Whose it is, as tax ids show it. refuses: missing_param, resource_missing

    source: spec; inferred (the application is the platform's, for the platform too)
    """
    kind = owner.get("type", "self")
    if kind == "self":
        return {"type": kind}
    if kind == "application":
        return {"application": application_of(work.world.account), "type": kind}
    param = f"owner[{kind}]"
    if not owner.get(kind):
        raise errors.missing_param(param)
    if kind == "customer":
        return tax_ids.of_customer(work, work.find("customer", owner["customer"], param).id)
    platform_work = work.acting_for(work.world.account)
    return {"account": platform_work.find("account", owner["account"], param).id, "type": kind}


@operation("GET /v1/tax_ids", TAX_ID)
def list_ids(work: Work, params: Params) -> Page:
    """Tax ids of the account itself, of the application, or of a customer or a connected account, newest
    first. source: spec"""
    owner = _owner(work, params.get("owner") or {})
    kind = owner["type"]
    filters = {"own": True} if kind == "self" else {kind: owner[kind]}
    return list_records(work, TAX_ID, params, "/v1/tax_ids", filters, None if kind == "customer" else "")


@operation("GET /v1/tax_ids/{id}", TAX_ID, subject="id")
def retrieve(work: Work, tax_id: Record, params: Params) -> Record:
    """One tax id. source: spec"""
    return tax_id


@operation("DELETE /v1/tax_ids/{id}", TAX_ID, subject="id")
def delete(work: Work, tax_id: Record, params: Params) -> dict[str, Any]:
    """It goes. source: spec"""
    tax_ids.remove(work, tax_id)
    return deleted(tax_id)
