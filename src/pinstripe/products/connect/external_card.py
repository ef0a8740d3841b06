"""The debit card record: a card that an account is paid out to.

Owns: the card as its token showed it. Does not own: tokens (room methods), which external account is the
default (external.py), the endpoints (bank_accounts.py), payouts. Money: none.
Source: spec; recorded: gumroad-1bdbdc121e. Private fact: `card`, what the network knows it by.
It is a `card` to callers; the type of that name is a customer's source, which is a payment method.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details, numbers
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.products.connect import countries, refusals

ABSENT = "allow_redisplay customer email iin networks phone"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from       to         event
    ("create", "made",   ANY,       "new",     "account.external_account.created"),
    ("err",    "done",   "new",     "errored", "account.external_account.updated"),
    ("mend",   "done",   "errored", "new",     "account.external_account.updated"),
)
# fmt: on

EXTERNAL_CARD = Resource(
    "external_card",
    prefix="card",
    path="/v1/accounts/{account}/external_accounts",
    schema="card",
    defaults={"object": "card"},
    noun="external account",
    events="account.external_account",
    index=("account",),
    livemode=False,
    absent=ABSENT,
    lifecycle=LIFECYCLE,
)
Facts = tuple[dict[str, Any], dict[str, Any]]
FIELDS = (
    "address_city address_country address_line1 address_line2 address_state address_zip exp_month exp_year "
    "name"
).split()
"""What may be said of a card, and of no bank account. source: spec"""
CHECKED = ("address_line1_check", "address_zip_check", "cvc_check")


def of_token(token: Record) -> Facts:
    """What is kept of a card that a token stands for. gives: fields, private facts.
    refuses: card_without_currency, no_debit_card
    """
    shown = dict(token.card)
    if token.private.get("shared"):  # source: recorded: gumroad-1bdbdc121e
        shown["currency"] = countries.CURRENCIES.get(shown["country"], "usd")
    if not shown.get("currency"):
        raise refusals.card_without_currency()
    # Whoever adds it has the card looked at. source: recorded: gumroad-1bdbdc121e
    shown |= {name: "pass" for name in CHECKED if shown[name] == "unchecked"}
    return kept(shown, numbers.by_key(token.private["card"]))


def published(work: Work, card: TestCard) -> Facts:
    """The same of a token that is published. refuses: no_debit_card"""
    month, year = details.prototype_expiry(work.world_now)
    mark = details.fingerprint(card.number, work.world.seed)
    shown = details.legacy_card_of(card, month, year, mark, cvc_check="pass")
    return kept({**shown, "currency": countries.CURRENCIES.get(card.country, "usd")}, card)


def kept(shown: dict[str, Any], card: TestCard) -> Facts:
    """The fields of the record. refuses: no_debit_card"""
    if shown["funding"] != "debit":
        raise refusals.no_debit_card()
    beside = {*ABSENT.split(), "id", "object", "metadata"}
    methods = ["standard"] if card.payout == "no_instant" else ["standard", "instant"]
    fields = {name: value for name, value in shown.items() if name not in beside}
    return {**fields, "available_payout_methods": methods, "status": "new"}, {"card": card.key}
