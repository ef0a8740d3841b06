"""The search query language: what is meant, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.api.errors import ApiError
from pinstripe.api.search import Query, fields_of, parse

CARD = "payment_method_details.card"
WORDS = {
    "charges": f"amount:number disputed:boolean refunded:boolean {CARD}.last4 {CARD}.exp_year:number",
    "customers": "email name phone",
    "invoices": "subscription=parent.subscription_details.subscription total:number",
    "payment_intents": "status",
    "prices": "active:boolean lookup_key",
    "products": "shippable:boolean",
    "subscriptions": "canceled_at:number status",
}
JENNY = {
    "id": "cus_1",
    "email": "Jenny@Example.com",
    "name": "Jenny Rosen",
    "phone": None,
    "created": 100,
    "metadata": {"order id": "6735", 'q"x': "1"},
}


def query(text: str, resource: str = "customers") -> Query:
    return parse(text, fields_of(WORDS[resource]), resource)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ('email:"jenny@example.com"', True),
        ("email:'jenny@example.com'", True),
        ('email:"jenny"', False),
        ('email~"EXAMPLE"', True),
        ('name~"rosen" AND email:"x"', False),
        ('name~"rosen" email~"jenny"', True),
        ('name:"x" OR email~"jenny"', True),
        ('-name:"x"', True),
        ('-name~"rosen"', False),
        ("created>99", True),
        ("created>100", False),
        ("created>=100", True),
        ("created<=99", False),
        ("created<101 and created>5", True),
        ("created:100", True),
        ('created:"100"', True),
        ("phone:null", True),
        ("-phone:null", False),
        ('phone:"+1"', False),
        ('-phone:"+1"', True),
        ('metadata["order id"]:"6735"', True),
        ("metadata['order id']:'6736'", False),
        ('-metadata["order id"]:null', True),
        ('metadata["none"]:null', True),
        (r'metadata["q\"x"]:"1"', True),
    ],
)
def test_customers(text: str, held: bool) -> None:
    assert query(text).matches(JENNY) is held


@pytest.mark.parametrize(
    ("resource", "body", "text", "held"),
    [
        ("charges", {"amount": 500, "refunded": False}, "amount>400 AND refunded:'false'", True),
        ("charges", {"disputed": True}, "disputed:true", True),
        (
            "charges",
            {"payment_method_details": {"card": {"last4": "4242", "exp_year": 2030}}},
            'payment_method_details.card.last4:"4242" AND payment_method_details.card.exp_year>2029',
            True,
        ),
        (
            "invoices",
            {"parent": {"subscription_details": {"subscription": "sub_1"}}, "total": -5},
            'subscription:"sub_1" AND total<0 AND total>-6',
            True,
        ),
        ("invoices", {"parent": None}, 'subscription:"sub_1"', False),
        ("prices", {"active": True, "lookup_key": None}, "active:'true' AND lookup_key:null", True),
        ("products", {"shippable": None}, "shippable:'false'", False),
        (
            "subscriptions",
            {"status": "active", "canceled_at": None},
            "status:'active' canceled_at:null",
            True,
        ),
    ],
)
def test_other_resources(resource: str, body: dict[str, Any], text: str, held: bool) -> None:
    assert query(text, resource).matches(body) is held


UNREADABLE = (
    'We were unable to parse your search query. Please try using the format `metadata["key"]:"value"` to '
    'query for metadata or key:"value" to query for other fields.'
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", UNREADABLE),
        ("jenny", UNREADABLE),
        ("email:jenny", UNREADABLE),
        ('email:"a', UNREADABLE),
        ('email:"a" AND', UNREADABLE),
        ('email:"a"name:"b"', UNREADABLE),
        ('(email:"a")', UNREADABLE),
        ('metadata:"a"', UNREADABLE),
        ('email["x"]:"a"', UNREADABLE),
        ('created>"soon"', UNREADABLE),
        ("created>null", UNREADABLE),
        (
            'foo:"a"',
            "Field `foo` is an unsupported search field for resource `customers`. See "
            "http://stripe.com/docs/search#query-fields-for-customers for a list of supported fields.",
        ),
        (
            'email:"a" AND name:"b" OR phone:"c"',
            "You cannot combine AND and OR clauses in one search query.",
        ),
        ('email>"a"', "Field `email` does not support the operator `>`."),
        ("created~100", "Field `created` does not support the operator `~`."),
        ('email~"ab"', "Substring search needs at least 3 characters."),
        (" ".join(['email:"a"'] * 11), "Search queries can have up to 10 clauses."),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        query(text)
    assert (caught.value.message, caught.value.status, caught.value.executed) == (message, 400, False)


def test_the_address_of_the_fields_is_spelled_with_dashes() -> None:
    with pytest.raises(ApiError, match="query-fields-for-payment-intents"):
        query('foo:"a"', "payment_intents")


TOKEN = st.sampled_from(
    ['"', "'", "\\", "email", "metadata[", "]", ":", "~", ">", "-", " ", "AND", "OR", "null", "1"]
)


@given(st.lists(TOKEN, max_size=12).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = query(text)
    except ApiError as refusal:
        assert refusal.status == 400
    else:
        assert read.matches(JENNY) in (True, False)


@given(st.text(min_size=1, max_size=20))
def test_every_string_can_be_searched_for(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    assert query(f'metadata["k"]:"{quoted}"').matches({"metadata": {"k": value}})
