"""Rooms hear of what happens to records: of rows, changes and deletions, in the order of rooms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pinstripe import products
from pinstripe.kernel import hearing
from pinstripe.kernel.hearing import HEARERS, arrange, hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from tests.client import Api

products.register()


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What was heard, by hearers that go with the test."""
    before = {key: list(functions) for key, functions in HEARERS.items()}
    said: list[str] = []
    for kind, verb, outcome in (
        ("webhook_endpoint", "create", "enabled"),
        ("webhook_endpoint", "update", "disabled"),
        ("customer", "change", ""),
        ("customer", "delete", ""),
        ("subscription", "trial_will_end", "done"),
    ):

        def hear(work: Work, record: Record, word: str = f"{kind} {verb} {outcome}".strip()) -> None:
            said.append(f"{word}: {'deleted' if record.deleted else 'there'}")

        hears(REGISTRY[kind], verb, outcome)(hear)
    yield said
    HEARERS.clear()
    HEARERS.update(before)


def test_rows_changes_and_deletions_are_heard_of(api: Api, heard: list[str]) -> None:
    url, events = "https://example.com/hook", ["customer.created"]
    endpoint = api.ok(api.post("/v1/webhook_endpoints", url=url, enabled_events=events)).id
    api.ok(api.post(f"/v1/webhook_endpoints/{endpoint}", disabled=True))
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    api.ok(api.post(f"/v1/customers/{customer}", name="Ann"))  # nothing changes, nobody hears
    api.ok(api.post(f"/v1/customers/{customer}", name="Bob"))
    api.ok(api.delete(f"/v1/customers/{customer}"))
    assert heard == [
        "webhook_endpoint create enabled: there",
        "webhook_endpoint update disabled: there",
        "customer change: there",
        "customer delete: there",
    ]


def test_what_a_hearer_raises_undoes_the_call(api: Api, heard: list[str]) -> None:
    def break_down(work: Work, record: Record) -> None:
        raise RuntimeError("not now")

    hears(REGISTRY["customer"], "change")(break_down)
    customer = api.ok(api.post("/v1/customers", name="Ann")).id
    assert api.post(f"/v1/customers/{customer}", name="Bob").status == 500
    assert api.get(f"/v1/customers/{customer}").name == "Ann"


def test_hearers_come_in_the_order_of_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    def one(work: Work, record: Record) -> None: ...
    def two(work: Work, record: Record) -> None: ...
    def three(work: Work, record: Record) -> None: ...

    one.__module__, two.__module__, three.__module__ = "rooms.late.x", "rooms.early.x", "rooms.early.a"
    monkeypatch.setattr(hearing, "HEARERS", {("customer", "change", ""): [one, two, three]})
    arrange(["rooms.early", "rooms.late"])
    assert {("customer", "change", ""): [two, three, one]} == hearing.HEARERS


def test_a_row_that_there_is_not_cannot_be_heard_of() -> None:
    for verb, outcome in (("pay", "twice"), ("fly", ""), ("pay", "")):
        with pytest.raises(AssertionError, match="no row"):
            hears(REGISTRY["invoice"], verb, outcome)
