"""The published test cards do what their page promises, and the same way every time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pinstripe.api.shapes import problems
from pinstripe.api.table import NEWEST, Table
from pinstripe.networks.cards import checks, details, numbers
from pinstripe.networks.cards.behaviour import AUTHENTICATION, DISPUTES
from pinstripe.networks.cards.declines import CODES, decline
from pinstripe.networks.cards.sim import CardNetwork
from pinstripe.networks.port import ALL_RULES, OUTCOMES, Reply

NOW = 1785715149  # 2 August 2026
PUSHED = ("4000056655665556", "4000056655665572")
NETWORK = CardNetwork("seed/sk_test_1")
TABLE = Table.load(NEWEST)


def card(number: str) -> numbers.TestCard:
    found = numbers.by_number(number)
    assert found is not None, number
    return found


def pay(number: str, reference: str = "pi_1/1", off_session: bool = False, **options: Any) -> Reply:
    given = {"cvc_given": True, **options}
    return NETWORK.authorize(card(number), 1000, "usd", off_session=off_session, reference=reference, **given)


def verify(number: str, purpose: str = "attach", **options: Any) -> Reply:
    given = {"cvc_given": True, **options}
    return NETWORK.verify(card(number), purpose=purpose, reference="pm_1", **given)


# -- the table -----------------------------------------------------------------------------------------


def test_every_row_is_a_real_number_with_names_of_its_own() -> None:
    assert all(checks.luhn(row.number) for row in numbers.CARDS)
    assert max(Counter(row.key for row in numbers.CARDS).values()) == 1
    names = Counter(name for row in numbers.CARDS for name in row.tokens + row.methods)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 200


def test_every_row_uses_words_that_exist() -> None:
    for row in numbers.CARDS:
        assert row.funding in {"credit", "debit", "prepaid"}
        assert row.brand in details.LEGACY_BRANDS
        assert row.authentication in AUTHENTICATION
        assert set(row.disputes) <= set(DISPUTES)
        assert not row.decline or row.decline in CODES
        assert row.decline or not row.attach_declines
        assert row.refund in OUTCOMES["refund"]
        assert {row.cvc, row.postal, row.line1} <= {"pass", "fail", "unavailable"}
        assert row.radar in {"normal", "elevated", "highest", "blocked"}
        assert len(row.country) == 2 and row.country.isupper()


@pytest.mark.parametrize(
    ("name", "last4"),
    [
        ("tok_visa", "4242"),
        ("tok_us", "4242"),
        ("tok_amex", "8431"),
        ("tok_visa_debit", "5556"),
        ("tok_chargeDeclinedFraudulent", "0019"),
        ("tok_bypassPending", "0077"),
        ("tok_de", "0016"),
        ("tok_gb_debit", "0005"),
        ("tok_visa_debit_us_transferFail", "5572"),
        ("tok_visa_chargeCustomerFailLostCard", "0341"),
    ],
)
def test_tokens_name_cards(name: str, last4: str) -> None:
    found = numbers.by_token(name)
    assert found is not None and found.number.endswith(last4)
    assert numbers.by_key(found.key) is found
    assert numbers.by_method(name) is None


@pytest.mark.parametrize(
    ("name", "last4"),
    [
        ("pm_card_visa", "4242"),
        ("pm_card_mastercard_prepaid", "5100"),
        ("pm_card_chargeDeclined", "0002"),
        ("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "6975"),
        ("pm_card_authenticationRequired", "3184"),
        ("pm_card_createDispute", "0259"),
        ("pm_card_in", "0008"),
        ("pm_card_debit_visaHsaProductCode", "0072"),
        ("pm_card_unionpay", "0005"),
    ],
)
def test_methods_name_cards(name: str, last4: str) -> None:
    found = numbers.by_method(name)
    assert found is not None and found.number.endswith(last4)
    assert numbers.by_token(name) is None


def test_unpublished_names_and_numbers_are_unknown() -> None:
    assert numbers.by_token("tok_nobody") is None
    assert numbers.by_method("pm_card_nobody") is None
    assert numbers.by_number("4111111111111111") is None


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("4000002500003155", "FR"),
        ("4000002760003184", "DE"),
        ("4000003800000446", "IT"),
        ("4000003560000123", "IN"),
        ("4000000000000002", "US"),
        ("6200000000000005", "CN"),
    ],
)
def test_countries(number: str, country: str) -> None:
    assert card(number).country == country


# -- card data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "month", "year", "cvc", "code", "param"),
    [
        ("4242424242424241", 12, 2030, "123", "incorrect_number", "number"),
        ("4242abcd42424242", 12, 2030, "123", "invalid_number", "number"),
        ("", 12, 2030, "123", "invalid_number", "number"),
        ("٤٢٤٢", 12, 2030, "123", "invalid_number", "number"),
        ("4242424242424242", 13, 2030, "123", "invalid_expiry_month", "exp_month"),
        ("4242424242424242", 0, 2030, "123", "invalid_expiry_month", "exp_month"),
        ("4242424242424242", 12, 2025, "123", "invalid_expiry_year", "exp_year"),
        ("4242424242424242", 12, 95, "123", "invalid_expiry_year", "exp_year"),
        ("4242424242424242", 7, 2026, "123", "invalid_expiry_month", "exp_month"),
        ("4242424242424242", 12, 2030, "99", "invalid_cvc", "cvc"),
        ("4242424242424242", 12, 2030, "1234", "invalid_cvc", "cvc"),
        ("4242424242424242", 12, 2030, "", "invalid_cvc", "cvc"),
        ("378282246310005", 12, 2030, "12345", "invalid_cvc", "cvc"),
    ],
)
def test_bad_card_data_is_refused(
    number: str, month: int, year: int, cvc: str, code: str, param: str
) -> None:
    found = checks.refusal(number, month, year, cvc, NOW)
    assert found is not None and (found.code, found.param) == (code, param)


@pytest.mark.parametrize(
    ("number", "month", "year", "cvc"),
    [
        ("4242 4242 4242 4242", 8, 2026, "123"),
        ("4242-4242-4242-4242", 12, 30, None),
        ("378282246310005", 12, 2030, "1234"),
        ("36227206271667", 1, 2027, "314"),
        ("6205500000000000004", 1, 2076, "314"),
    ],
)
def test_good_card_data_is_taken(number: str, month: int, year: int, cvc: str | None) -> None:
    assert checks.refusal(number, month, year, cvc, NOW) is None


def test_a_card_that_may_be_somebodys_is_refused() -> None:
    found = checks.number_refusal("4111 1111 1111 1111")
    assert found is not None
    assert (found.code, found.decline_code) == ("card_declined", "test_mode_live_card")
    assert found.message == (
        "Your card was declined. Your request was in test mode, but used a non test card. For a list of "
        "valid test cards, visit: https://stripe.com/docs/testing."
    )


# -- payments ------------------------------------------------------------------------------------------


def test_an_approval_in_full() -> None:
    reply = pay("4242424242424242")
    assert reply.outcome == "approved" and reply.approved and not reply.refused
    assert reply.code is None and reply.message is None and reply.three_d_secure is None
    assert reply.authorization_code is not None and len(reply.authorization_code) == 6
    assert reply.network_transaction_id is not None and len(reply.network_transaction_id) == 15
    assert reply.charge_outcome == {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "risk_score": reply.risk_score,
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    assert reply.checks == {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": "pass",
    }


@pytest.mark.parametrize(
    ("number", "code", "decline_code", "message", "param", "advice"),
    [
        (
            *("4000000000000002", "card_declined", "generic_decline", "Your card was declined.", None),
            ("try_again_later", None, "01"),
        ),
        (
            *("4000000000009995", "card_declined", "insufficient_funds", "Your card has insufficient funds."),
            *(None, ("try_again_later", "02", "51")),
        ),
        (
            *("4000000000009987", "card_declined", "lost_card", "Your card was declined.", None),
            ("do_not_try_again", "01", "41"),
        ),
        (
            *("4000000000009979", "card_declined", "stolen_card", "Your card was declined.", None),
            ("do_not_try_again", "01", "43"),
        ),
        (
            *("4000000000000069", "expired_card", "expired_card", "Your card has expired.", "exp_month"),
            ("confirm_card_data", "03", "54"),
        ),
        (
            *("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
            *("Your card's security code is incorrect.", "cvc", ("confirm_card_data", "03", "N7")),
        ),
        (
            *("4000000000000119", "processing_error", "processing_error"),
            "An error occurred while processing your card. Try again in a little bit.",
            *(None, ("try_again_later", None, "06")),
        ),
        (
            *("4000000000006975", "card_declined", "card_velocity_exceeded"),
            "Your card was declined for making repeated attempts too frequently or exceeding "
            "its amount limit.",
            *(None, ("try_again_later", "02", "61")),
        ),
    ],
)
def test_declines(
    number: str,
    code: str,
    decline_code: str,
    message: str,
    param: str | None,
    advice: tuple[str | None, ...],
) -> None:
    for reply in (pay(number), verify(number), verify(number, "setup")):
        assert reply.outcome == "declined" and reply.refused and not reply.approved
        assert (reply.code, reply.decline_code, reply.message, reply.param) == (
            code,
            decline_code,
            message,
            param,
        )
        assert (reply.advice_code, reply.network_advice_code, reply.network_decline_code) == advice
    outcome = pay(number).charge_outcome
    assert outcome is not None
    assert (outcome["network_status"], outcome["type"]) == ("declined_by_network", "issuer_declined")
    assert outcome["reason"] == decline_code
    assert pay(number).authorization_code is None


def test_words_of_the_bank_for_the_seller() -> None:
    plain, named = pay("4000000000000002").charge_outcome, pay("4000000000009995").charge_outcome
    assert plain is not None and named is not None
    assert plain["seller_message"] == "The bank did not return any further details with this decline."
    assert named["seller_message"] == "The bank returned the decline code `insufficient_funds`."


def test_the_customer_fail_card_is_kept_and_then_declined() -> None:
    assert verify("4000000000000341").outcome == "approved"
    assert verify("4000000000000341", "setup").outcome == "approved"
    assert pay("4000000000000341").decline_code == "generic_decline"
    lost = numbers.by_key("tok_visa_chargeCustomerFailLostCard")
    reply = NETWORK.authorize(lost, 1000, "usd", off_session=False, reference="x")
    assert reply.decline_code == "lost_card"


def test_an_incorrect_cvc_needs_a_cvc() -> None:
    for number in ("4000000000000127", "4000000000000101"):
        assert pay(number, cvc_given=False).outcome == "approved"
        assert verify(number, cvc_given=False).outcome == "approved"
        assert pay(number).code == verify(number).code == "incorrect_cvc"


def test_the_accounts_rules_decide_on_failed_checks() -> None:
    cvc = pay("4000000000000101")
    assert (cvc.outcome, cvc.checks and cvc.checks["cvc_check"]) == ("blocked", "fail")
    assert pay("4000000000000101", rules=frozenset()).outcome == "approved"
    postal = pay("4000000000000036", postal_given=True)
    assert (postal.code, postal.param) == ("incorrect_zip", "address_zip")
    assert pay("4000000000000036", postal_given=False).outcome == "approved"
    assert pay("4000000000000036", postal_given=True, rules=ALL_RULES - {"postal"}).outcome == "approved"


@pytest.mark.parametrize(
    ("number", "line1", "postal"),
    [
        ("4000000000000028", "fail", "pass"),
        ("4000000000000044", "unavailable", "unavailable"),
        ("4242424242424242", "pass", "pass"),
    ],
)
def test_address_checks(number: str, line1: str, postal: str) -> None:
    reply = pay(number, postal_given=True, line1_given=True)
    assert reply.outcome == "approved" and reply.checks is not None
    assert (reply.checks["address_line1_check"], reply.checks["address_postal_code_check"]) == (line1, postal)


# -- risk ----------------------------------------------------------------------------------------------


def test_radar_blocks_before_the_bank_is_asked() -> None:
    for number, rules in (("4100000000000019", frozenset[str]()), ("4000000000004954", ALL_RULES)):
        reply = pay(number, rules=rules)
        assert (reply.outcome, reply.code, reply.decline_code) == ("blocked", "card_declined", "fraudulent")
        assert reply.message == "Your card was declined." and reply.network_transaction_id is None
        outcome = reply.charge_outcome
        assert outcome is not None and outcome["network_status"] == "not_sent_to_network"
        assert (outcome["reason"], outcome["type"]) == ("highest_risk_level", "blocked")
    assert pay("4000000000004954", rules=frozenset()).outcome == "approved"


def test_elevated_risk_goes_to_review_where_the_account_wants_it() -> None:
    reply = pay("4000000000009235")
    assert reply.charge_outcome is not None and reply.charge_outcome["type"] == "authorized"
    assert reply.charge_outcome["risk_level"] == "elevated" and 65 <= reply.risk_score < 75
    reviewed = pay("4000000000009235", rules=ALL_RULES | {"review"}).charge_outcome
    assert reviewed is not None
    assert (reviewed["type"], reviewed["reason"]) == ("manual_review", "elevated_risk_level")


def test_risk_scores_are_spread_as_recorded() -> None:
    scores = {pay("4242424242424242", f"pi_{i}").risk_score for i in range(800)}
    assert scores == set(range(65))


# -- authentication ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "on_session", "after", "off_session", "off_code"),
    [
        ("4242424242424242", "approved", "approved", "approved", None),
        ("4000002500003155", "challenged", "approved", "declined", "authentication_required"),
        ("4000002760003184", "challenged", "approved", "declined", "authentication_required"),
        ("4000003800000446", "challenged", "approved", "approved", None),
        ("4000008260003178", "challenged", "declined", "declined", "card_declined"),
        ("4000000000003220", "challenged", "approved", "declined", "authentication_required"),
        ("4000008400000027", "challenged", "approved", "declined", "authentication_required"),
        ("4000000000003063", "challenged", "approved", "declined", "card_declined"),
        ("4000008400001629", "challenged", "declined", "declined", "authentication_required"),
        ("4000008400001280", "declined", "declined", "declined", "card_declined"),
        ("4000000000003055", "approved", "approved", "approved", None),
        ("4000000032200000", "approved", "approved", "approved", None),
        ("4000582600000094", "challenged", "approved", "declined", "authentication_required"),
        ("4000003560000008", "approved", "approved", "approved", None),
    ],
)
def test_who_is_asked_for_the_holder(
    number: str, on_session: str, after: str, off_session: str, off_code: str | None
) -> None:
    assert pay(number).outcome == on_session
    assert pay(number, authenticated=True).outcome == after
    reply = pay(number, off_session=True)
    assert (reply.outcome, reply.code) == (off_session, off_code)


def test_a_card_set_up_before_pays_without_its_holder() -> None:
    assert pay("4000002500003155", off_session=True, set_up=True).outcome == "approved"
    assert pay("4000002760003184", off_session=True, set_up=True).code == "authentication_required"


def test_off_session_words() -> None:
    reply = pay("4000002760003184", off_session=True)
    assert reply.message == "Your card was declined. This transaction requires authentication."
    canceled = pay("4000003560000263", off_session=True)
    assert canceled.code == "india_recurring_payment_mandate_canceled"
    assert canceled.message == "The provided mandate has been canceled by the card holder."


def test_mandates_ask_when_the_card_is_saved() -> None:
    assert pay("4000003560000123").outcome == "approved"
    assert pay("4000003560000123", saving=True).outcome == "challenged"
    assert verify("4000003560000008", "setup").outcome == "challenged"
    assert verify("4000003560000008", "setup", authenticated=True).outcome == "approved"


@pytest.mark.parametrize(
    ("number", "setup"),
    [
        ("4242424242424242", "approved"),
        ("4000002500003155", "challenged"),
        ("4000002760003184", "challenged"),
        ("4000003800000446", "approved"),
        ("4000008400001280", "declined"),
    ],
)
def test_setting_up_asks_and_attaching_does_not(number: str, setup: str) -> None:
    assert verify(number, "setup").outcome == setup
    assert verify(number, "attach").outcome == "approved"


def test_authentication_leaves_a_trace() -> None:
    secure = pay("4000002760003184", authenticated=True).three_d_secure
    assert secure is not None
    assert len(secure["transaction_id"]) == 36
    assert {**secure, "transaction_id": None} == {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": None,
        "version": "2.1.0",
    }
    assert pay("4000000032200000").three_d_secure == {
        **(pay("4000000032200000").three_d_secure or {}),
        "authentication_flow": "frictionless",
        "result": "authenticated",
    }


@pytest.mark.parametrize(
    ("number", "outcome", "result"),
    [
        ("4242424242424242", "approved", "attempt_acknowledged"),
        ("378282246310005", "approved", "not_supported"),
        ("4000000000003055", "challenged", None),
        ("4000000000003097", "declined", "processing_error"),
    ],
)
def test_authentication_on_request(number: str, outcome: str, result: str | None) -> None:
    reply = pay(number, request_three_d_secure="any")
    assert reply.outcome == outcome
    assert (reply.three_d_secure or {}).get("result") == result


# -- afterwards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("4242424242424242", []),
        ("4000000000000259", [("fraudulent", "chargeback", "needs_response", "10.4")]),
        ("4000000000002685", [("product_not_received", "chargeback", "needs_response", "13.1")]),
        ("4000000000001976", [("fraudulent", "inquiry", "warning_needs_response", "10")]),
        ("4000000404000079", [("fraudulent", "chargeback", "needs_response", "10.4")] * 2),
        ("4000008400000779", [("noncompliant", "compliance", "needs_response", "98.1")]),
        ("5105000300000018", [("fraudulent", "chargeback", "needs_response", "4837")]),
    ],
)
def test_disputes(number: str, expected: list[tuple[str, ...]]) -> None:
    notices = pay(number).disputes
    assert [(n.reason, n.case_type, n.status, n.network_reason_code) for n in notices] == expected
    assert all(notice.delay_seconds == 0 for notice in notices)
    assert NETWORK.disputes_after(card(number)) == notices


def test_authentication_protects_from_fraud_disputes_only() -> None:
    assert pay("4000000000000259", authenticated=True).disputes == ()
    assert len(pay("4000000000002685", authenticated=True).disputes) == 1
    assert pay("4000000000005423").fraud_warning == "misc"
    assert pay("4000000000005423", authenticated=True).fraud_warning is None
    assert pay("4242424242424242").fraud_warning is None


def test_money_that_is_pushed_to_a_card_arrives_or_not() -> None:
    good, bad = (NETWORK.push(card(one), 500, "usd", reference="po_1") for one in PUSHED)
    assert (good.outcome, good.failure_reason) == ("succeeded", None)
    assert (bad.outcome, bad.failure_reason) == ("failed_later", "could_not_process")


def test_refunds_settle_as_the_card_says() -> None:
    at_once = NETWORK.refund(card("4242424242424242"), 500, "usd", reference="re_1")
    assert (at_once.outcome, at_once.later) == ("succeeded", None)
    assert at_once.reference is not None and len(at_once.reference) == 16
    pending = NETWORK.refund(card("4000000000007726"), 500, "usd", reference="re_2")
    assert (pending.outcome, pending.later) == ("pending", "succeeded") and pending.later_seconds > 0
    failing = NETWORK.refund(card("4000000000005126"), 500, "usd", reference="re_3")
    assert (failing.outcome, failing.later) == ("failed_later", "failed")
    assert failing.failure_reason == "expired_or_canceled_card"
    assert NETWORK.capture(card("4242424242424242"), 500, "usd", reference="ch_1").outcome == "succeeded"


def test_money_that_skips_the_pending_balance() -> None:
    assert pay("4000000000000077").available_immediately
    assert pay("4000003720000278").available_immediately
    assert not pay("4242424242424242").available_immediately


# -- chance and faults ---------------------------------------------------------------------------------


def test_the_same_seed_and_reference_give_the_same_answer() -> None:
    again = CardNetwork("seed/sk_test_1")
    row = card("4242424242424242")
    options: dict[str, Any] = {"off_session": False, "cvc_given": True}
    first = again.authorize(row, 1000, "usd", reference="pi_1/1", **options)
    assert first == pay("4242424242424242")
    assert first != again.authorize(row, 1000, "usd", reference="pi_1/2", **options)
    assert first != CardNetwork("other").authorize(row, 1000, "usd", reference="pi_1/1", **options)
    assert CardNetwork(7).authorize(row, 1, "usd", reference="a", **options) == CardNetwork(b"7").authorize(
        row, 1, "usd", reference="a", **options
    )


def test_a_forced_outcome_is_used_once_and_the_world_is_told() -> None:
    faults = {
        "next": {
            "authorize": [{"outcome": "declined", "decline_code": "do_not_honor"}, {"outcome": "challenged"}]
        }
    }
    network = CardNetwork("s", faults)
    row = card("4242424242424242")

    def ask() -> Reply:
        return network.authorize(row, 1000, "usd", off_session=False, reference="r")

    assert not network.forced.used and network.forced.remaining() == faults
    assert ask().decline_code == "do_not_honor"
    assert network.forced.used
    assert network.forced.remaining() == {"next": {"authorize": [{"outcome": "challenged"}]}}
    assert ask().outcome == "challenged"
    assert network.forced.remaining() == {}
    assert ask().outcome == "approved"
    assert len(faults["next"]["authorize"]) == 2, "what the world gave is not touched"


@pytest.mark.parametrize("question", ["verify", "authorize"])
def test_every_outcome_can_be_forced(question: str) -> None:
    for outcome in OUTCOMES[question]:
        network = CardNetwork("s", {"next": {question: [{"outcome": outcome}]}})
        row = card("4000000000000002")
        if question == "verify":
            reply = network.verify(row, purpose="attach", reference="r")
        else:
            reply = network.authorize(row, 1, "usd", off_session=False, reference="r")
        assert reply.outcome == outcome


def test_an_outage_declines_and_delays() -> None:
    network = CardNetwork("s", {"outage": True})
    row = card("4242424242424242")
    reply = network.authorize(row, 1000, "usd", off_session=False, reference="r")
    assert (reply.outcome, reply.code) == ("declined", "processing_error")
    assert network.verify(row, purpose="attach", reference="r").code == "processing_error"
    assert network.refund(row, 1000, "usd", reference="r").outcome == "pending"
    assert network.forced.remaining() == {"outage": True} and not network.forced.used


def test_an_outcome_that_a_question_does_not_have_is_a_mistake() -> None:
    network = CardNetwork("s", {"next": {"verify": [{"outcome": "blocked"}]}})
    with pytest.raises(AssertionError):
        network.verify(card("4242424242424242"), purpose="attach", reference="r")


def test_every_decline_code_has_words() -> None:
    for code in CODES:
        said = decline(code)
        assert said.message.endswith(".") and said.code in {code, "card_declined"}
    with pytest.raises(AssertionError):
        decline("no_such_code")


# -- how cards are shown -------------------------------------------------------------------------------


def test_a_fingerprint_belongs_to_a_number_in_a_world() -> None:
    mark = details.fingerprint("4242424242424242", "world one")
    assert len(mark) == 16 and mark.isalnum()
    assert mark == details.fingerprint("4242424242424242", "world one")
    assert mark != details.fingerprint("4242424242424242", "world two")
    assert mark != details.fingerprint("5555555555554444", "world one")


def test_a_prototype_expires_next_year() -> None:
    assert details.prototype_expiry(NOW) == (8, 2027)
    assert details.prototype_expiry(1762799178) == (11, 2026)


def test_a_methods_card_as_recorded() -> None:
    shown = details.card_of(card("4242424242424242"), 8, 2027, "f", checks.unchecked(True, False, False))
    assert shown == {
        "brand": "visa",
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "unchecked",
        },
        "country": "US",
        "display_brand": "visa",
        "exp_month": 8,
        "exp_year": 2027,
        "fingerprint": "f",
        "funding": "credit",
        "generated_from": None,
        "last4": "4242",
        "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def test_co_branded_cards_follow_the_customers_choice() -> None:
    row = card("4000002500001001")
    free = checks.unchecked(False, False, False)
    shown = details.card_of(row, 8, 2027, "f", free, preferred_network="cartes_bancaires")
    assert shown["networks"] == {"available": ["cartes_bancaires", "visa"], "preferred": "cartes_bancaires"}
    assert (shown["brand"], shown["display_brand"]) == ("visa", "cartes_bancaires")
    assert details.network_of(shown) == "cartes_bancaires"
    wrong = details.card_of(row, 8, 2027, "f", free, preferred_network="mastercard")
    assert wrong["networks"]["preferred"] == "invalid_preference"
    assert details.network_of(wrong) == "visa"


def test_every_card_has_the_newest_shape() -> None:
    for row in numbers.CARDS:
        shown = details.card_of(row, 8, 2027, "f" * 16, checks.unchecked(True, True, True))
        assert problems(shown, {"ref": "payment_method_card"}, TABLE) == []
        legacy = details.legacy_card_of(row, 8, 2027, "f" * 16, cvc_check="unchecked")
        assert problems({"id": "card_1", **legacy}, {"ref": "card"}, TABLE) == []
        reply = NETWORK.authorize(row, 1000, "usd", off_session=False, reference=row.key, cvc_given=True)
        for captured in (True, False):
            block = details.charge_card_of(shown, reply, 1000, captured=captured, now=NOW)
            assert problems(block, {"ref": "payment_method_details_card"}, TABLE) == []


def test_legacy_cards_speak_the_old_words() -> None:
    amex = details.legacy_card_of(
        card("378282246310005"), 8, 2027, "f", address={"zip": "33333", "line1": "1 Road"}, name="Ada"
    )
    assert (amex["brand"], amex["address_zip"], amex["address_line1"], amex["name"]) == (
        "American Express",
        "33333",
        "1 Road",
        "Ada",
    )
    assert details.legacy_card_of(card("5555555555554444"), 8, 2027, "f")["brand"] == "MasterCard"
