"""What an account and its persons still lack, and what follows from it: pure rules.

Owns: lists of requirements, what published test values lead to. Does not own: records, events, when a check
ends (assessment.py). Money: none. Source: recorded: gumroad; docs: Connect testing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pinstripe.products.connect import countries

Body = Mapping[str, Any]

LISTS: Final = ("currently_due", "errors", "eventually_due", "past_due", "pending_verification")

FAILED_IDENTITY: Final = (
    "The identity information you entered cannot be verified. Please correct any errors or upload a document "
    "that matches the identity fields (e.g., name and date of birth) that you entered."
)
FAILED_PICTURE: Final = (
    "A test data helper was supplied to simulate verification failure. Refer to the testing guide for a list "
    "of test file tokens."
)
"""Of a published file that fails. source: docs: Connect testing (code); wording from memory"""
FAILED_DOCUMENT: Final = ("verification_document_failed_test_mode", FAILED_PICTURE)
LISTED_BIRTH: Final = "1900-01-01"
"""Of somebody who may stand on a list of those with whom nobody does business: the account stops until
Stripe has looked at it. source: docs: Connect testing (OFAC alert); spec (disabled_reason `listed`)"""
ENFORCING: Final = "enforce_future_requirements"
"""An address that has it: what will be asked for is asked for now. source: docs: Connect testing"""
FUTURE: Final = {"US": ("id_number",)}
"""What persons will be asked for, by country. source: docs: Connect testing"""
LIVENESS: Final = "verification.proof_of_liveness"
"""Due with a document until that was looked at. source: recorded: gumroad-6da1b98c26"""
GOOD_BIRTHS: Final = frozenset(("1901-01-01", "1902-01-01"))
BAD_ADDRESSES: Final = frozenset(("address_no_match", "address_line1_no_match"))
BAD_NUMBERS: Final = frozenset(("111111111", "1111", "111111112"))
AT_ONCE: Final = frozenset(("1902-01-01", "222222222"))
"""Published values: good, bad, and those whose check is over at once. source: docs: Connect testing"""

URLS: Final = {
    "disallowed": "invalid_url_denylisted",
    "geoblocked": "invalid_url_website_inaccessible_geoblocked",
    "problem": "invalid_url_website_other",
    "missing": "invalid_url_website_incomplete",
    "mismatch": "invalid_url_website_business_information_mismatch",
    "passwordprotected": "invalid_url_website_inaccessible_password_protected",
    "underconstruction": "invalid_url_website_incomplete_under_construction",
    "inaccessible": "invalid_url_website_inaccessible",
}
"""`https://<word>.stripe.com` → what is wrong with it. source: docs: Connect testing"""

TEXTS: Final = {
    ("business_profile", "name"): {
        "disallowed_dba": "invalid_business_profile_name_denylisted",
        "invalid_dba": "invalid_business_profile_name",
    },
    ("business_profile", "product_description"): {"require_url": "invalid_url_web_presence_detected"},
    ("settings", "payments", "statement_descriptor"): {
        "mismatch": "invalid_statement_descriptor_business_mismatch",
        "disallowed": "invalid_statement_descriptor_denylisted",
    },
    ("settings", "card_payments", "statement_descriptor_prefix"): {
        "mismatch": "invalid_statement_descriptor_prefix_mismatch",
        "disallowed": "invalid_statement_descriptor_prefix_denylisted",
    },
}
"""Published texts that are refused when they are looked at. source: docs: Connect testing"""


TAX_NUMBERS: Final = {
    "111111111": "verification_failed_tax_id_match",
    "111111112": "verification_failed_tax_id_not_issued",
}
COMPANY_NAMES: Final = {
    "mismatch_business_name": "verification_failed_name_match",
    "match_name_only": "verification_failed_name_match",
    "disallowed_name": "invalid_company_name_denylisted",
}
DIRECTORS: Final = {
    "mismatch_director": "verification_directors_mismatch",
    "missing_director": "verification_missing_directors",
    "extraneous_director": "verification_extraneous_directors",
}
OWNERS: Final = dict.fromkeys(("mismatch_owner", "extraneous_owner"), "verification_missing_owners")
"""Published values of companies, their directors and owners that fail. source: docs: Connect testing"""
INACTIVE_URL: Final = "inactivity.stripe.com"
"""Whose account is paused as one that nobody uses. source: docs: Connect testing"""


@dataclass(slots=True)
class Needs:
    """What is lacking, by name, and why it was refused where it was."""

    due: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)
    payouts: set[str] = field(default_factory=lambda: {"external_account"})
    """What holds up payouts alone."""
    charges: set[str] = field(default_factory=set)
    """What holds up charges alone."""
    soon: set[str] = field(default_factory=set)
    """What is due and holds up nothing yet."""
    listed: bool = False
    """Is somebody on a list of those with whom nobody does business?"""

    def lists(self) -> dict[str, Any]:
        """As answers show them: what is due is past due, unless it has time. source: recorded: gumroad"""
        due = sorted(self.due - self.pending)
        return {
            "currently_due": sorted((self.due | self.soon) - self.pending),
            "errors": [
                {"code": code, "reason": reason, "requirement": name}
                for name, (code, reason) in sorted(self.errors.items())
            ],
            "eventually_due": sorted((self.due | self.soon | self.later) - self.pending),
            "past_due": due,
            "pending_verification": sorted(self.pending),
        }


def nothing() -> dict[str, Any]:
    """Lists without anything in them."""
    return {name: [] for name in LISTS}


def future(country: str, lists: Mapping[str, Any]) -> dict[str, Any]:
    """What will be asked for: in the US the same as today, elsewhere nothing. source: recorded: gumroad"""
    return {name: lists[name] for name in LISTS} if country in countries.DEADLINES else nothing()


def value(body: Body, dotted: str) -> Any:
    """What stands at a dotted place."""
    found: Any = body
    for name in dotted.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def birth(body: Body) -> str:
    """A date of birth as text, empty where it was not told."""
    dob = body.get("dob") or {}
    return f"{dob['year']:04}-{dob['month']:02}-{dob['day']:02}" if dob.get("year") else ""


def told(body: Body, name: str) -> bool:
    """Has a person told this? Numbers are never shown, only that they are there."""
    match name:
        case "id_number":
            return bool(body.get("id_number_provided"))
        case "ssn_last_4":
            return bool(body.get("ssn_last_4_provided") or body.get("id_number_provided"))
        case _:
            return value(body, name) not in (None, "", [])


def identified(body: Body) -> bool:
    """Has somebody said enough of themselves that it can be looked at? source: inferred"""
    return bool(body.get("first_name") and body.get("last_name") and birth(body))


def enforces(body: Body, private: Body) -> bool:
    """Is what will be asked for asked for now? params: private, with what the account's address says"""
    return bool(private.get("enforced")) or ENFORCING in (body.get("email") or "")


