"""Setups from the side of browsers and payers: what a publishable key sees, what a page's answer leads to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from pinstripe.http.seen import Request
from tests.client import Answer, Api
from tests.control.conftest import Panel

BACK = "https://shop.example.com/back?order=7"
CARD = {"allowed_payment_method_types": ["card"]}


@pytest.fixture
def panel(api: Api) -> Panel:
    return Panel(api)


def asked(api: Api) -> Answer:
    """A setup whose card's holder is asked on a page."""
    made = api.post(
        "/v1/setup_intents",
        payment_method="pm_card_threeDSecure2Required",
        confirm=True,
        return_url=BACK,
        **CARD,
    )
    return api.ok(made)


def press(panel: Panel, address: str, answer: str) -> tuple[int, dict[str, str]]:
    """A payer's answer on a page. gives: status, headers"""
    place = urlsplit(address)
    request = Request("POST", place.path, place.query.encode(), {}, f"answer={answer}".encode())
    reply = panel.api.loop.run_until_complete(panel.control.handle(request))
    return reply.status, dict(reply.headers)


def test_a_page_needs_the_secret_and_sees_less(api: Api) -> None:
    page = api.with_(key="pk_test_pinstripe")
    setup = api.ok(api.post("/v1/setup_intents", metadata={"a": "1"}, **CARD))
    path = f"/v1/setup_intents/{setup.id}"
    assert page.get(path).error["param"] == "client_secret"
    wrong = page.get(path, client_secret=f"{setup.id}_secret_wrong")
    assert (wrong.status, wrong.error["code"]) == (400, "setup_intent_invalid_parameter")
    seen = page.ok(page.get(path, client_secret=setup.client_secret)).body
    assert (seen["id"], seen["status"]) == (setup.id, "requires_payment_method")
    assert not seen.keys() & {"metadata", "customer", "latest_attempt", "mandate", "application"}
    done = page.ok(
        page.post(f"{path}/confirm", client_secret=setup.client_secret, payment_method="pm_card_visa")
    )
    assert done["status"] == "succeeded"
    assert page.get("/v1/setup_intents").status == 403
    assert page.get("/v1/setup_attempts", setup_intent=setup.id).status == 403


@pytest.mark.parametrize(
    ("answer", "status", "redirect"),
    [("complete", "succeeded", "succeeded"), ("fail", "requires_payment_method", "failed")],
)
def test_the_payer_answers_on_the_page(panel: Panel, answer: str, status: str, redirect: str) -> None:
    setup = asked(panel.api)
    address = setup.next_action["redirect_to_url"]["url"]
    wrong = address.replace("_secret_", "_secret_x")
    assert press(panel, wrong, answer)[0] == 404
    code, headers = press(panel, address, answer)
    back = parse_qs(urlsplit(headers["Location"]).query)
    assert code == 303
    assert back == {
        "order": ["7"],
        "redirect_status": [redirect],
        "setup_intent": [setup.id],
        "setup_intent_client_secret": [setup.client_secret],
    }
    assert panel.api.ok(panel.api.get(f"/v1/setup_intents/{setup.id}"))["status"] == status
    assert press(panel, address, answer)[0] == 404


def test_only_answers_are_answers(panel: Panel) -> None:
    setup = asked(panel.api)
    given = {"setup_intent": setup.id, "succeeded": "yes"}
    assert panel.call("POST", "setup_intents/authenticate", given).error["param"] == "succeeded"
    assert panel.call("POST", "setup_intents/authenticate", {"setup_intent": setup.id}).status == 400


def in_state(api: Api, state: str) -> Answer:
    """A fresh setup in a state."""
    match state:
        case "requires_payment_method":
            return api.ok(api.post("/v1/setup_intents", **CARD))
        case "requires_confirmation":
            return api.ok(api.post("/v1/setup_intents", payment_method="pm_card_visa", **CARD))
        case "requires_action":
            return asked(api)
        case "succeeded":
            return api.ok(api.post("/v1/setup_intents", payment_method="pm_card_visa", confirm=True, **CARD))
    made = in_state(api, "requires_confirmation")
    return api.ok(api.post(f"/v1/setup_intents/{made.id}/cancel"))


STATES = ("requires_payment_method", "requires_confirmation", "requires_action", "succeeded", "canceled")


@pytest.mark.parametrize("state", STATES)
def test_what_each_state_refuses(api: Api, state: str) -> None:
    open_to = state in STATES[:3]
    confirmed = api.post(
        f"/v1/setup_intents/{in_state(api, state).id}/confirm", payment_method="pm_card_visa"
    )
    assert (confirmed.status == 200) == open_to
    canceled = api.post(f"/v1/setup_intents/{in_state(api, state).id}/cancel")
    assert (canceled.status == 200) == open_to
    setup = in_state(api, state)
    changed = api.post(f"/v1/setup_intents/{setup.id}", payment_method="pm_card_mastercard")
    assert (changed.status == 200) == open_to
    noted = api.ok(api.post(f"/v1/setup_intents/{setup.id}", metadata={"a": "1"}))
    assert noted.metadata == {"a": "1"}
    for refused in (confirmed, canceled, changed):
        if not open_to:
            assert refused.error["code"] == "setup_intent_unexpected_state"
            assert refused.error["setup_intent"]["status"] == state


@pytest.mark.parametrize(
    ("state", "verb", "words"),
    [
        ("succeeded", "confirm", "You cannot confirm this SetupIntent because it has already succeeded."),
        ("canceled", "cancel", "You cannot cancel this SetupIntent because it is already canceled."),
        (
            "requires_payment_method",
            "verify_microdeposits",
            "This SetupIntent cannot be actioned on because it has a status of requires_payment_method. Only a "
            'SetupIntent with one of the following statuses may be actioned on: ["requires_action"].',
        ),
        (
            "succeeded",
            "cancel",
            "You cannot cancel this SetupIntent because it has a status of succeeded. Only a SetupIntent with "
            "one of the following statuses may be canceled: `requires_payment_method`, "
            "`requires_confirmation`, or `requires_action`.",
        ),
    ],
)
def test_refusals_in_recorded_words(api: Api, state: str, verb: str, words: str) -> None:
    refused = api.post(f"/v1/setup_intents/{in_state(api, state).id}/{verb}")
    assert (refused.status, refused.error["message"]) == (400, words)


def test_another_method_gives_up_the_deposits_of_the_first(api: Api) -> None:
    numbers = {
        "account_holder_type": "individual",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    setup = api.ok(
        api.post(
            "/v1/setup_intents",
            allowed_payment_method_types=["us_bank_account", "card"],
            payment_method_data={
                "type": "us_bank_account",
                "us_bank_account": numbers,
                "billing_details": {"name": "Ann"},
            },
            mandate_data={"customer_acceptance": {"type": "offline"}},
            confirm=True,
        )
    )
    path = f"/v1/setup_intents/{setup.id}"
    changed = api.ok(api.post(path, payment_method="pm_card_visa"))
    assert (changed["status"], changed.next_action) == ("requires_confirmation", None)
    assert api.post(f"{path}/verify_microdeposits", amounts=[32, 45]).error["code"] == "intent_invalid_state"
    (tried,) = api.ok(api.get("/v1/setup_attempts", setup_intent=setup.id)).data
    assert tried["status"] == "abandoned"
    for _ in range(9):
        api.post(f"{path}/verify_microdeposits", descriptor_code="SM99XX")
    assert api.ok(api.get(path))["status"] == "requires_confirmation"
