"""How a card is shown: the blocks of payment methods, charges and legacy card objects.

Owns: these parts in the newest shape. Does not own: ids, the bodies around them
(products/payments/charge_body.py).
Money: amounts are copied, never computed. Source: recorded: openfoodnetwork 2026-08 (payment methods),
pay-rails 2025-11 (charges), gumroad 2024 (tokens); spec for the newest field sets.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pinstripe.clock.calendar import DAY, utc_date
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Reply

Seed = int | bytes | str

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

DISPLAY_BRANDS: Final = {
    "amex": "american_express",
    "diners": "diners_club",
    "unionpay": "union_pay",
    "eftpos_au": "eftpos_australia",
    "unknown": "other",
}

LEGACY_BRANDS: Final = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "Eftpos Australia",
    "interac": "Interac",
    "jcb": "JCB",
    "mastercard": "MasterCard",
    "unionpay": "UnionPay",
    "unknown": "Unknown",
    "visa": "Visa",
}

ADDRESS_FIELDS: Final = ("city", "country", "line1", "line2", "state")

AUTHORIZATION_DAYS: Final = 7
"""How long an uncaptured card authorization lives. source: docs: place a hold"""


def key_of(seed: Seed) -> bytes:
    """A world's seed as key material, whatever form it is kept in."""
    return seed if isinstance(seed, bytes) else str(seed).encode()


@lru_cache(maxsize=1024)
def fingerprint(number: str, seed: Seed) -> str:
    """Sixteen characters, the same for the same number in a world, and another in the next world.

    source: recorded: gumroad (equal numbers of an account share it)
    """
    rest = int.from_bytes(
        hmac.new(key_of(seed), f"card fingerprint {number}".encode(), hashlib.sha256).digest()
    )
    letters = []
    for _ in range(16):
        rest, place = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def prototype_expiry(now: int) -> tuple[int, int]:
    """Month and year of a card made from a published name: this month, next year.

    source: recorded: openfoodnetwork 2026-08 (8/2027), pay-rails 2025-11 (11/2026), 2026-03 (3/2027)
    """
    today = utc_date(now)
    return today.month, today.year + 1


def card_of(
    card: TestCard,
    exp_month: int,
    exp_year: int,
    fingerprint: str,
    checks: Mapping[str, str | None],
    *,
    preferred_network: str | None = None,
    wallet: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """payment_method.card of a card. source: recorded: openfoodnetwork 2026-08; co-branded ones, spec"""
    if preferred_network is not None and preferred_network not in card.networks:
        preferred_network = "invalid_preference"
    shown = preferred_network if preferred_network in card.networks else card.brand
    return {
        "brand": card.brand,
        "checks": dict(checks),
        "country": card.country,
        "display_brand": DISPLAY_BRANDS.get(shown, shown),
        "exp_month": exp_month,
        "exp_year": exp_year,
        "fingerprint": fingerprint,
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": list(card.networks), "preferred": preferred_network},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": card.authentication != "unsupported"},
        "wallet": dict(wallet) if wallet is not None else None,
    }


def charge_card_of(
    method_card: Mapping[str, Any],
    reply: Reply,
    amount: int,
    *,
    captured: bool,
    now: int,
    mandate: str | None = None,
) -> dict[str, Any]:
    """payment_method_details.card of the charge that a reply led to, from the method's card block.

    source: recorded: pay-rails 2025-11; liberapay 2025-01 for the fields of a refused one
    """
    block: dict[str, Any] = {
        "amount_authorized": amount if reply.approved else None,
        "authorization_code": reply.authorization_code,
        "brand": method_card["brand"],
        "checks": dict(reply.checks) if reply.checks is not None else None,
        "country": method_card["country"],
        "exp_month": method_card["exp_month"],
        "exp_year": method_card["exp_year"],
        "extended_authorization": {"status": "disabled"},
        "fingerprint": method_card["fingerprint"],
        "funding": method_card["funding"],
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": method_card["last4"],
        "mandate": mandate,
        "multicapture": {"status": "unavailable"},
        "network": network_of(method_card),
        "network_token": {"used": False},
        "network_transaction_id": reply.network_transaction_id,
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "regulated_status": method_card["regulated_status"],
        "three_d_secure": dict(reply.three_d_secure) if reply.three_d_secure is not None else None,
        "transaction_link_id": link_of(reply, now),
        "wallet": method_card["wallet"],
    }
    if reply.approved and not captured:
        block["capture_before"] = now + AUTHORIZATION_DAYS * DAY
    return block


