"""Two value lists, one with an item."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

EVALUATION = {
    "customer_details": {"email": "jenny@example.com"},
    "payment_details": {
        "amount": 2000,
        "currency": "usd",
        "payment_method_details": {"payment_method": "pm_card_visa"},
    },
}


def build(made: Builder) -> None:
    """A list of text with an item, and one of addresses without any."""
    words = made.post("/v1/radar/value_lists", alias="words", name="Words").id
    made.post("/v1/radar/value_list_items", value_list=words, value="bad")
    made.post("/v1/radar/value_lists", alias="addresses", name="Addresses", item_type="ip_address")


def bases(pool: Pool) -> Bases:
    """Calls of value lists that succeed."""
    words, addresses, *_ = pool["radar.value_list"]
    return {
        "POST /v1/radar/value_lists": [{"alias": "more", "name": "More"}],
        "POST /v1/radar/value_lists/{value_list}": [{"{value_list}": addresses, "name": "Other"}],
        "GET /v1/radar/value_lists/{value_list}": [{"{value_list}": words}],
        "DELETE /v1/radar/value_lists/{value_list}": [{"{value_list}": addresses}],
        "POST /v1/radar/value_list_items": [{"value_list": words, "value": "worse"}],
        "GET /v1/radar/value_list_items": [{"value_list": words}],
        "POST /v1/radar/payment_evaluations": [EVALUATION],
    }
