"""Addresses: the API's own words before values, and one refusal for everything else."""

from __future__ import annotations

import pytest

from pinstripe.api.errors import ApiError
from pinstripe.api.router import Router
from pinstripe.api.table import NEWEST, Table

TABLE = Table.load(NEWEST)
ROUTER = Router(TABLE)

LOST = (
    "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, "
    "make sure you passed a valid (non-empty) identifier in your code. "
)
"""What is said of a path with an empty part."""


@pytest.mark.parametrize(
    ("method", "path", "name", "values"),
    [
        ("POST", "/v1/customers", "POST /v1/customers", {}),
        ("GET", "/v1/customers/search", "GET /v1/customers/search", {}),
        ("GET", "/v1/customers/cus_1", "GET /v1/customers/{customer}", {"customer": "cus_1"}),
        ("DELETE", "/v1/customers/cus_1", "DELETE /v1/customers/{customer}", {"customer": "cus_1"}),
        (
            "POST",
            "/v1/payment_intents/pi_1/confirm",
            "POST /v1/payment_intents/{intent}/confirm",
            {"intent": "pi_1"},
        ),
        (
            "GET",
            "/v1/customers/cus_1/balance_transactions/txn_1",
            "GET /v1/customers/{customer}/balance_transactions/{transaction}",
            {"customer": "cus_1", "transaction": "txn_1"},
        ),
        ("GET", "/v1/coupons/50+off", "GET /v1/coupons/{coupon}", {"coupon": "50 off"}),
        ("GET", "/v1/coupons/50%2Boff", "GET /v1/coupons/{coupon}", {"coupon": "50+off"}),
        ("GET", "/v1/coupons/50%25%20off", "GET /v1/coupons/{coupon}", {"coupon": "50% off"}),
        (
            "POST",
            "/v1/test_helpers/treasury/outbound_payments/obp_1/post",
            "POST /v1/test_helpers/treasury/outbound_payments/{id}/post",
            {"id": "obp_1"},
        ),
        ("POST", "/v2/billing/meter_events", "POST /v2/billing/meter_events", {}),
    ],
)
def test_matches(method: str, path: str, name: str, values: dict[str, str]) -> None:
    operation, found = ROUTER.match(method, path)
    assert (operation.name, found) == (name, values)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/foo"),
        ("GET", "/"),
        ("GET", ""),
        ("GET", "/v1/customers/"),
        ("GET", "/v1/customers/cus_1/"),
        ("GET", "/v1//customers"),
        ("GET", "/v1/payment_intents//confirm"),
        ("POST", "/v1/payment_intents//confirm"),
        ("PUT", "/v1/customers/cus_1"),
        ("PATCH", "/v1/customers"),
        ("HEAD", "/v1/customers"),
        ("GET", "/v1/customers/{customer}/{id}/x/y/z"),
    ],
)
def test_everything_else_is_404(method: str, path: str) -> None:
    with pytest.raises(ApiError) as caught:
        ROUTER.match(method, path)
    error = caught.value
    assert (error.status, error.code, error.executed) == (404, None, False)
    assert error.message == (
        f"Unrecognized request URL ({method}: {path}). {LOST if '' in path.split('/')[2:] else ''}Please see "
        "https://stripe.com/docs or we can help at https://support.stripe.com/."
    )


def test_every_operation_is_found_by_its_own_path() -> None:
    for name in TABLE.operations():
        method, _, template = name.partition(" ")
        parts = [f"x{at}" if part.startswith("{") else part for at, part in enumerate(template.split("/"))]
        operation, values = ROUTER.match(method, "/".join(parts))
        assert operation.name == name
        assert tuple(values) == operation.path_params


def test_a_table_has_one_router() -> None:
    assert Router.of(TABLE) is Router.of(TABLE)
