"""The source record: a payer's promise from before payment methods, good for a charge once it is chargeable.

Owns: the record, its states, what becomes of it when nobody acts, attaching and using it. Does not own: its
endpoints, its page and what a receiver gets (room sources), charging it (room payments), cards and bank
accounts of customers (source.py).
Money: none; what a receiver gets stands on it as a number until it is charged.
Source: spec; inferred; recorded: omnipay-stripe, active_merchant (cards).
Private facts: `card` (what the network knows a card by), `billing`, `key` (opens its page); of an account
that is debited: `bank_account`, `verified` as its kind keeps them, `account` (what its kind shows),
`mandate` (what its owner has agreed to).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.clock.business_days import HOUR
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details
from pinstripe.products.methods import refusals
from pinstripe.products.methods import token as tokens
from pinstripe.products.methods.kinds import card as kind

OPEN = "pending chargeable"

# fmt: off
LIFECYCLE = lifecycle(
    # verb         outcome       from          to            event
    ("create",    "pending",    ANY,          "pending"),
    ("create",    "chargeable", ANY,          "chargeable", "source.chargeable"),
    ("authorize", "done",       "pending",    "chargeable", "source.chargeable"),
    ("authorize", "failed",     "pending",    "failed",     "source.failed"),
    ("receive",   "first",      "pending",    "chargeable", "source.chargeable"),
    ("receive",   "more",       "chargeable", "="),
    ("cancel",    "done",       OPEN,         "canceled",   "source.canceled"),
    ("charge",    "done",       "chargeable", "="),
    ("consume",   "done",       "chargeable", "consumed"),
    ("attach",    "done",       OPEN,         "=",          "customer.source.created"),
    ("detach",    "done",       OPEN,         "consumed",   "customer.source.deleted"),
)
# fmt: on

OLDER_SOURCE = Resource(
    "source",
    prefix="src",
    path="/v1/sources",
    noun="source",
    param="source",
    lifecycle=LIFECYCLE,
    index=("customer",),
    defaults={"metadata": {}},
    absent="customer",
    unexpected=refusals.source_in_wrong_state,
)

GUARDED: Final = "three_d_secure"
"""The type of a card whose holder proves who they are."""
REDIRECT_SECONDS: Final = HOUR
"""So long a payer may take to agree on a page. source: inferred"""
UNUSED_SECONDS: Final = 6 * HOUR
"""So long a source of one use stays chargeable. source: inferred"""


def blank_owner(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Who pays, with every key that answers show. source: recorded: omnipay-stripe"""
    said = given or {}
    told = dict.fromkeys(("address", "email", "name", "phone")) | {
        name: said[name] for name in ("address", "email", "name", "phone") if said.get(name)
    }
    if told["address"]:
        parts = ("city", "country", "line1", "line2", "postal_code", "state")
        told["address"] = {name: told["address"].get(name) for name in parts}
    verified = dict.fromkeys(("verified_address", "verified_email", "verified_name", "verified_phone"))
    return {**told, **verified}


def made(work: Work, outcome: str, body: Mapping[str, Any], private: Mapping[str, Any]) -> Record:
    """A source; one of one use that is not used in time is canceled."""
    source = work.create(OLDER_SOURCE, outcome, **body, private={**private})
    limit(work, source)
    return source


def limit(work: Work, source: Record) -> None:
    """A payer's page, and a source of one use, are good for a while. source: inferred"""
    work.unschedule("run_out", source)
    if source.status == "pending" and source.body["flow"] == "redirect":
        work.schedule("run_out", source, work.now + REDIRECT_SECONDS)
    elif source.status == "chargeable" and source.body["usage"] == "single_use":
        work.schedule("run_out", source, work.now + UNUSED_SECONDS)


@job(OLDER_SOURCE, "run_out")
def run_out(work: Work, source: Record) -> None:
    """Nobody agreed, or nobody charged it, in time. source: inferred"""
    if source.status in OPEN.split():
        work.advance(source, "cancel", "done")


