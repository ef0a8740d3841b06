"""The words of the second version for what the first says, and back.

Owns: tables of names, and how a request and an object are put into the other words. Does not own: what
follows (room connect), the objects (v2_account.py, v2_account_person.py). Money: none. Source: sdk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

Body = dict[str, Any]

PERSON: dict[str, str] = {
    "given_name": "first_name",
    "surname": "last_name",
    "email": "email",
    "phone": "phone",
    "address": "address",
    "date_of_birth": "dob",
    "legal_gender": "gender",
    "political_exposure": "political_exposure",
    "metadata": "metadata",
}
"""Of a person: the second version's word, the first's."""
PROFILE = {"business_url": "url", "doing_business_as": "name", "product_description": "product_description"}
SUPPORT = {
    "email": "support_email",
    "phone": "support_phone",
    "url": "support_url",
    "address": "support_address",
}
SCRIPTS = ("kana", "kanji")
PROVIDED = ("directors", "executives", "owners")
LAST_FOUR = ("us_ssn_last_4", "us_itin_last_4")
PICTURES = {"primary_verification": "document", "secondary_verification": "additional_document"}
CAPABILITIES = {"ach_debit_payments": "us_bank_account_ach_payments"}
"""Of a merchant, where the names differ."""
REQUIREMENTS = {
    "business_profile.mcc": "configuration.merchant.mcc",
    "business_profile.product_description": "defaults.profile.product_description",
    "business_profile.support_phone": "configuration.merchant.support.phone",
    "business_profile.url": "defaults.profile.business_url",
    "business_type": "identity.entity_type",
    "company.name": "identity.business_details.registered_name",
    "company.tax_id": "identity.business_details.id_numbers",
    "company.owners_provided": "identity.attestations.persons_provided.owners",
    "external_account": "defaults.payout_methods",
    "tos_acceptance.date": "identity.attestations.terms_of_service.account.date",
    "tos_acceptance.ip": "identity.attestations.terms_of_service.account.ip",
    "settings.payments.statement_descriptor": "configuration.merchant.statement_descriptor.descriptor",
}
OF_PERSONS = {
    "first_name": "given_name",
    "last_name": "surname",
    "dob": "date_of_birth",
    "id_number": "id_numbers",
    "ssn_last_4": "id_numbers",
    "nationality": "nationalities",
    "full_name_aliases": "additional_names",
}


def person_told(given: Mapping[str, Any]) -> Body:
    """What a request says of a person, in the first version's words. source: sdk"""
    told: Body = {old: given[new] for new, old in PERSON.items() if new in given}
    if "nationalities" in given:
        told["nationalities"] = list(given["nationalities"] or ())
        told["nationality"] = next(iter(told["nationalities"]), None)
    for one in given.get("id_numbers") or ():
        told["ssn_last_4" if one["type"] in LAST_FOUR else "id_number"] = one["value"]
        told["id_number_types"] = [*told.get("id_number_types", ()), one["type"]]
    if given.get("relationship"):
        roles = {name: value for name, value in given["relationship"].items() if value is not None}
        if "percent_ownership" in roles:
            roles["percent_ownership"] = orjson.loads(roles["percent_ownership"])
        told["relationship"] = roles
    for one in given.get("additional_names") or ():
        if one["purpose"] == "maiden":
            told["maiden_name"] = one.get("surname") or one.get("full_name")
        else:
            alias = one.get("full_name") or " ".join(
                part for part in (one.get("given_name"), one.get("surname")) if part
            )
            told["full_name_aliases"] = [*told.get("full_name_aliases", ()), alias]
    for script in SCRIPTS:
        names = (given.get("script_names") or {}).get(script) or {}
        for new, old in (("given_name", "first_name"), ("surname", "last_name")):
            if names.get(new):
                told[f"{old}_{script}"] = names[new]
        place = (given.get("script_addresses") or {}).get(script)
        if place:
            told[f"address_{script}"] = place
    for one in given.get("additional_addresses") or ():
        told["registered_address"] = {name: value for name, value in one.items() if name != "purpose"}
    terms = given.get("additional_terms_of_service") or {}
    if terms.get("account"):
        told["additional_tos_acceptances"] = {"account": agreed(terms["account"])}
    return told | documents_told(given.get("documents") or {})


def documents_told(given: Mapping[str, Any]) -> Body:
    """Documents of a person: pictures of an identity document, and files of other kinds."""
    pictures = {old: given[new]["front_back"] for new, old in PICTURES.items() if given.get(new)}
    others = {
        name: {"files": one["files"]}
        for name, one in given.items()
        if name not in PICTURES and one is not None
    }
    return {**({"verification": pictures} if pictures else {}), **({"documents": others} if others else {})}


def agreed(given: Mapping[str, Any]) -> Body:
    """Terms that were agreed to."""
    return {name: given[name] for name in ("date", "ip", "user_agent") if given.get(name) is not None}


STRUCTURES = frozenset({"cooperative", "incorporated_association", "public_listed_corporation", "trust"})
"""Which the first version has no word for. source: sdk"""


def company_told(given: Mapping[str, Any]) -> Body:
    """What a request says of a company, in the first version's words. source: sdk"""
    pairs = {"registered_name": "name", "phone": "phone", "address": "address", "structure": "structure"}
    told = {old: given[new] for new, old in pairs.items() if new in given}
    if told.get("structure") in STRUCTURES:
        told["structure"] = None
    for one in given.get("id_numbers") or ():
        kind = "vat_id" if one["type"].endswith("_vat") else "tax_id"
        told[kind] = one["value"]
    for script in SCRIPTS:
        name = ((given.get("script_names") or {}).get(script) or {}).get("registered_name")
        if name:
            told[f"name_{script}"] = name
        place = (given.get("script_addresses") or {}).get(script)
        if place:
            told[f"address_{script}"] = place
    if given.get("registration_date"):
        told["registration_date"] = given["registration_date"]
    pictures = (given.get("documents") or {}).get("primary_verification")
    if pictures:
        told["verification"] = {"document": pictures["front_back"]}
    return told


def requirement(name: str) -> str:
    """A requirement's name in the second version's words. source: sdk; where it is silent, inferred"""
    if name in REQUIREMENTS:
        return REQUIREMENTS[name]
    head, _, rest = name.partition(".")
    first, _, tail = rest.partition(".")
    if rest == "verification.document":
        first, tail = "documents", "primary_verification"
    elif rest == "verification.additional_document":
        first, tail = "documents", "secondary_verification"
    else:
        first = OF_PERSONS.get(first, first)
    inner = f"{first}.{tail}" if tail else first
    if head == "individual":
        return f"identity.individual.{inner}"
    if head == "company":
        return f"identity.business_details.{inner}"
    return inner if head.startswith("person_") else f"{head}.{inner}" if inner else head


def capability(name: str) -> str:
    """A merchant's capability in the first version's words."""
    return CAPABILITIES.get(name, name)


def known(tree: Any) -> Any:
    """A tree without what is null or empty: the second version leaves out what nobody said."""
    if not isinstance(tree, Mapping):
        return tree
    kept = {name: known(value) for name, value in tree.items()}
    return {name: value for name, value in kept.items() if value not in (None, {}, [])}
