"""A store of a million objects: what each list, filter and search takes there, and how long a start takes;
and what a second process would bring.

    python bench/scale.py DATABASE [CUSTOMERS PAYMENTS]

A store that is there is measured as it is; one that is not is filled first. Each request goes out on one
connection; most are of a kind that a page is read for, the last of each list without a bound on what matches.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import load
from load import Make
from servers import KEY, Server, ask, ours
from workloads import WORKLOADS

CUSTOMERS, PAYMENTS = 600_000, 100_000
"""A payment makes an intent, a charge, a balance transaction, and takes a payment method."""
BAR_MS = 5
SHARED = 1.3
"""So much more would make processes that share a server's work worth having."""
SECONDS = 0.6
FEW = 7
"""Of this many customers each has the same order; what matches less than a page is looked for longest."""
TWO_PARTS = 'email~"c30" AND metadata["order"]~"o4285"'
NOTE = "A customer who came to us by the road, was told what it costs, and has stayed ever since. " * 4
"""Bodies of some kilobytes, as they are where platforms keep their own facts."""


def customer(number: int) -> bytes:
    """One of many: an address of its own, an order that a few share, notes that make it large."""
    notes = "".join(f"&metadata[note{place}]={quote(NOTE[:480])}" for place in range(8))
    body = f"email=c{number}%40example.com&name=Jenny+Rosen&metadata[order]=o{number // FEW}{notes}"
    return load.post("/v1/customers", body, KEY)


