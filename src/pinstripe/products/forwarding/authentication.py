"""The 3DS authentication record: the holder of a card is asked for a payment that another processor makes.

Owns: the record and its states, what its holder's bank says, its page. Does not own: the endpoints
(authentications.py), what test cards do (networks/cards). Money: none. Source: spec; docs: Standalone 3DS.
Private facts: `key` (of its page).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details
from pinstripe.networks.port import Authorized
from pinstripe.products.forwarding import refusals
from pinstripe.products.methods.kinds import card

OPEN = "requires_submission requires_challenge"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome       from                   to                     event
    ("create", "done",       ANY,                   "requires_submission", "three_d_secure.authentication.requires_submission"),
    ("submit", "challenged", "requires_submission", "requires_challenge",  "three_d_secure.authentication.requires_challenge"),
    ("submit", "done",       "requires_submission", "succeeded",           "three_d_secure.authentication.succeeded"),
    ("submit", "refused",    "requires_submission", "failed",              "three_d_secure.authentication.failed"),
    ("submit", "broken",     "requires_submission", "error",               "three_d_secure.authentication.errored"),
    ("ask",    "done",       "requires_challenge",  "=",                   "three_d_secure.authentication.challenge_started"),
    ("answer", "done",       "requires_challenge",  "succeeded",           "three_d_secure.authentication.succeeded"),
    ("answer", "refused",    "requires_challenge",  "failed",              "three_d_secure.authentication.failed"),
    ("lapse",  "done",       "requires_challenge",  "failed",              "three_d_secure.authentication.failed"),
    ("cancel", "done",       OPEN,                  "canceled",            "three_d_secure.authentication.canceled"),
)
# fmt: on

AUTHENTICATION = Resource(
    "three_d_secure.authentication",
    prefix="tdsa",
    path="/v1/three_d_secure/authentications",
    generated="retrieve",
    noun="3DS authentication",
    param="authentication",
    lifecycle=LIFECYCLE,
    index=("status",),
    unexpected=refusals.wrong_state,
    source="spec; docs: Standalone 3DS",
)
CHALLENGE_SECONDS = 600
"""How long a holder may take. source: inferred"""
PROTOCOL = "2.2.0"
INDICATORS = {
    "challenge": {"mandated": "04", "preferred": "03"},
    "data_share": {"ds_specific": "06", "emv_standard": "06"},
    "frictionless": {"low_risk": "05", "none": "02"},
}
"""What the holder's bank is told of the wish: the requestor's challenge indicator. source: spec; inferred"""
STATUS = {
    "attempt_acknowledged": "A",
    "authenticated": "Y",
    "informational": "I",
    "processing_error": "U",
    "rejected": "N",
}
"""What a bank's message says of each outcome: `transStatus`. source: spec; inferred"""
PROVEN = {"attempt_acknowledged": ("01", "06"), "authenticated": ("02", "05")}
"""The indicator of an outcome that proves something: Mastercard's, and all others'. source: inferred"""


def answered(work: Work, key: str, token: str, choice: str) -> str | None:
    """The holder chose on the page; its address is good once."""
    authentication = work.subject(AUTHENTICATION.object, key)
    if token != authentication.private.get("key") or authentication.status != "requires_challenge":
        return None
    answer(work, authentication, choice == "complete")
    return ""


CHALLENGE = page(
    "three_d_secure_challenges",
    "tdsa",
    title="3-D Secure",
    means="Here a bank would ask the holder of a card whether a payment elsewhere is theirs.",
    instead=('POST /_pinstripe/three_d_secure/authenticate {{"authentication": "{id}", "succeeded": true}}',),
    choices=(("fail", "fail: the holder refuses"), ("complete", "complete: the holder agrees")),
    answer=answered,
)
FINGERPRINT = page(
    "three_d_secure_fingerprints",
    "tdsa",
    title="3-D Secure",
    means="Here a bank would look at the device of a card's holder, without asking them anything.",
    instead=("POST /v1/three_d_secure/authentications/{id}/submit",),
)


