"""How an account stands: what it lacks, which capabilities follow, and what a check of it finds.

Owns: requirements, capabilities and flags of an account, kept after every change; the check by the clock.
Does not own: the rules (requirements.py), what is told (disclosure.py, person.py). Money: none.
Source: recorded: gumroad; docs: Connect testing.
Private facts of an account: `asked`, names of capabilities; `rejected`, why; `pays_out`, whether it is paid
out all the same; `told`, what is never shown; `company_document`, success or failure;
`reviewed`, whether its website was looked at; `waived`, an account that was made with nothing to ask;
`pressed`, what it was asked for later (`names`), what that holds up (`kind`), by when (`by`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import capability as capabilities
from pinstripe.products.connect import countries, external, requirements
from pinstripe.products.connect import person as persons
from pinstripe.products.connect.account import ACCOUNT
from pinstripe.products.connect.requirements import Needs

REVIEW_SECONDS = 15
"""How long a check takes. source: recorded: gumroad (15 to 30)"""

CHARGING = ("card_payments", "legacy_payments", "transfers")
"""Capabilities with which an account counts as one that may take money. source: recorded: gumroad"""

CARDS = ("card_payments", "legacy_payments")
"""Of these, those that stop with charges. source: inferred"""

REPORTING = "tax_reporting_"
"""Capabilities of reports to the tax office, which are active while a number is still looked at.
source: recorded: gumroad
"""
NUMBERS = ("id_number", "ssn_last_4", "tax_id")

Body = dict[str, Any]


def is_recipient(body: Mapping[str, Any]) -> bool:
    """Does it only receive transfers?"""
    return bool(body["tos_acceptance"].get("service_agreement") == "recipient")


def is_company(body: Mapping[str, Any]) -> bool:
    """Is it anything but one person?"""
    return body["business_type"] not in (None, "individual")


def collects(body: Mapping[str, Any]) -> bool:
    """Does the platform ask for what is lacking?"""
    return bool(body["controller"].get("requirement_collection") == "application")


def needs_of(body: Body, private: Mapping[str, Any], people: list[Record], banks: list[Record]) -> Needs:
    """What the account lacks with everybody who stands in it."""
    needs = Needs()
    if private.get("waived"):
        return needs
    requirements.profile_needs(body, needs)
    needs.due |= external.lacking(banks)
    country, recipient, company = body["country"], is_recipient(body), is_company(body)
    for person in people:
        secret = {**person.private, "enforced": requirements.ENFORCING in (body.get("email") or "")}
        own = requirements.person_needs(country, recipient, person.body, secret, company)
        word = person.id if company else "individual"
        needs.due |= {f"{word}.{name}" for name in own.due}
        needs.later |= {f"{word}.{name}" for name in own.later}
        needs.pending |= {f"{word}.{name}" for name in own.pending}
        needs.errors |= {f"{word}.{name}": error for name, error in own.errors.items()}
        needs.payouts |= {f"{word}.{name}" for name in own.payouts if name != "external_account"}
        needs.listed |= own.listed
    if collects(body):
        if company:
            told = private.get("told", ())
            bodies = [one.body for one in people]
            needs.due |= requirements.company_needs(country, body, bodies, told)
            requirements.company_found(body, private, bodies, needs)
        elif body["business_type"] and not people:
            fields = countries.person_fields(country, recipient)
            needs.due |= {f"individual.{name}" for name in fields}
    later = any(person.private.get("later") for person in people)
    looks = needs.pending and country in countries.ASYNCHRONOUS and not private.get("reviewed")
    if looks and not later and (body["business_profile"] or {}).get("url"):
        needs.pending.add("business_profile.url")
    if private.get("pressed"):
        requirements.press(needs, private["pressed"], unshown(people, company))
    return needs


def unshown(people: list[Record], company: bool) -> list[str]:
    """Documents that persons of an account have not shown."""
    rest = [one for one in people if one.private.get("document") != "success"]
    return [f"{one.id if company else 'individual'}.verification.document" for one in rest]


def status_of(body: Body, private: Mapping[str, Any], needs: Needs) -> tuple[str, str | None]:
    """What all asked capabilities are, and why the account may not do everything."""
    reason = None
    if needs.due - needs.pending:
        reason = "requirements.past_due"
    elif needs.pending:
        reason = "requirements.pending_verification"
    if private.get("rejected"):
        return "inactive", f"rejected.{private['rejected']}"
    if needs.listed:
        return "inactive", "listed"
    if needs.due - needs.pending - needs.payouts - needs.charges:
        return "inactive", reason
    waits = body["country"] in countries.ASYNCHRONOUS and needs.pending
    return ("pending" if waits else "active"), reason


def stand(work: Work, body: Body, private: Mapping[str, Any], opens: bool = False) -> Body:
    """The fields of an account that follow from the others; its capabilities are brought up to them.

    intent: the work acts for the account. params: opens, the account is new
    """
    people = persons.newest(work)
    banks = external.newest(work)
    listed = {**body["external_accounts"], "data": external.shown(banks), "total_count": len(banks)}
    fields: Body = {"external_accounts": listed}
    head = next((one for one in people if one.body["relationship"]["representative"]), None)
    if collects(body) and not is_company(body) and head is not None:
        fields["individual"] = persons.within_account(head)
        fields["company"] = mirrored(body["company"], head.body)
    elif not collects(body) and not private.get("begun") and not is_company(body) and head is not None:
        fields["individual"] = persons.within_account(head)
    elif is_company(body) and "individual" in body:
        fields["individual"] = ABSENT  # source: spec (only where the business type is individual)
    body = {**body, **fields}
    needs = needs_of(body, private, people, banks)
    status, reason = status_of(body, private, needs)
    lists = needs.lists()
    asked = private.get("asked", ())
    known = {} if opens else capabilities.asked(work)
    idle_url = requirements.INACTIVE_URL in ((body["business_profile"] or {}).get("url") or "")
    facts = capability_facts(lists, reason, status, idle_url)
    statuses = brought(work, asked, known, status, facts, lists, CARDS if needs.charges else ())
    shown = dict.fromkeys(known, "inactive") | statuses
    for name in [name for name in known if name not in asked]:
        capabilities.drop(work, known[name], capability_facts(requirements.nothing(), None, "inactive"))
    if private.get("waived") and not asked:
        shown = body["capabilities"]
    active = any(shown.get(name) == "active" for name in CHARGING) and not private.get("rejected")
    paid_out = active or bool(asked and private.get("pays_out"))
    held_up = {*lists["currently_due"]} - needs.soon - needs.charges
    others = requirements.alternatives(lists["currently_due"])
    idle: Body = {"alternatives": [], "current_deadline": None, "disabled_reason": None}
    deadline = countries.DEADLINES.get(body["country"]) if collects(body) else None
    enforced = requirements.ENFORCING in (body.get("email") or "")
    deadline = None if enforced else deadline
    future = requirements.future(body["country"] if collects(body) and not enforced else "", lists)
    limit = {"current_deadline": private["pressed"]["by"]} if needs.soon else {}
    return {
        **fields,
        "capabilities": dict(sorted(shown.items())),
        "charges_enabled": active and not needs.charges,
        "details_submitted": not lists["currently_due"] or bool(private.get("pressed")),
        "future_requirements": {**idle, "current_deadline": deadline, **future},
        "payouts_enabled": paid_out and not held_up and not lists["pending_verification"],
        "requirements": {**idle, "alternatives": others, "disabled_reason": reason, **limit, **lists},
    }


def previewed(work: Work, account: Record) -> Body:
    """What the account would lack for a capability that it has not asked for. intent: the work acts for it.
    source: docs: account capabilities (rule)
    """
    needs = needs_of(account.body, account.private, persons.newest(work), external.newest(work))
    return capability_facts(needs.lists(), None, "unrequested")


def capability_facts(lists: Body, reason: str | None, status: str, idle: bool = False) -> Body:
    """What a capability says is lacking. params: idle, nobody uses the account.
    source: recorded: gumroad; its reason inferred
    """
    lists = {**lists}
    for name in ("currently_due", "eventually_due", "past_due"):
        lists[name] = [one for one in lists[name] if one != "external_account"]
    disabled = None if status == "active" else reason
    if idle and status == "inactive":
        disabled = "paused.inactivity"
    if disabled == "requirements.past_due":
        disabled = "requirements.fields_needed"
    elif disabled is not None and not idle:
        disabled = disabled if disabled == "rejected.other" else "pending.review"
    return {
        "future_requirements": capabilities.lists(requirements.nothing(), None),
        "requirements": capabilities.lists(lists, disabled),
    }


def brought(
    work: Work,
    asked: Iterable[str],
    known: Mapping[str, Record],
    status: str,
    facts: Body,
    lists: Body,
    stopped: Sequence[str] = (),
) -> dict[str, str]:
    """What is asked for has the account's status; reports to the tax office wait for nothing but a number,
    and are active meanwhile. params: stopped, what is not. gives: the status of each
    """
    waits = [name for name in lists["pending_verification"] if name.endswith(NUMBERS)]
    meanwhile = capability_facts({**requirements.nothing(), "pending_verification": waits}, None, "active")
    statuses = {}
    for name in asked:
        reports = status == "pending" and name.startswith(REPORTING)
        statuses[name] = "active" if reports else "inactive" if name in stopped else status
        own = capability_facts(lists, "requirements.past_due", "inactive") if name in stopped else facts
        capabilities.bring(work, known.get(name), name, statuses[name], meanwhile if reports else own)
    return statuses


def mirrored(company: Body, person: Body) -> Body:
    """The company of a single person shows that person. source: recorded: gumroad"""
    whole = dict.fromkeys(("directors_provided", "executives_provided", "owners_provided"), True)
    phone = {"phone": person["phone"]} if person.get("phone") else {}
    return {**company, **whole, **phone, "address": person["address"]}


def begin(work: Work, account: Record) -> None:
    """Somebody is led to the account. Of one that tells Stripe itself the platform is not shown any more what
    it is made of. intent: the work acts for the platform. source: spec (company, individual)
    """
    work.note(account, begun=True)
    if not collects(account.body):
        hidden = {name: ABSENT for name in ("company", "individual") if name in account.body}
        if "company" in hidden:
            work.note(account, company=account.body["company"])
        work.amend(account, **hidden)


def settle(work: Work, account: Record, verb: str = "update", **changes: Any) -> Record:
    """Keep what was changed with all that follows. intent: the work acts for the platform"""
    own_work = work.acting_for(account.id)
    body = {**account.body, **changes}
    changes |= stand(own_work, body, account.private)
    if any(account.body.get(name) != value for name, value in changes.items()):
        work.advance(account, verb, "done", **changes)
    plan(work, account)
    return account


def plan(work: Work, account: Record) -> None:
    """A check is due where somebody told everything that nobody looked at yet."""
    own_work = work.acting_for(account.id)
    waiting = any(awaits(one) for one in persons.newest(own_work))
    if waiting or any(external.awaits(one) for one in external.newest(own_work)):
        work.unschedule("review", account)
        work.schedule("review", account, work.now + REVIEW_SECONDS)
    pressed = account.private.get("pressed") or {}
    if pressed.get("kind") == "soon" and pressed["by"] > work.now:
        work.unschedule("enforce", account)
        work.schedule("enforce", account, pressed["by"])


def awaits(person: Record) -> bool:
    """Is there something to look at?"""
    lists = person.body["requirements"]
    complete = not {*lists["currently_due"]} - {requirements.LIVENESS} and requirements.identified(
        person.body
    )
    return complete and person.private.get("reviewed") != requirements.digest(person.body, person.private)


@job(ACCOUNT, "review")
def review(work: Work, account: Record) -> None:
    """What was told has been looked at. source: recorded: gumroad; docs: Connect testing"""
    own_work = work.acting_for(account.id)
    place = (account.body["country"], is_recipient(account.body), is_company(account.body))
    for person in persons.newest(own_work):
        if awaits(person):
            persons.reviewed(own_work, person, *place)
    for one in external.newest(own_work):
        if external.awaits(one):
            external.looked_at(own_work, one)
    work.note(account, reviewed=True)
    settle(work, account, "review")


@job(ACCOUNT, "enforce")
def enforce(work: Work, account: Record) -> None:
    """What had time is past due, and stops the account. source: docs: Connect testing verification"""
    work.note(account, pressed={**account.private["pressed"], "kind": "all"})
    settle(work, account, "enforce")
