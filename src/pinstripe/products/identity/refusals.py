"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record

DONE = {"cancel": "cancel", "redact": "redact", "update": "update", "submit": "submit"}
"""What a verb is called in the refusal of it."""


def wrong_state(session: Record, verb: str) -> ApiError:
    """A session that is past this. source: spec (rule); wording inferred"""
    state = session.status if session.redaction is None else "redacted"
    return errors.invalid(
        f"You cannot {DONE.get(verb, verb)} this VerificationSession because it has a status of {state}."
    )


def is_redacted(session: Record) -> ApiError:
    """Personal data is gone, and the session is only read. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You cannot update this VerificationSession because it has been redacted: '{session.id}'."
    )


def fixed_now(session: Record, param: str) -> ApiError:
    """What is checked is decided before somebody submits. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You can only update {param} of a VerificationSession with a status of requires_input; this one has "
        f"a status of {session.status}.",
        param=param,
    )


def no_such_flow(key: str) -> ApiError:
    """A flow is made in the dashboard, and called vf_…. source: inferred"""
    return errors.no_such("verification flow", key, "verification_flow", 400)


def no_such_person(key: str) -> ApiError:
    """The person is one of the account that is named. source: spec; inferred"""
    return errors.no_such("person", key, "related_person[person]", 400)


def only_documents(kind: str) -> ApiError:
    """Options of a document where none is looked at. source: inferred"""
    return errors.invalid(
        f"options[document] is not allowed for a type of {kind}.", param="options[document]"
    )


def unknown_outcome(words: Sequence[str]) -> ApiError:
    """A session of this kind does not end so. source: inferred (words)"""
    return errors.bad_enum(words, "outcome")
