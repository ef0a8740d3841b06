"""The endpoints of sessions, and the older name of them.

Owns: create, retrieve. Does not own: the record (session.py), the log-in (connection.py). Money: none.
Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel import payer
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import refusals
from pinstripe.products.financial_connections.session import SESSION, listed


@operation("POST /v1/financial_connections/sessions", SESSION)
def create(work: Work, params: Params) -> Record:
    """A holder of accounts is going to be asked. refuses: missing_param, resource_missing, not_covered,
    too_few, other_countries

    source: spec
    """
    key = work.new_id(SESSION)
    fields = {name: params[name] for name in ("limits", "manual_entry", "return_url") if params.get(name)}
    most = (params.get("limits") or {}).get("accounts")
    if most is None:
        fields.pop("limits", None)
    elif most < 1:
        raise refusals.too_few()
    permissions = list(params.permissions)
    prefetch = list(params.get("prefetch") or ())
    for name in prefetch:
        if name not in permissions:
            raise refusals.not_covered(name)
    return work.create(
        SESSION,
        id=key,
        account_holder=holder_of(work, params.account_holder),
        accounts=listed([]),
        client_secret=f"{key}_secret_{work.mint.letters(24)}",
        filters=filters_of(params.get("filters") or {}),
        permissions=permissions,
        prefetch=prefetch,
        **fields,
        private={"complete": False},
    )


@operation("POST /v1/link_account_sessions", SESSION)
def link_account_sessions(work: Work, params: Params) -> Record:
    """The same by its older name, with a list of countries. source: spec"""
    filters = dict(params.get("filters") or {})
    countries = filters.pop("countries", None)
    for country in countries or ():
        filters["country"] = country
        filters_of(filters)
    return create(work, Params({**params, "filters": filters}))


def holder_of(work: Work, given: dict[str, Any]) -> dict[str, str]:
    """Whose accounts they are: a customer may be an account of the second version. refuses: missing_param,
    resource_missing. source: spec
    """
    kind = given["type"]
    key = given.get(kind)
    if not key:
        raise errors.missing_param(f"account_holder[{kind}]")
    work.find(kind, key, f"account_holder[{kind}]")
    account = payer.account_of(work, key) if kind == "customer" else None
    return {kind: key, **({"customer_account": account} if account else {}), "type": kind}


def filters_of(given: dict[str, Any]) -> dict[str, Any]:
    """Which accounts are taken. refuses: other_countries. source: spec"""
    country = given.get("country")
    if country not in (None, "US"):
        raise refusals.other_countries(country, "filters[country]")
    shown = {"account_subcategories": given.get("account_subcategories"), "country": country}
    support = given.get("require_payment_method_support")
    return {**shown, **({"require_payment_method_support": support} if support else {})}


@operation("GET /v1/financial_connections/sessions/{session}", SESSION, subject="session")
@operation("GET /v1/link_account_sessions/{session}", SESSION, subject="session")
def retrieve(work: Work, session: Record, params: Params) -> Record:
    """A session with the accounts that it collected. source: spec"""
    return session
