"""The fields of the form behind an account link: labels, published test values, what is wrong with an answer.

Owns: these. Does not own: which are asked (unknowns.py), what follows (admission.py). Money: none.
Source: our own; docs: Connect testing (values that pass).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinstripe.kernel.sheets import Field, Told
from pinstripe.networks.banks.countries import RECEIVING
from pinstripe.products.connect import requirements

FIRST = ("Stripe would ask this of whoever owns the account. Nothing here is real.",)
LAST = (
    "The values are published test values that pass; any of them may be replaced.",
    "By submitting you agree to the Connected Account Agreement of a test server.",
)
TYPES = (
    ("individual", "An individual"),
    ("company", "A company"),
    ("non_profit", "A non-profit organisation"),
)
CHANGEABLE = (
    *("business_profile.name", "business_profile.product_description", "business_profile.url"),
    "business_profile.support_phone",
    "settings.payments.statement_descriptor",
)
"""What a form for changes asks where nothing is lacking."""
OPTIONAL = frozenset(("business_profile.name", "business_profile.support_phone"))
NUMBERS = frozenset(("day", "month", "year"))
TRUE = frozenset(("executive", "owners_provided", "directors_provided", "executives_provided"))

VALUES = {
    "account_number": "000123456789",
    "business_vat_id_number": "000000000",
    "city": "San Francisco",
    "day": "1",
    "email": "jenny.rosen@example.com",
    "files": "file_identity_document_success",
    "first_name": "Jenny",
    "full_name_aliases": "Jenny R.",
    "id_number": "000000000",
    "last_name": "Rosen",
    "line1": "address_full_match",
    "mcc": "5734",
    "month": "1",
    "name": "Rocket Rides",
    "phone": "0000000000",
    "postal_code": "94107",
    "product_description": "Toy rockets",
    "routing_number": "110000000",
    "ssn_last_4": "0000",
    "state": "CA",
    "statement_descriptor": "ROCKET RIDES",
    "statement_descriptor_prefix": "ROCKET",
    "support_phone": "0000000000",
    "tax_id": "000000000",
    "title": "CEO",
    "url": "https://accessible.stripe.com",
    "year": "1901",
    "document": "file_identity_document_success",
    "additional_document": "file_identity_document_success",
}
"""What a field holds before anybody writes into it, by the last word of its name."""
STATES = {
    "US": "CA",
    "CA": "ON",
    "AU": "NSW",
    "AE": "Dubai",
    "MX": "Ciudad de México",
    "BR": "SP",
    "IN": "DL",
}


def of_business(body: Mapping[str, Any], sent: Told, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    """The first step: what kind of business it is."""
    kind = sent.get("business_type", "individual")
    choice = Field("business_type", "Type of business", kind, "select", TYPES)
    names = [name for name in CHANGEABLE[:4] if not requirements.value(body, name)]
    return (choice, *of_names(names, body, sent, wrong))


def of_names(
    names: Iterable[str], body: Mapping[str, Any], sent: Told, wrong: Mapping[str, str]
) -> tuple[Field, ...]:
    """A field for each name."""
    return tuple(field(name, body, sent.get(name), wrong.get(name, "")) for name in names)


def field(name: str, body: Mapping[str, Any], sent: str | None, problem: str) -> Field:
    """One field. params: sent, what was answered before; problem, what was wrong with it"""
    last = name.rpartition(".")[2]
    if last in TRUE or name == "terms":
        return Field(name, name, "true", "hidden")
    value = sent if sent is not None else str(requirements.value(body, name) or usual(name, body["country"]))
    kind = "number" if last in NUMBERS else "email" if last == "email" else "text"
    return Field(name, label(name), value, kind, required=name not in OPTIONAL, problem=problem)


def usual(name: str, country: str) -> str:
    """The published test value of a field."""
    last = name.rpartition(".")[2]
    if last == "nationality":
        return country
    if last == "state":
        return STATES.get(country, "")
    if name.startswith("external_account."):
        known = next((row for row in RECEIVING if row[0] == country), None)
        if known is not None:
            return known[3] if last == "account_number" else known[2]
    return VALUES.get(last, "")


def label(name: str) -> str:
    """What a field is called."""
    head, _, rest = name.partition(".")
    words = (rest or head).replace(".", " ").replace("_", " ")
    of = "" if head in ("individual", "external_account", "business_profile") else f" ({readable(head)})"
    return f"{words[:1].upper()}{words[1:]}{of}"


def readable(head: str) -> str:
    """The first word of a name; a person's id says nothing to a person."""
    return "person" if head.startswith("person_") else head.replace("_", " ")


def wrong(sent: Told) -> dict[str, str]:
    """What an answer lacks or says wrongly, by field."""
    found = {}
    for name, value in sent.items():
        if not value.strip() and name not in OPTIONAL:
            found[name] = "This is needed."
        elif name.rpartition(".")[2] in NUMBERS and not (value.isascii() and value.isdecimal()):
            found[name] = "This has to be a number."
    return found


def nested(sent: Told) -> dict[str, Any]:
    """An answer as the API would be told it."""
    told: dict[str, Any] = {}
    for name, value in sent.items():
        if not value:
            continue
        *way, last = name.split(".")
        inner = told
        for part in way:
            inner = inner.setdefault(part, {})
        if last in NUMBERS:
            inner[last] = int(value)
        elif last in TRUE:
            inner[last] = True
        elif last in ("document", "additional_document"):
            inner[last] = {"front": value}
        else:
            inner[last] = [value] if last == "full_name_aliases" else value
    return told
