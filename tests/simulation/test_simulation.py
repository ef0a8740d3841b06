"""Seeded random calls, clocks, crashes and faults, held against an auditor that is no part of the server.

A few seeds in CI, many under `make soak`. A failure prints its seed and the command that tells it again.
"""

from __future__ import annotations

import ast
import os
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.simulation import auditor, steps
from tests.simulation.auditor import Auditor, Reads, months_after
from tests.simulation.run import NOW, Simulation, shortest, simulated
from tests.simulation.wire import Entry

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
FIRST = int(os.environ.get("PINSTRIPE_SIMULATION_SEED", "1"))
SEEDS = range(FIRST, FIRST + (200 if SOAK else 5))
COUNT = 250 if SOAK else 60
HERE = Path(__file__).parent


def told(seed: int, count: int, database: str = "") -> None:
    """A simulation that must come out right; if not, the shortest way to see it again."""
    found = simulated(seed, count, database)
    if found:
        fewest = (
            shortest(seed, count, lambda number: bool(simulated(seed, number))) if not database else count
        )
        command = f"python -m tests.simulation.run --seed {seed} --steps {fewest}"
        pytest.fail(f"seed {seed}: {len(found)} faults, {found[:8]}\nsee it again: {command}")


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_the_auditor_agrees(seed: int) -> None:
    told(seed, COUNT)


@pytest.mark.soak
def test_the_auditor_agrees_on_postgresql(postgres_dsn: str) -> None:
    told(FIRST + 1000, COUNT, postgres_dsn)


# -- the auditor notices -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def witnessed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Entry], Reads]:
    """A log, and what was read at its end: enough steps for every kind of object."""
    simulation = Simulation(5, str(tmp_path_factory.mktemp("simulation") / "log.db"), kills=False)
    try:
        simulation.run(30)
        first_ones = (steps.customer, steps.price, steps.meter, steps.counted, steps.clock, steps.pay)
        for once in (*first_ones, steps.hold):
            once(simulation.actor)
        rider = next(iter(simulation.actor.riders))
        payload = {"stripe_customer_id": rider, "value": 7}
        event = {"event_name": "meter0", "payload": payload, "identifier": "mine"}
        moment = simulation.actor.clocks[simulation.actor.riders[rider]]
        for kind in ("price", "metered", "counted"):
            line = {"price": simulation.actor.known[kind][0]}
            made = simulation.wire.post("/v1/subscriptions", customer=rider, items=[line])
            simulation.actor.made("subscription", made)
        item = made.answer["items"]["data"][0]["id"]
        used = {"quantity": 9, "timestamp": moment, "action": "increment"}
        simulation.wire.post(f"/v1/subscription_items/{item}/usage_records", **used)
        simulation.wire.post("/v1/billing/meter_events", **event, timestamp=moment)
        clock = simulation.actor.riders[rider]
        simulation.wire.post(f"/v1/test_helpers/test_clocks/{clock}/advance", frozen_time=moment + 45 * 86400)
        while simulation.wire.get(f"/v1/test_helpers/test_clocks/{clock}").answer["status"] != "ready":
            pass
        log = list(simulation.wire.log)
        judged = followed(log)
        return log, simulation.reads(judged)
    finally:
        simulation.close()


def followed(log: list[Entry]) -> Auditor:
    """An auditor who has seen a log."""
    judged = Auditor(NOW)
    for entry in log:
        judged.watch(entry)
    return judged


def test_a_true_log_is_agreed_with(witnessed: tuple[list[Entry], Reads]) -> None:
    log, reads = witnessed
    assert followed(log).judge(reads) == []


def first(reads: Reads, prefix: str, **wanted: Any) -> dict[str, Any]:
    """An object that was read, to be falsified."""
    for path, body in reads.objects.items():
        if path.startswith(prefix) and all(body.get(name) == value for name, value in wanted.items()):
            found: dict[str, Any] = body
            return found
    raise AssertionError(f"the log has no {prefix} with {wanted}")


def lost_name(reads: Reads) -> None:
    first(reads, "/v1/customers/", deleted=None)["email"] = "somebody@else.com"


def lost_note(reads: Reads) -> None:
    first(reads, "/v1/customers/", deleted=None)["metadata"] = {"planted": "x"}


def unpaid(reads: Reads) -> None:
    first(reads, "/v1/payment_intents/", status="succeeded")["status"] = "requires_capture"


def a_cent_less(reads: Reads) -> None:
    first(reads, "/v1/payment_intents/", status="succeeded")["amount_received"] -= 1


def a_balance_off(reads: Reads) -> None:
    reads.objects["/v1/balance"]["pending"][0]["amount"] += 1


def a_transaction_lost(reads: Reads) -> None:
    reads.lists["/v1/balance_transactions"].pop()


def a_transaction_twice(reads: Reads) -> None:
    reads.lists["/v1/balance_transactions"].append(reads.lists["/v1/balance_transactions"][0])


def a_fee_wrong(reads: Reads) -> None:
    reads.lists["/v1/balance_transactions"][0]["fee"] += 1


def usage_lost(reads: Reads) -> None:
    next(found for path, found in reads.lists.items() if "event_summaries" in path and found).pop()


