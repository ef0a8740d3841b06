"""Every step of an intent's life, and what each state refuses."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.clock.calendar import DAY
from pinstripe.products.payments import options, setup_options
from tests.client import NOW, Answer, Api
from tests.control.conftest import Panel

NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}
CHALLENGED = "pm_card_threeDSecure2Required"


@pytest.fixture
def panel(api: Api) -> Panel:
    return Panel(api)


def create(api: Api, method: str | None = "pm_card_visa", **more: Any) -> Answer:
    given: dict[str, Any] = {"amount": 2000, "currency": "usd"}
    if "confirmation_method" in more:
        given["allowed_payment_method_types"] = ["card"]
    else:
        given["automatic_payment_methods"] = NO_REDIRECTS
    if method:
        given["payment_method"] = method
    return api.post("/v1/payment_intents", **{**given, **more})


def in_state(api: Api, state: str) -> Answer:
    """A fresh intent in a state."""
    match state:
        case "requires_payment_method":
            return api.ok(create(api, None))
        case "requires_confirmation":
            return api.ok(create(api))
        case "requires_action":
            return api.ok(create(api, CHALLENGED, confirm=True))
        case "requires_capture":
            return api.ok(create(api, confirm=True, capture_method="manual"))
        case "succeeded":
            return api.ok(create(api, confirm=True))
    made = api.ok(create(api))
    return api.ok(api.post(f"/v1/payment_intents/{made.id}/cancel"))


def step(api: Api, intent: Answer, verb: str, **params: Any) -> Answer:
    return api.post(f"/v1/payment_intents/{intent.id}/{verb}", **params)


def news(api: Api, since: int) -> list[str]:
    """Types of the events after the first so many, oldest first."""
    return [event["type"] for event in reversed(api.ok(api.get("/v1/events", limit=100)).data)][since:]


STATES = (
    "requires_payment_method requires_confirmation requires_action requires_capture succeeded canceled"
).split()
OPEN = STATES[:3]


@pytest.mark.parametrize("state", STATES)
def test_each_state_can_be_reached(api: Api, state: str) -> None:
    assert in_state(api, state)["status"] == state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("verb", "origins", "target"),
    [
        ("confirm", OPEN, "succeeded"),
        ("capture", ["requires_capture"], "succeeded"),
        ("cancel", [*OPEN, "requires_capture"], "canceled"),
    ],
)
def test_each_step_from_each_state(api: Api, state: str, verb: str, origins: list[str], target: str) -> None:
    intent = in_state(api, state)
    params = {"payment_method": "pm_card_visa"} if verb == "confirm" else {}
    answer = step(api, intent, verb, **params)
    if state in origins:
        assert api.ok(answer)["status"] == target
        return
    assert (answer.status, answer.error["code"]) == (400, "payment_intent_unexpected_state")
    assert answer.error["payment_intent"]["status"] == state
    assert api.ok(api.get(f"/v1/payment_intents/{intent.id}")).body == intent.body


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", 3000),
        ("currency", "eur"),
        ("payment_method", "pm_card_mastercard"),
        ("capture_method", "manual"),
        ("setup_future_usage", "off_session"),
    ],
)
def test_what_was_paid_does_not_change(api: Api, state: str, name: str, value: Any) -> None:
    intent = in_state(api, state)
    answer = api.post(f"/v1/payment_intents/{intent.id}", **{name: value})
    if state in OPEN:
        changed = api.ok(answer)
        assert changed.body[name] == value or name == "payment_method"
        return
    assert (answer.status, answer.error["param"]) == (400, name)
    assert answer.error["message"].startswith(
        f"This PaymentIntent's {name} could not be updated because it has a status of {state}."
    )
    assert api.ok(api.get(f"/v1/payment_intents/{intent.id}")).body == intent.body


@pytest.mark.parametrize("state", STATES)
def test_notes_may_always_change(api: Api, state: str) -> None:
    intent = in_state(api, state)
    changed = api.ok(
        api.post(
            f"/v1/payment_intents/{intent.id}", description="d", metadata={"a": "1"}, receipt_email="a@b.test"
        )
    )
    assert (changed.description, changed.metadata, changed.receipt_email) == ("d", {"a": "1"}, "a@b.test")
    assert changed["status"] == state


def test_a_new_currency_must_be_one(api: Api) -> None:
    intent = in_state(api, "requires_confirmation")
    assert api.post(f"/v1/payment_intents/{intent.id}", currency="xyz").error["param"] == "currency"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, "charge.succeeded payment_intent.succeeded charge.updated"),
        ({"capture_method": "automatic"}, "charge.succeeded payment_intent.succeeded"),
        ({"capture_method": "manual"}, "charge.succeeded payment_intent.amount_capturable_updated"),
        ({"payment_method": CHALLENGED}, "payment_intent.requires_action"),
        ({"payment_method": "pm_card_chargeDeclined"}, "charge.failed payment_intent.payment_failed"),
    ],
)
def test_events_in_order(api: Api, params: dict[str, Any], expected: str) -> None:
    create(api, **{"confirm": True, **params})
    assert news(api, 0) == ["payment_intent.created", *expected.split()]


def test_an_asynchronous_capture_names_its_money_last(api: Api) -> None:
    create(api, confirm=True)
    created, charged, paid, updated = reversed(api.ok(api.get("/v1/events")).data)
    assert created["data"]["object"]["latest_charge"] is None
    assert charged["data"]["object"]["balance_transaction"] is None
    assert paid["data"]["object"]["status"] == "succeeded"
    assert updated["data"]["previous_attributes"] == {"balance_transaction": None}
    charge = updated["data"]["object"]
    row = api.ok(api.get(f"/v1/balance_transactions/{charge['balance_transaction']}"))
    assert row.source == charge["id"]
    plain = api.ok(create(api, confirm=True, capture_method="automatic", expand=["latest_charge"]))
    assert plain.latest_charge["balance_transaction"].startswith("txn_")


def test_the_holder_passes(api: Api, panel: Panel) -> None:
    intent = in_state(api, "requires_action")
    done = panel.post("payment_intents/authenticate", payment_intent=intent.id, succeeded=True)
    assert (done["status"], done.next_action, done.amount_received) == ("succeeded", None, 2000)
    charge = api.ok(api.get(f"/v1/charges/{done.latest_charge}"))
    secure = charge.payment_method_details["card"]["three_d_secure"]
    assert (secure["result"], secure["authentication_flow"]) == ("authenticated", "challenge")
    assert news(api, 2) == ["charge.succeeded", "payment_intent.succeeded", "charge.updated"]


def test_the_holder_passes_into_a_hold(api: Api, panel: Panel) -> None:
    intent = api.ok(create(api, CHALLENGED, confirm=True, capture_method="manual"))
    done = panel.post("payment_intents/authenticate", payment_intent=intent.id, succeeded=True)
    assert (done["status"], done.amount_capturable) == ("requires_capture", 2000)


def test_the_holder_fails(api: Api, panel: Panel) -> None:
    intent = in_state(api, "requires_action")
    done = panel.post("payment_intents/authenticate", payment_intent=intent.id, succeeded=False)
    assert (done["status"], done.payment_method) == ("requires_payment_method", None)
    assert done.last_payment_error["code"] == "payment_intent_authentication_failure"
    assert news(api, 2) == ["payment_intent.payment_failed"]
    paid = api.ok(step(api, intent, "confirm", payment_method="pm_card_visa"))
    assert (paid["status"], paid.last_payment_error) == ("succeeded", None)


def test_with_manual_confirmation_the_server_confirms_again(api: Api, panel: Panel) -> None:
    intent = api.ok(create(api, CHALLENGED, confirm=True, confirmation_method="manual"))
    back = panel.post("payment_intents/authenticate", payment_intent=intent.id, succeeded=True)
    assert (back["status"], back.latest_charge) == ("requires_confirmation", None)
    assert api.ok(step(api, intent, "confirm"))["status"] == "succeeded"


def test_one_cards_authentication_is_not_anothers(api: Api, panel: Panel) -> None:
    intent = api.ok(create(api, CHALLENGED, confirm=True, confirmation_method="manual"))
    panel.post("payment_intents/authenticate", payment_intent=intent.id, succeeded=True)
    other = api.ok(step(api, intent, "confirm", payment_method="pm_card_authenticationRequired"))
    assert other["status"] == "requires_action"


@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        ({"succeeded": True}, 400, "payment_intent"),
        ({"payment_intent": "pi_none"}, 400, "succeeded"),
        ({"payment_intent": "pi_none", "succeeded": "yes"}, 400, "succeeded"),
        ({"payment_intent": "pi_none", "succeeded": True}, 404, "intent"),
        ({"payment_intent": "pi_none", "succeeded": True, "when": 1}, 400, "when"),
    ],
)
def test_what_the_bank_page_refuses(panel: Panel, body: dict[str, Any], status: int, param: str) -> None:
    answer = panel.call("POST", "payment_intents/authenticate", body)
    assert (answer.status, answer.error["param"]) == (status, param)


@pytest.mark.parametrize("state", [state for state in STATES if state != "requires_action"])
def test_only_a_challenge_can_be_answered(api: Api, panel: Panel, state: str) -> None:
    intent = in_state(api, state)
    body = {"payment_intent": intent.id, "succeeded": True}
    answer = panel.call("POST", "payment_intents/authenticate", body)
    assert (answer.status, answer.error["code"]) == (400, "payment_intent_unexpected_state")


def test_an_action_that_nobody_wants_is_a_decline(api: Api) -> None:
    refused = create(api, CHALLENGED, confirm=True, error_on_requires_action=True)
    assert (refused.status, refused.error["code"]) == (402, "authentication_required")
    kept = api.ok(api.get(f"/v1/payment_intents/{refused.error['payment_intent']['id']}"))
    assert (kept["status"], kept.payment_method) == ("requires_payment_method", None)
    assert kept.last_payment_error["decline_code"] == "authentication_not_handled"
    assert api.ok(create(api, confirm=True, error_on_requires_action=True))["status"] == "succeeded"


def test_a_hold_lapses_after_seven_days(api: Api, panel: Panel) -> None:
    intent = in_state(api, "requires_capture")
    panel.post("clock/advance", to=NOW + 7 * DAY - 1)
    assert api.ok(api.get(f"/v1/payment_intents/{intent.id}"))["status"] == "requires_capture"
    panel.post("clock/advance", to=NOW + 7 * DAY)
    gone = api.ok(api.get(f"/v1/payment_intents/{intent.id}"))
    assert (gone["status"], gone.cancellation_reason, gone.amount_capturable) == ("canceled", "automatic", 0)
    assert gone.canceled_at == NOW + 7 * DAY
    assert news(api, 3) == ["charge.expired", "payment_intent.canceled"]


@pytest.mark.parametrize("verb", ["capture", "cancel"])
def test_a_hold_that_ended_does_not_lapse(api: Api, panel: Panel, verb: str) -> None:
    intent = in_state(api, "requires_capture")
    ended = api.ok(step(api, intent, verb))
    panel.post("clock/advance", to=NOW + 8 * DAY)
    assert api.ok(api.get(f"/v1/payment_intents/{intent.id}")).body == ended.body


def test_one_answer_for_one_key(api: Api) -> None:
    intent = in_state(api, "requires_confirmation")
    first = api.ok(step(api, intent, "confirm", idempotency_key="k"))
    again = step(api, intent, "confirm", idempotency_key="k")
    assert (again.raw, again.headers["Idempotent-Replayed"]) == (first.raw, "true")
    declined = create(api, "pm_card_chargeDeclined", confirm=True, idempotency_key="d")
    assert create(api, "pm_card_chargeDeclined", confirm=True, idempotency_key="d").raw == declined.raw
    assert len(api.ok(api.get("/v1/charges")).data) == 2


def test_a_page_needs_the_secret(api: Api) -> None:
    page = api.with_(key="pk_test_pinstripe")
    intent = in_state(api, "requires_payment_method")
    path = f"/v1/payment_intents/{intent.id}"
    assert page.get(path).error["param"] == "client_secret"
    wrong = page.get(path, client_secret=f"{intent.id}_secret_wrong")
    assert (wrong.status, wrong.error["param"]) == (400, "client_secret")
    assert "does not match any associated PaymentIntent on this account" in wrong.error["message"]
    assert page.ok(page.get(path, client_secret=intent.client_secret)).id == intent.id
    given = {"payment_method": "pm_card_visa", "client_secret": intent.client_secret}
    assert page.ok(page.post(f"{path}/confirm", **given))["status"] == "succeeded"
    manual = api.ok(create(api, None, confirmation_method="manual"))
    given = {"payment_method": "pm_card_visa", "client_secret": manual.client_secret}
    refused = page.post(f"/v1/payment_intents/{manual.id}/confirm", **given)
    assert (refused.status, "your publishable key" in refused.error["message"]) == (400, True)


def test_the_cards_own_options_count(api: Api) -> None:
    held = api.ok(create(api, confirm=True, payment_method_options={"card": {"capture_method": "manual"}}))
    assert (held["status"], held.amount_received) == ("requires_capture", 0)
    assert held.payment_method_options["card"]["capture_method"] == "manual"
    customer = api.ok(api.post("/v1/customers")).id
    saved = api.ok(
        create(
            api,
            confirm=True,
            customer=customer,
            payment_method_options={"card": {"setup_future_usage": "off_session"}},
        )
    )
    assert saved.setup_future_usage is None
    assert api.ok(api.get(f"/v1/payment_methods/{saved.payment_method}")).customer == customer
    asked = api.ok(
        create(
            api,
            "pm_card_threeDSecureOptional",
            confirm=True,
            payment_method_options={"card": {"request_three_d_secure": "any"}},
        )
    )
    assert asked["status"] == "requires_action"


def test_a_mandates_wishes_are_shown_whole(api: Api) -> None:
    wishes = {
        "reference": "m1",
        "amount_type": "maximum",
        "amount": 500,
        "start_date": NOW,
        "interval": "month",
    }
    intent = api.ok(create(api, None, payment_method_options={"card": {"mandate_options": wishes}}))
    shown = intent.payment_method_options["card"]
    assert shown["mandate_options"] == {
        **wishes,
        "description": None,
        "end_date": None,
        "interval_count": None,
        "supported_types": None,
    }
    assert shown["request_three_d_secure"] == "automatic"


def test_what_is_asked_of_a_kind_is_unset(api: Api) -> None:
    given = {"acss_debit": {"verification_method": "instant"}, "sepa_debit": {"target_date": "2026-01-10"}}
    kinds, path = ["acss_debit", "sepa_debit"], "/v1/payment_intents"
    older = api.with_(version="2026-05-27.dahlia")
    made = older.post(path, amount=500, currency="usd", payment_method_types=kinds[:1])
    asked = api.ok(api.post(f"{path}/{made.id}", payment_method_options={"acss_debit": given["acss_debit"]}))
    assert asked.payment_method_options["acss_debit"]["verification_method"] == "instant"
    unset = api.ok(api.post(f"{path}/{made.id}", payment_method_options={"acss_debit": ""}))
    assert unset.payment_method_options["acss_debit"] == {"verification_method": "automatic"}
    made = older.post(path, amount=500, currency="eur", payment_method_types=kinds[1:])
    asked = api.ok(api.post(f"{path}/{made.id}", payment_method_options={"sepa_debit": given["sepa_debit"]}))
    assert asked.payment_method_options["sepa_debit"] == {"target_date": "2026-01-10"}
    unset = api.ok(api.post(f"{path}/{made.id}", payment_method_options={"sepa_debit": ""}))
    assert unset.payment_method_options == {}


@pytest.mark.parametrize("version", ["2024-04-10", "2026-05-27.dahlia"])
def test_every_step_in_both_shapes(api: Api, version: str) -> None:
    spoken = api.with_(version=version)
    for state in STATES:
        intent = in_state(spoken, state)
        shown = spoken.ok(spoken.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"]))
        assert ("invoice" in shown.body) == (version == "2024-04-10")
    refused = create(spoken, "pm_card_chargeDeclined", confirm=True)
    assert ("invoice" in refused.error["payment_intent"]) == (version == "2024-04-10")


def test_methods_are_allowed_since_endive_and_named_before(api: Api) -> None:
    given = {"amount": 100, "currency": "usd"}
    path, older = "/v1/payment_intents", api.with_(version="2026-05-27.dahlia")
    refused = api.post(path, payment_method_types=["card"], **given)
    assert (refused.status, refused.error["code"]) == (400, "parameter_unknown")
    allowed = api.ok(api.post(path, allowed_payment_method_types=["card"], **given))
    assert allowed["allowed_payment_method_types"] == allowed["payment_method_types"] == ["card"]
    assert allowed["automatic_payment_methods"] == {"allow_redirects": "always", "enabled": True}
    named = older.ok(older.post(path, payment_method_types=["card"], **given))
    assert named["allowed_payment_method_types"] is named["automatic_payment_methods"] is None
    assert named["payment_method_types"] == ["card"]
    assert api.ok(api.get(f"{path}/{named.id}"))["payment_method_types"] == ["card"]
    tried = api.post(f"{path}/{allowed.id}", allowed_payment_method_types=["payto"])
    assert (tried.status, tried.error["param"]) == (400, "allowed_payment_method_types")
    kept = api.ok(api.post(f"{path}/{named.id}", allowed_payment_method_types=["card"]))
    assert kept["allowed_payment_method_types"] == ["card"]


def test_a_payment_method_type_that_nobody_has_is_no_missing_one(api: Api) -> None:
    older = api.with_(version="2026-05-27.dahlia")
    for path in ("", f"/{api.post('/v1/payment_intents', amount=100, currency='usd').id}/confirm"):
        given = {} if path else {"amount": 100, "currency": "usd"}
        answer = older.post(f"/v1/payment_intents{path}", payment_method_types=["wat"], **given)
        assert (answer.status, answer.error["param"]) == (400, "payment_method_types")
        answer = older.post(f"/v1/payment_intents{path}", payment_method_types=["payto"], **given)
        assert (answer.status, "`payto` only supports" in answer.error["message"]) == (400, True)


def test_an_invoice_is_named_as_far_as_networks_carry_it(api: Api) -> None:
    customer = api.ok(
        api.post(
            "/v1/customers",
            payment_method="pm_card_visa",
            invoice_settings={"default_payment_method": "pm_card_visa"},
        )
    )
    product = api.ok(api.post("/v1/products", name="Tea"))
    price = api.ok(
        api.post(
            "/v1/prices",
            product=product.id,
            currency="usd",
            unit_amount=1000,
            recurring={"interval": "month"},
        )
    )
    started = api.ok(api.post("/v1/subscriptions", customer=customer.id, items=[{"price": price.id}]))
    (intent,) = api.ok(api.get("/v1/payment_intents", customer=customer.id)).data
    reference = intent["payment_details"]["order_reference"]
    assert (len(reference), reference) == (25, started["latest_invoice"][:25])


@pytest.mark.parametrize("shape", [options.SHAPE, setup_options.SHAPE])
def test_a_cryptogram_is_kept_by_the_flow_of_cards_alone(shape: str) -> None:
    """It is good for one try, after which that flow forgets it; what others hide is remembered."""
    card = {"three_d_secure": {"cryptogram": "M" * 28}, "cvc_token": "tok_1"}
    asked = {"card": card, "paypal": {"risk_correlation_id": "risk", "billing_agreement_id": "B-1"}}
    found = options.unshown({"payment_method_options": asked}, shape)
    assert "card" not in found and found["paypal"]["risk_correlation_id"] == "risk"
