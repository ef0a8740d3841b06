"""Words of searches: a record that a query means has the words that the query asks for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pinstripe import products
from pinstripe.api import search
from pinstripe.kernel import words
from pinstripe.kernel.resource import REGISTRY

products.register()
READABLE = 10**18 - 1  # a query takes 18 digits
NUMBERS = st.integers(-READABLE, READABLE) | st.integers(-100, 100) | st.sampled_from([1 << 43, -(1 << 43)])
FIELD = words.scopes("acct_1", "invoice", ("total",))


def asked(kind: str, query: str) -> words.Plan | None:
    resource = REGISTRY[kind]
    fields = search.fields_of(resource.search)
    return words.plan_of(resource, "acct_1", search.parse(query, fields, f"{kind}s"))


def meant(kind: str, query: str, body: dict[str, Any]) -> bool:
    """Do words lead to the record?"""
    plan = asked(kind, query)
    assert plan is not None
    held = words.words_of(REGISTRY[kind], "acct_1", body)
    found = [
        (all if one.all else any)(word in held for word in one.words) or any(w in held for w in one.also)
        for one in plan.wanted
    ]
    return any(found) if plan.any else all(found)


@given(NUMBERS, NUMBERS, st.sampled_from([":", ">", ">=", "<", "<="]))
@example((1 << 43) + 5, 1 << 43, ">")
@example(10**17, 10**16, ">=")
def test_a_number_that_is_meant_is_led_to(number: int, bound: int, operator: str) -> None:
    fields = search.fields_of(REGISTRY["invoice"].search)
    query = f"total{operator}{bound}"
    means = search.parse(query, fields, "invoices").matches({"total": number})
    led = meant("invoice", query, {"total": number})
    assert led or not means
    if max(abs(number), abs(bound)) < 1 << 42:
        assert led == means, "within what is told apart, words say it exactly"


@given(st.integers(-5000, 5000), st.integers(-5000, 5000))
def test_a_range_takes_few_words(first: int, last: int) -> None:
    found = list(words.between(FIELD, first, last))
    assert len(found) == len(set(found)) <= 2 * 3 * words.DIGITS
    assert bool(found) == (first <= last)


TEXTS = st.text(st.sampled_from('aAbßſK\u212aıİ "\\é'), min_size=3, max_size=9) | st.text(min_size=3)


@given(TEXTS, TEXTS, st.integers(0, 4))
def test_a_text_that_is_meant_is_led_to(text: str, other: str, repeats: int) -> None:
    value = other + text * 10**repeats
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    body = {"name": value, "metadata": {"a": value}}
    for query in (f"name~{quoted}", f'metadata["a"]~{quoted}'):
        assert meant("customer", query, body)
    for query in (f"name:{quoted}", f'metadata["a"]:{quoted}'):
        assert meant("customer", query, {"name": text.swapcase(), "metadata": {"a": text}}) or (
            text.casefold() != text.swapcase().casefold()
        )


def test_a_record_without_what_is_looked_for_is_not_led_to() -> None:
    body = {"name": "Jenny Rosen", "email": None, "metadata": {"order": "6735"}}
    assert not meant("customer", 'name~"rosa"', body)
    assert not meant("customer", 'email~"ros"', body)
    assert not meant("customer", 'metadata["order"]:"6736"', body)
    assert not meant("customer", '-metadata["other"]:null', body)
    assert not meant("customer", "name:null", body)
    assert meant("customer", "email:null", body)
    assert meant("customer", '-metadata["order"]:null', body)
    assert not meant("customer", 'name~"rosa" OR email~"jen"', body)
    assert meant("customer", 'name~"rosa" OR name~"jen"', body)


@pytest.mark.parametrize(
    "query", ['-name~"rosen"', 'metadata["a"]:null', "created>5", 'name~"rosen" OR created<9']
)
def test_where_words_lead_nowhere_all_is_looked_through(query: str) -> None:
    assert asked("customer", query) is None


def test_fields_types_and_accounts_have_words_of_their_own() -> None:
    held = words.words_of(REGISTRY["customer"], "acct_1", {"name": "Jenny", "email": "Jenny"})
    for account, kind in (("acct_2", "customer"), ("acct_1", "product")):
        other = words.words_of(REGISTRY[kind], account, {"name": "Jenny", "email": "Jenny"})
        assert not held & other
    assert len(held) == 2 * (3 + 1) + 1