def a_clock_behind(reads: Reads) -> None:
    first(reads, "/v1/test_helpers/test_clocks/")["frozen_time"] -= 1


def an_invoice_lost(reads: Reads) -> None:
    gone = reads.lists["/v1/invoices"].pop()
    assert gone


def an_invoice_twice(reads: Reads) -> None:
    reads.lists["/v1/invoices"].append(reads.lists["/v1/invoices"][0])


def a_line_wrong(reads: Reads) -> None:
    path = next(path for path, lines in reads.lists.items() if path.endswith("/lines") and lines)
    reads.lists[path][0]["amount"] += 1


def an_invoice_dearer(reads: Reads) -> None:
    invoice = reads.lists["/v1/invoices"][0]
    for name in ("total", "amount_paid"):
        invoice[name] += 1
    reads.lists[f"/v1/invoices/{invoice['id']}/lines"][0]["amount"] += 1


def an_invoice_unpaid(reads: Reads) -> None:
    invoice = next(one for one in reads.lists["/v1/invoices"] if one["amount_paid"])
    invoice["amount_remaining"], invoice["amount_paid"], invoice["status"] = invoice["total"], 0, "open"


def a_debt_forgotten(reads: Reads) -> None:
    owner = reads.lists["/v1/invoices"][0]["customer"]
    reads.objects[f"/v1/customers/{owner}"]["balance"] += 1


def summaries(reads: Reads) -> list[Any]:
    """The summaries of an item that was used."""
    return next(
        found
        for path, found in reads.lists.items()
        if path.endswith("usage_record_summaries") and any(one["total_usage"] for one in found)
    )


def records_lost(reads: Reads) -> None:
    summaries(reads)[-1]["total_usage"] -= 1


def a_period_lost(reads: Reads) -> None:
    summaries(reads).pop()


def a_period_unbilled(reads: Reads) -> None:
    summaries(reads)[-1]["invoice"] = None


def a_subscription_over(reads: Reads) -> None:
    first(reads, "/v1/subscriptions/", status="active")["status"] = "canceled"


FALSE = (
    *(lost_name, lost_note, unpaid, a_cent_less, a_balance_off, a_transaction_lost, a_transaction_twice),
    *(a_fee_wrong, usage_lost, a_clock_behind, an_invoice_lost, an_invoice_twice, a_line_wrong),
    *(an_invoice_dearer, an_invoice_unpaid, a_debt_forgotten, a_subscription_over),
    *(records_lost, a_period_lost, a_period_unbilled),
)


@pytest.mark.parametrize("falsify", FALSE, ids=lambda function: function.__name__)
def test_a_false_end_is_noticed(witnessed: tuple[list[Entry], Reads], falsify: Any) -> None:
    log, reads = witnessed
    falsified = deepcopy(reads)
    falsify(falsified)
    assert followed(log).judge(falsified)


@pytest.mark.parametrize(
    ("path", "status", "became"),
    [
        ("/v1/payment_intents", 200, 402),
        ("/v1/payment_intents", 402, 200),
        ("/v1/payment_intents", 200, 500),
        ("/v1/billing/meter_events", 200, 400),
        ("/v1/customers", 200, 503),
    ],
)
def test_a_false_answer_is_noticed(
    witnessed: tuple[list[Entry], Reads], path: str, status: int, became: int
) -> None:
    log, reads = witnessed
    wanted = ("POST", path, status)
    place = next(
        number
        for number, one in enumerate(log)
        if (one.method, one.path, one.status) == wanted and "test_clock" not in one.params
    )
    answer = log[place].answer
    if path == "/v1/payment_intents":
        body = answer if status == 200 else answer["error"]["payment_intent"]
        answer = body if became == 200 else {"error": {"payment_intent": body}}
    falsified = [*log[:place], replace(log[place], status=became, answer=answer), *log[place + 1 :]]
    assert followed(falsified).judge(reads)


def test_usage_that_is_counted_twice_is_noticed(witnessed: tuple[list[Entry], Reads]) -> None:
    log, reads = witnessed
    one = next(one for one in log if one.path == "/v1/billing/meter_events" and one.status == 200)
    assert any("counted twice" in text for text in followed([*log, one]).judge(reads))


def test_the_auditor_shares_no_code_with_the_server() -> None:
    for name in ("auditor", "wire", "steps"):
        tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
        imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        imported += [
            one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
        ]
        assert not [one for one in imported if one.startswith("pinstripe")], name


def test_months_end_where_they_end() -> None:
    january = 1_769_817_600  # 2026-01-31
    assert months_after(january, 1) == 1_772_236_800  # 2026-02-28
    assert months_after(january, 2) == 1_774_915_200  # 2026-03-31
    assert months_after(january, 12) == january + 365 * 86400


def test_the_fewest_steps_are_found() -> None:
    assert shortest(1, 100, lambda count: count >= 37) == 37


def test_steps_of_what_is_not_built_are_left_out() -> None:
    nobody: Any = None
    actor = steps.Actor(nobody, 1, lambda name: name != "POST /v1/subscriptions", auditor.HOUR)
    assert steps.subscribe not in [function for _, function in actor.steps]
    assert steps.pay in [function for _, function in actor.steps]
