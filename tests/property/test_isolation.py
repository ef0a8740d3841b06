"""What is one account's is nobody else's: every operation is tried with each other's ids, and refused.

The platform's ids are tried by an account that is connected to it, the account's by its platform and by a
sibling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.kernel.operation import HANDLERS
from tests.client import Api
from tests.property.bases import bases, parted
from tests.property.place import Place
from tests.property.rooms.connect import connected

SHARED = {
    "POST /v1/payment_methods": "a platform's method is copied to an account",
    "POST /v1/tokens": "likewise",
    "POST /v1/billing/meter_events": "whose usage it is is looked at later: it counts for nobody",
}
"""Operations at which an account may name what is another's, each with the reason."""
CATALOGUES = ("GET /v1/climate/", "GET /v1/reporting/report_types", "GET /v1/tax_codes")
"""What Stripe itself offers is everybody's."""
CARDS = {"allowed_payment_method_types": ["card"], "payment_method": "pm_card_visa", "confirm": True}


@pytest.fixture
def place() -> Iterator[Place]:
    """A copy of the world."""
    made = Place()
    yield made
    made.close()


def strings(value: Any) -> set[str]:
    """All texts within what is sent."""
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()), set())
    if isinstance(value, list | tuple):
        return set().union(*map(strings, value), set())
    return {value} if isinstance(value, str) else set()


def replaced(value: Any, other: dict[str, str]) -> Any:
    """What is sent with other ids in the place of some."""
    if isinstance(value, dict):
        return {name: replaced(one, other) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [replaced(one, other) for one in value]
    return other.get(value, value) if isinstance(value, str) else value


def tried(api: Api, name: str, base: dict[str, Any]) -> str:
    """What a call answered, where it was not refused."""
    method, _, path = name.partition(" ")
    params, named = parted(base)
    for word, key in named.items():
        path = path.replace(f"{{{word}}}", key)
    if "{" in path or "key" in named or path.startswith("/v2"):
        return ""
    answer = api.call(method, path, params)
    return "" if answer.status in (400, 403, 404) else f"{name} {base}: {answer.status}"


def written(place: Place, account: str) -> list[Any]:
    """How often anything of an account was written."""
    return place.store.rows("SELECT COUNT(*),MAX(seq) FROM versions WHERE account=?", (account,))


def calls(place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every call that is known to succeed."""
    for name in sorted(HANDLERS):
        if name not in SHARED and not name.startswith(CATALOGUES):
            for base in bases(name, place.pool):
                yield name, base


def test_an_account_reaches_nothing_of_its_platform(place: Place) -> None:
    acct = connected(place.api, "custom")
    own = {key for keys in place.pool.values() for key in keys if not key.startswith("acct_")}
    platform = place.api.ok(place.api.get("/v1/account")).id
    before = written(place, platform)
    there = place.api.with_(account=acct)
    found = [tried(there, name, base) for name, base in calls(place) if strings(base) & own]
    assert len(found) > 100
    assert [one for one in found if one] == []
    assert written(place, platform) == before


def test_nobody_else_reaches_what_is_an_accounts(place: Place) -> None:
    acct, sibling = connected(place.api, "custom"), connected(place.api, "custom")
    there = place.api.with_(account=acct)
    kinds = {key: kind for kind, keys in place.pool.items() for key in keys}
    paid = there.ok(there.post("/v1/payment_intents", amount=1000, currency="usd", **CARDS))
    made = {
        "charge": paid.latest_charge,
        "coupon": there.ok(there.post("/v1/coupons", percent_off=10)).id,
        "customer": there.ok(there.post("/v1/customers")).id,
        "payment_intent": paid.id,
        "payment_method": there.ok(
            there.post("/v1/payment_methods", type="card", card={"token": "tok_visa"})
        ).id,
        "product": there.ok(there.post("/v1/products", name="Shirt")).id,
        "refund": there.ok(there.post("/v1/refunds", payment_intent=paid.id, amount=10)).id,
    }
    made["invoice"] = there.ok(there.post("/v1/invoices", customer=made["customer"])).id
    other = {key: made[kind] for key, kind in kinds.items() if kind in made}
    before = written(place, acct)
    for api in (place.api, place.api.with_(account=sibling)):
        found = [
            tried(api, name, replaced(base, other))
            for name, base in calls(place)
            if strings(base) & other.keys()
        ]
        assert len(found) > 30
        assert [one for one in found if one] == []
    assert written(place, acct) == before
