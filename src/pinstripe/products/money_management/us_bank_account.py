"""The US bank account record of /v2: one that money comes from, and whether its owner was shown to be so.

Owns: the record, its verification by microdeposits. Does not own: endpoints, what the banks do (networks).
Money: none. Times: what the deposits are is known at once in tests; they expire as the banks say.
Source: spec; sdk; docs: testing (numbers, deposits); words of states inferred.
Private facts: `bank`, what the banks know; `wrong`, how often somebody named other deposits.
"""

from __future__ import annotations

from typing import Any, assert_never

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount, Verified
from pinstripe.products.money_management import refusals
from pinstripe.products.webhooks.v2_event import text_of

UNPROVEN = "unverified verification_failed"
WAITS = "awaiting_verification"

# fmt: off
VERIFICATION = lifecycle(
    # verb      outcome    from      to
    ("send",    "done",   UNPROVEN, "awaiting_verification"),
    ("confirm", "done",   WAITS,    "verified"),
    ("confirm", "failed", WAITS,    "verification_failed"),
)
# fmt: on

US_BANK_ACCOUNT = Resource(
    "v2.core.vault.us_bank_account",
    prefix="usba",
    ids="v2",
    path="/v2/core/vault/us_bank_accounts",
    generated="retrieve",
    noun="us_bank_account",
    status="",
    lifecycles={"verification.status": VERIFICATION},
    unexpected=refusals.no_microdeposits,
    index=("verification_status=verification.status",),
    source="spec; sdk",
)


def bank_of(routing: str, number: str) -> BankAccount:
    """The test account of these numbers. refuses: bad_numbers"""
    found = checks.found("US", routing, number)
    if isinstance(found, checks.Refusal):
        raise refusals.bad_numbers(found.message, found.param)
    return found


def known(record: Record) -> BankAccount:
    """What the banks know of it."""
    bank = numbers.by_key(record.private["bank"])
    assert bank is not None, f"{record.id} is at a bank that nobody knows"
    return bank


def verification(status: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    """How its verification stands."""
    return {"microdeposit_verification_details": details, "status": status}


def deposit(work: Work, record: Record) -> Record:
    """Small deposits are sent. source: sdk; docs: testing"""
    said = work.network("banks").deposit(known(record), now=work.now)
    details = {
        "expires": text_of(said.expires_at),
        "microdeposit_type": said.kind,
        "sent": text_of(work.now),
    }
    work.note(record, wrong=0)
    return work.advance(record, "send", "done", verification=verification("unverified", details))


def prove(work: Work, record: Record, amounts: tuple[int, ...], code: str) -> Record:
    """Somebody says what the deposits were. refuses: mismatch. source: docs: testing"""
    wrong = record.private.get("wrong", 0)
    banks = work.network("banks")
    outcome = banks.verify(known(record), amounts=amounts, descriptor_code=code, mismatches=wrong)
    blank = verification(WAITS)
    match outcome:
        case Verified.VERIFIED:
            return work.advance(record, "confirm", "done", verification=blank)
        case Verified.EXCEEDED | Verified.TIMED_OUT:
            return work.advance(record, "confirm", "failed", verification=blank)
        case Verified.MISMATCH:
            raise refusals.mismatch()
        case _:
            assert_never(outcome)
