"""The country spec: what an account of a country may be paid in, how, where to, and what it has to tell.

Owns: the object, which is computed from tables. Does not own: these tables (countries.py), what an account
lacks (requirements.py), the endpoints (country_specs.py). Money: none.
Source: spec; docs: API reference (the US); other countries inferred from what their accounts have to tell.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pinstripe import currencies
from pinstripe.kernel.resource import Resource
from pinstripe.products.connect import countries

COUNTRY_SPEC = Resource("country_spec", noun="country", param="country", livemode=False)

FROM_US = (
    "AE AG AL AM AO AR AT AU AZ BA BD BE BG BH BJ BN BO BS BT BW CA CH CI CL CO CR CY CZ DE DK DO DZ EC EE "
    "EG ES ET FI FR GA GB GH GM GR GT GY HK HR HU ID IE IL IS IT JM JO JP KE KH KR KW KZ LA LC LI LK LT LU "
    "LV MA MC MD MG MK MN MO MT MU MX MY MZ NA NE NG NL NO NZ OM PA PE PH PK PL PT PY QA RO RS RW SA SE SG "
    "SI SK SM SN SV TH TN TR TT TW TZ US UY UZ VN ZA"
).split()
"""Where a platform in the US sends money. source: docs: API reference"""
EUROPE = sorted((*countries.EURO, *"BG CH CZ DK GB GI HU IS LI NO PL RO SE".split()))
"""Where platforms there send money to each other's accounts. source: docs: Connect countries"""

BUSINESS = (
    *("business_profile.mcc", "business_profile.name", "business_profile.product_description"),
    *("business_profile.url", "business_type", "external_account"),
)
STATEMENTS = ("settings.card_payments.statement_descriptor_prefix", "settings.payments.statement_descriptor")
TERMS = ("tos_acceptance.date", "tos_acceptance.ip")
EVERYWHERE = (*BUSINESS, *STATEMENTS, *TERMS)
OWNERS_IN_US = ("address", "dob", "email", "first_name", "last_name", "phone")
PARTS = {
    "address": ("address.city", "address.line1", "address.postal_code", "address.state"),
    "dob": countries.BIRTH,
}


@cache
def known() -> tuple[str, ...]:
    """Countries by their codes."""
    return tuple(sorted(countries.CURRENCIES))


def described(country: str) -> dict[str, Any]:
    """The whole object."""
    currency = countries.CURRENCIES[country]
    others = sorted({*currencies.ACCEPTED} - {currency})
    banks = sorted(countries.EURO) if currency == "eur" else [country]
    methods = ["ach", "card", "stripe"] if country == "US" else ["card", "stripe"]
    return {
        "id": country,
        "object": COUNTRY_SPEC.object,
        "default_currency": currency,
        "supported_bank_account_currencies": {currency: banks},
        "supported_payment_currencies": [currency, *others],
        "supported_payment_methods": methods,
        "supported_transfer_countries": reached_from(country),
        "verification_fields": {
            "company": {"additional": [], "minimum": of_company(country)},
            "individual": {"additional": [], "minimum": of_individual(country)},
        },
    }


def reached_from(country: str) -> list[str]:
    """Where a platform of a country sends money. source: docs: API reference (US); inferred"""
    if country == "US":
        return list(FROM_US)
    return list(EUROPE) if country in EUROPE else [country]


def person(country: str) -> list[str]:
    """What whoever acts for an account tells."""
    recipient = country not in countries.PLAIN and country not in countries.INDIVIDUAL
    number = ("id_number",) if country == "US" else ()
    return sorted({*countries.person_fields(country, recipient), "verification.document", *number})


def of_individual(country: str) -> list[str]:
    """What an account of one person tells."""
    return sorted({*EVERYWHERE, *(f"individual.{name}" for name in person(country))})


def of_company(country: str) -> list[str]:
    """What an account of a company tells: of itself, its owners, whoever acts for it."""
    firm = countries.COMPANY.get(country, countries.COMPANY_USUAL)
    owners = countries.OWNERS.get(country, countries.OWNERS_USUAL)
    if country == "US":
        owners = tuple(one for name in OWNERS_IN_US for one in PARTS.get(name, (name,)))
    names = [f"company.{name}" for name in (*firm, "owners_provided")]
    names += [f"owners.{name}" for name in owners]
    names += [f"representative.{name}" for name in (*person(country), "relationship.title")]
    return sorted({*EVERYWHERE, *names})
