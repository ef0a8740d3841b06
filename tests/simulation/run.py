"""One simulation: a seed, a server process that is killed on the way, and the auditor's judgement at the end.

    python -m tests.simulation.run --seed 7 --steps 40

tells the same story again: the same seed takes the same steps.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import Served
from tests.crash.hearing import Hearing
from tests.simulation import auditor, steps
from tests.simulation.wire import Entry, Wire
from tests.waiting import until

NOW = 1_767_225_600
"""2026-01-01T00:00:00Z."""
KILL_EACH = 15
"""One kill in so many requests."""
PAGE = 100
ATTEMPTS = 4
"""A delivery is tried once, and three times again."""
RETRIES_SECONDS = 4 * 3600
"""After so long the next attempt of a delivery is due."""
PATIENCE_SECONDS = 90


def built(name: str) -> bool:
    """Is an operation built? Steps of others are left out."""
    from pinstripe import products
    from pinstripe.kernel.operation import HANDLERS

    products.register()
    return name in HANDLERS


class Simulation:
    """A run of so many steps on one store."""

    def __init__(
        self,
        seed: int,
        database: str,
        kills: bool = True,
        environment: dict[str, str] | None = None,
        taken: Callable[[str], bool] = built,
    ):
        self.seed = seed
        self.database = database
        self.environment = environment or {}
        self.chance = random.Random(f"kills/{seed}")
        self.kills = kills
        self.killed = 0
        self.hearing = Hearing()
        self.server = self.begin()
        self.wire = Wire(self.port, f"s{seed}")
        if kills:
            self.wire.call = self.dangerous  # type: ignore[method-assign]
        self.actor = steps.Actor(self.wire, seed, taken, NOW)
        self.listen()

    def begin(self) -> Served:
        """A server on what the last one left."""
        options = (
            "--now",
            str(NOW),
            "--seed",
            f"simulation/{self.seed}",
            "--public-url",
            "http://pinstripe.test",
        )
        return Served(self.database, *options, environment=self.environment)

    def port(self) -> int:
        """Where the server at hand listens."""
        return int(self.server.url.rsplit(":", 1)[1])

    def listen(self) -> None:
        """Somebody hears of everything."""
        made = self.wire.post("/v1/webhook_endpoints", url=self.hearing.url, enabled_events=["*"])
        self.hearing.secret = made.answer["secret"]

    def dangerous(self, method: str, path: str, params: Any, again: Any = None) -> Entry:
        """A request on which the server may die; it is sent again to the next one, with the same key."""
        repeatable = method != "DELETE" and not path.startswith("/_pinstripe/")
        if not repeatable or self.chance.randrange(KILL_EACH):
            return Wire.call(self.wire, method, path, params)
        self.killed += 1
        doomed = self.server
        timer = threading.Timer(self.chance.uniform(0, 0.008), doomed.kill)
        timer.start()

        def renewed() -> None:
            timer.join()
            self.server = self.begin()

        entry = Wire.call(self.wire, method, path, params, renewed)
        timer.join()
        if self.server is doomed:
            self.server = self.begin()
        return entry

    def run(self, count: int) -> None:
        """So many steps."""
        for _ in range(count):
            self.actor.act()

    def judge(self) -> list[str]:
        """What the auditor finds."""
        judged = auditor.Auditor(NOW)
        for entry in list(self.wire.log):
            judged.watch(entry)
        self.kills, self.wire.call = False, Wire.call.__get__(self.wire)  # type: ignore[method-assign]
        found = judged.judge(self.reads(judged))
        books = self.wire.get("/_pinstripe/audit").answer
        return [*found, *(f"the server's own audit: {text}" for text in books["faults"]), *self.unheard()]

    def reads(self, judged: auditor.Auditor) -> auditor.Reads:
        """Everything that the auditor wants to see, read once the last step is taken."""
        reads = auditor.Reads()
        for kind, keys in (
            ("customers", judged.customers),
            ("payment_intents", judged.payments),
            ("test_helpers/test_clocks", judged.clocks),
            ("subscriptions", judged.subscriptions),
        ):
            for key in keys:
                reads.objects[f"/v1/{kind}/{key}"] = self.wire.get(f"/v1/{kind}/{key}").answer
        reads.objects["/v1/balance"] = self.wire.get("/v1/balance").answer
        reads.lists["/v1/balance_transactions"] = self.every("/v1/balance_transactions")
        span = {"start_time": NOW - 40 * 86400, "end_time": NOW + 400 * 86400}
        for meter, customer in judged.usage:
            if judged.customers[customer].get("deleted"):
                continue
            path = f"/v1/billing/meters/{meter}/event_summaries"
            reads.lists[f"{path}?customer={customer}"] = self.every(path, customer=customer, **span)
        for key in judged.items:
            path = f"/v1/subscription_items/{key}/usage_record_summaries"
            if judged.subscriptions[judged.items[key].subscription].ended is None:
                reads.lists[path] = self.every(path)
        if judged.subscriptions:
            invoices = [
                one for key in judged.subscriptions for one in self.every("/v1/invoices", subscription=key)
            ]
            reads.lists["/v1/invoices"] = invoices
            for invoice in invoices:
                path = f"/v1/invoices/{invoice['id']}/lines"
                reads.lists[path] = self.every(path)
        return reads

    def every(self, path: str, **params: Any) -> list[Any]:
        """All pages of a list."""
        found: list[Any] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self.wire.get(path, **params, **after, limit=PAGE).answer
            found += page["data"]
            if not page["has_more"]:
                return found

    def unheard(self) -> list[str]:
        """Events that happened and that the listener was never told, after all retries.

        An event whose every attempt was made to fail is given up, as it should be; sent again, it arrives.
        """
        happened = {event["id"] for event in self.every("/v1/events")}
        self.wire.post("/_pinstripe/faults", webhooks={})
        self.wait(happened, self.given_up)
        for key in sorted(happened - self.hearing.events.keys()):
            if self.given_up(key):
                self.wire.post("/_pinstripe/events/resend", event=key)
        self.wait(happened, lambda key: False)
        missing = sorted(happened - self.hearing.events.keys())
        forged = [f"a forged signature: {text}" for text in self.hearing.forged]
        return [f"{key} was not delivered" for key in missing] + forged

    def given_up(self, key: str) -> bool:
        """Has the event's delivery failed as often as it is tried?"""
        deliveries = self.wire.get("/_pinstripe/deliveries", event=key).answer["deliveries"]
        return all(one["state"] == "failed" and len(one["attempts"]) >= ATTEMPTS for one in deliveries)

    def wait(self, happened: set[str], excused: Callable[[str], bool]) -> None:
        """Until all that happened was heard of, but for what is excused."""
        for _ in range(PATIENCE_SECONDS):
            if not self.unheard_of(happened, excused):
                return
            # An attempt that was under way when the clock moved has its next one after that.
            self.wire.post("/_pinstripe/clock/advance", seconds=RETRIES_SECONDS)
            until(lambda: not self.unheard_of(happened, excused), 1, step=0.05)

    def unheard_of(self, happened: set[str], excused: Callable[[str], bool]) -> list[str]:
        """What happened, was not told, and is not excused."""
        return [key for key in happened - self.hearing.events.keys() if not excused(key)]

    def close(self) -> None:
        """Everything ends."""
        self.server.stop()
        self.hearing.close()


def simulated(seed: int, count: int, database: str = "") -> list[str]:
    """A whole simulation. gives: what is wrong, with the command that tells it again"""
    with tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(seed, database or str(Path(folder) / "simulation.db"))
        try:
            simulation.run(count)
            return simulation.judge()
        finally:
            simulation.close()


def shortest(seed: int, count: int, fails: Callable[[int], bool]) -> int:
    """The fewest steps after which the same seed fails: halving finds them where a fault stays."""
    low, high = 0, count
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fails(middle) else (middle, high)
    return high


def main() -> None:
    """Tell one simulation again, from the command line."""
    parser = argparse.ArgumentParser(description="Run one simulation.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, default=60)
    given = parser.parse_args()
    found = simulated(given.seed, given.steps)
    print("\n".join(found) or "the auditor agrees")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