def submit(work: Work, authentication: Record) -> Record:
    """The holder's bank is asked: it agrees, refuses, or asks the holder. source: docs: Standalone 3DS"""
    method = work.load(authentication.payment_method, "payment_method")
    wish = (authentication.get("flow_preference") or {}).get("type")
    if wish == "data_share":
        return concluded(work, authentication, "submit", "informational")
    if authentication.channel["type"] == "three_r_i":
        return concluded(work, authentication, "submit", "authenticated")
    reply = work.network("cards").verify(
        card.known(method),
        purpose="setup",
        reference=authentication.id,
        request_three_d_secure="challenge" if wish == "challenge" else "automatic",
    )
    if reply.outcome is Authorized.CHALLENGED:
        work.schedule("lapse", authentication, work.now + CHALLENGE_SECONDS)
        address = f"{work.public(CHALLENGE.path(authentication.id))}?merchant={work.account}"
        return work.advance(
            authentication,
            "submit",
            "challenged",
            challenge_url=f"{address}&key={authentication.private['key']}",
            fingerprinting_url=None,
            outcome_details=told(work, authentication, "C", None),
        )
    result = (reply.three_d_secure or {}).get("result") or "authenticated"
    if card.known(method).authentication == "unsupported":
        result = "not_supported"
    return concluded(work, authentication, "submit", result)


def concluded(work: Work, authentication: Record, verb: str, outcome: str) -> Record:
    """How it ended. source: spec; inferred (which outcome succeeds)"""
    ending = "broken" if outcome == "processing_error" else "refused"
    if outcome in ("attempt_acknowledged", "authenticated", "informational"):
        ending = "done"
    status, known = STATUS.get(outcome), authentication.get("outcome_details")
    after = {**known, "rreq_trans_status": status} if known else {}
    return work.advance(
        authentication,
        verb,
        ending,
        challenge_url=None,
        fingerprinting_url=None,
        outcome=outcome,
        outcome_details={**told(work, authentication, status, outcome), **kept(after)},
    )


def kept(details_before: dict[str, Any]) -> dict[str, Any]:
    """What a bank's first message said stays, beside what its second one says."""
    names = ("ares_trans_status", "rreq_trans_status")
    return {name: details_before[name] for name in names if name in details_before}


def told(work: Work, authentication: Record, status: str | None, outcome: str | None) -> dict[str, Any]:
    """What the bank's messages say: a proof only where there is one. source: spec"""
    seed, key = work.world.seed, authentication.id
    preference = authentication.get("flow_preference") or {}
    kind = preference.get("type")
    wish = (preference.get(kind) or {}).get("type") if kind else None
    pair = PROVEN.get(outcome or "")
    return {
        "acs_transaction_id": details.transaction_of(seed, "issuer", key) if status else None,
        "ares": None,
        "ares_trans_status": status,
        "cryptogram": details.proof(seed, key) if pair else None,
        "ds_transaction_id": details.transaction_of(seed, "directory", key) if status else None,
        "eci": pair[authentication.directory_server != "mastercard"] if pair else None,
        "network_details": None,
        "protocol_version": PROTOCOL,
        "requestor_challenge_indicator": INDICATORS.get(kind or "", {}).get(wish or "", "01"),
        "rreq": None,
        "rreq_trans_status": None,
        "three_ds_server_transaction_id": details.transaction_of(seed, "server", key),
    }


def answer(work: Work, authentication: Record, succeeded: bool) -> Record:
    """The holder answers: yes or no. refuses: wrong_state. source: docs: Standalone 3DS; inferred"""
    if authentication.status != "requires_challenge":
        raise refusals.wrong_state(authentication, "answer")
    work.advance(authentication, "ask", "done")
    work.unschedule("lapse", authentication)
    return concluded(work, authentication, "answer", "authenticated" if succeeded else "rejected")


@job(AUTHENTICATION, "lapse")
def lapse(work: Work, authentication: Record) -> None:
    """The holder did not answer in time. source: spec (abandoned); inferred"""
    if authentication.status == "requires_challenge":
        work.advance(authentication, "lapse", "done", challenge_url=None, outcome="abandoned")
