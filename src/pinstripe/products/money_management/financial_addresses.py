"""The endpoints of financial addresses, and the helper that stands for whoever sends money there.

Owns: create, list, the helper. Does not own: the record (financial_address.py), what a credit does
(received_credit.py). Money: the credit's. Source: spec; sdk; rules inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import financial_account as financial_accounts
from pinstripe.products.money_management import page, received_credit, refusals
from pinstripe.products.money_management.financial_address import FINANCIAL_ADDRESS, KINDS, NETWORKS
from pinstripe.products.webhooks.v2_event import text_of

HELPER = "POST /v2/money_management/test_helpers/financial_addresses/{id}/credit"


@operation("POST /v2/money_management/financial_addresses", FINANCIAL_ADDRESS)
def create(work: Work, params: Params) -> Record:
    """Banks are to find the account. refuses: resource_missing, bank_account_needed. source: spec; sdk"""
    account = financial_accounts.named(work, params.financial_account, "financial_account")
    wanted = params.get("bank_account")
    if not wanted:
        raise refusals.bank_account_needed("bank_account")
    kind, home = KINDS[wanted["currency"]]
    blank = dict.fromkeys(("aba", "iban", "sort_code"))
    country = wanted.get("country") or home
    record = work.create(
        FINANCIAL_ADDRESS,
        "pending",
        bank_account={**blank, "country": country, "currency": wanted["currency"], "type": kind},
        created=text_of(work.now),
        financial_account=account.id,
        settlement_currency=wanted["currency"],
        type=params.type,
    )
    work.schedule("activate", record, work.now)
    return record


@operation("GET /v2/money_management/financial_addresses", FINANCIAL_ADDRESS)
def list_financial_addresses(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account, newest first. source: spec"""
    key = params.get("financial_account")
    return page.listed(work, FINANCIAL_ADDRESS, params, financial_account=key)


@operation(HELPER, FINANCIAL_ADDRESS, subject="id")
def credit(work: Work, record: Record, params: Params) -> dict[str, Any]:
    """Somebody sends money to an address. refuses: address_inactive, network_of_address, too_low

    source: sdk; what is answered inferred
    """
    if record.status != "active":
        raise refusals.address_inactive(record)
    if params.network not in NETWORKS[record.bank_account["currency"]]:
        raise refusals.network_of_address(params.network)
    value = params.amount["value"]
    if value < 1:
        raise errors.in_v2(errors.too_low(1, "amount[value]"))
    text = params.get("statement_descriptor")
    received_credit.from_bank(work, record, value, params.amount["currency"], params.network, text)
    return {
        "object": "v2.money_management.financial_address_credit_simulation",
        "livemode": False,
        "status": "initiated",
    }
