"""Accounts at test institutions: one that was refreshed, one of a fresh session, and a session that asks."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

PATH = "/v1/financial_connections"
EVERYTHING = ["balances", "ownership", "payment_method", "transactions"]


def asked(made: Builder, **fields: Any) -> dict[str, Any]:
    """A session of a customer's."""
    owner = made.api.ok(made.api.post("/v1/customers", name="Jenny")).id
    made.name("customer linked", owner)
    holder = {"type": "customer", "customer": owner}
    return dict(made.post(f"{PATH}/sessions", account_holder=holder, permissions=EVERYTHING, **fields).body)


def build(made: Builder) -> None:
    """Two accounts, of which one was looked at, and a session that asks."""
    for prefetch in (["balances", "ownership", "transactions"], ["balances"]):
        session = asked(made, prefetch=prefetch)
        done = made.act("/_pinstripe/financial_connections/sessions/complete", session=session["id"])
        made.know(done["accounts"]["data"][0])
    made.act("/_pinstripe/clock/advance", seconds=7200)
    account = made.pool["financial_connections.account"][0]
    for body in made.api.get(f"{PATH}/transactions", account=account, limit=3).data:
        made.know(body)
    made.name("ownership", made.api.get(f"{PATH}/accounts/{account}").body["ownership"])
    asked(made)


def bases(pool: Pool) -> Bases:
    """Calls of Financial Connections that succeed."""
    looked, other = pool["financial_connections.account"][:2]
    holder = {"type": "customer", "customer": pool["customer linked"][0]}
    session = {"account_holder": holder, "permissions": ["balances", "transactions"]}
    one, two = {"{account}": looked}, {"{account}": other}
    owners = {**one, "ownership": pool["ownership"][0]}
    found: Bases = {
        f"POST {PATH}/sessions": [session],
        "POST /v1/link_account_sessions": [session],
        f"GET {PATH}/transactions": [{"account": looked}],
        f"POST {PATH}/accounts/{{account}}/subscribe": [{**one, "features": ["transactions"]}],
        f"POST {PATH}/accounts/{{account}}/unsubscribe": [{**one, "features": ["transactions"]}],
    }
    for path in (f"{PATH}/accounts", "/v1/linked_accounts"):
        found[f"GET {path}/{{account}}/owners"] = [owners]
        found[f"POST {path}/{{account}}/disconnect"] = [two]
        found[f"POST {path}/{{account}}/refresh"] = [{**one, "features": ["balance"]}]
    return found
