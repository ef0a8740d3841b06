"""The endpoints of external accounts, bank accounts and debit cards, also under their older name.

Owns: create, retrieve, update, delete, list. Does not own: the records (bank_account.py, external_card.py),
which is the default (external.py), what follows for the account (assessment.py). Money: none.
Source: spec; recorded: gumroad.
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
from pinstripe.products.connect import external, payee, refusals
from pinstripe.products.connect.assessment import settle
from pinstripe.products.connect.bank_account import BANK_ACCOUNT
from pinstripe.products.connect.disclosure import refuse_foreign
from pinstripe.products.connect.external_card import EXTERNAL_CARD
from pinstripe.products.connect.external_card import FIELDS as OF_CARDS
from pinstripe.products.connect.statement import chosen, reached
from pinstripe.products.methods.token import whole

OLDER = "/v1/accounts/{account}/bank_accounts"
OWN = "POST /v1/external_accounts/{id}"
OF_BANKS = ("account_holder_name", "account_holder_type", "account_type")


@operation(f"POST {bank_accounts.PATH}", BANK_ACCOUNT)
@operation(f"POST {OLDER}", BANK_ACCOUNT)
def create(work: Work, params: Params, account: str) -> Record:
    """One more place for payouts; the default of its currency where it is the first or shall be.
    refuses: missing_param, those of external, not_ours_to_change. source: spec"""
    platform_work, record = reached(work, account)
    given, name = chosen(params)
    if not given:
        raise errors.missing_param("external_account")
    refuse_foreign(record, params)
    own_work = work.acting_for(account)
    default = bool(params.get("default_for_currency"))
    country = record.body["country"]
    made = external.add(own_work, given, name, default, params.get("metadata"), country)
    settle(platform_work, record)
    return made


@operation(f"GET {bank_accounts.PATH}/{{id}}", BANK_ACCOUNT)
@operation(f"GET {OLDER}/{{id}}", BANK_ACCOUNT)
def retrieve(work: Work, params: Params, account: str, id: str) -> Record:
    """One external account. source: recorded: gumroad"""
    own_work = work.acting_for(account)
    return external.found(own_work, id)


@operation(OWN, BANK_ACCOUNT)
def update_own(work: Work, params: Params, id: str) -> Record:
    """An external account of the account that the request acts for, or of one that its platform answers for.
    refuses: as update. source: spec; inferred (which account is meant)
    """
    return update(work, params, external.owner_of(work, id), id)


@operation(f"POST {bank_accounts.PATH}/{{id}}", BANK_ACCOUNT)
@operation(f"POST {OLDER}/{{id}}", BANK_ACCOUNT)
def update(work: Work, params: Params, account: str, id: str) -> Record:
    """Notes, its holder, its address, that it is the default; one that failed is used again.
    refuses: no_such, one_stays_default, unknown_param. source: spec"""
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    known = external.found(own_work, id)
    card = known.type == EXTERNAL_CARD.object
    beside = next((name for name in (OF_BANKS if card else OF_CARDS) if params.get(name)), None)
    if beside is not None:
        raise errors.unknown_param(beside)
    fields = params.pick(*(OF_CARDS if card else OF_BANKS))
    if "metadata" in params:
        fields["metadata"] = merged_metadata(known.metadata, params.metadata)
    for name in ("exp_month", "exp_year"):
        if name in fields:
            fields[name] = whole(fields[name], name)
    if params.get("default_for_currency") is False and known.default_for_currency:
        raise refusals.one_stays_default()
    if not card and params.get("documents"):
        fields |= external.documented(own_work, known, params.documents)
    own_work.change(known, **fields)
    if params.get("default_for_currency") and not known.default_for_currency:
        external.make_default(own_work, known)
    payee.mend(own_work, known)
    settle(platform_work, record)
    return known


@operation(f"DELETE {bank_accounts.PATH}/{{id}}", BANK_ACCOUNT)
@operation(f"DELETE {OLDER}/{{id}}", BANK_ACCOUNT)
def delete(work: Work, params: Params, account: str, id: str) -> dict[str, Any]:
    """Payouts do not go there any more. refuses: no_such, last_of_its_currency. source: spec"""
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    known = external.found(own_work, id)
    external.remove(own_work, known, record.body["default_currency"])
    settle(platform_work, record)
    return {**deleted(known), "object": known.body["object"], "currency": known.currency}


@operation(f"GET {bank_accounts.PATH}", BANK_ACCOUNT)
def list_external_accounts(work: Work, params: Params, account: str) -> Page:
    """The external accounts of an account, newest first, of one kind if that is asked. source: spec"""
    own_work = work.acting_for(account)
    kind = params.get("object")
    records = [one for one in external.newest(own_work) if kind in (None, one.body["object"])]
    return page_of(records, params, work.path, "external account")
