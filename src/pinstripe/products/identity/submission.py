"""A submission: what somebody shows of themselves, and what the checks make of it.

Owns: outcomes that may be asked for, the person of tests, reports. Does not own: the record
(verification_session.py), the page's form (kernel/pages.py). Money: none. Nothing is really checked: the
outcome is chosen by whoever submits, as in test mode.
Source: spec (codes); docs: id table of the public examples (person, document); texts inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.multipart import File
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.files import file as files
from pinstripe.products.identity import refusals
from pinstripe.products.identity import verification_session as sessions
from pinstripe.products.identity.verification_report import VERIFICATION_REPORT
from pinstripe.products.identity.verification_session import VERIFICATION_SESSION

SUCCESS = "success"
JUDGED_AFTER_SECONDS = 1
"""source: inferred: in test mode a result comes at once, and `processing` is told before"""

# fmt: off
FAILURES: dict[str, tuple[str, str]] = {
    "abandoned":                      ("", "The verification was abandoned before it was submitted."),
    "consent_declined":               ("", "The user declined to be verified by Stripe."),
    "country_not_supported":          ("", "The issuing country of the document is not supported."),
    "device_not_supported":           ("", "Stripe requires a camera and the device has none."),
    "under_supported_age":            ("", "The user is under the supported age."),
    "document_expired":               ("document", "The document is expired."),
    "document_type_not_supported":    ("document", "The type of the document is not supported."),
    "document_unverified_other":      ("document", "The document could not be verified."),
    "id_number_insufficient_document_data":
                                      ("id_number", "The document does not say enough to verify the number."),
    "id_number_mismatch":             ("id_number", "Number, name or date of birth do not match."),
    "id_number_unverified_other":     ("id_number", "The number could not be verified."),
    "email_unverified_other":         ("email", "The email address could not be verified."),
    "email_verification_declined":    ("email", "The user declined to verify an email address."),
    "phone_unverified_other":         ("phone", "The phone number could not be verified."),
    "phone_verification_declined":    ("phone", "The user declined to verify a phone number."),
    "selfie_document_missing_photo":  ("selfie", "The document has no picture of a face."),
    "selfie_face_mismatch":           ("selfie", "The face on the selfie is not the one on the document."),
    "selfie_manipulated":             ("selfie", "The selfie was manipulated."),
    "selfie_unverified_other":        ("selfie", "The selfie could not be verified."),
}
# fmt: on
"""Documented failures: which check fails ("" before anything was submitted), and why.
source: spec (codes); reasons inferred"""

DOB = {"day": 1, "month": 1, "year": 1990}
NAME = {"first_name": "Jenny", "last_name": "Rosen"}
ADDRESS = {
    "city": "San Francisco",
    "country": "US",
    "line1": "1234 Main St.",
    "line2": None,
    "postal_code": "94111",
    "state": "CA",
}
"""The person of tests. source: docs: id table of the public examples; the date of birth inferred"""
EXPIRES, ISSUED = ({"day": 1, "month": 12, "year": year} for year in (2030, 2020))
EXPIRED = {"day": 1, "month": 12, "year": 2019}
NUMBER, ID_NUMBER, ID_NUMBER_TYPE = "I1234567", "6789", "us_ssn"
"""Of a US number only four digits are shown. source: docs: API reference; digits inferred"""
EMAIL, PHONE = "jenny.rosen@example.com", "+15555555555"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
"""One black pixel."""


def outcomes_of(session: Record) -> tuple[str, ...]:
    """How a submission of this session may end."""
    checks = sessions.checks_of(session)
    return (SUCCESS, *(code for code, (check, _) in FAILURES.items() if not check or check in checks))


def submit(work: Work, session: Record, outcome: str) -> Record:
    """Somebody goes through the questions. refuses: wrong_state, unknown_outcome. source: spec"""
    if session.status != "requires_input" or session.redaction is not None:
        raise refusals.wrong_state(session, "submit")
    known = outcomes_of(session)
    if outcome not in known:
        raise refusals.unknown_outcome(known)
    check, reason = FAILURES.get(outcome, ("-", ""))
    work.note(session, tries=session.private["tries"] + 1, asked=work.now)
    if not check:
        entrances = sessions.entrances(session.body, session.private, work.now)
        error = {"code": outcome, "reason": reason}
        return work.advance(session, "submit", "left", last_error=error, **entrances)
    work.schedule("judge", session, work.now + JUDGED_AFTER_SECONDS, outcome=outcome)
    return work.advance(session, "submit", "taken", client_secret=None, url=None, last_error=None)


@job(VERIFICATION_SESSION, "judge")
def judge(work: Work, session: Record, outcome: str) -> None:
    """The checks are through. source: spec (states); inferred"""
    if session.status != "processing":
        return
    made = report(work, session, outcome)
    if outcome == SUCCESS:
        work.note(session, outputs=outputs_of(session))
        work.advance(session, "judge", "verified", last_verification_report=made.id)
        return
    work.note(session, asked=work.now)
    entrances = sessions.entrances({**session.body, "status": "requires_input"}, session.private, work.now)
    error = {"code": outcome, "reason": FAILURES[outcome][1]}
    work.advance(session, "judge", "failed", last_verification_report=made.id, last_error=error, **entrances)


def outputs_of(session: Record) -> dict[str, Any]:
    """What is known of a person who passed. source: spec"""
    checks, given = sessions.checks_of(session), session.provided_details or {}
    number = "id_number" in checks
    return {
        "address": ADDRESS if "document" in checks else None,
        "dob": DOB,
        "email": (given.get("email") or EMAIL) if "email" in checks else None,
        **NAME,
        "id_number": ID_NUMBER if number else None,
        "id_number_type": ID_NUMBER_TYPE if number else None,
        "phone": (given.get("phone") or PHONE) if "phone" in checks else None,
        "sex": None,
        "unparsed_place_of_birth": None,
        "unparsed_sex": None,
    }


def report(work: Work, session: Record, outcome: str) -> Record:
    """What was seen, check by check: those before the one that failed have passed, too.

    source: spec; that later checks are not shown inferred
    """
    failing = FAILURES.get(outcome, ("", ""))[0]
    parts: dict[str, Any] = {}
    sensitive: dict[str, Any] = {}
    pictures: list[str] = []
    for check in sessions.checks_of(session):
        error = {"code": outcome, "reason": FAILURES[outcome][1]} if check == failing else None
        state = {"error": error, "status": "unverified" if error else "verified"}
        if check == "document":
            pictures = [picture(work, side, "identity_document") for side in ("front", "back")]
            parts[check] = {**document(session, outcome), "files": pictures, **state}
            expires = EXPIRED if outcome == "document_expired" else EXPIRES
            if outcome != "document_unverified_other":
                seen = {"dob": DOB, "expiration_date": expires, "number": NUMBER}
                sensitive.update({f"document.{name}": value for name, value in seen.items()})
        elif check == "selfie":
            face = picture(work, "selfie", "selfie")
            parts[check] = {"document": pictures[0], "selfie": face, **state}
        elif check == "id_number":
            parts[check] = {**NAME, "id_number_type": ID_NUMBER_TYPE, **state}
            sensitive.update({"id_number.dob": DOB, "id_number.id_number": ID_NUMBER})
        else:
            told = (session.provided_details or {}).get(check)
            parts[check] = {check: told or {"email": EMAIL, "phone": PHONE}[check], **state}
    flow = (
        {"verification_flow": session.verification_flow}
        if session.body["type"] == "verification_flow"
        else {}
    )
    return work.create(
        VERIFICATION_REPORT,
        client_reference_id=session.client_reference_id,
        options={name: v for name, v in session.options.items() if name in ("document", "id_number")},
        type=session.body["type"],
        verification_session=session.id,
        **parts,
        **flow,
        private={"sensitive": sensitive},
    )


def document(session: Record, outcome: str) -> dict[str, Any]:
    """What stands on the document, as far as it can be read. source: docs: id table of the public examples"""
    allowed = (session.options.get("document") or {}).get("allowed_types") or ["driving_license"]
    kind = "driving_license" if "driving_license" in allowed else allowed[0]
    names = ("sex", "unparsed_place_of_birth", "unparsed_sex")
    unseen = dict.fromkeys(names)
    if outcome == "document_unverified_other":
        blank = dict.fromkeys(
            ("address", "first_name", "issued_date", "issuing_country", "last_name", "type")
        )
        return {**blank, **unseen}
    return {
        "address": ADDRESS,
        **NAME,
        "issued_date": ISSUED,
        "issuing_country": "US",
        "type": kind,
        **unseen,
    }


def picture(work: Work, name: str, purpose: str) -> str:
    """A picture that was taken, as a file. source: spec"""
    return files.keep(work, File("file", f"{name}.png", "image/png", PICTURE), purpose).id


def answered(work: Work, key: str, token: str, choice: str) -> str | None:
    """Somebody chose an outcome on the page. gives: where to send them; None where the address is no longer
    good. source: spec (url)
    """
    session = work.subject(VERIFICATION_SESSION.object, key)
    url = sessions.entrances(session.body, session.private, work.now)["url"]
    if url is None or not url.endswith(f"&key={token}") or session.redaction is not None:
        return None
    submit(work, session, choice)
    return session.private["return_url"] or ""


PAGE = page(
    "identity",
    "vs",
    title="Verify your identity",
    means="Here a person would show a document and a face. Choose how that ends.",
    instead=(
        'POST /_pinstripe/identity/verification_sessions/submit {{"session": "{id}", "outcome": "success"}}',
    ),
    choices=(
        *((code, f"{code.replace('_', ' ')}: {reason}") for code, (_, reason) in FAILURES.items()),
        (SUCCESS, "success: every check passes"),
    ),
    answer=answered,
)
"""Success stands last, and is what is chosen unless something else is."""
