"""The reader record: a device at a place, and what it is asked to do.

Owns: the record, its two states (is it there, what does it do), what a reader refuses. Does not own: the
endpoints (readers.py), what is asked (payment_request.py, customer_request.py), what a card does there
(presentation.py). Money: none.
Source: spec; recorded: simulated readers; docs: Terminal server-driven integration.
Private facts: `busy` (it does something else), `asked` (of an action, what it does not show), `turn` (which
action it is), `name` (what it is called at first).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.terminal import refusals

REST = "- succeeded failed"
BUSY = "in_progress"
UPDATED = "terminal.reader.action_updated"
SUCCEEDED = "terminal.reader.action_succeeded"
FAILED = "terminal.reader.action_failed"

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome from to
    ("create",   "done", ANY, "online"),
    ("reach",    "done", ANY, "online"),
    ("lose",     "done", ANY, "offline"),
)
ACTION = lifecycle(
    # verb           outcome from              to             event
    ("begin",         "done", f"{REST} {BUSY}", BUSY),
    ("progress",      "done", BUSY,             "=",         UPDATED),
    ("succeed",       "done", BUSY,             "succeeded", SUCCEEDED),
    ("fail",          "done", BUSY,             "failed",    FAILED),
    ("cancel_action", "done", f"{REST} {BUSY}", "-"),
)
# fmt: on

READER = Resource(
    "terminal.reader",
    prefix="tmr",
    ids="short",
    generated="retrieve",
    noun="reader",
    param="reader",
    deleted="stub",
    stub="device_type serial_number",
    lifecycle=LIFECYCLE,
    lifecycles={"action.status": ACTION},
    index=("device_type", "location", "serial_number", "status"),
    unexpected=refusals.wrong_state,
    source="spec; recorded: simulated readers",
)


class Device(NamedTuple):
    """What a registration code stands for."""

    kind: str
    software: str = ""
    address: str = "0.0.0.0"  # noqa: S104 an address that is shown, and none that is listened to
    serial: str = ""


CODES: dict[str, Device] = {
    "simulated-wpe": Device("simulated_wisepos_e"),
    "simulated-s700": Device("simulated_stripe_s700"),
    "simulated-s710": Device("simulated_stripe_s710"),
    "simulated-t600": Device("simulated_stripe_t600"),
    "simulated-m425": Device("simulated_verifone_m425"),
    "simulated-p630": Device("simulated_verifone_p630"),
    "simulated-ux700": Device("simulated_verifone_ux700"),
    "simulated-v660p": Device("simulated_verifone_v660p"),
    "puppies-plug-could": Device("bbpos_wisepos_e", "2.37.2.0", "192.168.2.2", "123-456-789"),
}
"""Codes that can be registered: those of simulated readers, and the one that the reference shows of a device.
source: docs: Terminal testing (three of them); spec (the device); inferred (the other four)
"""
DISPLAY_SECONDS = 1
"""From a request to what a reader shows. source: inferred"""


def simulated(reader: Record) -> bool:
    """Does a reader exist here alone?"""
    return bool(reader.device_type.startswith("simulated_"))


def refuse_unreachable(reader: Record) -> None:
    """Can a reader be asked for anything? refuses: offline, busy"""
    if reader.status == "offline":
        raise refusals.offline()
    if reader.private.get("busy"):
        raise refusals.busy()


def begin(work: Work, reader: Record, kind: str, shown: dict[str, Any], **asked: Any) -> Record:
    """A reader is asked to do something; what it did before, or was doing, is over. params: shown: what the
    action says under its own name; asked: what else is to be remembered of it. refuses: offline, busy

    source: recorded: simulated readers (the action); docs: Terminal server-driven integration
    """
    refuse_unreachable(reader)
    turn = reader.private.get("turn", 0) + 1
    work.note(reader, turn=turn, asked=asked)
    action = {"failure_code": None, "failure_message": None, kind: shown, "type": kind}
    return work.advance(reader, "begin", "done", action=action, last_seen_at=moment(work))


def moment(work: Work) -> int:
    """Now, in thousandths of a second. source: recorded: simulated readers"""
    return work.world_now * 1000


def acting(reader: Record) -> str | None:
    """What kind of action is under way, None where nothing is."""
    action = reader.action
    return action["type"] if action and action["status"] == BUSY else None


def with_facts(reader: Record, **facts: Any) -> dict[str, Any]:
    """The action with more facts under its own name."""
    action: dict[str, Any] = reader.action
    kind = action["type"]
    return {**action, kind: {**action[kind], **facts}}


def progress(work: Work, reader: Record, **facts: Any) -> None:
    """Something is known before the action is over. source: docs: Terminal server-driven integration"""
    work.advance(reader, "progress", "done", action=with_facts(reader, **facts), last_seen_at=moment(work))


def succeed(work: Work, reader: Record, **facts: Any) -> Record:
    """The action is over, and did what it was to do."""
    action = with_facts(reader, **facts)
    return work.advance(reader, "succeed", "done", action=action, last_seen_at=moment(work))


def fail(
    work: Work, reader: Record, code: str | None, message: str | None, error: dict[str, Any] | None = None
) -> Record:
    """The action is over, and came to nothing. params: error: of the API, where that was why. source: spec"""
    action = {**reader.action, "failure_code": code, "failure_message": message}
    if error is not None:
        action["api_error"] = error
    return work.advance(reader, "fail", "done", action=action, last_seen_at=moment(work))


@job(READER, "show")
def show(work: Work, reader: Record, *, turn: int) -> None:
    """The reader shows what it was told to, if that is still wanted. source: docs: Terminal display;
    inferred (when)
    """
    if reader.private["turn"] == turn and acting(reader) == "set_reader_display":
        succeed(work, reader)


@job(READER, "come_back")
def come_back(work: Work, reader: Record) -> None:
    """A reader that was away, or busy, is there again. source: inferred"""
    find_again(work, reader)


def find_again(work: Work, reader: Record) -> None:
    """A reader can be asked again."""
    work.unschedule("come_back", reader)
    work.note(reader, busy=False)
    work.advance(reader, "reach", "done", last_seen_at=moment(work))


def leave(work: Work, reader: Record, status: str, seconds: int | None = None) -> None:
    """A reader loses its connection, or does something else. params: status: offline or busy; seconds: for
    how long. source: our own; docs: Terminal server-driven integration (what follows)
    """
    find_again(work, reader)
    if status == "busy":
        work.note(reader, busy=True)
    else:
        work.advance(reader, "lose", "done")
    if seconds is not None:
        work.schedule("come_back", reader, work.now + seconds)


def cancel_by_customer(work: Work, reader: Record) -> Record:
    """The customer presses the button, if the action shows one. refuses: nothing_to_cancel. source: docs:
    Terminal server-driven integration (customer_canceled)
    """
    if acting(reader) is None or not reader.private["asked"].get("cancelable"):
        raise refusals.nothing_to_cancel()
    return fail(work, reader, "customer_canceled", "The customer canceled the action on the reader.")
