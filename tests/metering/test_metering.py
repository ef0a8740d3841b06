"""The metering machine against a naive recount of its log, the worked examples, and the rules of
identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinstripe import metering
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World, Worlds
from pinstripe.metering import Event
from pinstripe.metering import identifiers as runs
from pinstripe.metering.buckets import spans
from pinstripe.store.sqlite import SQLiteStore

NOW = 1_767_225_600
JUNE = 1_780_272_000
DAY = 86400


class Meter:
    """A store, a world and batches on it."""

    def __init__(self) -> None:
        self.store = SQLiteStore(":memory:")
        self.worlds = Worlds(self.store, now=NOW)
        self.world: World = self.worlds.get("w")

    def batch(self) -> Batch:
        return Batch(self.store, self.world)

    def commit(self, batch: Batch) -> None:
        self.store.commit([batch.finish()])
        self.world.seq = batch.changes.next

    def work(self, batch: Batch | None = None) -> Work:
        return Work(batch or self.batch(), self.world.account)

    def record(self, *events: Event) -> list[str]:
        work = self.work()
        outcomes = metering.record_many(work, events)
        work.keep()
        self.commit(work.batch)
        return outcomes


@pytest.fixture
def meter() -> Iterator[Meter]:
    found = Meter()
    yield found
    found.store.close()


def usage(moment: int, amount: int, replaces: bool = False) -> Event:
    return Event("si_1", "", moment, Decimal(amount), "", replaces)


def used(moment: int, value: str, identifier: str = "", customer: str = "cus_1") -> Event:
    return Event("mtr_1", customer, moment, Decimal(value), identifier)


@pytest.mark.parametrize(
    ("mode", "june", "july"),
    [("sum", 47, 0), ("max", 30, 0), ("last_during_period", 7, 0), ("last_ever", 7, 7)],
)
def test_the_four_modes(meter: Meter, mode: str, june: int, july: int) -> None:
    meter.record(usage(JUNE - 5 * DAY, 99))
    meter.record(usage(JUNE + 2 * DAY, 10))
    meter.record(usage(JUNE + 9 * DAY, 25), usage(JUNE + 9 * DAY, 5))
    meter.record(usage(JUNE + 19 * DAY, 7, True))
    end = JUNE + 30 * DAY
    assert metering.usage_total(meter.work(), "si_1", mode, JUNE, end, False) == june
    assert metering.usage_total(meter.work(), "si_1", mode, end, end + 31 * DAY, False) == july


@pytest.mark.parametrize(
    ("mode", "total"), [("sum", 0), ("max", 0), ("last_during_period", 0), ("last_ever", 99)]
)
def test_a_period_without_usage(meter: Meter, mode: str, total: int) -> None:
    meter.record(usage(JUNE - 5 * DAY, 99))
    assert metering.usage_total(meter.work(), "si_1", mode, JUNE, JUNE + 30 * DAY, False) == total


def test_set_and_increment_at_one_second(meter: Meter) -> None:
    meter.record(usage(JUNE, 7, True), usage(JUNE, 3))
    assert metering.usage_total(meter.work(), "si_1", "sum", JUNE - 1, None, False) == 10
    meter.record(usage(JUNE + 1, 3), usage(JUNE + 1, 7, True))
    assert metering.usage_total(meter.work(), "si_1", "sum", JUNE, None, False) == 7


def test_an_amount_set_lower_lowers_the_maximum(meter: Meter) -> None:
    meter.record(usage(JUNE, 50), usage(JUNE + 70, 20))
    meter.record(usage(JUNE, 5, True))
    assert metering.usage_total(meter.work(), "si_1", "max", JUNE - 1, None, False) == 20
    assert metering.usage_total(meter.work(), "si_1", "sum", JUNE - 1, None, False) == 25


def test_periods_are_open_at_their_start(meter: Meter) -> None:
    meter.record(usage(JUNE, 1), usage(JUNE + DAY, 2), usage(JUNE + DAY + 1, 4))
    work = meter.work()
    assert metering.usage_total(work, "si_1", "sum", JUNE, JUNE + DAY, True) == 3
    assert metering.usage_total(work, "si_1", "sum", JUNE, JUNE + DAY, False) == 2
    assert metering.usage_total(work, "si_1", "sum", JUNE + DAY, None, False) == 4


def test_meters_include_their_start_and_not_their_end(meter: Meter) -> None:
    meter.record(used(JUNE, "1.5"), used(JUNE + 60, "2.25"), used(JUNE + 120, "-1"))
    work = meter.work()
    assert metering.aggregate(work, "mtr_1", "sum", "cus_1", JUNE, JUNE + 120) == Decimal("3.75")
    assert metering.aggregate(work, "mtr_1", "sum", "cus_1", JUNE, JUNE + 121) == Decimal("2.75")
    assert metering.aggregate(work, "mtr_1", "count", "cus_1", JUNE, JUNE + 121) == 3
    assert metering.aggregate(work, "mtr_1", "last", "cus_1", JUNE, JUNE + 121) == -1
    assert metering.aggregate(work, "mtr_1", "sum", "cus_2", JUNE, JUNE + 121) == 0


def test_an_identifier_counts_once_within_its_window(meter: Meter) -> None:
    assert meter.record(used(NOW, "1", "a"), used(NOW, "1", "b"), used(NOW, "1", "a")) == [
        "recorded",
        "recorded",
        "duplicate",
    ]
    meter.world.clock_at = NOW + 23 * 3600
    assert meter.record(used(NOW, "1", "a")) == ["duplicate"]
    meter.world.clock_at = NOW + 24 * 3600 + 1
    assert meter.record(used(NOW, "1", "a")) == ["recorded"]
    assert metering.aggregate(meter.work(), "mtr_1", "sum", "cus_1", NOW, NOW + 1) == 3


def test_works_of_one_batch_see_each_other_and_a_failed_one_leaves_nothing(meter: Meter) -> None:
    batch = meter.batch()
    first = meter.work(batch)
    metering.record_many(first, [used(NOW, "1", "a")])
    first.keep()
    lost = meter.work(batch)
    metering.record_many(lost, [used(NOW, "10", "lost")])
    third = meter.work(batch)
    assert metering.record_many(third, [used(NOW, "100", "a"), used(NOW, "100", "lost")]) == [
        "duplicate",
        "recorded",
    ]
    assert metering.aggregate(third, "mtr_1", "sum", "cus_1", NOW, NOW + 1) == 101
    third.keep()
    meter.commit(batch)
    assert metering.aggregate(meter.work(), "mtr_1", "sum", "cus_1", NOW, NOW + 1) == 101
    assert [len(orjson.loads(row[0])) for row in meter.store.rows("SELECT events FROM usage_log")] == [1, 1]


def test_identifiers_outlive_the_process_in_runs_and_log(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "RUN", 50)
    monkeypatch.setattr(runs, "PAGE", 8)
    for begin in range(0, 130, 10):
        meter.record(*(used(NOW, "1", f"id{number}") for number in range(begin, begin + 10)))
    assert meter.store.rows("SELECT COUNT(DISTINCT run) FROM usage_runs") == [(2,)]
    meter.world.side.clear()
    everything = [used(NOW, "1", f"id{number}") for number in range(130)]
    assert meter.record(*everything) == ["duplicate"] * 130
    assert meter.record(used(NOW, "1", "id130")) == ["recorded"]
    work = meter.work()
    assert metering.cancel(work, "mtr_1", "id7") == "cancelled"
    work.keep()
    meter.commit(work.batch)
    assert metering.aggregate(meter.work(), "mtr_1", "count", "cus_1", NOW, NOW + 1) == 130


def test_a_cancelled_event_never_was(meter: Meter) -> None:
    meter.record(used(NOW, "5", "a"), used(NOW, "7", "b"), used(NOW - 3700, "2", "c"))
    for identifier, outcome in (("b", "cancelled"), ("b", "cancelled_before"), ("zzz", "unknown")):
        work = meter.work()
        assert metering.cancel(work, "mtr_1", identifier) == outcome
        work.keep()
        meter.commit(work.batch)
    work = meter.work()
    span = ("mtr_1", "cus_1", NOW - DAY, NOW + 1)
    assert metering.aggregate(work, span[0], "sum", *span[1:]) == 7
    assert metering.aggregate(work, span[0], "last", *span[1:]) == 5
    assert metering.aggregate(work, span[0], "count", *span[1:]) == 2
    meter.world.clock_at = NOW + 2 * DAY
    assert metering.cancel(meter.work(), "mtr_1", "a") == "unknown"


def test_windows_are_newest_first_and_never_empty(meter: Meter) -> None:
    meter.record(used(NOW + 10, "1"), used(NOW + 3 * 3600, "2"), used(NOW + 3 * 3600 + 5, "3"))
    rows = metering.windows(meter.work(), "mtr_1", "sum", "cus_1", NOW, NOW + DAY, "hour")
    assert rows == [(NOW + 3 * 3600, NOW + 4 * 3600, Decimal(5)), (NOW, NOW + 3600, Decimal(1))]
    assert metering.windows(meter.work(), "mtr_1", "sum", "cus_1", NOW, NOW + DAY, None) == [
        (NOW, NOW + DAY, Decimal(6))
    ]


def test_pre_aggregated_meters_count_what_came_last(meter: Meter) -> None:
    meter.record(used(NOW + 50, "10"), used(NOW + 20, "4"), used(NOW + 3600, "1"))
    total = metering.aggregate(
        meter.work(), "mtr_1", "sum", "cus_1", NOW, NOW + DAY, event_time_window="hour"
    )
    assert total == 5


def test_clearing_forgets_the_running_period(meter: Meter) -> None:
    meter.record(usage(JUNE - DAY, 9), usage(JUNE + 5, 3))
    work = meter.work()
    assert metering.has_usage(work, "si_1", JUNE, False)
    metering.clear(work, "si_1", JUNE + 1)
    work.keep()
    meter.commit(work.batch)
    work = meter.work()
    assert not metering.has_usage(work, "si_1", JUNE, False)
    assert metering.usage_total(work, "si_1", "sum", JUNE - 2 * DAY, JUNE, False) == 9


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_range_is_split_without_gap_or_overlap(start: int, length: int) -> None:
    parts = sorted(spans(start, start + length), key=lambda part: part[1])
    at = start
    for size, first, last in parts:
        assert first == at and first % size == 0 and (last - first) % size == 0
        at = last
    assert at == start + length


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 4000), st.decimals("-50", "50", places=2), st.booleans(), st.sampled_from(["a", "b"])
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(EVENTS, st.integers(0, 4000), st.integers(1, 4000))
def test_totals_equal_a_recount(
    given_events: list[tuple[int, Decimal, bool, str]], start: int, length: int
) -> None:
    meter = Meter()
    seconds: dict[tuple[str, int], Decimal] = {}
    for begin in range(0, len(given_events), 7):
        part = given_events[begin : begin + 7]
        meter.record(*(Event("o", c, NOW + at, v, "", s) for at, v, s, c in part))
    for at, value, replaces, customer in given_events:
        key = (customer, NOW + at)
        seconds[key] = value if replaces else seconds.get(key, Decimal(0)) + value
    inside = [v for (c, t), v in seconds.items() if c == "a" and NOW + start <= t < NOW + start + length]
    work = meter.work()
    assert metering.aggregate(work, "o", "sum", "a", NOW + start, NOW + start + length) == sum(
        inside, Decimal(0)
    )
    count = sum(1 for at, _, _, c in given_events if c == "a" and start <= at < start + length)
    assert metering.aggregate(work, "o", "count", "a", NOW + start, NOW + start + length) == count
    meter.store.close()
