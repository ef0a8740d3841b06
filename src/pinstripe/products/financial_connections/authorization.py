"""The authorization record: a holder lets a business look in at a bank with OAuth, for a time.

Owns: the record, what is told of its end. Does not own: the accounts that are seen by it and what is told of
each (account.py, connection.py). Money: none. No request reads it: it exists for its events.
Source: spec (shape, events); sdk; inferred (one for each holder and institution).
Private facts: `holder` and `institution`, whose and where it is.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, SAME, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections.account import ACCOUNT

BASE = "financial_connections.authorization"
# fmt: off
LIFECYCLE = lifecycle(
    # verb     outcome    from        to        event
    ("create", "granted", ANY,        "active"),
    ("lose",   "soon",    "active",   SAME,       f"{BASE}.upcoming_deactivation"),
    ("lose",   "done",    "active",   "inactive"),
    ("extend", "done",    "active",   SAME,       f"{BASE}.expected_deactivation_date_updated"),
    ("extend", "anew",    "inactive", "active"),
)
# fmt: on

AUTHORIZATION = Resource(
    "financial_connections.authorization",
    prefix="fcauth",
    noun="authorization",
    index=("holder=private.holder",),
    lifecycle=LIFECYCLE,
    source="spec",
)
OWNERS = ("account", "customer", "customer_account")
LASTS_DAYS, TOLD_DAYS = 365, 30
"""How long access lasts, and when its end is told of. source: inferred"""


def holder_of(account: Record) -> str:
    """Whose account it is."""
    holder = account.account_holder
    return next(str(holder[name]) for name in OWNERS if holder.get(name))


def grant(work: Work, account: Record, ends: int) -> None:
    """The holder of an account has logged in: access lasts until then. source: spec (events); inferred"""
    holder, institution = holder_of(account), account.private["institution"]
    found = [
        one
        for one in work.where(AUTHORIZATION.object, holder=holder)
        if one.private["institution"] == institution
    ]
    if not found:
        facts = {"holder": holder, "institution": institution}
        found = [
            work.create(
                AUTHORIZATION, "granted", private=facts, institution_name=institution, status_details={}
            )
        ]
    authorization = found[0]
    work.unschedule("lose", authorization)
    work.schedule("lose", authorization, ends - TOLD_DAYS * DAY, warns=True)
    if authorization.status == "inactive":
        work.advance(authorization, "extend", "anew", status_details={})
    elif (authorization.status_details.get("active") or {}).get("expected_deactivation_date", ends) != ends:
        work.advance(authorization, "extend", "done", status_details=active_until(ends))


def active_until(moment: int) -> dict[str, Any]:
    """What is said of an end that is known. source: spec (status_details)"""
    return {"active": {"action": "relink_required", "expected_deactivation_date": moment}}


@job(AUTHORIZATION, "lose")
def lose(work: Work, authorization: Record, warns: bool) -> None:
    """Access ends, and is told of before, where an account is still seen by it. source: spec (events);
    inferred (when)"""
    seen = [
        one
        for name in OWNERS
        for one in work.where(ACCOUNT.object, **{name: authorization.private["holder"]})
        if one.status == "active" and one.private["institution"] == authorization.private["institution"]
    ]
    if warns and seen:
        ends = work.now + TOLD_DAYS * DAY
        work.schedule("lose", authorization, ends, warns=False)
        work.advance(authorization, "lose", "soon", status_details=active_until(ends))
    else:
        ended = {"inactive": {"action": "relink_required"}}
        work.advance(authorization, "lose", "done", status_details=ended)
