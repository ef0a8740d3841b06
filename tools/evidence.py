#!/usr/bin/env python3
"""Run the shared checks against a fresh server and hold their findings against what COVERAGE.md claims.

    make evidence                both checks
    make evidence ARGS="--only '/v1/customers'"

Two checks lie beside the repository, not in it: one sends every operation of the public description through
the
official SDK and validates each answer, one plays recorded conversations. An operation that `pinstripe
coverage`
calls written or generated must pass the first; one that it calls missing must be refused as not implemented.
The
score of the recordings is printed for the reader to judge. Full reports are left in evidence/.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / ".venv" / "bin" / "pinstripe"
NEWEST_SDK = ROOT / ".sdk" / "python-16.1.0"
REPORTS = ROOT / "evidence"
START_SECONDS = 30


@contextmanager
def server() -> Iterator[str]:
    """The address of a server with an empty store, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        log = REPORTS / "server.log"
        command = [str(SERVER), "serve", "--port", "0", "--database", str(Path(folder, "evidence.db"))]
        with log.open("w") as output:
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield address_in(log, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    """What the server prints once it takes requests; its own words where it never does."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if said := re.search(r"listening on (http://\S+)", log.read_text()):
            return said[1]
        time.sleep(0.02)
    sys.exit(f"The server did not come up:\n{log.read_text()}")


def claims() -> dict[str, str]:
    """Operation name → written, generated or missing, as the program itself says."""
    printed = subprocess.run(
        [SERVER, "coverage", "--json"], check=True, capture_output=True, text=True
    ).stdout
    rows = [json.loads(line) for line in printed.splitlines()]
    return {row["operation"]: row["state"] for row in rows}


PAST_CARD = ("Your card's expiration year is invalid.", "the example's card expired in the past")
NO_METER = ("No meter was found matching event_name", "the example names a meter that nobody made")
NO_SOURCE = ("No such source: 'acct_", "the example takes an account for a customer's source")
FINAL_INVOICE = "the invoice at hand is paid"
RIGHTLY_REFUSED: dict[str, tuple[str, str]] = {
    "DELETE /v1/customers/{customer}/cards/{id}": (
        "No such source",
        "the card at hand is another customer's",
    ),
    "DELETE /v1/customers/{customer}/sources/{id}": NO_SOURCE,
    "GET /v1/customers/{customer}/sources/{id}": NO_SOURCE,
    "POST /v1/charges": ("No such token: 'tok_xxxx'", "nobody made the example's token"),
    "POST /v1/customers/{customer}/cards": ("Missing required param: source", "the example names no card"),
    "POST /v1/customers/{customer}/sources": ("No such token: 'btok_", "nobody made the example's token"),
    "POST /v1/customers/{customer}/sources/{id}": NO_SOURCE,
    "POST /v1/payment_methods/{payment_method}/attach": (
        "already been attached",
        "the method at hand is a customer's",
    ),
    "GET /v1/billing/meters/{id}/event_summaries": (
        "must be aligned",
        "the example's times are no boundaries",
    ),
    "GET /v1/tokens/{token}": ("", "no token can be made of the example's card"),
    "POST /v1/billing/meter_event_adjustments": NO_METER,
    "POST /v1/billing/meter_events": NO_METER,
    "POST /v1/billing/meters/{id}/reactivate": ("status of active", "no meter is inactive at that moment"),
    "POST /v1/charges/{charge}/capture": ("already been captured", "the example's charge was taken at once"),
    "DELETE /v1/subscriptions/{subscription_exposed_id}": (
        "No such subscription",
        "the subscription at hand was ended by the call before",
    ),
    "DELETE /v1/subscription_items/{item}": (
        "No such subscription",
        "the item's subscription was ended by the call before",
    ),
    "POST /v1/customers/{customer}/subscriptions": ("items", "the example asks for nothing"),
    "POST /v1/invoiceitems": ("Missing required param: amount", "the example names no amount and no price"),
    "POST /v1/invoices/create_preview": ("You must either provide", "the example names nobody"),
    "POST /v1/invoices/{invoice}/finalize": ("already finalized", "the draft at hand was deleted before"),
    "POST /v1/invoices/{invoice}/mark_uncollectible": ("isn't open", FINAL_INVOICE),
    "POST /v1/invoices/{invoice}/pay": ("already paid", FINAL_INVOICE),
    "POST /v1/invoices/{invoice}/send": ("cannot be sent right now", FINAL_INVOICE),
    "POST /v1/invoices/{invoice}/void": ("isn't open", FINAL_INVOICE),
    "POST /v1/subscription_items": ("multiple Subscription Items", "the subscription has that price"),
    "POST /v1/subscriptions": (
        "no attached payment source",
        "the example's customer has nothing to pay with",
    ),
    "POST /v1/payment_intents/{intent}/capture": (
        "could not be captured",
        "the intent at hand holds nothing",
    ),
    "POST /v1/payment_methods": PAST_CARD,
    "POST /v1/tokens": PAST_CARD,
    "POST /v1/payment_methods/{payment_method}/detach": (
        "No such PaymentMethod: 'card_",
        "the card at hand was deleted with its customer",
    ),
    "POST /v1/test_helpers/test_clocks/{test_clock}/advance": (
        "frozen_time must be after",
        "the example advances to a moment that has passed",
    ),
    "POST /v2/billing/meter_event_adjustments": ("No event with identifier", "the example's event never was"),
    "POST /v2/billing/meter_event_stream": ("Invalid API Key", "the stream takes a session's token alone"),
    "POST /v2/billing/meter_events": ("Customer mapping key", "the example's payload names nobody"),
}
"""Examples that the real API refuses as well: what the refusal says, and why it is right. The operations'
own tests show them answering well."""


def rightly_refused(name: str, verdict: str, why: str) -> bool:
    """Is this the one refusal that was looked at and found right?"""
    known = RIGHTLY_REFUSED.get(name)
    return known is not None and verdict in ("refused", "no-id") and known[0] in why


def contradictions(verdicts: list[dict[str, str]], claimed: dict[str, str]) -> list[str]:
    """Every operation whose answer is not what was claimed: both boasting and false modesty count."""
    found = []
    for row in verdicts:
        name = f"{row['method'].upper()} {row['path']}"
        state, verdict, why = claimed.get(name, "unknown"), row["verdict"], row["why"]
        refused = verdict == "unrouted" and "Unrecognized request URL" not in why
        # Without an id of the right type the check cannot ask, and nothing makes such ids while the type is
        # missing.
        as_claimed = refused or verdict == "no-id" if state == "missing" else verdict == "passed"
        as_claimed = as_claimed or (state != "missing" and rightly_refused(name, verdict, why))
        if not as_claimed or state == "unknown":
            found.append(f"{state:9} but {verdict}: {name}  {why}")
    return found


def check_coverage(shared: Path, address: str, only: str) -> bool:
    """Every operation through the official SDK, each answer validated."""
    print("coverage: every operation through the official SDK …", flush=True)
    report = REPORTS / "coverage.jsonl"
    environment = {**os.environ, "BASE_URL": address, "PYTHONPATH": str(NEWEST_SDK)}
    command = [sys.executable, str(shared / "checks" / "coverage.py"), "--mode", "explore"]
    with (REPORTS / "coverage.txt").open("w") as output:
        subprocess.run(
            [*command, "--only", only, "--report", str(report)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )
    verdicts = [json.loads(line) for line in report.read_text().splitlines()]
    claimed = claims()
    built = sum(claimed.get(f"{v['method'].upper()} {v['path']}", "missing") != "missing" for v in verdicts)
    found = contradictions(verdicts, claimed)
    passed = sum(v["verdict"] == "passed" for v in verdicts)
    print(f"coverage: {len(verdicts)} operations asked, {built} claimed, {passed} answered well, ", end="")
    print(f"{len(found)} not as claimed")
    print("".join(f"  {line}\n" for line in found), end="")
    return bool(verdicts) and not found


def check_recordings(shared: Path, address: str) -> bool:
    """Recorded conversations with the real API, scored field by field."""
    print("recordings: playing recorded conversations …", flush=True)
    report = REPORTS / "replay.json"
    command = [sys.executable, str(shared / "checks" / "replay.py"), "--corpus", str(shared / "recordings")]
    with (REPORTS / "replay.txt").open("w") as output:
        subprocess.run(
            [*command, "--base-url", address, "--json", str(report), "--top", "40"],
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )
    total = json.loads(report.read_text())["total"]
    print(
        f"recordings: score of what could be played {total['score_of_played']}, by family "
        f"{total['family_mean']}"
    )
    return True


def main() -> int:
    """Both checks, each against a store of its own; any contradiction ends non-zero."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where the checks lie")
    parser.add_argument("--only", default="", help="a pattern of operations, for the first check alone")
    options = parser.parse_args()
    if not (options.shared / "checks").is_dir():
        print(f"There is no {options.shared}/checks; nothing can be checked.")
        return 2
    REPORTS.mkdir(exist_ok=True)
    with server() as address:
        good = check_coverage(options.shared, address, options.only)
    if not options.only:
        with server() as address:
            good = check_recordings(options.shared, address) and good
    print(f"Reports are in {REPORTS.relative_to(ROOT)}/.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
