"""What stands in a report's file: movements one by one, or their sums; written step by step.

Owns: which movements a report is about, sums, lines. Does not own: columns (columns.py), the run
(report_run.py), the file's bytes (room files). Money: only read.
intent: a step reads a bounded number of movements, so that nobody waits for a report of a million. They are
read newest first; what is written later stands before what was written earlier, so the file is in the order
of time. What is still to be known stands in `state`, as JSON can hold it: the file's id, the account that is
read and up to where, the pieces and bytes written, the sums by currency, category and account.
Source: docs: Report types reference; the order of lines inferred.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from pinstripe.clock.calendar import written_in
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.files import file as files
from pinstripe.products.reporting.columns import Form, cell, money
from pinstripe.products.reporting.movement import WHOLE, Movement, Settlements
from pinstripe.products.reporting.report_type import Kind

CHUNK = 500
"""Movements read in one step."""
State = dict[str, Any]


def begin(work: Work, run: Record, kind: Kind) -> State:
    """Nothing is written yet but the names of the columns."""
    file, columns = work.new_id(files.FILE), columns_of(run, kind)
    size = files.write(work, file, 0, text_of([columns]))
    account = run.parameters.get("connected_account") or (None if kind.connected else work.account)
    return {"file": file, "size": size, "step": 0, "account": account, "below": 0, "accounts": 0, "sums": {}}


def columns_of(run: Record, kind: Kind) -> list[str]:
    """Those that were asked for, in that order."""
    return list(run.parameters.get("columns") or kind.default)


def form_of(run: Record) -> Form:
    """How values are written."""
    given = run.parameters
    return Form(ZoneInfo(given.get("timezone") or "UTC"), run.private.get("decimal_separator") or ".")


def goes_on(work: Work, run: Record, kind: Kind, state: State) -> bool:
    """The next step; says whether there is another one. The state is changed in place."""
    if state["account"] is None and not _next_account(work, run, kind, state):
        if kind.shape != "itemized":
            _put(work, state, summed(run, kind, state))
        return False
    owner_work = work.acting_for(state["account"])
    currency = run.parameters.get("currency")
    filters = {"currency": currency} if currency else {}
    found = owner_work.each("balance_transaction", CHUNK, state["below"], **filters)
    chunk = list(islice(found, CHUNK))
    settlements = Settlements(owner_work)
    movements = [Movement(owner_work, one, settlements) for one in chunk]
    chosen = [one for one in movements if concerns(run, kind, one)]
    if kind.shape == "itemized":
        columns, form = columns_of(run, kind), form_of(run)
        _put(work, state, ([cell(name, one, form) for name in columns] for one in reversed(chosen)))
    else:
        _add(run, kind, state["sums"], chosen)
    if len(chunk) == CHUNK:
        state["below"] = chunk[-1].born
    else:
        state |= {"account": None, "below": 0, "accounts": state["accounts"] or -1}
    return True


def _next_account(work: Work, run: Record, kind: Kind, state: State) -> bool:
    """The next connected account, where a report is about all of them."""
    if not kind.connected or run.parameters.get("connected_account"):
        return False
    below = max(state["accounts"], 0)
    platform_work = work.acting_for(work.world.account)
    found = next(platform_work.each("account", 1, below), None)
    if found is None:
        return False
    state |= {"account": found.id, "accounts": found.born}
    return True


def concerns(run: Record, kind: Kind, movement: Movement) -> bool:
    """Is a report about a movement? From its start on, and before its end.

    source: docs: Report types reference; inferred (what is not settled makes the balance as it stands)
    """
    given, transaction = run.parameters, movement.transaction
    start, end = given.get("interval_start"), given.get("interval_end")
    category = given.get("reporting_category")
    if category and transaction.reporting_category != category:
        return False
    if kind.about == "balance":
        return bool(transaction.created < end)
    if kind.about in {"settled", "unsettled"}:
        payout = movement.automatic_payout
        if payout is not None and payout.balance_transaction == transaction.id:
            return False  # a payout is not made of itself
        if kind.about == "unsettled":
            settled = payout is not None and payout.created < end
            return bool(transaction.created < end) and not settled
        if payout is None or "payout" in given:
            return payout is not None and payout.id == given["payout"]
        return bool(start <= payout.arrival_date < end)
    if kind.about == "failed":
        payout = movement.payout
        failed = payout is not None and payout.failure_balance_transaction == transaction.id
        return failed and bool(start <= transaction.created < end)
    if kind.about == "payouts":
        return _leaves(movement) and start <= movement.effective_at < end
    return bool(start <= transaction.created < end) and not _leaves(movement)


def _leaves(movement: Movement) -> bool:
    return movement.transaction.reporting_category in WHOLE


def _add(run: Record, kind: Kind, sums: dict[str, list[int]], chosen: Iterable[Movement]) -> None:
    """Adds to sums: count, gross, fee, net; or what was there before, what came, what was paid out."""
    start = run.parameters.get("interval_start", 0)
    for movement in chosen:
        one = movement.transaction
        if kind.shape == "balance":
            place = sums.setdefault(f"{one.currency} balance {movement.account}", [0, 0, 0])
            place[0 if one.created < start else 2 if _leaves(movement) else 1] += one.net
        else:
            place = sums.setdefault(
                f"{one.currency} {one.reporting_category} {movement.account}", [0, 0, 0, 0]
            )
            for number, value in enumerate((1, one.amount, one.fee, one.net)):
                place[number] += value


def summed(run: Record, kind: Kind, state: State) -> Iterable[list[str]]:
    """The lines of a summary, by currency and category."""
    form, names = form_of(run), columns_of(run, kind)
    for key in sorted(state["sums"]):
        values, (currency, category, account) = state["sums"][key], key.split()
        if kind.shape == "balance":
            lines = balance_lines(run, form, currency, values)
        else:
            count, *amounts = values
            gross, fee, net = (money(amount, currency, form) for amount in amounts)
            lines = [
                {"reporting_category": category, "count": str(count), "gross": gross, "fee": fee, "net": net}
            ]
        for line in lines:
            whole = {**line, "currency": currency, "connected_account": account}
            yield [whole[name] for name in names]


def balance_lines(run: Record, form: Form, currency: str, values: list[int]) -> list[dict[str, str]]:
    """What was there, what came, what was paid out, what is there. source: docs: Report types reference

    source: inferred (the end is named by its last day)
    """
    opening, activity, payouts = values
    first = written_in(run.parameters["interval_start"], form.zone)[:10]
    last = written_in(run.parameters["interval_end"] - 1, form.zone)[:10]
    rows = (
        ("starting_balance", f"Starting balance ({first})", opening),
        ("activity", "Activity", activity),
        ("payouts", "Total payouts", payouts),
        ("ending_balance", f"Ending balance ({last})", opening + activity + payouts),
    )
    return [
        {"category": category, "description": words, "net_amount": money(amount, currency, form)}
        for category, words, amount in rows
    ]


def _put(work: Work, state: State, lines: Iterable[list[str]]) -> None:
    """Writes lines, before all that was written so far but the names of the columns."""
    data = text_of(lines)
    if data:
        state["step"] += 1
        state["size"] += files.write(work, state["file"], files.PIECES - state["step"], data)


def text_of(lines: Iterable[list[str]]) -> bytes:
    """Lines as commas separate them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()
