"""The endpoints of accounts.

Owns: create, retrieve, list, update, delete, reject. Does not own: the record (account.py), what a request
says (disclosure.py), what follows (assessment.py). Money: none. Source: spec; recorded: airbytehq, gumroad.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import deleted
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import countries, disclosure, external, handover, refusals
from pinstripe.products.connect import person as persons
from pinstripe.products.connect.account import ACCOUNT, shown
from pinstripe.products.connect.assessment import is_company, is_recipient, plan, settle, stand


@operation("GET /v1/account", ACCOUNT)
def retrieve_own(work: Work, params: Params) -> Record | dict[str, Any]:
    """Who am I: the account that the request acts for. source: spec"""
    return shown(work, work.account)


@operation("GET /v1/accounts/{account}", ACCOUNT)
def retrieve(work: Work, params: Params, account: str) -> Record | dict[str, Any]:
    """One account that the key reaches; the edge has refused all others. source: recorded: airbytehq"""
    return shown(work, account)


def reached(work: Work, key: str) -> tuple[Work, Record]:
    """A connected account with the work of its platform. refuses: own_account"""
    if key == work.world.account:
        raise refusals.own_account()
    platform_work = work.acting_for(work.world.account)
    return platform_work, platform_work.load(key, "account")


def payee(params: Params) -> tuple[Any, str]:
    """What a request says of an external account, and by which name."""
    name = "external_account" if params.get("external_account") else "bank_account"
    return params.get(name), name


@operation("POST /v1/accounts", ACCOUNT)
def create(work: Work, params: Params) -> Record:
    """A new connected account; it may do what its capabilities say once nothing is lacking.

    refuses: bad_country, bad_currency, those of disclosure and bank_account. source: spec; recorded: gumroad,
    openfoodnetwork 2026-08
    """
    platform_work = work.acting_for(work.world.account)
    params = handover.account_told(platform_work, params)
    country = (params.get("country") or platform_work.merchant.country).upper()
    usual = countries.CURRENCIES.get(country)
    if usual is None:
        raise errors.bad_country(country, "country")
    currency = (params.get("default_currency") or usual).lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, "default_currency")
    key = work.mint.account(work.now)
    fields, private = disclosure.opened(key, params, country, currency)
    company, recipient = is_company(fields), is_recipient(fields)
    own_work = work.acting_for(key)
    handover.refuse_unknown_files(own_work, params.get("documents"), "documents")
    if params.get("individual") is not None and company:
        raise refusals.not_a_persons_account()
    if params.get("individual") is not None or (
        params.get("business_type") == "individual" and disclosure.collects(fields)
    ):
        told = params.get("individual") or {}
        persons.make(own_work, country, recipient, False, told, representative=True)
    given, name = payee(params)
    if given:
        external.add(own_work, given, name, True, None, country)
    fields |= stand(own_work, fields, private, opens=True)
    account = platform_work.create(ACCOUNT, "made", id=key, private=private, **fields)
    plan(platform_work, account)
    return account


@operation("POST /v1/accounts/{account}", ACCOUNT)
def update(work: Work, params: Params, account: str) -> Record:
    """An account is told more of. refuses: own_account, those of disclosure.
    source: spec; recorded: gumroad
    """
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    params = handover.account_told(own_work, params)
    disclosure.refuse_foreign(record, params)
    currency = params.get("default_currency")
    if currency is not None and not currencies.known(currency.lower()):
        raise errors.bad_currency(currency, currencies.ACCEPTED, "default_currency")
    handover.refuse_unknown_files(own_work, params.get("documents"), "documents")
    fields, private = disclosure.changes(record, params)
    body = {**record.body, **fields}
    country, recipient, company = body["country"], is_recipient(body), is_company(body)
    if params.get("individual"):
        if company:
            raise refusals.not_a_persons_account()
        head = next((p for p in persons.newest(own_work) if p.at("relationship", "representative")), None)
        if head is None:
            persons.make(own_work, country, recipient, company, params.individual, representative=True)
        else:
            persons.tell(own_work, head, country, recipient, company, params.individual)
    given, name = payee(params)
    if given:
        external.replace_default(own_work, given, name, country)
    platform_work.note(record, **private)
    return settle(platform_work, record, **fields)


@operation("DELETE /v1/accounts/{account}", ACCOUNT)
def delete(work: Work, params: Params, account: str) -> dict[str, Any]:
    """The account is connected no more. refuses: own_account. source: recorded: openfoodnetwork 2026-08"""
    platform_work, record = reached(work, account)
    platform_work.delete(record)
    return deleted(record)


@operation("POST /v1/accounts/{account}/reject", ACCOUNT, missing="payouts_action")
def reject(work: Work, params: Params, account: str) -> Record:
    """The platform wants nothing to do with it any more. refuses: own_account, not_rejectable.
    source: spec
    """
    platform_work, record = reached(work, account)
    if record.at("controller", "losses", "payments") == "stripe":
        raise refusals.not_rejectable(account)
    reason = params.reason
    word = reason if reason in ("fraud", "terms_of_service") else "fraud" if "fraud" in reason else "other"
    platform_work.note(record, rejected=word)
    return settle(platform_work, record, "reject")


@operation("POST /v1/accounts/{account}/unreject", ACCOUNT)
def unreject(work: Work, params: Params, account: str) -> Record:
    """It may go on after all. refuses: own_account. source: sdk"""
    platform_work, record = reached(work, account)
    platform_work.note(record, rejected=None)
    return settle(platform_work, record)
