"""A place, a configuration, and readers in each state of what they can be asked."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

READERS = "/v1/terminal/readers"
HELPERS = "/v1/test_helpers/terminal/readers/{reader}"
TEA = {"amount": 500, "description": "Tea", "quantity": 1}
LINK = {
    "link_type": "apple_terms_and_conditions",
    "link_options": {"apple_terms_and_conditions": {"merchant_display_name": "Shop"}},
}
INPUT = {"type": "email", "custom_text": {"title": "Mail"}}
ADDRESS = {
    "line1": "1 Main Street",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94601",
    "country": "US",
}
DIFFERS = {
    ("POST /v1/terminal/locations/{location}", "address"): "it stays in its country",
    ("POST /v1/terminal/readers/{reader}/collect_inputs", "metadata"): "the action's, not the reader's",
    ("POST /v1/terminal/readers/{reader}/refund_payment", "metadata"): "the action's, not the reader's",
    ("POST /v1/terminal/readers", "label"): "an empty one is the code with the serial number",
    ("POST /v1/terminal/readers/{reader}", "label"): "unset, it is as at first",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def reader(made: Builder, name: str) -> str:
    """A reader that is asked for by a name."""
    key = str(
        made.post(READERS, registration_code="simulated-wpe", location=made.pool["terminal.location"][0]).id
    )
    made.name(f"reader {name}", key)
    return key


def build(made: Builder) -> None:
    """Readers that wait for a card, for answers, or for nothing."""
    made.post("/v1/terminal/locations", display_name="Shop", address=ADDRESS)
    made.name("empty shop", made.post("/v1/terminal/locations", display_name="Empty", address=ADDRESS).id)
    made.post("/v1/terminal/configurations", name="Bar")
    base: dict[str, Any] = {
        "amount": 1000,
        "currency": "usd",
        "allowed_payment_method_types": ["card_present"],
    }
    intent = made.post("/v1/payment_intents", **base).id
    made.name("intent in person", intent)
    made.name(
        "setup in person", made.post("/v1/setup_intents", allowed_payment_method_types=["card_present"]).id
    )
    reader(made, "resting")
    made.post(f"{READERS}/{reader(made, 'paying')}/process_payment_intent", payment_intent=intent)
    made.post(f"{READERS}/{reader(made, 'asking')}/collect_inputs", inputs=[INPUT])
    read = made.post("/v1/payment_intents", **base).id
    made.name("intent read", read)
    collecting = reader(made, "collected")
    made.post(f"{READERS}/{collecting}/collect_payment_method", payment_intent=read)
    made.post(f"{HELPERS.format(reader=collecting)}/present_payment_method")
    sold = made.post("/v1/payment_intents", **base).id
    made.name("intent sold", sold)
    selling = reader(made, "selling")
    made.post(f"{READERS}/{selling}/process_payment_intent", payment_intent=sold)
    made.post(f"{HELPERS.format(reader=selling)}/present_payment_method")


def bases(pool: Pool) -> Bases:
    """Calls of places and readers that succeed."""
    place, configuration = pool["terminal.location"][0], pool["terminal.configuration"][0]
    resting, paying, asking = (pool[f"reader {name}"][0] for name in ("resting", "paying", "asking"))
    one = READERS + "/{reader}"
    intent = pool["intent in person"][0]
    return {
        "POST /v1/terminal/locations": [{"display_name": "Shop", "address": ADDRESS}],
        "POST /v1/terminal/locations/{location}": [{"{location}": place, "display_name": "Other"}],
        "GET /v1/terminal/locations/{location}": [{"{location}": place}],
        "DELETE /v1/terminal/locations/{location}": [{"{location}": pool["empty shop"][0]}],
        "POST /v1/terminal/configurations": [{"name": "Café"}],
        "POST /v1/terminal/configurations/{configuration}": [{"{configuration}": configuration}],
        "DELETE /v1/terminal/configurations/{configuration}": [{"{configuration}": configuration}],
        "POST /v1/terminal/connection_tokens": [{"location": place}],
        "POST /v1/terminal/onboarding_links": [LINK],
        f"POST {READERS}": [{"registration_code": "simulated-wpe", "location": place}],
        f"POST {one}": [{"{reader}": resting, "label": "Till"}],
        f"GET {one}": [{"{reader}": paying}],
        f"DELETE {one}": [{"{reader}": resting}],
        f"POST {one}/cancel_action": [{"{reader}": paying}],
        f"POST {one}/collect_inputs": [{"{reader}": resting, "inputs": [INPUT]}],
        f"POST {one}/collect_payment_method": [{"{reader}": resting, "payment_intent": intent}],
        f"POST {one}/confirm_payment_intent": [
            {"{reader}": resting, "payment_intent": pool["intent read"][0]}
        ],
        f"POST {one}/process_payment_intent": [{"{reader}": resting, "payment_intent": intent}],
        f"POST {one}/process_setup_intent": [
            {"{reader}": resting, "setup_intent": pool["setup in person"][0], "allow_redisplay": "always"}
        ],
        f"POST {one}/refund_payment": [{"{reader}": resting, "payment_intent": pool["intent sold"][0]}],
        f"POST {one}/set_reader_display": [
            {
                "{reader}": resting,
                "type": "cart",
                "cart": {"currency": "usd", "total": 500, "line_items": [TEA]},
            }
        ],
        f"POST {HELPERS}/present_payment_method": [{"{reader}": paying}],
        f"POST {HELPERS}/succeed_input_collection": [{"{reader}": asking}],
        f"POST {HELPERS}/timeout_input_collection": [{"{reader}": asking}],
    }
