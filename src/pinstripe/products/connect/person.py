"""The person record: who acts for an account, owns it or directs it.

Owns: the record, what is told of a person, what a check has found. Does not own: the endpoints
(persons.py), what is due (requirements.py). Money: none. Source: spec; recorded: gumroad.
Private facts: `id_number`, `ssn_last_4` (never shown), `id_number_types` (what the second version calls
them), `documents` (kinds that were handed in) and `files` (theirs, by kind), `nationalities` (all that the
second version was told), `document` and `additional_document` (success or failure), `later`, whether it came
after the rest, `reviewed`, `updated` (when something was told last).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.clock.calendar import utc_date
from pinstripe.kernel.record import Record, merged, merged_metadata
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.connect import countries, handover, refusals, requirements

PATH = "/v1/accounts/{account}/persons"

PERSON = Resource(
    "person",
    prefix="person",
    path=PATH,
    events="person",
    index=("account",),
    livemode=False,
    param="person",
    absent=(
        "address_kana address_kanji first_name_kana first_name_kanji gender last_name_kana last_name_kanji "
        "maiden_name nationality phone us_cfpb_data"
    ),
)

WIDE = "first_name_kana first_name_kanji gender last_name_kana last_name_kanji maiden_name nationality"
"""What is shown of persons in most countries only. source: recorded: gumroad"""

SHOWN = (
    "address address_kana address_kanji dob email first_name first_name_kana first_name_kanji "
    "full_name_aliases gender last_name last_name_kana last_name_kanji maiden_name nationality phone "
    "political_exposure registered_address us_cfpb_data"
).split()
"""What is told of a person and shown as it was told."""

EXPOSURES = ("existing", "none")
ROLES = "authorizer director executive legal_guardian owner representative".split()
FAILED = "Provided identity information could not be verified"
YOUNGEST = 13
"""Years. source: recorded: issue reports (govuk-pay)"""
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def newest(work: Work) -> list[Record]:
    """Persons of the account acted for, newest first."""
    return [*work.each("person", account=work.account)]


def international(number: str) -> str:
    """A phone number as it is kept. source: recorded: gumroad ("0000000000" is "+10000000000")"""
    digits = "".join(one for one in number if one.isdigit())
    if not digits:
        return number
    return f"+{digits}" if number.startswith("+") else f"+1{digits}"


def refuse_phone(number: str | None, param: str) -> None:
    """A number that nobody has. refuses: bad_phone.
    source: recorded: issue reports (rule); digits inferred
    """
    digits = sum(one.isdigit() for one in number or "")
    if number and (not 7 <= digits <= 15 or any(one.isalpha() for one in number)):
        raise refusals.bad_phone(number, param)


NOBODYS_BIRTHDAY: Final = {"day": None, "month": None, "year": None}


def blank(country: str) -> dict[str, Any]:
    """A person nothing is known of. source: recorded: gumroad"""
    photo = {"back": None, "details": None, "details_code": None, "front": None}
    body: dict[str, Any] = {
        "address": {**dict.fromkeys(ADDRESS), "country": country},
        "additional_tos_acceptances": {"account": dict.fromkeys(("date", "ip", "user_agent"))},
        "dob": NOBODYS_BIRTHDAY,
        "relationship": {**dict.fromkeys(ROLES, False), "percent_ownership": None, "title": None},
        "verification": {
            "additional_document": photo,
            "details": None,
            "details_code": None,
            "document": photo,
            "status": "unverified",
        },
    }
    if country not in countries.WITHOUT_NUMBERS:
        body["id_number_provided"] = False
        if country != "CA":
            body["ssn_last_4_provided"] = False
    if country not in countries.PLAIN:
        body.update(dict.fromkeys(WIDE.split()))
    return body


def take(
    work: Work, before: Mapping[str, Any], private: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is known of a person with what is told now. gives: fields, private facts. refuses: bad_enum"""
    fields: dict[str, Any] = {}
    secret = dict(private)
    for name in SHOWN:
        if name in given:
            value = given[name]
            fields[name] = merged(before.get(name), value) if isinstance(value, dict) else value
    if "dob" in fields:
        fields["dob"] = {**NOBODYS_BIRTHDAY, **(fields["dob"] or {})}
    if fields.get("phone"):
        fields["phone"] = international(fields["phone"])
    if fields.get("registered_address"):
        fields["registered_address"] = {**dict.fromkeys(ADDRESS), **fields["registered_address"]}
    if "full_name_aliases" in fields:
        fields["full_name_aliases"] = fields["full_name_aliases"] or []
    if fields.get("political_exposure") not in (None, *EXPOSURES):
        raise errors.bad_enum(EXPOSURES, "political_exposure")
    fields |= _numbered(work, secret, given)
    if "relationship" in given:
        said = {name: value for name, value in (given["relationship"] or {}).items() if value is not None}
        fields["relationship"] = {**before["relationship"], **said}
    if given.get("additional_tos_acceptances"):
        known = before["additional_tos_acceptances"]["account"]
        agreed = given["additional_tos_acceptances"].get("account") or {}
        fields["additional_tos_acceptances"] = {"account": {**known, **agreed}}
    if given.get("documents"):
        handover.refuse_unknown_files(work, given["documents"], "documents")
        secret["documents"] = sorted({*secret.get("documents", ()), *given["documents"]})
        files = {kind: one["files"] for kind, one in given["documents"].items() if one and one.get("files")}
        secret["files"] = {**secret.get("files", {}), **files}
    if "metadata" in given:
        fields["metadata"] = merged_metadata(before.get("metadata"), given["metadata"])
    verification = given.get("verification") or {}
    for kind in ("document", "additional_document"):
        if verification.get(kind):
            shown = fields.get("verification", before["verification"])
            place = f"verification[{kind}]"
            pictures, found = handover.pictured(work, shown[kind], verification[kind], place)
            fields["verification"] = {**shown, kind: pictures}
            if found:
                secret[kind] = found
    return fields, secret


