"""The endpoints of received credits, and the test helper that stands for whoever sends one.

Owns: list, the helper. Does not own: what a credit does (received_credit.py). Money: the credit's.
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
from pinstripe.products.treasury import received_credit as received_credits
from pinstripe.products.treasury.received_credit import RECEIVED_CREDIT

COLLECTION = "/v1/treasury/received_credits"
USUAL = "Stripe Test"
"""source: recorded: fixtures of received"""


@operation("POST /v1/test_helpers/treasury/received_credits", RECEIVED_CREDIT)
def create(work: Work, params: Params) -> Record:
    """Somebody sends money by a bank; an account that is closed or held up turns it down.

    refuses: too_low, other_currency, feature_inactive. source: spec
    """
    account = financial_accounts.known(work, params.financial_account)
    financial_accounts.amounts(account, params.amount, params.currency)
    financial_accounts.reachable(account)
    given = params.get("initiating_payment_method_details")
    description = params.get("description") or USUAL
    return received_credits.from_bank(work, account, params.amount, params.network, given, description)


@operation(f"GET {COLLECTION}", RECEIVED_CREDIT)
def list_received_credits(work: Work, params: Params) -> Page:
    """Those of one account, newest first. source: spec"""
    referred(work, params, financial_account="treasury.financial_account")
    kind = (params.get("linked_flows") or {}).get("source_flow_type")
    filters = {**params.pick("financial_account", "status"), "source_flow_type": kind}
    return show_records(work, RECEIVED_CREDIT, params, COLLECTION, filters, None)