def card_facts(work: Work, given: str | Params, param: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a source shows of a card, and what it keeps of it. refuses: no_such, used_token, not_a_card,
    bank_needs_customer. source: recorded: omnipay-stripe
    """
    card, (month, year, cvc), billing, _ = tokens.card_given(work, given, param)
    shown = details.legacy_card_of(
        card,
        month,
        year,
        details.fingerprint(card.number, work.world.seed),
        cvc_check="unchecked" if cvc else None,
    )
    names = (
        *("address_line1_check", "address_zip_check", "brand", "country", "cvc_check", "dynamic_last4"),
        *("exp_month", "exp_year", "fingerprint", "funding", "last4", "name", "tokenization_method"),
    )
    return {**{name: shown.get(name) for name in names}, "three_d_secure": "optional"}, {
        kind.NAME: card.key,
        "billing": billing,
    }


def authorize(work: Work, source: Record, succeeded: bool) -> None:
    """The payer agreed on the page, or did not."""
    status = "succeeded" if succeeded else "failed"
    told = {**source.redirect, "status": status, "failure_reason": None if succeeded else "declined"}
    changes: dict[str, Any] = {"redirect": told}
    if source.body["type"] == GUARDED:
        changes[GUARDED] = {**source.body[GUARDED], "authenticated": succeeded}
    work.advance(source, "authorize", "done" if succeeded else "failed", **changes)
    limit(work, source)


def remember(work: Work, source: Record, told: Mapping[str, Any]) -> None:
    """What is said of the mandate of an account that is debited, beside what was said before."""
    work.note(source, mandate={**(source.private.get("mandate") or {}), **told})


def agree(work: Work, source: Record, accepted: bool) -> None:
    """Whoever owns the account agrees to its being debited, or does not any more. source: spec; inferred"""
    if source.status == "pending":
        work.advance(source, "authorize", "done" if accepted else "failed")
    elif not accepted and source.status == "chargeable":
        work.unschedule("run_out", source)
        work.advance(source, "cancel", "done")


def receive(work: Work, source: Record, amount: int) -> None:
    """The payer sent money to the source's own account. source: inferred"""
    receiver = {**source.receiver, "amount_received": source.receiver["amount_received"] + amount}
    outcome = "first" if source.status == "pending" else "more"
    work.advance(source, "receive", outcome, receiver=receiver)


def charged(work: Work, source: Record, amount: int) -> None:
    """A charge was made of it: one of one use is used up. source: inferred"""
    if source.get("receiver"):
        receiver = {**source.receiver, "amount_charged": source.receiver["amount_charged"] + amount}
        work.advance(source, "charge", "done", receiver=receiver)
    if source.usage == "single_use":
        work.unschedule("run_out", source)
        work.advance(source, "consume", "done")


def attach(work: Work, source: Record, customer: str) -> Record:
    """A customer keeps it. refuses: source_in_wrong_state, source_elsewhere. source: inferred"""
    if source.get("customer") not in (None, customer):
        raise refusals.source_elsewhere()
    if source.status not in OPEN.split():
        raise refusals.source_in_wrong_state(source, "attach")
    return work.advance(source, "attach", "done", customer=customer)


def detach(work: Work, source: Record) -> Record:
    """The customer keeps it no longer, and nobody can use it. source: recorded: omnipay-stripe (consumed)"""
    work.unschedule("run_out", source)
    return work.advance(source, "detach", "done", customer=ABSENT)


def update(work: Work, source: Record, given: Mapping[str, Any]) -> Record:
    """Another owner, other notes.

    params: given, `owner`, `metadata`, `amount`, `source_order`, where they are told
    """
    changes = {name: given[name] for name in ("metadata", "amount", "source_order") if name in given}
    if "owner" in given:
        changes["owner"] = blank_owner({**source.owner, **(given["owner"] or {})})
    return work.change(source, **changes)
