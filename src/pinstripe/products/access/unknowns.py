"""What an account does not say of itself yet, as the form behind a link asks it.

Owns: these names, dotted as requirements are. Does not own: requirements (room connect), the form
(admission.py). Money: none. Source: docs: Connect account links; recorded: gumroad (what is due).
Of an account that tells Stripe itself the requirements name only the business: whose it is is asked, too.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import countries, requirements, statement
from pinstripe.products.connect.assessment import collects, is_company, is_recipient

TERMS = ("tos_acceptance.date", "tos_acceptance.ip")
ASKED_TOGETHER = {
    "external_account": ("external_account.account_number", "external_account.routing_number"),
    "business_type": (),
}


def of(own_work: Work, account: Record, link: Record) -> tuple[str, ...]:
    """The names that the form asks for. params: link, which may ask for what is due later, too"""
    lists = account.body["requirements"]
    which = link.private["collect"]
    names = set(lists[which])
    if link.private["future"] == "include":
        names |= {*account.body["future_requirements"][which]}
    names -= {*lists["pending_verification"]}
    if not collects(account.body):
        names |= identity(own_work, account)
    if names & {*TERMS}:
        names = (names - {*TERMS}) | {"terms"}
    for name, parts in ASKED_TOGETHER.items():
        if name in names:
            names = (names - {name}) | {*parts}
    if account.body["country"] not in countries.ROUTED:
        names.discard("external_account.routing_number")
    return tuple(sorted(names, key=place))


def place(name: str) -> tuple[int, str]:
    """Business first, then people, where money goes, terms at the end."""
    heads = ("business_profile", "settings", "company", "individual", "representative")
    head = name.partition(".")[0]
    if head in heads:
        return heads.index(head), name
    return {"external_account": 8, "terms": 9}.get(head, 6), name


def identity(own_work: Work, account: Record) -> set[str]:
    """What an account that tells Stripe itself does not say of its company and its representative."""
    body = account.body
    country, recipient, company = body["country"], is_recipient(body), is_company(body)
    head = statement.representative(own_work)
    wanted = {*countries.person_fields(country, recipient)}
    if company:
        wanted.add("relationship.title")
    known = {name for name in wanted if head is not None and requirements.told(head.body, name)}
    word = "representative" if company else "individual"
    names = {f"{word}.{name}" for name in wanted - known}
    if company:
        firm: dict[str, Any] = body.get("company") or account.private.get("company") or {}
        told = account.private.get("told", ())
        for name in countries.COMPANY.get(country, countries.COMPANY_USUAL):
            shown = "tax_id_provided" if name == "tax_id" else name
            if name not in told and not requirements.value(firm, shown):
                names.add(f"company.{name}")
    return names