def needs_state(country: str, body: Body) -> bool:
    """Is the state named as no province is? source: recorded: gumroad (CA, "California")"""
    state = value(body, "address.state")
    return country == "CA" and bool(state) and len(state) != 2


def person_needs(country: str, recipient: bool, body: Body, private: Body, company: bool) -> Needs:
    """What one person lacks. source: recorded: gumroad; docs: Connect testing (which values fail)"""
    needs = Needs()
    roles = body["relationship"]
    wanted: set[str] = set()
    if roles["representative"]:
        wanted |= {*countries.person_fields(country, recipient)}
        if company:
            wanted.add("relationship.title")
    if roles["owner"]:
        wanted |= {*countries.OWNERS.get(country, countries.OWNERS_USUAL)}
    if wanted and roles["representative"] and not recipient and enforces(body, private):
        wanted |= {*FUTURE.get(country, ())}
    needs.due = {name for name in wanted if not told(body, name)}
    if needs_state(country, body) and "address.state" in wanted:
        needs.due.add("address.state")
    if needs.due or not wanted:
        return needs
    document = private.get("document")
    if not recipient and country in countries.DOCUMENTS_EVENTUALLY and document != "success":
        needs.later.add("verification.document")
    if recipient:
        if document != "success":
            needs.later.add("verification.document")
    elif private.get("reviewed") == digest(body, private):
        judge(needs, body, private)
    elif country in countries.ASYNCHRONOUS:
        needs.pending |= reviewed_fields(body, private)
    elif country in countries.DOCUMENTS_LATER and not document:
        needs.pending |= {*countries.DOCUMENTS_LATER[country]}
    elif private.get("later") and LIVENESS in countries.DOCUMENTS_LATER.get(country, ()):
        needs.due.add(LIVENESS)
        needs.payouts.add(LIVENESS)
        needs.pending.add("verification.document")
    return needs


