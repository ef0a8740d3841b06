"""Which versions are served, how they are named, and what is refused."""

from __future__ import annotations

import pytest

from pinstripe.api.errors import ApiError
from pinstripe.api.table import NEWEST, OLDEST
from pinstripe.api.versions import CHANGES, KNOWN, Version, resolve
from pinstripe.api.versions.known import LAST_CHANGE


def test_known_versions_are_in_order_and_named_once() -> None:
    assert list(KNOWN) == sorted(set(KNOWN))
    assert len(KNOWN) == 129
    assert {NEWEST, OLDEST, "2011-01-01", "2026-10-28.endive"} <= set(KNOWN)


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("2014-12-08", OLDEST),
        ("2023-10-16; risk_in_requirements_beta=v1", OLDEST),
        ("2024-04-10", OLDEST),
        ("2025-02-24.acacia", OLDEST),
        ("2025-03-01.dashboard", OLDEST),
        ("2025-03-31.basil", NEWEST),
        ("2025-08-27.preview", NEWEST),
        ("2026-10-28.endive", NEWEST),
        ("2027-01-27.fuchsia", NEWEST),
    ],
)
def test_a_version_is_echoed_as_sent_and_has_a_table(header: str, table: str) -> None:
    version = resolve(header)
    assert version.name == str(version) == header
    assert version.table_version == table


@pytest.mark.parametrize(
    "header",
    [
        *("not-a-real-version", "", "2024-04-11", "2024-04-10.acacia", "2025-03-31", "2024-13-10"),
        *("2030-01-01", "2024-04-11.preview", "2024-04-10 ", " ; beta=v1", "2024-04-10.acacia.basil"),
    ],
)
def test_what_never_was_a_version_is_refused_without_code_and_log(header: str) -> None:
    if header.strip() in KNOWN:
        assert resolve(header).date == "2024-04-10"
        return
    with pytest.raises(ApiError) as refused:
        resolve(header)
    error = refused.value
    assert (error.status, error.executed) == (400, False)
    assert error.body("https://dashboard.example/logs/req_1") == {
        "error": {"message": f"Invalid Stripe API version: {header}", "type": "invalid_request_error"}
    }


def test_order_is_that_of_days() -> None:
    assert Version("2024-06-20").before("2024-09-30.acacia")
    assert Version("2023-10-16; beta=v1").before("2024-04-10")
    assert not Version("2025-03-31.basil").before("2025-03-31.basil")
    assert not Version("2027-01-27.fuchsia").before(NEWEST)


def test_newest_is_what_no_change_came_after() -> None:
    assert max(change.DATE for change in CHANGES) == LAST_CHANGE
    assert Version(NEWEST).newest
    assert Version("2026-09-30.endive").newest
    assert not Version("2026-08-26.dahlia").newest
