"""The endpoints of inbound transfers, and the test helpers that stand for the bank.

Owns: create, list, cancel, succeed, fail, return. Does not own: what they do (inbound_transfer.py).
Money: the transfer's. Source: spec; docs: Moving money with Treasury.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import inbound_transfer as inbound_transfers
from pinstripe.products.treasury import outbound, refusals
from pinstripe.products.treasury import payee as payees
from pinstripe.products.treasury.inbound_transfer import INBOUND_TRANSFER

COLLECTION = "/v1/treasury/inbound_transfers"
TEST = "/v1/test_helpers/treasury/inbound_transfers/{id}"


@operation(f"POST {COLLECTION}", INBOUND_TRANSFER)
def create(work: Work, params: Params) -> Record:
    """An owner moves money in from their own bank account.

    refuses: feature_inactive, too_low, other_currency, unverified, descriptor_too_long, what `payee` refuses

    source: spec; docs: Moving money with Treasury
    """
    account = financial_accounts.usable(work, params.financial_account, "inbound_transfers.ach")
    financial_accounts.amounts(account, params.amount, params.currency)
    descriptor = outbound.descriptor(params, "ach", "transfer")
    payee = payees.own(work, params.origin_payment_method, "origin_payment_method", "inbound")
    if not payees.verified(work, payee):
        raise refusals.unverified("origin_payment_method")
    return inbound_transfers.begin(work, account, params, payee, descriptor)


@operation(f"GET {COLLECTION}", INBOUND_TRANSFER)
def list_inbound_transfers(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    referred(work, params, financial_account="treasury.financial_account")
    filters = params.pick("financial_account", "status")
    return show_records(work, INBOUND_TRANSFER, params, COLLECTION, filters, None)


@operation(f"POST {COLLECTION}/{{inbound_transfer}}/cancel", INBOUND_TRANSFER, subject="inbound_transfer")
def cancel(work: Work, inbound_transfer: Record, params: Params) -> Record:
    """It is called back before the bank has it. refuses: wrong_state, not_cancelable. source: spec"""
    return inbound_transfers.cancel(work, inbound_transfer)


@operation(f"POST {TEST}/succeed", INBOUND_TRANSFER, subject="id")
def succeed(work: Work, record: Record, params: Params) -> Record:
    """A test has it succeed. refuses: wrong_state. source: spec"""
    return inbound_transfers.succeed(work, record)


@operation(f"POST {TEST}/fail", INBOUND_TRANSFER, subject="id")
def fail(work: Work, record: Record, params: Params) -> Record:
    """A test has it fail. refuses: wrong_state. source: spec; default code: docs: Moving money with Treasury
    (could_not_process, `other` today)
    """
    code = (params.get("failure_details") or {}).get("code") or "other"
    return inbound_transfers.fail(work, record, code)


@operation(f"POST {TEST}/return", INBOUND_TRANSFER, subject="id", verb="return")
def take_back(work: Work, record: Record, params: Params) -> Record:
    """A test has the bank take back what it gave. refuses: wrong_state. source: spec"""
    return inbound_transfers.give_back(work, record)
