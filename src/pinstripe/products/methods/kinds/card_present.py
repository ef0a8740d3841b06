"""Cards that are presented to a reader.

Owns: the hash of a presented card and of its charge. Does not own: readers (room terminal), what banks say
(networks/cards). Money: 2.7 % and 5 cents. Source: spec; inferred.
A method's private fact: `card`, what the network knows it by.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details as card_details
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Reply
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner

NAME = "card_present"


def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Only a reader makes such methods. refuses: unknown_param"""
    raise errors.unknown_param(where)


def presented(work: Work, card: TestCard) -> Facts:
    """A card that is held to a reader. source: spec (fields); inferred (read method)"""
    month, year = card_details.prototype_expiry(work.world_now)
    fields = {
        "brand": card.brand,
        "brand_product": None,
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
        "offline": {"stored_at": None, "type": None},
        "preferred_locales": ["en"],
        "read_method": "contactless_emv",
    }
    return Facts(fields, {"card": card.key})


def details(card: dict[str, Any], reply: Reply, amount: int, *, captured: bool, now: int) -> dict[str, Any]:
    """What a charge says of a presented card. source: spec"""
    names = (
        *("brand", "brand_product", "cardholder_name", "country", "description", "exp_month", "exp_year"),
        *("fingerprint", "funding", "issuer", "last4", "offline", "preferred_locales", "read_method"),
    )
    held = {} if captured or not reply.approved else {"capture_before": now + HOLD_SECONDS}
    return {
        **{name: card[name] for name in names},
        **held,
        "amount_authorized": amount if reply.approved else None,
        "emv_auth_data": None,
        "generated_card": None,
        "incremental_authorization_supported": False,
        "network": card["brand"],
        "network_transaction_id": reply.network_transaction_id,
        "overcapture_supported": False,
        "receipt": receipt(reply),
    }


HOLD_SECONDS = 2 * 86400
"""How long a presented card holds money for a capture. source: spec; inferred"""


def receipt(reply: Reply) -> dict[str, Any]:
    """What must stand on the paper. source: spec; values inferred"""
    return {
        "account_type": "unknown",
        "application_cryptogram": "BA6FB0C5C5A8A4AD",
        "application_preferred_name": "Stripe Credit",
        "authorization_code": reply.authorization_code,
        "authorization_response_code": "3030" if reply.approved else "3035",
        "cardholder_verification_method": "approval",
        "dedicated_file_name": "A000000003101001",
        "terminal_verification_results": "0000000000",
        "transaction_status_information": "0000",
    }


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
    built="capture_method",
)
"""source of the options: spec"""