DIRECTORY_SERVERS: Final = {
    "amex": ("american_express", "A000000025"),
    "discover": ("discover", "A000000324"),
    "mastercard": ("mastercard", "A000000004"),
    "visa": ("visa", "A000000003"),
}
"""Name and id of the server that knows a brand's cards. source: recorded: gumroad (visa); inferred"""

DIRECTORY_NAMES: Final = {
    "amex": "american_express",
    "cartes_bancaires": "cartes_bancaires",
    "discover": "discover",
    "mastercard": "mastercard",
    "visa": "visa",
}
"""What directory servers are called where somebody chooses one, by network. source: spec"""


def proof(seed: Seed, reference: str) -> str:
    """Twenty bytes that stand for an authentication, in Base64. source: docs: Standalone 3DS (form)"""
    word = hmac.new(key_of(seed), f"card cryptogram {reference}".encode(), hashlib.sha256).digest()
    return b64encode(word[:20]).decode()


def transaction_of(seed: Seed, who: str, reference: str) -> str:
    """What a party to an authentication calls it. source: docs: Standalone 3DS (form)"""
    word = hmac.new(key_of(seed), f"card {who} {reference}".encode(), hashlib.sha256).hexdigest()
    return f"{word[:8]}-{word[8:12]}-4{word[13:16]}-8{word[17:20]}-{word[20:32]}"


NO_CERTIFICATE: Final = "-----BEGIN CERTIFICATE-----\nPINSTRIPE\n-----END CERTIFICATE-----\n"
"""Nothing is encrypted here. source: inferred"""


def fingerprint_request(card: TestCard, reference: str) -> dict[str, Any]:
    """What a script needs to show a device to the card's bank before its holder is asked.

    gives: what `use_stripe_sdk` says of it, but for whose payment it is.
    source: recorded: gumroad; pay-rails (optimizations of the front end, since November 2025)
    """
    name, key = DIRECTORY_SERVERS.get(card.brand, DIRECTORY_SERVERS["visa"])
    word = hashlib.sha256(f"three d secure server {reference}".encode()).hexdigest()
    return {
        "directory_server_encryption": {
            "algorithm": "RSA",
            "certificate": NO_CERTIFICATE,
            "directory_server_id": key,
            "root_certificate_authorities": [NO_CERTIFICATE],
        },
        "directory_server_name": name,
        "one_click_authn": None,
        "server_transaction_id": f"{word[:8]}-{word[8:12]}-4{word[13:16]}-8{word[17:20]}-{word[20:32]}",
        "three_ds_frontend_optimizations": None,
        "three_ds_method_url": "",
        "three_ds_optimizations": "kf",
        "type": "stripe_3ds2_fingerprint",
    }


def network_of(method_card: Mapping[str, Any]) -> str:
    """The network that a charge goes through: the customer's choice, else the card's own brand."""
    networks = method_card["networks"]
    preferred = networks["preferred"]
    return preferred if preferred in networks["available"] else method_card["brand"]


def link_of(reply: Reply, now: int) -> str | None:
    """What links the payments of one card, as Mastercard's and Visa's networks name them. params: now: of the
    charge. source: recorded: stripe_world phase 8 (the form; its last part inferred)
    """
    return f"test123-tlid456__{now}" if reply.approved else None


def legacy_card_of(
    card: TestCard,
    exp_month: int,
    exp_year: int,
    fingerprint: str,
    *,
    address: Mapping[str, str | None] | None = None,
    name: str | None = None,
    cvc_check: str | None = None,
    line1_check: str | None = None,
    zip_check: str | None = None,
    preferred_network: str | None = None,
) -> dict[str, Any]:
    """The `card` object of tokens and of a customer's sources, without id and owner.

    address: keys as in a request's card: line1, line2, city, state, country, zip.
    source: recorded: gumroad-b940097d64, gumroad-8e80a61d7b; spec for regulated_status
    """
    place = address or {}
    return {
        "object": "card",
        **{f"address_{field}": place.get(field) for field in ADDRESS_FIELDS},
        "address_line1_check": line1_check,
        "address_zip": place.get("zip"),
        "address_zip_check": zip_check,
        "brand": LEGACY_BRANDS[card.brand],
        "country": card.country,
        "cvc_check": cvc_check,
        "dynamic_last4": None,
        "exp_month": exp_month,
        "exp_year": exp_year,
        "fingerprint": fingerprint,
        "funding": card.funding,
        "last4": card.number[-4:],
        "metadata": {},
        "name": name,
        "networks": {"preferred": preferred_network},
        "regulated_status": "unregulated",
        "tokenization_method": None,
        "wallet": None,
    }
