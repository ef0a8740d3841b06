"""The endpoints of Financial Connections accounts, and the older name of them.

Owns: list, retrieve, disconnect, owners, refresh, subscribe, unsubscribe. Does not own: the record
(account.py), refreshes (freshness.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import connection, freshness, refusals
from pinstripe.products.financial_connections.account import ACCOUNT
from pinstripe.products.financial_connections.account_ownership import ACCOUNT_OWNERSHIP, OWNER
from pinstripe.products.financial_connections.session import SESSION

PATH = "/v1/financial_connections/accounts"


@operation(f"GET {PATH}", ACCOUNT)
@operation("GET /v1/linked_accounts", ACCOUNT)
def list_all(work: Work, params: Params) -> Page:
    """Accounts, newest first. source: spec"""
    holder = params.get("account_holder") or {}
    filters = {name: holder.get(name) for name in ("account", "customer")}
    referred(work, filters, account="account", customer="customer")
    referred(work, params, session=SESSION.object)
    return show_records(work, ACCOUNT, params, PATH, {**filters, **params.pick("session")})


@operation(f"GET {PATH}/{{account}}", ACCOUNT, subject="account")
@operation("GET /v1/linked_accounts/{account}", ACCOUNT, subject="account")
def retrieve(work: Work, account: Record, params: Params) -> Record:
    """An account. source: spec"""
    return account


@operation(f"POST {PATH}/{{account}}/disconnect", ACCOUNT, subject="account")
@operation("POST /v1/linked_accounts/{account}/disconnect", ACCOUNT, subject="account")
def disconnect(work: Work, account: Record, params: Params) -> Record:
    """The business looks in no more. refuses: is_inactive. source: spec"""
    return connection.disconnect(work, account)


@operation(f"GET {PATH}/{{account}}/owners", ACCOUNT, subject="account")
@operation("GET /v1/linked_accounts/{account}/owners", ACCOUNT, subject="account")
def owners(work: Work, account: Record, params: Params) -> Page:
    """Who owned it at one look. refuses: no_such_ownership. source: spec"""
    known = work.peek(params.ownership, ACCOUNT_OWNERSHIP.object)
    if known is None or known.private["account"] != account.id:
        raise refusals.no_such_ownership(params.ownership)
    return page_of(known.owners["data"], params, f"{PATH}/{account.id}/owners", OWNER)


@operation(f"POST {PATH}/{{account}}/refresh", ACCOUNT, subject="account")
@operation("POST /v1/linked_accounts/{account}/refresh", ACCOUNT, subject="account")
def refresh(work: Work, account: Record, params: Params) -> Record:
    """Ask the bank. refuses: is_inactive, not_permitted, too_early. source: spec"""
    return freshness.begin(work, account, params.features)


@operation(f"POST {PATH}/{{account}}/subscribe", ACCOUNT, subject="account")
def subscribe(work: Work, account: Record, params: Params) -> Record:
    """Ask the bank every day. refuses: is_inactive, not_permitted. source: spec"""
    return freshness.subscribe(work, account, params.features)


@operation(f"POST {PATH}/{{account}}/unsubscribe", ACCOUNT, subject="account")
def unsubscribe(work: Work, account: Record, params: Params) -> Record:
    """Ask it no more. refuses: is_inactive. source: spec"""
    return freshness.unsubscribe(work, account, params.features)
