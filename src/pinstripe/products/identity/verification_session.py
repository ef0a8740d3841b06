"""The verification session record: one person is asked who they are, until a submission passes.

Owns: the record, its lifecycle and that of its redaction, the secret and the address that a person is let in
by, outputs that are shown only when asked for. Does not own: the endpoints (verification_sessions.py), what a
submission leads to (submission.py), redaction (redaction.py). Money: none.
Source: spec; docs: API reference. Private facts: `key`, from which secrets are drawn; `tries`,
how often somebody was let in; `asked`, when last; `place`, the page; `outputs`, what was verified, whole;
`return_url`.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.products.identity import refusals

BASE = "identity.verification_session"
# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, event
    ("create", "asked",    ANY,              "requires_input", f"{BASE}.created"),
    ("submit", "taken",    "requires_input", "processing",     f"{BASE}.processing"),
    ("submit", "left",     "requires_input", "requires_input", f"{BASE}.requires_input"),
    ("judge",  "verified", "processing",     "verified",       f"{BASE}.verified"),
    ("judge",  "failed",   "processing",     "requires_input", f"{BASE}.requires_input"),
    ("cancel", "done",     "requires_input", "canceled",       f"{BASE}.canceled"),
)
REDACTION = lifecycle(
    # verb, outcome, from, to, event
    ("redact", "begun",    "-",              "processing"),
    ("wipe",   "done",     "processing",     "redacted",       f"{BASE}.redacted"),
)
# fmt: on
SECRET_SECONDS = DAY
ADDRESS_SECONDS = 2 * DAY
"""How long each lets a person in. source: docs: API reference"""


def address(body: dict[str, Any], private: dict[str, Any], now: int) -> str:
    """Where a person is asked, good once and for two days. The page's key is not the secret, which belongs
    into no address."""
    window = (now - private["asked"]) // ADDRESS_SECONDS
    token = stable(24, private["key"], "address", private["tries"], window)
    return f"{private['place']}&key={token}"


def secret(body: dict[str, Any], private: dict[str, Any], now: int) -> str:
    """What lets an app's own page show the questions, good once and for a day. source: spec (its form)"""
    window = (now - private["asked"]) // SECRET_SECONDS
    return f"{body['id']}_secret_{stable(24, private['key'], 'secret', private['tries'], window)}"


def entrances(body: dict[str, Any], private: dict[str, Any], now: int) -> dict[str, Any]:
    """Both are there while something is asked, fresh ones once the old have lapsed. source: spec"""
    if body["status"] != "requires_input":
        return {"client_secret": None, "url": None}
    return {"client_secret": secret(body, private, now), "url": address(body, private, now)}


def outputs(reader: Any, session: Record) -> Any:
    """What was verified, without what has to be asked for by name. source: docs: API reference"""
    known = session.private["outputs"]
    return known and {name: value for name, value in known.items() if name not in ("dob", "id_number")}


def birth(reader: Any, session: Record) -> Any:
    """source: spec"""
    return (session.private["outputs"] or {}).get("dob")


def number(reader: Any, session: Record) -> Any:
    """source: spec"""
    return (session.private["outputs"] or {}).get("id_number")


VERIFICATION_SESSION = Resource(
    "identity.verification_session",
    prefix="vs",
    generated="retrieve",
    index=("client_reference_id", "related_customer", "status"),
    noun="VerificationSession",
    param="session",
    lifecycle=LIFECYCLE,
    lifecycles={"redaction.status": REDACTION},
    unexpected=refusals.wrong_state,
    derived=entrances,
    includable={
        "verified_outputs": outputs,
        "verified_outputs.dob": birth,
        "verified_outputs.id_number": number,
    },
    source="spec",
)


def checks_of(session: Record) -> tuple[str, ...]:
    """What a submission is checked for. source: spec (options)"""
    options = session.options
    document = options.get("document")
    checks = [name for name in ("document", "id_number", "email", "phone") if name in options]
    if document is not None and document.get("require_id_number") and "id_number" not in checks:
        checks.append("id_number")
    if document is not None and document.get("require_matching_selfie"):
        checks.append("selfie")
    return tuple(checks)
