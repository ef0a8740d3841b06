"""The metering engine alone: events a second in durable batches, and the cost of a summary, as what is kept
grows.

python bench/metering.py [--batches 200] [--kept 0] [--customers 100]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from pinstripe import metering
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World, Worlds
from pinstripe.metering import Event
from pinstripe.store.sqlite import SQLiteStore

NOW = 1_767_225_600


def write(store: SQLiteStore, world: World, first: int, batches: int, size: int, customers: int) -> float:
    """Durable batches of events with random identifiers, one moment after the other. gives: events a
    second"""
    value = Decimal(3)
    prepared = [
        [
            Event(
                "mtr_bench",
                f"cus_{(number * size + k) % customers}",
                NOW + (first + number) // 10,
                value,
                blake2b(f"{first + number}/{k}".encode(), digest_size=16).hexdigest(),
            )
            for k in range(size)
        ]
        for number in range(batches)
    ]
    begin = time.perf_counter()
    for events in prepared:
        batch = Batch(store, world)
        work = Work(batch, world.account)
        metering.record_many(work, events)
        work.keep()
        store.commit([batch.finish()])
        world.seq = batch.changes.next
    return batches * size / (time.perf_counter() - begin)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the metering engine.")
    parser.add_argument("--batches", type=int, default=200)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--kept", type=int, default=0, help="events kept beforehand")
    parser.add_argument("--customers", type=int, default=100)
    given = parser.parse_args()
    store = SQLiteStore(f"{tempfile.mkdtemp(prefix='pinstripe-metering-')}/metering.db")
    worlds = Worlds(store, now=NOW)
    world = worlds.get("bench")
    first = 0
    while first * given.size < given.kept:
        write(store, world, first, 100, given.size, given.customers)
        first += 100
    rate = write(store, world, first, given.batches, given.size, given.customers)
    print(
        f"{rate:,.0f} events/s in batches of {given.size}, {first * given.size:,} kept before; a summary "
        f"{summary_micros(store, world):.0f} µs"
    )


def summary_micros(store: SQLiteStore, world: World) -> float:
    """What reading one customer's month costs."""
    work = Work(Batch(store, world), world.account)
    begin = time.perf_counter()
    for _ in range(500):
        metering.aggregate(work, "mtr_bench", "sum", "cus_1", NOW, NOW + 30 * 86400)
    return (time.perf_counter() - begin) / 500 * 1e6


def growth(folder: str, sizes: tuple[int, ...], size: int = 1000, customers: int = 100) -> list[str]:
    """Rows of the report: events a second and the cost of a summary, as more and more is kept."""
    store = SQLiteStore(f"{folder}/metering.db")
    world = Worlds(store, now=NOW).get("bench")
    lines, first = [], 0
    for kept in sizes:
        while first * size < kept:
            write(store, world, first, 100, size, customers)
            first += 100
        rate = write(store, world, first, 100, size, customers)
        first += 100
        bar = "≥ 100,000/s" if kept < 10_000_000 else "≥ 80,000/s"
        micros = summary_micros(store, world)
        lines += [
            f"| metering engine, durable batches of {size:,}, {kept:,} events kept | {rate:,.0f} events/s "
            f"| {bar} |",
            f"| a summary of one customer's month, {kept:,} events kept | {micros:.0f} µs | ≤ 50 µs |",
        ]
    store.close()
    return lines


if __name__ == "__main__":
    if "--profile" in sys.argv:
        sys.argv.remove("--profile")
        import cProfile
        import pstats

        profile = cProfile.Profile()
        profile.runcall(main)
        pstats.Stats(profile).sort_stats("tottime").print_stats(22)
    else:
        main()
