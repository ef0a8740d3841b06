"""The list of changes, the life of routes, and the tables as versions see them."""

from __future__ import annotations

from types import ModuleType

import pytest

from pinstripe.api.spoken import spoken
from pinstripe.api.table import NEWEST, OLDEST, Table
from pinstripe.api.versions import CHANGES, KNOWN, SIDE_EFFECTS, Version, alive, table
from pinstripe.api.versions.changes import dead
from tests.api.versions.canonical import ACACIA, APRIL, BASIL, CLOVER, DAHLIA, ENDIVE

USAGE = "POST /v1/subscription_items/{subscription_item}/usage_records"
SUMMARIES = "GET /v1/subscription_items/{subscription_item}/usage_record_summaries"


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.rpartition(".")[2])
def test_every_change_says_what_it_is(change: ModuleType) -> None:
    assert change.DATE in KNOWN
    name = change.__name__.rpartition(".")[2]
    assert name.startswith("v" + change.DATE.replace("-", "_").replace(".", "_") + "_")
    assert change.DESCRIPTION.endswith(".") and change.DESCRIPTION.count(". ") == 0
    assert change.SOURCE.split(":")[0] in {"docs", "sdk", "sdk; recorded"}
    newest = Table.load(NEWEST)
    for kind in change.RESOURCES:
        assert newest.schema_of(kind)
    assert hasattr(change, "request") <= hasattr(change, "OPERATIONS")
    old, new = set(Table.load(OLDEST).operations()), set(newest.operations())
    assert set(getattr(change, "OPERATIONS", ())) <= old | new
    assert set(getattr(change, "UNTIL", ())) <= old
    assert set(getattr(change, "SINCE", ())) <= new
    assert set(getattr(change, "PARAMS", ())) <= new & old


def test_changes_stand_newest_first() -> None:
    dates = [change.DATE for change in CHANGES]
    assert dates == sorted(dates, reverse=True)
    assert len(set(CHANGES)) == len(CHANGES)


def test_side_effects_begin_with_known_versions() -> None:
    assert {effect.date for effect in SIDE_EFFECTS.values()} <= set(KNOWN)


@pytest.mark.parametrize(
    ("operation", "ends"),
    [
        (USAGE, True),
        (SUMMARIES, True),
        ("GET /v1/invoices/upcoming", True),
        ("GET /v1/invoice_payments", False),
    ],
)
def test_routes_end_or_begin_with_basil(operation: str, ends: bool) -> None:
    for version in (APRIL, ACACIA, Version("2014-12-08")):
        assert alive(operation, version) is ends
        assert (operation in set(table(version).operations())) is ends
    for version in (BASIL, CLOVER, DAHLIA, Version("2026-10-28.endive")):
        assert alive(operation, version) is not ends
        assert (operation in set(table(version).operations())) is not ends


def test_a_dead_route_is_not_in_the_table() -> None:
    with pytest.raises(KeyError):
        table(BASIL).operation(USAGE)
    assert table(APRIL).operation(USAGE).params["props"]["quantity"]["req"]
    assert alive("POST /v1/customers", APRIL) and alive("POST /v1/customers", DAHLIA)
    assert alive("POST /v1/invoices/create_preview", APRIL)
    assert USAGE in dead(DAHLIA)


def params(version: Version, operation: str) -> dict:
    return table(version).operation(operation).params["props"]


def test_promotion_codes_take_a_coupon_until_clover() -> None:
    for version in (APRIL, ACACIA, BASIL):
        taken = params(version, "POST /v1/promotion_codes")
        assert "promotion" not in taken and taken["coupon"]["req"]
    for version in (CLOVER, DAHLIA):
        taken = params(version, "POST /v1/promotion_codes")
        assert "coupon" not in taken and taken["promotion"]["req"]


def test_each_version_knows_its_own_ui_modes() -> None:
    older = ["custom", "embedded", "hosted"]
    assert params(ACACIA, "POST /v1/checkout/sessions")["ui_mode"]["enum"] == older
    assert params(CLOVER, "POST /v1/checkout/sessions")["ui_mode"]["enum"] == older
    assert "hosted_page" in params(DAHLIA, "POST /v1/checkout/sessions")["ui_mode"]["enum"]
    assert "hosted_page" not in table(CLOVER).object("checkout.session").props["ui_mode"]["enum"]


def test_a_version_between_has_the_newer_names_of_the_changes_it_has() -> None:
    capture = "POST /v1/test_helpers/issuing/authorizations/{authorization}/capture"

    def fuel(version: Version) -> dict:
        return params(version, capture)["purchase_details"]["props"]["fuel"]["props"]

    assert "volume_decimal" in fuel(APRIL) and "quantity_decimal" not in fuel(APRIL)
    for version in (Version("2024-06-20"), ACACIA, DAHLIA):
        assert "quantity_decimal" in fuel(version) and "volume_decimal" not in fuel(version)
    setup = "POST /v1/terminal/readers/{reader}/process_setup_intent"
    assert params(APRIL, setup)["customer_consent_collected"]["req"] is True
    assert "allow_redisplay" not in params(APRIL, setup)
    assert params(ACACIA, setup)["allow_redisplay"]["req"] is True
    assert "customer_consent_collected" not in params(ACACIA, setup)


