"""The endpoints of outbound payments, and the test helpers that stand for their networks.

Owns: create, list, cancel, post, fail, return, tracking. Does not own: what they do (outbound.py), who is
paid (payee.py). Money: the record's. Source: spec; docs: Moving money with Treasury.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import outbound, refusals
from pinstripe.products.treasury import payee as payees
from pinstripe.products.treasury.outbound_payment import OUTBOUND_PAYMENT
from pinstripe.products.treasury.payee import Payee

COLLECTION = "/v1/treasury/outbound_payments"
ONE = f"{COLLECTION}/{{id}}"
TEST = "/v1/test_helpers/treasury/outbound_payments/{id}"


@operation(f"POST {COLLECTION}", OUTBOUND_PAYMENT)
def create(work: Work, params: Params) -> Record:
    """Somebody else is paid. refuses: one_destination, address_needed, what `payee` and `outbound` refuse

    source: spec; docs: Moving money with Treasury
    """
    source = financial_accounts.known(work, params.financial_account)
    present = end_user(params)
    customer = params.get("customer")
    if customer is not None:
        work.find("customer", customer, "customer")
    payee = paid(work, source, params)
    private = {"method_metadata": (params.get(payees.DATA) or {}).get("metadata")}
    own = {"customer": customer, "end_user_details": present, "private": private}
    return outbound.create(work, OUTBOUND_PAYMENT, source, params, payee, **own)


def paid(work: Work, source: Record, params: Params) -> Payee:
    """Who it goes to. refuses: one_destination, what `payee` refuses"""
    method, data = params.get(payees.METHOD), params.get(payees.DATA)
    if (method is None) == (data is None):
        raise refusals.one_destination(f"`{payees.METHOD}` and `{payees.DATA}`")
    if method is not None:
        return payees.of_customer(work, method, params.get("customer"))
    assert data is not None
    return payees.of_data(work, data, source)


def end_user(params: Params) -> dict[str, Any]:
    """Who asked for it: a person who is there has an address. refuses: address_needed. source: spec"""
    given = params.get("end_user_details") or {}
    present, address = bool(given.get("present")), given.get("ip_address")
    if present and not address:
        raise refusals.address_needed()
    return {"ip_address": address, "present": present}


@operation(f"GET {COLLECTION}", OUTBOUND_PAYMENT)
def list_outbound_payments(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    referred(work, params, financial_account="treasury.financial_account", customer="customer")
    filters = params.pick("financial_account", "status", "customer")
    return show_records(work, OUTBOUND_PAYMENT, params, COLLECTION, filters, None)


@operation(f"POST {ONE}/cancel", OUTBOUND_PAYMENT, subject="id")
def cancel(work: Work, record: Record, params: Params) -> Record:
    """It is called back before its network has it. refuses: wrong_state, not_cancelable. source: spec"""
    return outbound.cancel(work, record)


@operation(f"POST {TEST}/post", OUTBOUND_PAYMENT, subject="id")
def post(work: Work, record: Record, params: Params) -> Record:
    """A test has it leave. refuses: wrong_state. source: spec"""
    return outbound.leave(work, record)


@operation(f"POST {TEST}/fail", OUTBOUND_PAYMENT, subject="id")
def fail(work: Work, record: Record, params: Params) -> Record:
    """A test has it fail. refuses: wrong_state. source: spec"""
    return outbound.end(work, record, "fail")


@operation(f"POST {TEST}/return", OUTBOUND_PAYMENT, subject="id")
def send_back(work: Work, record: Record, params: Params) -> Record:
    """A test has it leave and come back. refuses: wrong_state. source: spec"""
    return outbound.return_now(work, record, params)


@operation(f"POST {TEST}", OUTBOUND_PAYMENT, subject="id", verb="track")
def track(work: Work, record: Record, params: Params) -> Record:
    """A test says by which number the network knows it. refuses: wrong_state, not_submitted, tracking_of

    source: spec
    """
    return outbound.track(work, record, params.tracking_details)
