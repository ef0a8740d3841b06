"""Cards that are presented to a reader.

Owns: the hash of a presented card, of its charge and its receipt. Does not own: readers (room terminal), what
banks say (networks/cards), the card that is kept for later (room payments). Money: 2.7 % and 5 cents.
Source: spec; docs: Terminal testing; inferred.
A method's private facts: `card`, what the network knows it by; `presence`, where and when it was presented.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details as card_details
from pinstripe.networks.cards import in_person
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Reply
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner, Setup

NAME = "card_present"

HOLD_SECONDS = 2 * DAY
"""How long a presented card holds money for a capture. source: spec; inferred"""
EXTENDED_SECONDS = 30 * DAY
"""The same where more was asked for. source: spec (the option); inferred (how long)"""

APPLICATIONS: dict[str, str] = {
    "amex": "A000000025010801",
    "diners": "A0000001523010",
    "discover": "A0000001523010",
    "eftpos_au": "A00000038410",
    "interac": "A0000002771010",
    "jcb": "A0000000651010",
    "mastercard": "A0000000041010",
    "unionpay": "A000000333010101",
    "visa": "A000000003101001",
}
"""What the chip of each brand calls its application (`dedicated_file_name`): public identifiers.
source: spec (the field); inferred (which)
"""
ACCOUNTS = {"credit": "credit", "debit": "checking", "prepaid": "prepaid"}
"""What kind of account pays, by the card's funding. source: spec"""


def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Only a reader makes such methods. refuses: unknown_param"""
    raise errors.unknown_param(where)


def seen(work: Work, card: TestCard) -> dict[str, Any]:
    """What a reader sees of a card. source: spec (fields); inferred (read method)"""
    month, year = card_details.prototype_expiry(work.world_now)
    return {
        "brand": card.brand,
        "cardholder_name": None,
        "country": card.country,
        "description": None,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": card_details.fingerprint(card.number, work.world.seed),
        "funding": card.funding,
        "issuer": None,
        "last4": card.number[-4:],
        "networks": {"available": list(card.networks), "preferred": None},
        "preferred_locales": ["en"],
        "read_method": "contact_emv",
    }


def presented(work: Work, card: TestCard, presence: Mapping[str, Any]) -> Facts:
    """A card that is held to a reader. params: presence: reader, location, stored_at (of a payment that was
    taken while the reader had no connection)
    """
    stored = presence.get("stored_at")
    offline = {"stored_at": stored, "type": None if stored is None else "deferred"}
    fields = {**seen(work, card), "brand_product": None, "offline": offline}
    return Facts(fields, {"card": card.key, "presence": dict(presence)})


SHOWN = (
    *("brand", "cardholder_name", "country", "description", "exp_month", "exp_year", "fingerprint"),
    *("funding", "issuer", "last4", "preferred_locales", "read_method"),
)
"""What a charge takes over of any presented card. source: spec"""


def common(
    card: Mapping[str, Any], reply: Reply, known: TestCard, presence: Mapping[str, Any]
) -> dict[str, Any]:
    """What a charge says of any presented card. source: spec"""
    where = {name: presence[name] for name in ("location", "reader") if presence.get(name)}
    return {
        **{name: card[name] for name in SHOWN},
        **where,
        "emv_auth_data": "8A023030" if reply.approved else "8A023035",
        "generated_card": None,
        "network": card["brand"],
        "network_transaction_id": reply.network_transaction_id,
        "receipt": receipt(reply, known),
    }


def details(
    card: dict[str, Any],
    reply: Reply,
    amount: int,
    *,
    captured: bool,
    now: int,
    known: TestCard,
    presence: Mapping[str, Any],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """What a charge says of a presented card. params: options: what its intent asked for. source: spec"""
    holding = reply.approved and not captured
    held = {"capture_before": now + hold_seconds(options)} if holding else {}
    grows = bool(options.get("request_incremental_authorization_support"))
    return {
        **common(card, reply, known, presence),
        **held,
        "amount_authorized": amount if reply.approved else None,
        "brand_product": card["brand_product"],
        "incremental_authorization_supported": holding and grows,
        "offline": card["offline"],
        "overcapture_supported": False,
    }


def hold_seconds(options: Mapping[str, Any]) -> int:
    """How long money is held for a capture."""
    return EXTENDED_SECONDS if options.get("request_extended_authorization") else HOLD_SECONDS


def receipt(reply: Reply, card: TestCard) -> dict[str, Any]:
    """What must stand on the paper. source: spec; values inferred"""
    seal = f"{card.number} {reply.network_transaction_id}".encode()
    return {
        "account_type": ACCOUNTS.get(card.funding, "unknown"),
        "application_cryptogram": blake2b(seal, digest_size=8).hexdigest().upper(),
        "application_preferred_name": f"Stripe {card.funding.capitalize()}",
        "authorization_code": reply.authorization_code,
        "authorization_response_code": "3030" if reply.approved else "3035",
        "cardholder_verification_method": in_person.verification(card),
        "dedicated_file_name": APPLICATIONS.get(card.brand, "A0000000031010"),
        "terminal_verification_results": "8000008000",
        "transaction_status_information": "6800",
    }


def set_up(card: dict[str, Any], reply: Reply | None) -> dict[str, Any]:
    """What a setup's try says of a presented card. source: spec"""
    return {"generated_card": card.get("generated_card"), "offline": card["offline"]}


CARD_PRESENT = Kind(
    NAME,
    Flow.IN_PERSON,
    "card",
    read,
    details,
    fee=Fee(270, 5),
    movement=("charge", "charge"),
    charge_ids="ch",
    holds=True,
    options={"request_extended_authorization": False, "request_incremental_authorization_support": False},
    shape="payment_method_options_card_present",
    built="capture_method request_extended_authorization request_incremental_authorization_support "
    "routing.requested_priority",
    setup=Setup(set_up, "", {}),
    generates=True,
    presented=presented,
)
"""source of the options: spec"""
