"""Disputes through the whole chain: what evidence is refused, and what a chargeback overtakes."""

from __future__ import annotations

import pytest

from tests.client import Answer, Api
from tests.control.conftest import Panel

TEXTS = (
    *("access_activity_log", "cancellation_policy_disclosure", "cancellation_rebuttal"),
    *("duplicate_charge_explanation", "product_description", "refund_policy_disclosure"),
    *("refund_refusal_explanation", "uncategorized_text"),
)


@pytest.fixture
def panel(api: Api) -> Panel:
    return Panel(api)


def disputed(api: Api, panel: Panel, token: str = "tok_createDispute") -> Answer:
    """The dispute of a fresh charge."""
    charge = api.ok(api.post("/v1/charges", amount=2000, currency="usd", source=token))
    panel.post("clock/advance", seconds=5)
    found = api.ok(api.get("/v1/disputes", charge=charge.id)).data
    return api.ok(api.get(f"/v1/disputes/{found[0]['id']}"))


def test_banks_read_so_much_and_no_more(api: Api, panel: Panel) -> None:
    path = f"/v1/disputes/{disputed(api, panel).id}"
    api.ok(api.post(path, evidence=dict.fromkeys(TEXTS[:7], "x" * 20_000), submit=False))
    refused = api.post(path, evidence={TEXTS[7]: "x" * 20_000}, submit=False)
    assert (refused.status, refused.error["param"]) == (400, "evidence")
    assert api.ok(api.get(path)).evidence[TEXTS[7]] is None


def test_an_earlier_payment_that_evidence_names_must_exist(api: Api, panel: Panel) -> None:
    path = f"/v1/disputes/{disputed(api, panel, 'tok_createCe3EligibleDispute').id}"
    said = {"prior_undisputed_transactions": [{"charge": "ch_nothing"}]}
    refused = api.post(
        path, evidence={"enhanced_evidence": {"visa_compelling_evidence_3": said}}, submit=False
    )
    assert (refused.status, refused.error["code"]) == (400, "resource_missing")


def test_notes_send_nothing_and_staged_evidence_is_sent_by_itself(api: Api, panel: Panel) -> None:
    path = f"/v1/disputes/{disputed(api, panel).id}"
    assert api.ok(api.post(path, submit=True))["status"] == "needs_response"
    api.ok(api.post(path, evidence={"product_description": "Boots"}, submit=False))
    noted = api.ok(api.post(path, metadata={"case": "7"}))
    assert (noted["status"], noted.evidence_details["submission_count"]) == ("needs_response", 0)
    sent = api.ok(api.post(path, submit=True))
    assert (sent["status"], sent.evidence_details["submission_count"]) == ("under_review", 1)


def test_a_file_that_evidence_names_must_exist(api: Api, panel: Panel) -> None:
    path = f"/v1/disputes/{disputed(api, panel).id}"
    refused = api.post(path, evidence={"receipt": "file_1"})
    assert (refused.status, refused.error["param"]) == (400, "evidence[receipt]")
    appealed = api.post(path, evidence={"appeal": {"card": {"reason_for_filing": "x"}}})
    assert api.ok(appealed).evidence["appeal"]["card"]["reason_for_filing"] == "x"
    strange = api.post(path, evidence={"appeal": {"card": {"supporting_files": ["file_none"]}}})
    assert strange.error["param"] == "evidence[appeal][card][supporting_files][0]"


def test_a_refund_under_way_is_overtaken_by_the_bank(api: Api, panel: Panel) -> None:
    charge = api.ok(api.post("/v1/charges", amount=2000, currency="usd", source="tok_createDispute"))
    refund = api.ok(api.post("/v1/refunds", charge=charge.id, amount=500))
    panel.post("clock/advance", seconds=5)
    failed = api.ok(api.get(f"/v1/refunds/{refund.id}"))
    assert (failed["status"], failed.failure_reason) == ("failed", "charge_for_pending_refund_disputed")
    whole = api.ok(api.get(f"/v1/charges/{charge.id}"))
    assert (whole.amount_refunded, whole.disputed) == (0, True)
