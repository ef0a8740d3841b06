"""Activation: which features a financial account has, and why it does not have the others.

Owns: what is asked for, the status of each feature, the address that comes with one. Does not own: the record
(financial_account.py), what a flow needs. Money: none.
Times: cards at once, every other feature a moment later.
Source: docs: Financial account features; spec. What follows from capabilities of the account: the statuses
documented, which one for which lack inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import leaf
from pinstripe.kernel.work import Work
from pinstripe.products.connect.account import ACCOUNT
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury.financial_account import FINANCIAL_ACCOUNT, PATHS

ACH: Final = ("treasury", "us_bank_account_ach_payments")

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(PATHS, ("treasury",)),
    "card_issuing": ("card_issuing",),
    "inbound_transfers.ach": ACH,
    "outbound_payments.ach": ACH,
    "outbound_transfers.ach": ACH,
}
"""Capabilities that a feature needs. source: docs: Financial account features"""

OUTBOUND: Final = frozenset(
    path for path in PATHS if path.startswith(("outbound", "financial_addresses", "intra"))
)
INBOUND: Final = frozenset(
    path for path in PATHS if path.startswith(("inbound", "financial_addresses", "intra"))
)
"""What a platform's restriction holds up. source: docs: Financial account features; of inbound flows
inferred"""

AT_ONCE: Final = frozenset({"card_issuing"})
"""Features that need no activation. source: docs: Financial account features"""

Details = list[dict[str, Any]]
Fields = dict[str, Any]
Restrictions = Mapping[str, Any] | None


def asked(given: Mapping[str, Any]) -> dict[str, bool]:
    """Which features a request asks for or gives up, by path."""
    found = {path: leaf(given, (*path.split("."), "requested")) for path in PATHS}
    return {path: bool(wanted) for path, wanted in found.items() if wanted is not None}


def opening(work: Work, given: Mapping[str, Any], restrictions: Restrictions) -> tuple[Fields, Fields]:
    """What a new account shows of the features that it is asked to have. gives: fields, private facts"""
    wanted = [path for path, yes in asked(given).items() if yes]
    known = states({path: path in AT_ONCE for path in wanted}, restrictions, capabilities(work))
    return lists(known), {"features": known}


def ask(work: Work, record: Record, given: Mapping[str, Any]) -> None:
    """Features are asked for or given up, and all are looked at again."""
    known = dict(record.private.get("features", {}))
    for path, wanted in asked(given).items():
        if not wanted:
            known.pop(path, None)
        elif path not in known:
            known[path] = {"activated": path in AT_ONCE}
    work.note(record, features=known)
    review(work, record)
    begin(work, record)


def begin(work: Work, record: Record) -> None:
    """What is not activated yet will be, a moment later."""
    known = record.private["features"]
    if not all(one["activated"] for one in known.values()):
        work.schedule("activate", record, work.now)


@job(FINANCIAL_ACCOUNT, "activate")
def activate(work: Work, record: Record) -> None:
    """What was asked for is there. source: docs: Financial account features (asynchronous)"""
    known = record.private.get("features", {})
    work.note(record, features={path: {**one, "activated": True} for path, one in known.items()})
    review(work, record)


def review(work: Work, record: Record, *, ended: bool = False) -> None:
    """Every feature has the status that follows from the account as it is now; tells where one changed.

    params: ended, it is about to be closed
    """
    activated = {path: one["activated"] for path, one in record.private.get("features", {}).items()}
    known = states(activated, record.platform_restrictions, capabilities(work), ended=ended)
    work.note(record, features=known)
    changes = lists(known)
    aba = known.get("financial_addresses.aba")
    addressed = aba is not None and aba["activated"] and aba["status"] != "pending"
    changes["financial_addresses"] = [_address(work, record)] if addressed else []
    if any(record.get(name) != value for name, value in changes.items()):
        work.advance(record, "review", "done", **changes)


def _address(work: Work, record: Record) -> dict[str, Any]:
    shown, number = financial_accounts.address(work, record)
    if record.private.get("account_number") != number:
        work.note(record, account_number=number)
    return dict(record.financial_addresses[0]) if record.financial_addresses else shown


def states(
    activated: Mapping[str, bool],
    restrictions: Restrictions,
    allowed: Mapping[str, str] | None,
    *,
    ended: bool = False,
) -> Fields:
    """Every feature with its status, and why it has it. params: allowed, as `capabilities` gives it"""
    found = {}
    for path, yes in activated.items():
        status, details = standing(path, restrictions, allowed, activated=yes, ended=ended)
        found[path] = {"activated": yes, "status": status, "status_details": details}
    return found


def lists(known: Fields) -> Fields:
    """Paths of features by their status, as an account shows them."""
    return {
        f"{status}_features": [path for path in PATHS if path in known and known[path]["status"] == status]
        for status in ("active", "pending", "restricted")
    }


def standing(
    path: str,
    restrictions: Restrictions,
    allowed: Mapping[str, str] | None,
    *,
    activated: bool,
    ended: bool,
) -> tuple[str, Details]:
    """The status of a feature, and why. source: docs: Financial account features (statuses, reasons)"""
    if ended:
        return "restricted", [reason("financial_account_closed")]
    for name in NEEDS[path] if allowed is not None else ():
        match (allowed or {}).get(name):
            case "active":
                continue
            case "pending":
                return "pending", [reason("requirements_pending_verification")]
            case "inactive":
                return "restricted", [reason("requirements_past_due", "provide_information")]
            case "rejected":
                return "restricted", [reason("rejected_other", "contact_stripe")]
            case _:
                return "restricted", [reason("capability_not_requested")]
    held = [
        reason("restricted_by_platform", "remove_restriction", restriction=f"{flows}_flows")
        for flows, paths in (("inbound", INBOUND), ("outbound", OUTBOUND))
        if path in paths and (restrictions or {}).get(f"{flows}_flows") == "restricted"
    ]
    if held:
        return "restricted", held
    return ("active", []) if activated else ("pending", [reason("activating")])


def reason(code: str, resolution: str | None = None, **more: str) -> dict[str, Any]:
    """One of the reasons why a feature is not active. source: spec"""
    return {"code": code, "resolution": resolution, **more}


def capabilities(work: Work) -> Mapping[str, str] | None:
    """What the account acted for may do, by capability; None where nothing is asked of it: the platform
    itself, and accounts that were made with nothing to ask.
    """
    record = None if work.account == work.world.account else _owner(work)
    if record is None or record.private.get("waived"):
        return None
    found: Mapping[str, str] = record.capabilities
    return dict.fromkeys(found, "rejected") if record.private.get("rejected") else found


def _owner(work: Work) -> Record:
    platform_work = work.acting_for(work.world.account)
    return platform_work.load(work.account, "account")


@hears(ACCOUNT, "update", "done")
@hears(ACCOUNT, "review", "done")
@hears(ACCOUNT, "reject", "done")
def account_changed(work: Work, account: Record) -> None:
    """What an account may do has changed: so may what its financial accounts can."""
    owner_work = work.acting_for(account.id)
    for record in owner_work.each("treasury.financial_account", status="open"):
        review(owner_work, record)