def alternatives(names: Iterable[str]) -> list[dict[str, list[str]]]:
    """What may be told instead: a second document stands for a live picture. source: recorded:
    gumroad-6da1b98c26
    """
    return [
        {
            "alternative_fields_due": [name.replace("proof_of_liveness", "additional_document")],
            "original_fields_due": [name],
        }
        for name in names
        if name.endswith(LIVENESS)
    ]


def reviewed_fields(body: Body, private: Body) -> set[str]:
    """What of a person is being looked at. source: recorded: gumroad (a new person, a new document)"""
    if private.get("later"):
        return {"id_number", "verification.document"}
    place = [f"address.{name}" for name in ("city", "line1", "postal_code", "state")]
    looked_at = ["verification.document"] if body.get("id_number_provided") else []
    return {*place, "id_number", *looked_at}


def digest(body: Body, private: Body) -> str:
    """What a check is about: a change of any of it begins another."""
    address = body.get("address") or {}
    parts = (*(address.get(n) for n in ("line1", "city", "postal_code", "state")), birth(body))
    names = (body.get("first_name"), body.get("last_name"))
    numbers = (private.get("id_number"), private.get("ssn_last_4"), private.get("document"))
    more = [private["additional_document"]] if private.get("additional_document") else []
    return "|".join(str(part or "") for part in (*parts, *names, *numbers, *more))


def judge(needs: Needs, body: Body, private: Body) -> None:
    """What a check found. source: docs: Connect testing (the matrix of birth and address)"""
    document, additional = private.get("document"), private.get("additional_document")
    needs.listed = birth(body) == LISTED_BIRTH
    if document == "success":
        return
    if document == "failure" or birth(body) not in GOOD_BIRTHS or number_of(private) in BAD_NUMBERS:
        needs.due.add("verification.document")
        failed = ("verification_failed_keyed_identity", FAILED_IDENTITY)
        needs.errors["verification.document"] = FAILED_DOCUMENT if document == "failure" else failed
    if additional != "success" and value(body, "address.line1") in BAD_ADDRESSES:
        needs.due.add("verification.additional_document")
        failed = ("verification_failed_address_match", FAILED_IDENTITY)
        needs.errors["verification.additional_document"] = FAILED_DOCUMENT if additional else failed


def number_of(private: Body) -> str:
    """The number that a person is known by."""
    return str(private.get("id_number") or private.get("ssn_last_4") or "")


def at_once(body: Body, private: Body) -> bool:
    """Is the check over before the answer? source: docs: Connect testing"""
    return birth(body) in AT_ONCE or number_of(private) in AT_ONCE


def company_needs(country: str, body: Body, persons: Iterable[Body], unseen: Iterable[str] = ()) -> set[str]:
    """What a company lacks itself, and whom. params: unseen, what was told and is never shown.
    source: recorded: gumroad
    """
    company = body["company"]
    due = set()
    for name in countries.COMPANY.get(country, countries.COMPANY_USUAL):
        known = name in unseen or value(company, "tax_id_provided" if name == "tax_id" else name)
        if not known or (name == "address.state" and needs_state(country, company)):
            due.add(f"company.{name}")
    roles = [person["relationship"] for person in persons]
    alone = "sole_proprietorship" in (company.get("structure") or "")
    if not any(role["representative"] for role in roles):
        wanted = {*countries.person_fields(country, False)}
        if not alone:
            wanted.add("relationship.title")
        if not alone and country not in countries.EXECUTIVES:
            wanted.add("relationship.executive")
        due |= {f"representative.{name}" for name in wanted}
    owners = countries.OWNERS.get(country, countries.OWNERS_USUAL)
    if owners and not alone and not company.get("owners_provided"):
        due.add("company.owners_provided")
        if not any(role["owner"] for role in roles):
            due |= {f"owners.{name}" for name in owners}
    return due


