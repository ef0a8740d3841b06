"""The endpoints of external accounts, also under their older name.

Owns: create, retrieve, update, delete, list. Does not own: the record (bank_account.py), what follows for the
account (assessment.py). Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.connect import bank_account as bank_accounts
from pinstripe.products.connect import payee, refusals
from pinstripe.products.connect.accounts import external, reached
from pinstripe.products.connect.assessment import settle
from pinstripe.products.connect.bank_account import BANK_ACCOUNT
from pinstripe.products.connect.disclosure import refuse_foreign

OLDER = "/v1/accounts/{account}/bank_accounts"
CARDS = (
    "address_city address_country address_line1 address_line2 address_state address_zip exp_month exp_year "
    "name documents"
)
"""What only cards have, which are not built."""


def found(work: Work, key: str) -> Record:
    """An external account of the account acted for. refuses: no_such"""
    record = work.peek(key, "bank_account")
    if record is None:
        raise errors.no_such("external account", key, "id", 404)
    return record


@operation(f"POST {bank_accounts.PATH}", BANK_ACCOUNT)
@operation(f"POST {OLDER}", BANK_ACCOUNT)
def create(work: Work, params: Params, account: str) -> Record:
    """One more place for payouts; the default of its currency where it is the first or shall be.
    refuses: missing_param, those of bank_account, not_ours_to_change. source: spec"""
    platform_work, record = reached(work, account)
    given, name = external(params)
    if not given:
        raise errors.missing_param("external_account")
    refuse_foreign(record, params)
    own_work = work.acting_for(account)
    default = bool(params.get("default_for_currency"))
    country = record.body["country"]
    made = bank_accounts.add(own_work, given, name, default, params.get("metadata"), country)
    settle(platform_work, record)
    return made


@operation(f"GET {bank_accounts.PATH}/{{id}}", BANK_ACCOUNT)
@operation(f"GET {OLDER}/{{id}}", BANK_ACCOUNT)
def retrieve(work: Work, params: Params, account: str, id: str) -> Record:
    """One external account. source: recorded: gumroad"""
    own_work = work.acting_for(account)
    return found(own_work, id)


@operation(f"POST {bank_accounts.PATH}/{{id}}", BANK_ACCOUNT, missing=CARDS)
@operation(f"POST {OLDER}/{{id}}", BANK_ACCOUNT, missing=CARDS)
def update(work: Work, params: Params, account: str, id: str) -> Record:
    """Notes, its holder, or that it is the default; payouts may go there again.
    refuses: no_such, one_stays_default. source: spec"""
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    known = found(own_work, id)
    fields = params.pick("account_holder_name", "account_holder_type", "account_type")
    if "metadata" in params:
        fields["metadata"] = merged_metadata(known.metadata, params.metadata)
    if params.get("default_for_currency") is False and known.default_for_currency:
        raise refusals.one_stays_default()
    own_work.change(known, **fields)
    if params.get("default_for_currency") and not known.default_for_currency:
        bank_accounts.make_default(own_work, known)
    payee.mend(own_work, known)
    settle(platform_work, record)
    return known


@operation(f"DELETE {bank_accounts.PATH}/{{id}}", BANK_ACCOUNT)
@operation(f"DELETE {OLDER}/{{id}}", BANK_ACCOUNT)
def delete(work: Work, params: Params, account: str, id: str) -> dict[str, Any]:
    """Payouts do not go there any more. refuses: no_such, last_of_its_currency. source: spec"""
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    known = found(own_work, id)
    bank_accounts.remove(own_work, known, record.body["default_currency"])
    settle(platform_work, record)
    return {**deleted(known), "currency": known.currency}


@operation(f"GET {bank_accounts.PATH}", BANK_ACCOUNT)
def list_external_accounts(work: Work, params: Params, account: str) -> Page:
    """The external accounts of an account, newest first. source: spec"""
    own_work = work.acting_for(account)
    records = bank_accounts.newest(own_work)
    if params.get("object", "bank_account") != "bank_account":
        records = []
    return page_of(records, params, work.path, "external account")