def _numbered(work: Work, secret: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What authorities know somebody by: the numbers themselves are not shown. gives: fields. params: secret,
    private facts, which are changed"""
    found: dict[str, Any] = {}
    for name in ("id_number", "ssn_last_4"):
        if name in given:
            secret[name] = handover.number(work, given[name], name)
            found[f"{name}_provided"] = bool(given[name])
    if "nationality" in given:
        secret["nationalities"] = given.get("nationalities") or []
    if given.get("id_number_types"):
        every = (*secret.get("id_number_types", ()), *given["id_number_types"])
        secret["id_number_types"] = list(dict.fromkeys(every))
    if found.get("id_number_provided"):
        found["ssn_last_4_provided"] = True
    if given.get("id_number_secondary"):
        found["id_number_secondary_provided"] = True
    return found


def refuse_impossible(work: Work, given: Mapping[str, Any], within: str = "") -> None:
    """Nobody was born on a day that there is not, or lately; nobody owns more than all.

    params: within, the hash that tells of the person. refuses: no_such_day, too_young, owns_too_much,
    bad_phone, bad_email
    """
    dob = given.get("dob")
    if dob:
        today = utc_date(work.world_now)
        limits = {"year": (1800, today.year), "month": (1, 12), "day": (1, 31)}
        if limits["year"][0] <= dob["year"] <= today.year and 1 <= dob["month"] <= 12:
            limits["day"] = (1, monthrange(dob["year"], dob["month"])[1])
        for name, (first, last) in limits.items():
            if not first <= dob[name] <= last:
                raise refusals.no_such_day(named(within, f"dob[{name}]"))
        if (dob["year"] + YOUNGEST, dob["month"], dob["day"]) > (today.year, today.month, today.day):
            raise refusals.too_young(named(within, "dob[year]"))
    if not within:
        refuse_phone(given.get("phone"), "phone")
    email = given.get("email")
    if email and "@" not in email:
        raise errors.bad_email(email, f"{within}[email]" if within else "email")
    percent = (given.get("relationship") or {}).get("percent_ownership")
    if percent is not None and not 0 <= Decimal(str(percent)) <= 100:
        raise refusals.owns_too_much(named(within, "relationship[percent_ownership]"))


def named(within: str, path: str) -> str:
    """The name of a parameter, within a hash where there is one."""
    head, _, rest = path.partition("[")
    return f"{within}[{head}][{rest}" if within else path


def within_account(person: Record) -> dict[str, Any]:
    """A person as its account shows it. source: recorded: gumroad"""
    return {name: value for name, value in person.body.items() if name != "additional_tos_acceptances"}


def judged(
    country: str, recipient: bool, company: bool, body: dict[str, Any], private: Mapping[str, Any]
) -> tuple[dict[str, Any], requirements.Needs]:
    """The requirements of a person and how far its verification is. gives: fields, needs"""
    needs = requirements.person_needs(country, recipient, body, private, company)
    lists = needs.lists()
    future = requirements.future(country, lists)
    done = private.get("reviewed") == requirements.digest(body, private)
    wrong = any(name.startswith("verification") for name in needs.errors)
    failed = done and (wrong or (recipient and private.get("document") != "success"))
    complete = not needs.due - {requirements.LIVENESS} and not (
        recipient and private.get("document") != "success"
    )
    complete = complete and requirements.identified(body)
    if done and not failed and complete:
        status = "verified"
    else:
        status = "pending" if complete and not failed else "unverified"
    pictures = {}
    for kind in ("document", "additional_document"):
        bad = done and needs.errors.get(f"verification.{kind}") == requirements.FAILED_DOCUMENT
        code, words = ("document_failed_test_mode", requirements.FAILED_PICTURE) if bad else (None, None)
        pictures[kind] = {**body["verification"][kind], "details": words, "details_code": code}
    verification = {
        **body["verification"],
        **pictures,
        "details": FAILED if failed else None,
        "details_code": "failed_keyed_identity" if failed else None,
        "status": status,
    }
    fields = {
        "requirements": {"alternatives": requirements.alternatives(lists["currently_due"]), **lists},
        "future_requirements": {"alternatives": [], **future},
        "verification": verification,
    }
    return fields, needs


def make(
    work: Work, country: str, recipient: bool, company: bool, given: Mapping[str, Any], **roles: bool
) -> Record:
    """A new person of the account acted for. params: roles, what it is whatever was said"""
    body = blank(country)
    said = {**given, "relationship": {**(given.get("relationship") or {}), **roles}}
    fields, secret = take(work, body, {}, said)
    body = {**body, **fields}
    if requirements.at_once(body, secret):
        secret["reviewed"] = requirements.digest(body, secret)
    found, _ = judged(country, recipient, company, body, secret)
    return work.create(PERSON, None, account=work.account, private=secret, **{**body, **found})


def tell(work: Work, person: Record, country: str, recipient: bool, company: bool, given: Any) -> Record:
    """More is told of a person."""
    fields, secret = take(work, person.body, person.private, given)
    secret["later"] = bool(((given.get("verification") or {}).get("document") or {}).get("front"))
    body = {**person.body, **fields}
    if requirements.at_once(body, secret):
        secret["reviewed"] = requirements.digest(body, secret)
    found, _ = judged(country, recipient, company, body, secret)
    work.note(person, **secret)
    return work.change(person, **{**fields, **found})


def reviewed(work: Work, person: Record, country: str, recipient: bool, company: bool) -> None:
    """A check of the person is over; its verification says what was found."""
    work.note(person, reviewed=requirements.digest(person.body, person.private))
    found, _ = judged(country, recipient, company, person.body, person.private)
    work.change(person, **found)
