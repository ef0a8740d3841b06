"""The card record: what a cardholder pays with.

Owns: the record, its states and those of its parcel, its number. Does not own: what may be asked of it
(cards.py, shipping.py), what was spent with it (spending.py; room authorizations). Money: none of its own.
Source: spec; docs: API reference; docs: Issuing cards.
Private facts: `number` and `cvc`, shown only when expanded; `pin`, encrypted by whoever sent it; `root`, the
first card of a chain of replacements; `spent`, what the chain spent; `payments`, how often it was used.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.clock.calendar import utc_date
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import refusals
from pinstripe.products.treasury.financial_account import FINANCIAL_ACCOUNT

CREATED = "issuing_card.created"
UPDATED = "issuing_card.updated"

# fmt: off
LIFECYCLE = lifecycle(
    # verb          outcome     from               to          events
    ("create",     "inactive", ANY,               "inactive", CREATED),
    ("create",     "active",   ANY,               "active",   CREATED),
    ("activate",   "done",     "inactive",        "active",   UPDATED),
    ("deactivate", "done",     "active",          "inactive", UPDATED),
    ("cancel",     "done",     "active inactive", "canceled", UPDATED),
)
SHIPPING = lifecycle(
    # verb      outcome  from                to           events
    ("submit",  "done", "pending",           "submitted", UPDATED),
    ("ship",    "done", "pending submitted", "shipped",   UPDATED),
    ("deliver", "done", "shipped",           "delivered", UPDATED),
    ("fail",    "done", "shipped",           "failure",   UPDATED),
    ("return",  "done", "shipped failure",   "returned",  UPDATED),
    ("recall",  "done", "pending",           "canceled"),
)
# fmt: on

BIN: Final = "4000009990"
"""How numbers of test cards begin. source: docs: Issuing cards (from memory)"""
SAME_NUMBER: Final = ("damaged", "expired")
"""Reasons for which a replacement has the number of the card before it, whose plastic or time is over.
source: docs: Issuing replacement cards
"""
VALID_MONTHS: Final = 35
"""Three years less a month. source: docs: API reference (2021-07 to 06/2024)"""


def wallets(body: dict[str, Any], private: dict[str, Any], now: int) -> dict[str, Any]:
    """Which wallets take it: a holder whom nobody can reach cannot prove to be one. source: spec"""
    holder = body["cardholder"]
    reached = bool(holder.get("email") or holder.get("phone_number"))
    reason = None if reached else "missing_cardholder_contact"
    said = {"eligible": reached, "ineligible_reason": reason}
    pan = body["wallets"]["primary_account_identifier"]
    return {"wallets": {"apple_pay": said, "google_pay": said, "primary_account_identifier": pan}}


def secret(name: str) -> Any:
    """A number that is shown to whoever retrieves its virtual card and asks for it. source: spec (number,
    cvc)
    """

    def included(shower: Any, card: Record) -> Any:
        work = shower.work
        alone = work.path == f"/v1/issuing/cards/{card.id}" and not work.waits
        return card.private[name] if alone and card.body["type"] == "virtual" else ABSENT

    return included


CARD = Resource(
    "issuing.card",
    prefix="ic",
    path="/v1/issuing/cards",
    generated="retrieve",
    events="issuing_card",
    noun="issuing card",
    param="card",
    lifecycle=LIFECYCLE,
    lifecycles={"shipping.status": SHIPPING},
    index=(
        "cardholder",
        "financial_account",
        "last4",
        "exp_month",
        "exp_year",
        "personalization_design",
        "status",
        "type",
    ),
    defaults={
        "brand": "Visa",
        "wallets": {"primary_account_identifier": None},
        "latest_fraud_warning": None,
    },
    includable={"number": secret("number"), "cvc": secret("cvc")},
    embeds="cardholder",
    derived=wallets,
    unexpected=refusals.wrong_card_state,
    source="spec; docs: API reference",
)


def expiry(now: int) -> tuple[int, int]:
    """Month and year of a card that is made now. source: docs: API reference"""
    today = utc_date(now)
    months = today.year * 12 + today.month - 1 + VALID_MONTHS
    return months % 12 + 1, months // 12


def expired(card: Record, now: int) -> bool:
    """Has its last month gone?"""
    today = utc_date(now)
    return (card.exp_year, card.exp_month) < (today.year, today.month)


def number(work: Work) -> str:
    """A number that nobody else has, with its check digit. source: docs: Issuing cards (from memory)"""
    head = f"{BIN}{work.mint.number(10**5):05d}"
    digits = [int(one) for one in reversed(head)]
    total = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2]) + sum(digits[1::2])
    return f"{head}{-total % 10}"


def holder_of(work: Work, card: Record) -> Record:
    """Who holds it."""
    return work.load(card.cardholder["id"], "issuing.cardholder")


def root_of(work: Work, card: Record) -> Record:
    """The first card of its chain of replacements: limits count all of them. source: spec
    (replacement_for)
    """
    return work.load(card.private.get("root", card.id), "issuing.card")


def current(work: Work, card: Record) -> dict[str, Any]:
    """The card as its events shall show it: with its holder as they are now."""
    return {"cardholder": holder_of(work, card).body}


def shown(work: Work, card: Record) -> dict[str, Any]:
    """The whole card as another record carries it."""
    body = {**card.body, **current(work, card)}
    return {**body, **wallets(body, card.private, work.now)}


def cancel(work: Work, card: Record, reason: str | None, was: Any = None) -> Record:
    """It is never used again; a parcel that was not sent is not sent. source: spec (status, shipping)"""
    was = card.body if was is None else was
    if card.at("shipping", "status") == "pending":
        work.advance(card, "recall", "done")
    return work.advance(card, "cancel", "done", cancellation_reason=reason, was=was, **current(work, card))


def supersede(work: Work, card: Record) -> None:
    """A card in the place of one that was damaged or expired is used from now on, the old one never again.
    source: docs: Issuing replacement cards
    """
    if card.replacement_reason not in SAME_NUMBER:
        return
    former = work.load(card.replacement_for, "issuing.card")
    if former.status != "canceled":
        cancel(work, former, None)


def warn(work: Work, card: Record, kind: str) -> Record:
    """Somebody said that it was misused. source: spec (latest_fraud_warning); when: inferred"""
    return work.change(
        card, latest_fraud_warning={"started_at": work.now, "type": kind}, **current(work, card)
    )


def vouch(work: Work, card: Record, merchant: str) -> None:
    """The holder says that a payment at this merchant's was theirs. source: spec (fraud challenges)"""
    work.note(card, confirmed=merchant)


def vouched(card: Record) -> str | None:
    """The merchant of the last payment of which its holder said so; None, if there is none."""
    merchant: str | None = card.private.get("confirmed")
    return merchant


def used(work: Work, card: Record) -> None:
    """A payment was made with it: some cards end after so many. source: spec (lifecycle_controls)"""
    ends = card.at("lifecycle_controls", "cancel_after", "payment_count")
    if ends is None:
        return
    count = card.private.get("payments", 0) + 1
    work.note(card, payments=count)
    if count >= ends and card.status != "canceled":
        cancel(work, card, None)


@hears(FINANCIAL_ACCOUNT, "close", "done")
def keep_open(work: Work, account: Record) -> None:
    """An account that cards draw on is not closed. refuses: cards_left. source:
    docs: Treasury financial accounts
    """
    for card in work.each("issuing.card", financial_account=account.id):
        if card.status != "canceled":
            raise refusals.cards_left(account)