def test_risks_and_weekends_and_iterations() -> None:
    def risk(version: Version) -> dict:
        taken = params(version, "POST /v1/test_helpers/issuing/authorizations")
        return taken["risk_assessment"]["props"]["card_testing_risk"]["props"]

    assert "risk_level" in risk(CLOVER) and "level" not in risk(CLOVER)
    assert "level" in risk(DAHLIA) and "risk_level" not in risk(DAHLIA)

    def days(version: Version) -> list[str]:
        taken = params(version, "POST /v1/accounts/{account}")["settings"]["props"]["payouts"]["props"]
        return taken["schedule"]["props"]["weekly_payout_days"]["items"]["enum"]

    assert "sunday" in days(BASIL) and "sunday" not in days(CLOVER)

    def phase(version: Version) -> dict:
        return params(version, "POST /v1/subscription_schedules")["phases"]["items"]["props"]

    assert "iterations" in phase(APRIL) and "iterations" in phase(BASIL) and "iterations" not in phase(CLOVER)


def test_versions_between_the_same_changes_share_a_table() -> None:
    assert table(ACACIA) is table(Version("2024-10-28.acacia"))
    assert table(ACACIA) is not table(APRIL)
    assert table(BASIL) is not table(CLOVER)
    assert table(CLOVER) is not table(DAHLIA)
    assert table(DAHLIA) is table(Version("2026-08-26.dahlia"))
    assert table(DAHLIA) is not table(ENDIVE)
    assert table(Version("2026-09-30.endive")) is table(ENDIVE)


@pytest.mark.parametrize(
    "operation",
    [
        *("POST /v1/payment_intents", "POST /v1/payment_intents/{intent}"),
        *("POST /v1/payment_intents/{intent}/confirm", "POST /v1/checkout/sessions"),
        *("POST /v1/setup_intents", "POST /v1/setup_intents/{intent}"),
    ],
)
def test_methods_are_named_until_endive_and_allowed_ever_since(operation: str) -> None:
    for version in (APRIL, BASIL, CLOVER, DAHLIA):
        assert params(version, operation)["payment_method_types"]["t"] == "list"
        assert params(version, operation)["allowed_payment_method_types"]["t"] == "list"
    assert "payment_method_types" not in params(ENDIVE, operation)
    assert "card" in params(ENDIVE, operation)["allowed_payment_method_types"]["items"]["enum"]


def test_checkout_knows_the_methods_that_it_could_be_told_by_name() -> None:
    named = params(DAHLIA, "POST /v1/checkout/sessions")["payment_method_types"]["items"]["enum"]
    assert len(named) == 54 and {"card", "link", "zip"} <= set(named) and "paypay" not in named


def test_a_billing_cycle_is_told_by_word_until_endive() -> None:
    update, resume = "/v1/subscriptions/{subscription_exposed_id}", "/v1/subscriptions/{subscription}/resume"
    for path, version in ((update, APRIL), (update, DAHLIA), (resume, DAHLIA)):
        assert params(version, f"POST {path}")["billing_cycle_anchor"]["enum"] == ["now", "unchanged"]
    for path in (update, resume):
        anchor = params(ENDIVE, f"POST {path}")["billing_cycle_anchor"]
        assert anchor["props"] == {"type": {"t": "str", "req": True, "enum": ["now", "unchanged"]}}
    details = params(ENDIVE, "POST /v1/invoices/create_preview")["subscription_details"]["props"]
    assert details["billing_cycle_anchor"]["props"]["type"]["enum"] == ["now", "timestamp", "unchanged"]
    details = params(DAHLIA, "POST /v1/invoices/create_preview")["subscription_details"]["props"]
    assert [one["t"] for one in details["billing_cycle_anchor"]["of"]] == ["str", "int"]


def test_what_endive_takes_no_more() -> None:
    for operation, *path in (
        ("POST /v1/accounts", "documents", "proof_of_registration"),
        ("POST /v1/payment_methods/{payment_method}", "payto"),
        ("POST /v1/financial_connections/sessions", "filters", "countries"),
        ("POST /v2/core/account_links", "use_case", "account_onboarding", "configurations"),
        ("POST /v2/core/accounts/{id}", "identity", "attestations", "terms_of_service", "storer"),
    ):
        for version, there in ((DAHLIA, True), (ENDIVE, False)):
            node = {"props": params(version, operation)}
            for name in path[:-1]:
                node = node["props"][name]
            assert (path[-1] in node["props"]) is there, (operation, version)
    tried = "POST /v1/checkout/sessions"
    assert "dynamic_tax_rates" in params(DAHLIA, tried)["line_items"]["items"]["props"]
    assert "dynamic_tax_rates" not in params(ENDIVE, tried)["line_items"]["items"]["props"]
    reasons = {
        version: params(version, "POST /v1/accounts/{account}/reject")["reason"]["enum"]
        for version in (DAHLIA, ENDIVE)
    }
    assert reasons[DAHLIA] == ["fraud", "other", "terms_of_service"]
    assert "credit" in reasons[ENDIVE]


def test_what_was_only_added_is_there_for_every_version() -> None:
    for version in (APRIL, BASIL, DAHLIA, ENDIVE):
        known = set(table(version).operations())
        assert {
            "POST /v1/accounts/{account}/unreject",
            "POST /v1/subscriptions/{subscription}/pause",
        } <= known
        assert "tax_details" in params(version, "POST /v1/products")


def test_objects_that_stand_alone_leave_the_others_as_they_are_kept() -> None:
    older, newest = spoken("2026-05-27.dahlia"), spoken(NEWEST)
    assert older.same("customer") and older.same("invoice")
    for kind in ("reserve.release", "financial_connections.session", "list", "event"):
        assert not older.same(kind)
    assert newest.newest and newest.same("reserve.release") and newest.same("list")
    assert not older.newest
    assert not spoken("2025-10-29.clover").same("customer")


def test_the_compiled_tables_stay_as_they_are() -> None:
    before = repr(Table.load(NEWEST).operation("POST /v1/promotion_codes").params)
    assert "coupon" in params(BASIL, "POST /v1/promotion_codes")
    assert repr(Table.load(NEWEST).operation("POST /v1/promotion_codes").params) == before
