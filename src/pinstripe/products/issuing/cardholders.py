"""The endpoints of cardholders.

Owns: create, update. Does not own: the record (cardholder.py). Money: none. Source: spec;
docs: API reference.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import utc_date
from pinstripe.kernel.generate import stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import cardholder as cardholders
from pinstripe.products.issuing import controls, parcel, programme, refusals
from pinstripe.products.issuing.cardholder import BLANK_INDIVIDUAL, BLANK_TERMS, CARDHOLDER

LONGEST_NAME: Final = 24
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE: Final = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
OWN: Final = frozenset("company individual spending_controls status phone_number".split())
"""What is more than a value that is kept."""


@operation("POST /v1/issuing/cardholders", CARDHOLDER)
def create(work: Work, params: Params) -> Record:
    """Somebody who may hold cards. refuses: not_set_up, long_name, bad_name, wrong_half. source: spec"""
    programme.require(work)
    name = params.name
    if len(name) > LONGEST_NAME:
        raise refusals.long_name(LONGEST_NAME)
    if not is_name(name, "'.,-& /"):
        raise refusals.bad_name("name")
    kind = params.get("type", "individual")
    facts = {**stored(CARDHOLDER, params, OWN), "type": kind, "billing": billing(params.billing)}
    known = {"type": kind, "individual": None, "company": None, "billing": facts["billing"]}
    facts |= who(work, known, params)
    facts["spending_controls"] = ruled(controls.OF_CARDHOLDER, params)
    due = cardholders.requirements({**known, **facts}, None)
    private = taxed(params)
    status = params.get("status", "active")
    return work.create(CARDHOLDER, status, **facts, requirements=due, private=private)


@operation("POST /v1/issuing/cardholders/{cardholder}", CARDHOLDER, subject="cardholder")
def update(work: Work, cardholder: Record, params: Params) -> Record:
    """What is known of them, and whether their cards may be used. refuses: blocked. source: spec"""
    changes = updates(cardholder, params, OWN)
    if "billing" in changes:
        changes["billing"] = billing(params.billing)
    changes |= who(work, cardholder.body, params)
    if "spending_controls" in params:
        changes["spending_controls"] = ruled(cardholder.spending_controls, params)
    body = {**cardholder.body, **changes}
    changes["requirements"] = cardholders.requirements(body, cardholder.private.get("review"))
    if params.get("company", {}).get("tax_id"):
        work.note(cardholder, **taxed(params))
    status = params.get("status", cardholder.status)
    if status != cardholder.status:
        return work.advance(cardholder, "update", status, **changes)
    return work.change(cardholder, **changes)


def billing(given: dict[str, Any]) -> dict[str, Any]:
    """An address, with what it leaves out as null. source: docs: API reference"""
    return {"address": {**parcel.BLANK_ADDRESS, **given["address"]}}


def taxed(params: Params) -> dict[str, Any]:
    """A company's number, which nothing shows."""
    number = params.get("company", {}).get("tax_id")
    return {"tax_id": number} if number else {}


def ruled(known: dict[str, Any], params: Params) -> dict[str, Any]:
    """The controls over all their cards. refuses: as controls"""
    given = params.get("spending_controls") or {}
    currency = known["spending_limits_currency"] or "usd"
    return controls.merged(known, controls.OF_CARDHOLDER, given, currency)


def who(work: Work, known: dict[str, Any], params: Params) -> dict[str, Any]:
    """The person or the company, and how they are reached. refuses: wrong_half, bad_name, bad_phone,
    bad_birth, bad_email

    source: spec; docs: API reference (nulls)
    """
    changes: dict[str, Any] = {}
    kind = known["type"]
    if params.get("email") and not EMAIL.fullmatch(params.email):
        raise errors.bad_email(params.email, "email")
    if params.get("company") is not None:
        if kind != "company":
            raise refusals.wrong_half("company", kind)
        provided = bool(params.company.get("tax_id")) or (known["company"] or {}).get(
            "tax_id_provided", False
        )
        changes["company"] = {"tax_id_provided": provided}
    elif kind == "company" and known["company"] is None:
        changes["company"] = {"tax_id_provided": False}
    if params.get("individual") is not None:
        changes["individual"] = person(work, known["individual"], params.individual)
    elif kind == "individual" and known["individual"] is None:
        changes["individual"] = BLANK_INDIVIDUAL
    if "phone_number" in params:
        changes["phone_number"] = phone(params.phone_number)
    return changes


def person(work: Work, known: dict[str, Any] | None, given: dict[str, Any]) -> dict[str, Any]:
    """A person. refuses: bad_name, bad_birth, resource_missing (a document). source: spec"""
    out = merged(known or BLANK_INDIVIDUAL, given)
    for name in ("first_name", "last_name"):
        if out[name] and not is_name(out[name], ".,-' "):
            raise refusals.bad_name(f"individual[{name}]")
    if "dob" in given:
        check_birth(out["dob"], utc_date(work.now))
    for side in ("front", "back"):
        file = (given.get("verification") or {}).get("document", {}).get(side)
        if file:
            work.find("file", file, f"individual[verification][document][{side}]")
    terms = (out["card_issuing"] or {}).get("user_terms_acceptance")
    if terms is not None:
        out["card_issuing"] = {"user_terms_acceptance": {**BLANK_TERMS, **terms}}
    elif out["card_issuing"] is not None:
        out["card_issuing"] = {"user_terms_acceptance": None}
    return dict(out)


def check_birth(given: dict[str, Any], today: date) -> None:
    """refuses: bad_birth"""
    try:
        born = date(given["year"], given["month"], given["day"])
    except (ValueError, OverflowError):
        raise refusals.bad_birth() from None
    if not date(1900, 1, 1) <= born <= today:
        raise refusals.bad_birth()


def is_name(text: str, signs: str) -> bool:
    """Letters, and these signs. source: spec"""
    return all(one.isalpha() or one in signs for one in text)


def phone(given: str | None) -> str | None:
    """A number as networks write it. refuses: bad_phone. source: spec (E.164)"""
    if not given:
        return None
    plain = re.sub(r"[\s().-]", "", given)
    if plain.isdigit() and len(plain) == 10:
        plain = f"+1{plain}"  # as whoever lives in the US writes it
    elif plain.isdigit():
        plain = f"+{plain}"
    if not PHONE.fullmatch(plain):
        raise refusals.bad_phone()
    return plain
