"""What a US account is held to since June 2024 was told to older callers as what is asked for later.

Recordings of version 2023-10-16 differ by their day: until May 2024 a phone number of repeating digits stands
in `future_requirements` and a website waits only there; of accounts that accepted the terms after the rules
had come into force, and for callers of `risk_in_requirements_beta`, neither does.
source: recorded: antiwork+gumroad; that version and acceptance decide, numbers that count up: inferred
"""

from __future__ import annotations

import re
from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-06-20"
DESCRIPTION: Final = "Phone numbers and websites of US accounts are held to the rules of June 2024."
RESOURCES: Final = ("account", "person")
SOURCE: Final = "sdk; recorded: antiwork+gumroad"
PROPS: Final = {
    kind: Patch(older={"future_requirements.errors.code": {"t": "str", "req": True}}) for kind in RESOURCES
}
"""The code is in no description."""
LATER: Final = "risk_in_requirements_beta"
REPEATING: Final = re.compile(r"(\d)\1{6}|1234567|7654321")
IN_FORCE: Final = 1717516800
"""Since then. source: recorded: antiwork+gumroad (current_deadline)"""
WEBSITE: Final = "business_profile.url"


def answer(body: Body, context: Context) -> Body:
    """Tell as a thing of the future what is settled by now."""
    if context.version.asks_for(LATER):
        return body
    if body["object"] == "account":
        return account(body)
    owner = context.lookup("account", body.get("account") or "")
    return person(body) if owner is not None and held(owner) else body


def held(body: Body) -> bool:
    """Is this one person in the US, for whom the platform asks, and who came before the rules?"""
    accepted = (body.get("tos_acceptance") or {}).get("date")
    if accepted is not None and accepted >= IN_FORCE:
        return False
    collector = (body.get("controller") or {}).get("requirement_collection")
    return (body.get("country"), body.get("business_type"), collector) == ("US", "individual", "application")


def account(body: Body) -> Body:
    """An account whose website nobody waits for yet, with the number of its person."""
    if not held(body) or "requirements" not in body:
        return body
    lists = body["requirements"]
    waiting = [name for name in lists["pending_verification"] if name != WEBSITE]
    body["requirements"] = {**lists, "pending_verification": waiting}
    phone = (body.get("individual") or {}).get("phone")
    body["future_requirements"] = asked(body["future_requirements"], phone, "individual.phone")
    return body


def person(body: Body) -> Body:
    """A person whose number is not accepted for long."""
    if "future_requirements" in body:
        body["future_requirements"] = asked(body["future_requirements"], body.get("phone"), "phone")
    return body


def asked(lists: dict[str, Any], phone: str | None, name: str) -> dict[str, Any]:
    """The same lists with the number, where its digits repeat or count up."""
    if not phone or not REPEATING.search(phone):
        return lists
    reason = (
        "This field must contain a valid phone number for your country, or it has too many repeating or "
        f"sequential numbers. {phone} is not a valid phone number."
    )
    error = {"code": "invalid_phone_number", "reason": reason, "requirement": name}
    due = {one: sorted({*lists[one], name}) for one in ("currently_due", "eventually_due")}
    return {**lists, **due, "errors": [*lists["errors"], error]}