def company_found(body: Body, private: Body, persons: Iterable[Body], needs: Needs) -> None:
    """What a look at a company finds, by published test values; a good document outweighs them. params:
    private, with its tax number and document.
    source: docs: Connect testing; requirements of names and directors inferred"""
    company, document = body["company"], private.get("company_document")
    found: dict[str, str] = {}
    if document == "failure":
        needs.due.add("company.verification.document")
        needs.errors["company.verification.document"] = FAILED_DOCUMENT
    number = TAX_NUMBERS.get(private.get("tax_id") or "")
    if number:
        found["company.tax_id"] = number
    name = COMPANY_NAMES.get(company.get("name") or "")
    if name:
        found["company.name"] = name
    line = value(company, "address.line1")
    if line in BAD_ADDRESSES:
        found["company.address.line1"] = "verification_failed_address_match"
        if line == "address_no_match":
            needs.payouts.add("company.address.line1")
    if document == "success":
        found.clear()
    for person in persons:
        code = DIRECTORS.get(person.get("first_name") or "")
        if code and person["relationship"]["director"]:
            found["company.directors_provided"] = code
        code = OWNERS.get(person.get("first_name") or "")
        if code and person["relationship"]["owner"]:
            found["company.owners_provided"] = code
    needs.due |= found.keys()
    needs.errors |= {place: (code, "What was given cannot be verified.") for place, code in found.items()}


def profile_needs(body: Body, needs: Needs) -> None:
    """What an account lacks beside whom it belongs to. source: recorded: gumroad, openfoodnetwork"""
    profile, terms = body["business_profile"] or {}, body["tos_acceptance"]
    if body["business_type"] is None and body["controller"].get("requirement_collection") == "application":
        needs.due.add("business_type")
    for name in ("date", "ip"):
        if terms.get(name) is None:
            needs.due.add(f"tos_acceptance.{name}")
    if not body["external_accounts"]["data"]:
        needs.due.add("external_account")
    if body["controller"].get("requirement_collection") == "stripe":
        wanted = ("product_description", "support_phone", "url")
        needs.due |= {f"business_profile.{name}" for name in wanted if not profile.get(name)}
    elif not (profile.get("url") or profile.get("product_description")):
        needs.due.add("business_profile.url")
    host = (profile.get("url") or "").split("://")[-1].strip("/")
    code = URLS.get(host.removesuffix(".stripe.com")) if host.endswith(".stripe.com") else None
    if code:
        needs.due.add("business_profile.url")
        needs.errors["business_profile.url"] = (code, "The website cannot be accepted.")
    for place, words in TEXTS.items():
        name = ".".join(place)
        code = words.get(value(body, name) or "")
        if code:
            needs.due.add(name)
            needs.errors[name] = (code, "What was given cannot be accepted.")


def press(needs: Needs, pressed: Mapping[str, Any], documents: Iterable[str]) -> None:
    """What an account was asked for beyond the first information is due until it is told.

    params: pressed, its names and what they hold up (`soon`: nothing yet); documents, those that nobody has
    shown. source: docs: Connect testing (trigger cards)
    """
    lacking = {*pressed["names"]} & ({*documents} | needs.due | needs.later)
    needs.later -= lacking
    if pressed["kind"] == "soon":
        needs.soon |= lacking - needs.due
        return
    needs.due |= lacking
    if pressed["kind"] == "payouts":
        needs.payouts |= lacking
    elif pressed["kind"] == "charges":
        needs.charges |= lacking
