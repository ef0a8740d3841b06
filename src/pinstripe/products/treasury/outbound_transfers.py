"""The endpoints of outbound transfers, and the test helpers that stand for their networks.

Owns: create, list, cancel, post, fail, return, tracking. Does not own: what they do (outbound.py), who is
paid (payee.py). Money: the record's. Source: spec; docs: Moving money with Treasury.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import outbound, refusals
from pinstripe.products.treasury import payee as payees
from pinstripe.products.treasury.outbound_transfer import OUTBOUND_TRANSFER
from pinstripe.products.treasury.payee import Payee

COLLECTION = "/v1/treasury/outbound_transfers"
ONE = f"{COLLECTION}/{{outbound_transfer}}"
TEST = "/v1/test_helpers/treasury/outbound_transfers/{outbound_transfer}"


@operation(f"POST {COLLECTION}", OUTBOUND_TRANSFER)
def create(work: Work, params: Params) -> Record:
    """An owner moves money to another account of their own. refuses: one_destination, what `payee` and
    `outbound` refuse. source: spec; docs: Moving money with Treasury
    """
    source = financial_accounts.known(work, params.financial_account)
    method, data = params.get(payees.METHOD), params.get(payees.DATA)
    if (method is None) == (data is None):
        raise refusals.one_destination(f"`{payees.METHOD}` and `{payees.DATA}`")
    if data is None:
        payee = payees.own(work, str(method), payees.METHOD, "outbound")
    else:
        payee = paid(work, source, data)
    return outbound.create(work, OUTBOUND_TRANSFER, source, params, payee)


def paid(work: Work, source: Record, data: Params) -> Payee:
    """Another financial account of the same owner. refuses: resource_missing, what `payee` refuses"""
    key = data.get("financial_account")
    if key is not None:
        work.find("treasury.financial_account", key, f"{payees.DATA}[financial_account]")
    return payees.of_data(work, data, source)


@operation(f"GET {COLLECTION}", OUTBOUND_TRANSFER)
def list_outbound_transfers(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    referred(work, params, financial_account="treasury.financial_account")
    filters = params.pick("financial_account", "status")
    return show_records(work, OUTBOUND_TRANSFER, params, COLLECTION, filters, None)


@operation(f"POST {ONE}/cancel", OUTBOUND_TRANSFER, subject="outbound_transfer")
def cancel(work: Work, outbound_transfer: Record, params: Params) -> Record:
    """It is called back before its network has it. refuses: wrong_state, not_cancelable. source: spec"""
    return outbound.cancel(work, outbound_transfer)


@operation(f"POST {TEST}/post", OUTBOUND_TRANSFER, subject="outbound_transfer")
def post(work: Work, outbound_transfer: Record, params: Params) -> Record:
    """A test has it leave. refuses: wrong_state. source: spec"""
    return outbound.leave(work, outbound_transfer)


@operation(f"POST {TEST}/fail", OUTBOUND_TRANSFER, subject="outbound_transfer")
def fail(work: Work, outbound_transfer: Record, params: Params) -> Record:
    """A test has it fail. refuses: wrong_state. source: spec"""
    return outbound.end(work, outbound_transfer, "fail")


@operation(f"POST {TEST}/return", OUTBOUND_TRANSFER, subject="outbound_transfer")
def send_back(work: Work, outbound_transfer: Record, params: Params) -> Record:
    """A test has it leave and come back. refuses: wrong_state. source: spec"""
    return outbound.return_now(work, outbound_transfer, params)


@operation(f"POST {TEST}", OUTBOUND_TRANSFER, subject="outbound_transfer", verb="track")
def track(work: Work, outbound_transfer: Record, params: Params) -> Record:
    """A test says by which number the network knows it. refuses: wrong_state, not_submitted, tracking_of

    source: spec
    """
    return outbound.track(work, outbound_transfer, params.tracking_details)
