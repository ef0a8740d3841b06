"""The shape check finds each kind of fault, says where it is, and lets right answers pass."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.api.shapes import problems
from pinstripe.api.table import NEWEST, Table

TABLE = Table.load(NEWEST)
CUSTOMER = {"ref": "customer"}


def customer(**changes: Any) -> dict[str, Any]:
    known = {"id": "cus_1", "object": "customer", "created": 1, "livemode": False, "metadata": {"a": "b"}}
    return {**TABLE.object("customer").blank(), **known, **changes}


def card(**changes: Any) -> dict[str, Any]:
    known = {"id": "card_1", "object": "card", "brand": "Visa", "exp_month": 1, "exp_year": 2030}
    known |= {"funding": "credit", "last4": "4242"}
    return {**TABLE.object("card").blank(), **known, **changes}


def page(*data: Any, **changes: Any) -> dict[str, Any]:
    return {"object": "list", "data": list(data), "has_more": False, "url": "/v1/customers", **changes}


def faults(value: Any, node: dict[str, Any] = CUSTOMER) -> list[str]:
    return problems(value, node, TABLE)


def test_a_right_answer_has_no_problems() -> None:
    assert faults(customer()) == []
    assert faults(page(customer(), customer()), TABLE.operation("GET /v1/customers").answer) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"livemode": "no"}, "livemode: expected a boolean, got str"),
        ({"created": "1"}, "created: expected an integer, got str"),
        ({"created": True}, "created: expected an integer, got bool"),
        ({"created": 1.0}, "created: expected an integer, got float"),
        ({"email": 5}, "email: expected a string, got int"),
        ({"business_name": "x" * 151}, "business_name: longer than 150 characters"),
        ({"id": None}, "id: null is not allowed"),
        ({"object": "charge"}, "object: 'charge' is none of its 1 values"),
        ({"tax_exempt": "maybe"}, "tax_exempt: 'maybe' is none of its 3 values"),
        ({"wat": 1}, "wat: unknown property"),
        ({"metadata": {"a": 1}}, "metadata.a: expected a string, got int"),
        ({"metadata": []}, "metadata: expected an object, got list"),
        ({"address": "x"}, "address: expected an object, got str"),
        ({"address": {"town": "x"}}, "address.town: unknown property"),
        ({"preferred_locales": "en"}, "preferred_locales: expected a list, got str"),
        ({"preferred_locales": ["en", 1]}, "preferred_locales[1]: expected a string, got int"),
        ({"test_clock": {"id": 1}}, "test_clock.id: expected a string, got int"),
        ({"test_clock": 7}, "test_clock: expected a string, got int"),
    ],
)
def test_each_kind_of_fault_is_found_at_its_place(changes: dict[str, Any], expected: str) -> None:
    assert expected in faults(customer(**changes))


def test_one_fault_gives_one_problem() -> None:
    assert faults(customer(wat=1)) == ["wat: unknown property"]


def test_a_missing_required_property_is_a_fault() -> None:
    incomplete = customer()
    del incomplete["id"]
    assert faults(incomplete) == ["id: required but missing"]
    assert faults({}) == [f"{name}: required but missing" for name in ("created", "id", "livemode", "object")]


def test_null_is_right_only_where_the_shape_allows_it() -> None:
    assert faults(customer(email=None)) == []
    assert faults(None) == [": null is not allowed"]
    assert problems(None, {"ref": "customer", "null": True}, TABLE) == []


def test_faults_inside_a_page_are_told_by_position() -> None:
    answer = TABLE.operation("GET /v1/customers").answer
    assert faults(page(customer(), customer(livemode=1)), answer) == [
        "data[1].livemode: expected a boolean, got int"
    ]
    assert faults(page(total_count=1), answer) == ["total_count: unknown property"]


def test_the_path_begins_where_the_caller_says() -> None:
    assert problems(1, {"t": "str"}, TABLE, path="body.name") == ["body.name: expected a string, got int"]
    assert problems({"x": 1}, {"t": "hash", "props": {}}, TABLE, path="body") == ["body.x: unknown property"]


def test_an_expandable_property_is_an_id_or_the_whole_object() -> None:
    assert faults(customer(default_source="card_1")) == []
    assert faults(customer(default_source=card())) == []
    assert faults(customer(default_source=card(last4=4242))) == [
        "default_source.last4: expected a string, got int"
    ]
    wrong = faults(customer(default_source=customer()))
    assert wrong and all(fault.startswith("default_source") for fault in wrong)


def test_a_choice_tells_faults_against_the_shape_that_the_answer_says_to_be() -> None:
    answer = TABLE.operation("GET /v1/customers/{customer}").answer
    stub = {"id": "cus_1", "object": "customer", "deleted": True}
    assert faults(stub, answer) == []
    assert faults(customer(), answer) == []
    assert faults({**stub, "email": "x"}, answer) == ["email: unknown property"]
    assert faults(stub | {"deleted": False}, answer) == ["deleted: False is none of its 1 values"]
    assert faults(customer(email=1), answer) == ["email: expected a string, got int"]
    assert faults(stub)[-1] == "deleted: unknown property"


def test_a_choice_of_plain_values_takes_any_of_them() -> None:
    node = {"t": "any", "of": [{"t": "int"}, {"t": "list", "items": {"t": "str"}}]}
    assert faults(3, node) == faults(["a"], node) == []
    assert len(faults("x", node)) == 1


def test_numbers_files_and_free_values() -> None:
    assert faults(1, {"t": "num"}) == faults(1.5, {"t": "num"}) == []
    assert faults(True, {"t": "num"}) == [": expected a number, got bool"]
    assert faults(b"%PDF", {"t": "file"}) == []
    assert faults("%PDF", {"t": "file"}) == [": expected bytes, got str"]
    assert faults(2, {"t": "int", "min": 3}) == [": less than 3"]
    assert faults({"object": {"x": [None]}}, {"ref": "notification_event_data"}) == []


def test_a_map_checks_its_values() -> None:
    node = TABLE.object("price").props["currency_options"]
    option = {
        "unit_amount": 100,
        "unit_amount_decimal": "100",
        "custom_unit_amount": None,
        "tax_behavior": None,
    }
    assert faults({"eur": option}, node) == []
    assert faults({"eur": option | {"unit_amount": "1"}}, node) == [
        "eur.unit_amount: expected an integer, got str"
    ]
