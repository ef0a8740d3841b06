"""Redaction: personal data of a session goes, from its reports and from what was told of it as well.

Owns: when it may begin, what is wiped. Does not own: the record (verification_session.py), how earlier
versions are rewritten (kernel/redacting.py). Money: none. Source: spec (redact); docs: API reference.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.redacting import rewrite
from pinstripe.kernel.work import Work
from pinstripe.products.identity import refusals
from pinstripe.products.identity.verification_report import VERIFICATION_REPORT
from pinstripe.products.identity.verification_session import VERIFICATION_SESSION

WIPED = "[redacted]"
WIPED_AFTER_SECONDS = 10
"""source: inferred: it may take four days, and is seen to be under way"""
KEPT = frozenset(
    "code country error id_number_type object reason status type allowed_types require_id_number "
    "require_live_capture require_matching_selfie require_verification".split()
)
"""What is no personal data within a hash that holds some."""
PERSONAL = ("document", "email", "id_number", "phone", "selfie")


def begin(work: Work, session: Record) -> Record:
    """It is canceled if it still asks, and wiped a little later. refuses: wrong_state. source: spec"""
    if session.redaction is not None or session.status == "processing":
        raise refusals.wrong_state(session, "redact")
    work.advance(session, "redact", "begun")
    if session.status == "requires_input":
        work.advance(session, "cancel", "done", client_secret=None, url=None)
    work.schedule("wipe", session, work.now + WIPED_AFTER_SECONDS)
    return session


@job(VERIFICATION_SESSION, "wipe")
def wipe(work: Work, session: Record) -> None:
    """Nothing personal is left, in no version of session and reports. source: spec; when inferred"""
    for report in work.each(VERIFICATION_REPORT.object, verification_session=session.id):
        work.note(report, sensitive=wiped(report.private["sensitive"]))
        work.amend(report, **without_person(report.body))
        rewrite(work, report, without_person, forget="sensitive")
    work.note(session, outputs=wiped(session.private["outputs"]))
    work.advance(session, "wipe", "done", **without_person(session.body))
    rewrite(work, session, without_person, forget="outputs")


def without_person(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body that change when it is wiped."""
    changes = {name: wiped(body[name]) for name in (*PERSONAL, "provided_details") if body.get(name)}
    return {**changes, **({"metadata": {}} if "metadata" in body else {})}


def wiped(value: Any, name: str = "") -> Any:
    """Text is replaced by a mark, numbers and pictures go. source: spec ("[redacted]"); numbers inferred"""
    if name in KEPT or value is None:
        return value
    if isinstance(value, dict):
        return {inner: wiped(one, inner.rpartition(".")[2]) for inner, one in value.items()}
    if isinstance(value, list):
        return []
    return WIPED if isinstance(value, str) else None
