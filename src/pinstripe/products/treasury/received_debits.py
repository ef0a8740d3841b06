"""The endpoints of received debits, and the test helper that stands for whoever takes money.

Owns: list, the helper. Does not own: what a debit does (received_debit.py). Money: the debit's.
Source: spec; docs: Moving money with Treasury.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import received_debit as received_debits
from pinstripe.products.treasury.received_credits import USUAL
from pinstripe.products.treasury.received_debit import RECEIVED_DEBIT

COLLECTION = "/v1/treasury/received_debits"


@operation("POST /v1/test_helpers/treasury/received_debits", RECEIVED_DEBIT)
def create(work: Work, params: Params) -> Record:
    """Somebody debits the account by its address; what is not there is not taken.

    refuses: too_low, other_currency, feature_inactive. source: spec
    """
    account = financial_accounts.known(work, params.financial_account)
    financial_accounts.amounts(account, params.amount, params.currency)
    financial_accounts.reachable(account)
    given = params.get("initiating_payment_method_details")
    return received_debits.from_bank(work, account, params.amount, given, params.get("description") or USUAL)


@operation(f"GET {COLLECTION}", RECEIVED_DEBIT)
def list_received_debits(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    referred(work, params, financial_account="treasury.financial_account")
    filters = params.pick("financial_account", "status")
    return show_records(work, RECEIVED_DEBIT, params, COLLECTION, filters, None)
