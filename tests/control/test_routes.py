"""Who may control a world, and how the control API refuses."""

from __future__ import annotations

import pytest

from pinstripe.http.seen import Request
from tests.control.conftest import Panel


@pytest.mark.parametrize("key", ["", "sk_live_x", "pk_test_pinstripe", "nonsense"])
def test_only_secret_keys_control(panel: Panel, key: str) -> None:
    answer = panel.call("POST", "reset", key=key)
    assert answer.status in {401, 403}
    assert answer.error["type"] == "invalid_request_error"


def test_what_does_not_exist(panel: Panel) -> None:
    for method, path in (("GET", "nothing"), ("GET", "reset"), ("PUT", "world")):
        answer = panel.call(method, path)
        assert (answer.status, answer.error["message"].split(".")[0]) == (
            404,
            f"Unrecognized request URL ({method}: /_pinstripe/{path})",
        )


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("snapshot", {"nam": "x"}, "nam"),
        ("snapshot", {}, "name"),
        ("snapshot", {"name": 5}, "name"),
        ("snapshot", {"name": "../x\n"}, "name"),
        ("clock/advance", {}, "seconds"),
        ("clock/advance", {"seconds": "soon"}, "seconds"),
        ("clock/advance", {"seconds": 1.5}, "seconds"),
        ("clock/advance", {"seconds": -1}, "seconds"),
        ("clock/advance", {"to": 5}, "to"),
        ("clock/freeze", {"now": True}, "now"),
        ("fork", {"key": "pk_test_x"}, "key"),
        ("fork", {"key": "sk_test_pinstripe"}, "key"),
        ("accounts", {"type": "golden"}, "type"),
        ("accounts", {"country": "Narnia"}, "country"),
        ("accounts", {"country": "DE"}, "default_currency"),
        ("accounts", {"default_currency": "doubloon"}, "default_currency"),
        ("keys", {"permissions": ["customer_hug"]}, "permissions[0]"),
        ("keys", {"permissions": "customer_read"}, "permissions"),
        ("keys", {}, "permissions"),
        ("keys", {"type": "secret", "permissions": ["customer_read"]}, "permissions"),
        ("faults", {"weather": {}}, "weather"),
        ("faults", {"cards": True}, "cards"),
        ("faults", {"cards": {"outages": True}}, "cards[outages]"),
        ("faults", {"cards": {"outage": "yes"}}, "cards[outage]"),
        ("faults", {"cards": {"next": {"wonder": []}}}, "cards[next][wonder]"),
        ("faults", {"cards": {"next": {"authorize": {}}}}, "cards[next][authorize]"),
        ("faults", {"cards": {"next": {"authorize": [{}]}}}, "cards[next][authorize][0][outcome]"),
        ("faults", {"banks": {"next": {"authorize": []}}}, "banks[next][authorize]"),
        (
            "faults",
            {"banks": {"next": {"debit": [{"outcome": "approved"}]}}},
            "banks[next][debit][0][outcome]",
        ),
        ("faults", {"webhooks": {"lose": True}}, "webhooks[lose]"),
        ("faults", {"webhooks": {"drop": "all"}}, "webhooks[drop]"),
        ("events/resend", {}, "event"),
        ("seed", {"calls": "all"}, "calls"),
    ],
)
def test_refusals_name_their_parameter(panel: Panel, path: str, body: dict[str, object], param: str) -> None:
    panel.get("world")
    answer = panel.call("POST", path, body)
    assert (answer.status, answer.error["param"]) == (400, param)


@pytest.mark.parametrize("body", [b"{", b"[]", b"5", b"\xff"])
def test_bodies_are_json_objects(panel: Panel, body: bytes) -> None:
    headers = {"authorization": f"Bearer {panel.key}"}
    request = Request("POST", "/_pinstripe/snapshot", b"", headers, body)
    reply = panel.api.loop.run_until_complete(panel.control.handle(request))
    assert reply.status == 400 and b"JSON" in reply.body


def test_an_error_of_our_own_is_told_as_one(
    panel: Panel, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("sk_test_pinstripe broke it")

    monkeypatch.setattr(panel.api.runtime.worlds, "change", broken)
    answer = panel.call("POST", "clock/freeze")
    assert (answer.status, answer.error["type"]) == (500, "api_error")
    assert "RuntimeError: sk_test_… broke it" in capsys.readouterr().err
