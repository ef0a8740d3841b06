"""Every kind whose payer is asked first: agreed, refused, run out, and what it may not."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.clock.business_days import HOUR
from pinstripe.clock.calendar import DAY
from pinstripe.products.methods.kinds import KINDS
from pinstripe.products.methods.kinds.kind import Flow, Kind
from tests.client import NOW, Answer, Api
from tests.control.conftest import Panel

ASKED = [kind for kind in KINDS.values() if kind.flow is Flow.REDIRECT]
OWNER = {"name": "Jenny Rosen", "email": "jenny@example.com", "address": {"country": "DE"}}
SAID: dict[str, dict[str, Any]] = {
    "boleto": {"tax_id": "000.000.000-00"},
    "fpx": {"bank": "maybank2u"},
    "sofort": {"country": "DE"},
}
BACK = "https://example.com/back"


@pytest.fixture
def panel(api: Api) -> Panel:
    return Panel(api)


def asked(api: Api, kind: Kind, **more: Any) -> Answer:
    data: dict[str, Any] = {"type": kind.name, "billing_details": OWNER}
    if kind.name in SAID:
        data[kind.name] = SAID[kind.name]
    given = {
        "amount": 20000,
        "currency": kind.currencies[0] if kind.currencies else "usd",
        "allowed_payment_method_types": [kind.name],
        "payment_method_data": data,
        "confirm": True,
    }
    given |= {"return_url": BACK, **more}
    return api.post("/v1/payment_intents", **{name: word for name, word in given.items() if word is not None})


def answered(panel: Panel, intent: Answer, succeeded: bool) -> Answer:
    body = {"payment_intent": intent.id, "succeeded": succeeded}
    panel.post("payment_intents/authenticate", **body)
    return panel.api.ok(panel.api.get(f"/v1/payment_intents/{intent.id}"))


@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.name)
def test_a_payer_agrees_or_refuses(panel: Panel, kind: Kind) -> None:
    api = panel.api
    intent = api.ok(asked(api, kind))
    assert (intent["status"], intent.latest_charge) == ("requires_action", None)
    assert intent.next_action["type"] in intent.next_action
    paid = answered(panel, intent, True)
    assert (paid["status"], paid.amount_received, paid.next_action) == ("succeeded", 20000, None)
    charge = api.ok(api.get(f"/v1/charges/{paid.latest_charge}"))
    assert charge.id.startswith("py_")
    assert charge.payment_method_details["type"] == kind.name
    no = answered(panel, api.ok(asked(api, kind)), False)
    assert (no["status"], no.payment_method) == ("requires_payment_method", None)


@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.name)
def test_money_is_held_where_the_kind_can(panel: Panel, kind: Kind) -> None:
    reply = asked(panel.api, kind, capture_method="manual")
    if not kind.holds:
        assert (reply.status, reply.error["param"]) == (400, "capture_method")
        return
    held = answered(panel, panel.api.ok(reply), True)
    assert (held["status"], held.amount_capturable) == ("requires_capture", 20000)
    taken = panel.api.ok(panel.api.post(f"/v1/payment_intents/{held.id}/capture", amount_to_capture=5000))
    assert taken.amount_received == 5000


@pytest.mark.parametrize("kind", [kind for kind in ASKED if kind.lasts], ids=lambda kind: kind.name)
def test_what_nobody_pays_with_runs_out(panel: Panel, kind: Kind) -> None:
    api = panel.api
    intent = api.ok(asked(api, kind, return_url=None))
    panel.post("clock/advance", seconds=10 * DAY)
    late = api.ok(api.get(f"/v1/payment_intents/{intent.id}"))
    assert late["status"] == "requires_payment_method"
    assert late.last_payment_error["code"] == "payment_intent_payment_attempt_expired"


@pytest.mark.parametrize(("name", "days", "hours"), [("oxxo", 1, 6), ("boleto", 3, 3), ("konbini", 0, -9)])
def test_a_voucher_lasts_until_a_day_ends_where_it_is_paid(
    api: Api, name: str, days: int, hours: int
) -> None:
    options = {name: {"expires_after_days": days}}
    intent = api.ok(asked(api, KINDS[name], payment_method_options=options))
    shown = intent.next_action[f"{name}_display_details"]
    ends = shown.get("expires_at") or shown["expires_after"]
    assert (ends + 1 - hours * HOUR) % DAY == 0
    assert days * DAY <= ends - NOW < (days + 1) * DAY


@pytest.mark.parametrize(
    ("name", "amount", "code"), [("boleto", 100, "amount_too_small"), ("oxxo", 1_000_001, "amount_too_large")]
)
def test_a_kind_has_limits_of_its_own(api: Api, name: str, amount: int, code: str) -> None:
    reply = asked(api, KINDS[name], amount=amount)
    assert (reply.status, reply.error["code"]) == (400, code)


@pytest.mark.parametrize("kind", [kind for kind in ASKED if kind.needs], ids=lambda kind: kind.name)
def test_the_payer_is_named_where_the_kind_wants_it(api: Api, kind: Kind) -> None:
    data: dict[str, Any] = {"type": kind.name}
    if kind.name in SAID:
        data[kind.name] = SAID[kind.name]
    reply = asked(api, kind, payment_method_data=data)
    assert (reply.status, reply.error["code"]) == (400, "parameter_missing")


@pytest.mark.parametrize("kind", [kind for kind in ASKED if kind.kept], ids=lambda kind: kind.name)
def test_a_kept_one_pays_again_without_a_page(panel: Panel, kind: Kind) -> None:
    api = panel.api
    customer = api.ok(api.post("/v1/customers")).id
    first = api.ok(asked(api, kind, customer=customer, setup_future_usage="off_session"))
    method = answered(panel, first, True).payment_method
    found = api.ok(api.get("/v1/payment_methods", customer=customer, type=kind.name)).data
    assert [one["id"] for one in found] == [method]
    again = asked(
        api, kind, customer=customer, off_session=True, payment_method=method, payment_method_data=None
    )
    voucher = kind.name == "boleto"
    assert api.ok(again)["status"] == ("requires_action" if voucher else "succeeded")


def test_what_a_kind_must_be_told(api: Api) -> None:
    reply = api.post("/v1/payment_methods", type="fpx")
    assert (reply.status, reply.error["param"]) == (400, "fpx[bank]")
    assert api.ok(api.post("/v1/payment_methods", type="klarna")).klarna == {}
    assert api.ok(api.post("/v1/payment_methods", type="naver_pay")).naver_pay["funding"] == "card"


US = {"account_number": "000123456789", "routing_number": "110000000", "account_holder_type": "individual"}
DEBITS = {
    "bacs_debit": ("gbp", {"sort_code": "10-88-00", "account_number": "00012345"}),
    "au_becs_debit": ("aud", {"bsb_number": "000000", "account_number": "000123456"}),
    "sepa_debit": ("eur", {"iban": "FR14 2004 1010 0505 0001 3M02 606"}),
}
PAYER = {"name": "Ann", "email": "ann@example.com"}


@pytest.mark.parametrize("name", [*DEBITS, "us_bank_account", "bancontact", "giropay", "eps", "oxxo"])
def test_who_pays_is_named_with_the_method(api: Api, name: str) -> None:
    """source: stripe-android, whose tests ask the API itself (an account in the US needs a name alone)"""
    own = DEBITS.get(name, ("", {}))[1] or (US if name == "us_bank_account" else {})
    given = {"type": name, **({name: own} if own else {})}
    for missing in KINDS[name].needs:
        known = {one: value for one, value in PAYER.items() if one != missing}
        refused = api.post("/v1/payment_methods", billing_details=known, **given)
        assert (refused.status, refused.error["param"]) == (400, f"billing_details[{missing}]")
        assert refused.error["message"] == f"Missing required param: billing_details[{missing}]."
    assert api.ok(api.post("/v1/payment_methods", billing_details=PAYER, **given)).type == name


@pytest.mark.parametrize("name", DEBITS)
def test_an_account_outside_the_us_is_debited(panel: Panel, name: str) -> None:
    api, (currency, numbers) = panel.api, DEBITS[name]
    customer = api.ok(api.post("/v1/customers")).id
    agreed = {"mandate_data": {"customer_acceptance": {"type": "offline"}}}
    intent = api.ok(
        asked(
            api,
            KINDS[name],
            currency=currency,
            customer=customer,
            payment_method_data={"type": name, name: numbers, "billing_details": PAYER},
            setup_future_usage="off_session",
            **agreed,
        )
    )
    assert intent["status"] == "processing"
    panel.post("clock/advance", seconds=DAY)
    paid = api.ok(api.get(f"/v1/payment_intents/{intent.id}"))
    assert paid["status"] == "succeeded"
    charge = api.ok(api.get(f"/v1/charges/{paid.latest_charge}"))
    mandate = api.ok(api.get(f"/v1/mandates/{charge.payment_method_details[name]['mandate']}"))
    assert (mandate["status"], mandate.type) == ("active", "multi_use")
    again = asked(
        api,
        KINDS[name],
        customer=customer,
        payment_method=paid.payment_method,
        payment_method_data=None,
        off_session=True,
    )
    assert api.ok(again)["status"] == "processing"


def test_an_account_in_canada_is_verified_first(panel: Panel) -> None:
    api = panel.api
    numbers = {
        "institution_number": "000",
        "transit_number": "11000",
        "account_number": "000123456789",
    }
    intent = api.ok(
        asked(
            api,
            KINDS["acss_debit"],
            payment_method_data={"type": "acss_debit", "acss_debit": numbers, "billing_details": OWNER},
            mandate_data={"customer_acceptance": {"type": "offline"}},
        )
    )
    assert intent.next_action["type"] == "verify_with_microdeposits"
    path = f"/v1/payment_intents/{intent.id}"
    assert api.ok(api.post(f"{path}/verify_microdeposits", amounts=[32, 45]))["status"] == "processing"
    panel.post("clock/advance", seconds=DAY)
    assert api.ok(api.get(path))["status"] == "succeeded"
