"""What an account chooses for itself: when failed payments are tried again, and what then."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control.conftest import Panel


def test_settings_have_defaults_and_are_kept(panel: Panel) -> None:
    assert panel.get("settings").body == {
        "forwarding": {"active": True, "allow": None, "signing_secret": None, "timeout_seconds": 25},
        "retries": {"days": [3, 5, 7], "then": "cancel"},
        "review": False,
    }
    assert panel.post("settings", retries={"days": [1, 2]}).body["retries"] == {
        "days": [1, 2],
        "then": "cancel",
    }
    assert panel.post("settings", retries={"then": "past_due"}).body["retries"]["days"] == [1, 2]
    assert panel.get("settings").body["retries"] == {"days": [1, 2], "then": "past_due"}


def test_destinations_of_forwarding_are_named(panel: Panel) -> None:
    allow = ["https://checkout.example.com/v71", "vault.example.com:8443"]
    assert panel.post("settings", forwarding={"allow": allow}).body["forwarding"]["allow"] == allow
    assert panel.post("settings", forwarding={"timeout_seconds": 3}).body["forwarding"] == {
        "active": True,
        "allow": allow,
        "signing_secret": None,
        "timeout_seconds": 3,
    }
    for wrong in (
        {"allow": "x"},
        {"allow": ["ftp://x"]},
        {"allow": [7]},
        {"active": "no"},
        {"timeout_seconds": 99},
        {"signing_secret": 7},
        {"other": 1},
        7,
    ):
        assert panel.call("POST", "settings", {"forwarding": wrong}).status == 400
    assert panel.post("settings", forwarding={"allow": None}).body["forwarding"]["allow"] is None


def test_the_review_queue_is_put_on_and_off(panel: Panel) -> None:
    assert panel.post("settings", review=True).body["review"] is True
    assert panel.get("settings").body["review"] is True
    assert panel.call("POST", "settings", {"review": "maybe"}).status == 400
    assert panel.call("POST", "settings", {"review": 7}).status == 400
    assert panel.post("settings", review=False).body["review"] is False


@pytest.mark.parametrize(
    ("retries", "param"),
    [
        ({"days": 3}, "retries[days]"),
        ({"days": [0]}, "retries[days][0]"),
        ({"days": [1, "2"]}, "retries[days][1]"),
        ({"days": [1] * 9}, "retries[days]"),
        ({"then": "explode"}, "then"),
        ({"hours": [1]}, "hours"),
        (7, "retries"),
    ],
)
def test_settings_that_make_no_sense_are_refused(panel: Panel, retries: Any, param: str) -> None:
    refused = panel.call("POST", "settings", {"retries": retries})
    assert (refused.status, refused.error["param"]) == (400, param)
    assert panel.get("settings").body["retries"]["days"] == [3, 5, 7]
