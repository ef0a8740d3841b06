"""The endpoints of US bank accounts of /v2.

Owns: create, list, update, archiving, microdeposits. Does not own: the record (us_bank_account.py).
Money: none. Source: spec; sdk; rules inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import page, refusals
from pinstripe.products.money_management import us_bank_account as us_bank_accounts
from pinstripe.products.money_management.us_bank_account import US_BANK_ACCOUNT
from pinstripe.products.webhooks.v2_event import text_of

COLLECTION = "/v2/core/vault/us_bank_accounts"
ONE = f"{COLLECTION}/{{id}}"
BANK = "STRIPE TEST BANK"


@operation(f"POST {COLLECTION}", US_BANK_ACCOUNT)
def create(work: Work, params: Params) -> Record:
    """A bank account is kept. refuses: other_currency, routing_needed, bad_numbers. source: spec; sdk"""
    if params.currency.lower() != "usd":
        raise refusals.other_currency(params.currency, "currency")
    ach, wire = params.get("routing_number"), params.get("fedwire_routing_number")
    if not ach and not wire:
        raise refusals.routing_needed("routing_number")
    bank = us_bank_accounts.bank_of(ach or wire or "", params.account_number)
    return work.create(
        US_BANK_ACCOUNT,
        archived=False,
        bank_account_type=params.get("bank_account_type") or "checking",
        bank_name=BANK,
        created=text_of(work.now),
        fedwire_routing_number=wire,
        last4=bank.number[-4:],
        restricted=False,
        routing_number=ach,
        supported_currencies=["usd"],
        verification=us_bank_accounts.verification("unverified"),
        private={"bank": bank.key},
    )


@operation(f"GET {COLLECTION}", US_BANK_ACCOUNT)
def list_us_bank_accounts(work: Work, params: Params) -> dict[str, Any]:
    """Those that are kept, newest first. source: spec"""
    status = params.get("verification_status")
    return page.listed(work, US_BANK_ACCOUNT, params, verification_status=status)


@operation(f"POST {ONE}", US_BANK_ACCOUNT, subject="id")
def update(work: Work, record: Record, params: Params) -> Record:
    """The numbers of its bank are told. refuses: bad_numbers. source: spec; sdk"""
    given = params.pick("fedwire_routing_number", "routing_number")
    for routing in given.values():
        us_bank_accounts.bank_of(routing, us_bank_accounts.known(record).number)
    return work.amend(record, **given)


@operation(f"POST {ONE}/archive", US_BANK_ACCOUNT, subject="id")
def archive(work: Work, record: Record, params: Params) -> Record:
    """It is not used any more. source: sdk"""
    return work.amend(record, archived=True)


@operation(f"POST {ONE}/unarchive", US_BANK_ACCOUNT, subject="id")
def unarchive(work: Work, record: Record, params: Params) -> Record:
    """It is used again. source: sdk"""
    return work.amend(record, archived=False)


@operation(f"POST {ONE}/send_microdeposits", US_BANK_ACCOUNT, subject="id", verb="send")
def send_microdeposits(work: Work, record: Record, params: Params) -> Record:
    """Small deposits are sent to it. refuses: no_microdeposits. source: sdk"""
    return us_bank_accounts.deposit(work, record)


@operation(f"POST {ONE}/confirm_microdeposits", US_BANK_ACCOUNT, subject="id", verb="confirm")
def confirm_microdeposits(work: Work, record: Record, params: Params) -> Record:
    """Its owner says what they were. refuses: no_microdeposits, one_proof, mismatch. source: sdk"""
    amounts, code = params.get("amounts"), params.get("descriptor_code")
    if bool(amounts) == bool(code):
        raise refusals.one_proof()
    return us_bank_accounts.prove(work, record, tuple(amounts or ()), code or "")
