"""The endpoints of inbound transfers of /v2.

Owns: create, list. Does not own: the record (inbound_transfer.py). Money: the transfer's.
Source: spec; sdk; rules inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import financial_account as financial_accounts
from pinstripe.products.money_management import inbound_transfer as inbound_transfers
from pinstripe.products.money_management import page, refusals
from pinstripe.products.money_management.inbound_transfer import INBOUND_TRANSFER
from pinstripe.products.money_management.us_bank_account import US_BANK_ACCOUNT


@operation("POST /v2/money_management/inbound_transfers", INBOUND_TRANSFER)
def create(work: Work, params: Params) -> Record:
    """An owner moves money in from their own bank account.

    refuses: resource_missing, unverified, archived, converted, other_currency, too_low. source: spec; sdk
    """
    source, target = params["from"], params.to
    bank = work.find(US_BANK_ACCOUNT.object, source["payment_method"], "from[payment_method]")
    if bank.archived:
        raise refusals.archived(bank, "from[payment_method]")
    if bank.verification["status"] != "verified":
        raise refusals.unverified("from[payment_method]")
    account = financial_accounts.named(work, target["financial_account"], "to[financial_account]")
    value, currency = params.amount["value"], params.amount["currency"].lower()
    if {source.get("currency") or currency, target["currency"]} != {currency}:
        raise refusals.converted("to[currency]")
    if currency not in bank.supported_currencies:
        raise refusals.other_currency(currency, "amount[currency]")
    if value < 1:
        raise errors.in_v2(errors.too_low(1, "amount[value]"))
    words = params.get("description") or ""
    return inbound_transfers.begin(work, bank, account, value, currency, words)


@operation("GET /v2/money_management/inbound_transfers", INBOUND_TRANSFER)
def list_inbound_transfers(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account, newest first. source: spec"""
    return page.listed(work, INBOUND_TRANSFER, params)