def payment(number: int, customers: list[str]) -> bytes:
    """One of a few hundred customers pays."""
    body = (
        f"amount={1_000 + number % 9_000}&currency=usd&confirm=true&payment_method=pm_card_visa"
        f"&customer={customers[number % len(customers)]}&metadata[order]=o{number}"
        "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    )
    return load.post("/v1/payment_intents", body, KEY)


def filled(server: Server, customers: int, payments: int) -> None:
    """Make them over HTTP."""
    load.run(server.port, customer, 32, 36_000, 0, customers)
    ids = [one["id"] for one in page(server, "/v1/customers?limit=100")]
    load.run(server.port, lambda number: payment(number, ids), 32, 36_000, 0, payments)


def page(server: Server, path: str) -> list[dict[str, Any]]:
    """The objects of a page. raises RuntimeError, where it is refused"""
    status, answer = ask(server.port, "GET", path)
    if status != 200:
        raise RuntimeError(f"{path}: {status} {json.dumps(answer)[:200]}")
    found: list[dict[str, Any]] = answer["data"]
    return found


def questions(server: Server) -> list[tuple[str, str]]:
    """(what it is, path), of objects that are there: the newest, and some of the middle of the store."""
    newest = page(server, "/v1/customers?limit=1")[0]
    intent = page(server, "/v1/payment_intents?limit=1")[0]
    first = page(server, "/v1/payment_intents?limit=100")[-1]
    moment = newest["created"] - 5
    far = (page(server, f"/v1/customers?created[lt]={moment - 60}") or page(server, "/v1/customers"))[-1]
    order = far["metadata"]["order"]
    find = "/v1/customers/search?query="
    payments = "/v1/payment_intents"
    return [
        ("customers", "/v1/customers?limit=10"),
        ("customers, a page of 100", "/v1/customers?limit=100"),
        ("customers, after one in the middle", f"/v1/customers?limit=10&starting_after={far['id']}"),
        ("customers, before one in the middle", f"/v1/customers?limit=10&ending_before={far['id']}"),
        ("customers by e-mail", f"/v1/customers?email={quote(far['email'])}"),
        ("customers made before a time", f"/v1/customers?created[lt]={moment}"),
        ("customers made between two times", f"/v1/customers?created[gt]={moment - 9}&created[lt]={moment}"),
        ("search of customers by e-mail", find + quote(f'email:"{far["email"]}"')),
        ("search of customers by metadata", find + quote(f'metadata["order"]:"{order}"')),
        ("search of customers by two conditions", find + quote(f'email:"{far["email"]}" AND name:"Jenny"')),
        ("search of customers by a name that all have", find + quote('name:"Jenny Rosen"')),
        ("search of customers by part of an e-mail", find + quote(f'email~"{far["email"][:9]}"')),
        ("search of customers by a part that none has", find + quote('email~"zzqx"')),
        ("search of customers by parts of two fields", find + quote(TWO_PARTS)),
        ("search of payments above an amount", f"{payments}/search?query=amount%3E1500"),
        ("search of payments above what any has", f"{payments}/search?query=amount%3E10000"),
        ("payments of a customer", f"{payments}?customer={intent['customer']}"),
        ("search of payments by amount and state", quote_search(payments, intent)),
        ("charges of a payment", f"/v1/charges?payment_intent={intent['id']}"),
        ("refunds of a charge, none", f"/v1/refunds?charge={intent['latest_charge']}"),
        ("balance transactions of a type", "/v1/balance_transactions?type=charge"),
        ("balance transactions of a source", f"/v1/balance_transactions?source={first['latest_charge']}"),
        ("payment methods of a customer", f"/v1/customers/{intent['customer']}/payment_methods"),
        ("events", "/v1/events?limit=10"),
        ("events of a type", "/v1/events?type=charge.succeeded"),
        ("events of many types", "/v1/events?types[]=customer.created&types[]=charge.succeeded"),
        ("events by the beginning of their type", "/v1/events?type=charge.*"),
        ("events made before a time", f"/v1/events?created[lt]={moment}"),
        ("events of no webhook that waits", "/v1/events?delivery_success=false"),
    ]


def quote_search(path: str, intent: dict[str, Any]) -> str:
    """Payments like this one."""
    query = f'amount:{intent["amount"]} AND status:"succeeded" AND currency:"usd"'
    return f"{path}/search?query={quote(query)}"


def asking(path: str) -> Make:
    """The same request again and again."""
    request = load.get(path, KEY)
    return lambda number: request


def lists(database: str, customers: int = CUSTOMERS, payments: int = PAYMENTS) -> list[str]:
    """A row for what a start takes there, and one for each list, filter and search."""
    path = Path(database)
    if not path.exists():
        server = ours(database)
        server.wait()
        filled(server, customers, payments)
        server.stop()
    size = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*")) / 1e9
    starts = []
    for _ in range(3):
        server = ours(database)
        starts.append(server.wait())
        server.stop()
    server = ours(database)
    server.wait()
    rows = [f"| start to first answer at {size:.1f} GB, median of 3 | {sorted(starts)[1]:.2f} s | ≤ 0.4 s |"]
    try:
        begin = time.perf_counter()
        load.run(server.port, asking(f"/v1/customers/search?query={quote(TWO_PARTS)}"), 1, 36_000, 0, 1)
        rows.append(f"| first search by words, which reads all | {time.perf_counter() - begin:.1f} s | |")
        for name, where in questions(server):
            found = load.run(server.port, asking(where), 1, SECONDS)
            said = f"{found.p50_ms:.2f} ms, p99 {found.p99_ms:.2f} ms" if not found.failed else "refused"
            word = "" if found.p50_ms <= BAR_MS and not found.failed else ", missed"
            rows.append(f"| {name} | {said} | ≤ {BAR_MS} ms{word} |")
    finally:
        server.stop()
    return rows


def driven(port: int, number: int, connections: int, seconds: float) -> float:
    """What a driver in a process of its own gets out of a server, requests a second."""
    run, workload = f"apart{port}", WORKLOADS[number]
    make = workload.request(workload.prepare(port, run), run)
    load.run(port, make, connections, 0.4)
    return load.run(port, make, connections, seconds, 1_000_000).rate


def apart(folder: str, seconds: float, connections: int) -> list[str]:
    """One process, and two that share nothing, each with its own driver: more than that, processes that
    would share the work of one server cannot bring on this machine.
    """
    lines = []
    for kind, workload in enumerate(WORKLOADS[:2]):
        rates = []
        for number in (1, 2):
            servers = [ours(f"{folder}/apart{workload.name}{number}{place}.db") for place in range(number)]
            for server in servers:
                server.wait()
            with ProcessPoolExecutor(number) as pool:
                share = connections // number
                runs = [pool.submit(driven, one.port, kind, share, seconds) for one in servers]
                rates.append(sum(run.result() for run in runs))
            for server in servers:
                server.stop()
        one, two = rates
        said = f"{one:,.0f}/s and {two:,.0f}/s: {two / one:.2f} ×"
        lines.append(f"| {workload.name}, one process and two that share nothing | {said} | ≥ {SHARED} × |")
    return lines


def main() -> None:
    """By itself."""
    sizes = [int(one) for one in sys.argv[2:4]]
    print("\n".join(lists(sys.argv[1], *sizes)))


if __name__ == "__main__":
    main()
