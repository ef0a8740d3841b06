"""What the first version objects to, as the second says it: its own names of parameters, and its own codes.

Owns: the tables of codes, the translation of a refusal. Does not own: who refuses (room connect,
refusals.py). Money: none. Source: spec (v2.error.*); which refusal has which code is inferred from their
descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.products.core import vocabulary

CODES: dict[str, str] = {
    "contact_email": "email_invalid",
    "currency": "account_country_unsupported_currency",
    "mcc": "mcc_invalid",
    "phone": "phone_invalid",
    "support_phone": "phone_invalid",
    "support_email": "email_invalid",
    "email": "email_invalid",
    "date_of_birth": "date_of_birth_invalid",
    "id_numbers": "id_number_invalid",
    "postal_code": "address_postal_code_invalid",
    "state": "address_state_invalid",
    "city": "address_town_invalid",
    "ip": "ip_address_invalid",
    "descriptor": "statement_descriptor_invalid",
    "prefix": "statement_descriptor_invalid",
    "business_url": "url_invalid",
    "url": "url_invalid",
    "percent_ownership": "total_person_ownership_exceeded",
}
"""By the last word of the parameter in this version's words."""
AGES = "years of age"
"""What is said of a date of birth that is right, but too late."""
PREFIX = "configuration.merchant.statement_descriptor.prefix"
PARAMS: dict[str, str] = {
    "email": "contact_email",
    "country": "identity.country",
    "default_currency": "defaults.currency",
    "business_profile.name": "defaults.profile.doing_business_as",
    "business_profile.support_email": "configuration.merchant.support.email",
    "business_profile.support_url": "configuration.merchant.support.url",
    "settings.card_payments.statement_descriptor_prefix": PREFIX,
}
"""Names that no requirement has."""
NOBODYS: dict[str, str] = {
    "default_payment_method": "default_payment_method_invalid",
    "test_clock": "test_clock_invalid",
}
"""What a request refers to and is not there, by the last word of its parameter."""
KEPT = frozenset(("parameter_missing", "token_already_used"))
"""Codes of what is not wrong in itself."""
OWN = frozenset(("account_token", "configuration", "defaults", "identity", "person_token"))
"""How parameters begin that are in this version's words already."""
PIECES = re.compile(r"[^\[\]]+")


def account_param(name: str) -> str:
    """A parameter of an account in this version's words."""
    dotted = ".".join(PIECES.findall(name))
    return bracketed(PARAMS.get(dotted) or vocabulary.requirement(dotted))


def person_param(name: str) -> str:
    """A parameter of a person in this version's words."""
    first, *rest = PIECES.findall(name)
    return bracketed(".".join((vocabulary.OF_PERSONS.get(first, first), *rest)))


def bracketed(dotted: str) -> str:
    """A dotted name as refusals write it."""
    first, *rest = dotted.split(".")
    return first + "".join(f"[{part}]" for part in rest)


def code_of(refusal: ApiError, param: str) -> str | None:
    """The code for what is wrong with a parameter; None where this version has none."""
    words = PIECES.findall(param)
    if refusal.code == "resource_missing":
        return NOBODYS.get(words[-1])
    if "date_of_birth" in words:
        return "date_of_birth_age_restriction" if AGES in refusal.message else CODES["date_of_birth"]
    return next((CODES[word] for word in reversed(words) if word in CODES), None)


@contextmanager
def in_these_words(param_of: Callable[[str], str] = account_param) -> Iterator[None]:
    """What is refused meanwhile is refused as this version does."""
    try:
        yield
    except ApiError as refusal:
        if refusal.param and refusal.code not in KEPT:
            known = PIECES.findall(refusal.param)[0] in OWN
            if not known:
                refusal.param = param_of(refusal.param)
            if not known or refusal.code == "resource_missing":
                refusal.code = code_of(refusal, refusal.param) or refusal.code
        raise errors.in_v2(refusal) from None
