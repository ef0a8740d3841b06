"""The endpoints of GB bank accounts of /v2.

Owns: create, list, archiving. Does not own: the record (gb_bank_account.py). Money: none.
Source: spec; sdk; rules inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks
from pinstripe.products.money_management import page, refusals
from pinstripe.products.money_management.gb_bank_account import GB_BANK_ACCOUNT
from pinstripe.products.webhooks.v2_event import text_of

COLLECTION = "/v2/core/vault/gb_bank_accounts"
ONE = f"{COLLECTION}/{{id}}"
BANK = "STRIPE TEST BANK"


@operation(f"POST {COLLECTION}", GB_BANK_ACCOUNT)
def create(work: Work, params: Params) -> Record:
    """A bank account is kept. refuses: other_currency, routing_needed, bad_numbers. source: spec; sdk"""
    if params.currency.lower() != "gbp":
        raise refusals.other_currency(params.currency, "currency")
    sort_code, number = numbers_of(params)
    bank = checks.found("GB", sort_code, number)
    if isinstance(bank, checks.Refusal):
        raise refusals.bad_numbers(bank.message, bank.param)
    return work.create(
        GB_BANK_ACCOUNT,
        archived=False,
        bank_account_type=params.get("bank_account_type") or "checking",
        bank_name=BANK,
        created=text_of(work.now),
        last4=bank.number[-4:],
        restricted=False,
        sort_code=sort_code,
        supported_currencies=["gbp"],
        private={"bank": bank.key},
    )


def numbers_of(params: Params) -> tuple[str, str]:
    """Sort code and account number, given so or within an IBAN. refuses: routing_needed, bad_numbers"""
    iban = checks.plain(params.get("iban") or "")
    if iban:
        if iban[:2] != "GB" or not checks.iban(iban):
            raise refusals.bad_numbers(checks.BAD_IBAN.message, "iban")
        return iban[8:14], iban[14:]
    if not params.get("sort_code") or not params.get("account_number"):
        raise refusals.routing_needed("sort_code")
    return checks.plain(params.sort_code), checks.plain(params.account_number)


@operation(f"GET {COLLECTION}", GB_BANK_ACCOUNT)
def list_gb_bank_accounts(work: Work, params: Params) -> dict[str, Any]:
    """Those that are kept, newest first. source: spec"""
    return page.listed(work, GB_BANK_ACCOUNT, params)


@operation(f"POST {ONE}/archive", GB_BANK_ACCOUNT, subject="id")
def archive(work: Work, record: Record, params: Params) -> Record:
    """It is not used any more. source: sdk"""
    return work.amend(record, archived=True)


@operation(f"POST {ONE}/unarchive", GB_BANK_ACCOUNT, subject="id")
def unarchive(work: Work, record: Record, params: Params) -> Record:
    """It is used again. source: sdk"""
    return work.amend(record, archived=False)
