"""The crypto customer record: a person who buys at the onramp of an app, with what is known of them.

Owns: the record, how far somebody is known, how much they may buy at once. Does not own: their wallets
(consumer_wallet.py), what they pay with (payment_token.py), the endpoints (customers.py). Money: none.
An app's own SDK makes them at Stripe; here `POST /_pinstripe/crypto/customers` does.
Source: sdk (shapes of newer previews); docs: Crypto onramp; tiers and what each may buy inferred.
Private facts: `token`, by which the app speaks for the person.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.crypto import purchase

CRYPTO_CUSTOMER = Resource(
    "crypto.customer",
    prefix="crc",
    path="/v1/crypto/customers",
    generated="retrieve",
    index=("token=private.token",),
    noun="crypto customer",
    param="crypto_customer",
    source="sdk",
)
TIERS = ("l0", "l1", "l2")
FIELDS: dict[str, tuple[str, ...]] = {
    "l0": ("first_name", "last_name", "address_line_1", "address_city", "address_state",
           "address_postal_code", "address_country"),
    "l1": ("dob", "id_type", "id_number"),
    "l2": ("id_document", "selfie"),
}  # fmt: skip
"""What is given for each tier, beyond the one before. source: sdk (names); inferred (which for which)"""
LIMITS = {"": 50_000, "l0": 50_000, "l1": 300_000, "l2": 1_500_000}
"""What a known person may buy for at once, in minor units. source: inferred"""
STATES = ("not_started", "pending", "rejected", "verified")
FAILED = "id_document_verification_failed"


def told(country: str, tier: str, state: str) -> dict[str, Any]:
    """What a customer shows who has given all for a tier; state, what became of it. source: sdk; inferred"""
    reached = TIERS[: TIERS.index(tier) + 1] if tier else ()
    states = {one: "verified" if one != tier else state for one in reached}
    errors = {one: [FAILED] if how == "rejected" and one == "l2" else [] for one, how in states.items()}
    document, known = states.get("l2", "not_started"), states.get("l1", "not_started")
    phone = "verified" if tier else "not_started"
    return {
        "kyc_region": "us" if country == "US" else "eu" if country in purchase.EUROPE else None,
        "kyc_tiers": [
            {
                "tier": one,
                "verification_errors": errors.get(one, []),
                "verification_status": states.get(one, "not_started"),
            }
            for one in TIERS
        ],
        "provided_fields": sorted(name for one in reached for name in FIELDS[one]),
        "verifications": [
            {"errors": [], "name": "phone_verified", "status": phone},
            {"errors": [], "name": "kyc_verified", "status": known},
            {"errors": errors.get("l2", []), "name": "id_document_verified", "status": document},
        ],
    }


def limits_of(customer: Record) -> dict[str, Any]:
    """How much the person may buy for at once, by currency, way to pay and speed.

    units: minor units. source: public example apps (the form); inferred (the amounts)
    """
    verified = [one["tier"] for one in customer.kyc_tiers if one["verification_status"] == "verified"]
    most = LIMITS[verified[-1] if verified else ""]
    card = [{"limit": most, "settlement_speed": "instant"}]
    bank = [
        {"limit": most, "settlement_speed": "standard"},
        {"limit": most // 2, "settlement_speed": "instant"},
    ]
    known = {"us": ("usd.fiat",), "eu": ("eur.fiat",)}.get(
        customer.kyc_region or "", ("usd.fiat", "eur.fiat")
    )
    limits: dict[str, Any] = {"usd.fiat": {"card": card, "us_bank_account": bank}, "eur.fiat": {"card": card}}
    return {name: limits[name] for name in known}


def of_token(work: Work, token: str) -> Record | None:
    """The person for whom the app speaks; the one who came last, where it does not say. source: inferred"""
    filters = {"token": token} if token else {}
    return next(iter(work.where(CRYPTO_CUSTOMER.object, 1, **filters)), None)
