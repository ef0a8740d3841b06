"""What a published test account does, by the name of its behaviour.

Owns: those names, what each leads to for every question, the words of failures. Does not own: which number
behaves so (numbers.py), the moments (sim.py). Money: none.
Source: docs: testing (US accounts, SEPA), payouts, Connect testing, Treasury test values; inferred: messages
but that of no_account, failure codes of limits outside SEPA.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pinstripe.networks.port import Credited, Debited, Inspected, Microdeposited

DELAYED_SECONDS: Final = 180
"""Numbers that take their time: about three minutes. source: docs: testing"""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What comes of each question. `failure` is the code of a debit or a credit that does not come about,
    `credit_failure` where a credit's differs; `instant_fails`: only payouts that are to arrive at once fail.
    """

    debit: Debited = Debited.SUCCEEDED
    credit: Credited = Credited.PAID
    failure: str = ""
    credit_failure: str = ""
    delay_seconds: int = 0
    inspection: Inspected = Inspected.VERIFIED
    microdeposits: Microdeposited | None = None
    late_days: int = 0
    instant_fails: bool = False


def _dead(code: str) -> Behaviour:
    """An account that nothing can be taken from, and from which what was sent comes back."""
    return Behaviour(Debited.FAILED, Credited.RETURNED, code)


def _poor(code: str, delay_seconds: int = 0, credit_failure: str = "") -> Behaviour:
    """An account whose debits fail; what is sent there fails too where payouts are concerned."""
    return Behaviour(Debited.FAILED, Credited.FAILED, code, credit_failure, delay_seconds)


def _limited(code: str) -> Behaviour:
    return Behaviour(Debited.FAILED, failure=code)


BEHAVIOURS: Final[Mapping[str, Behaviour]] = {
    "success": Behaviour(),
    "success_delayed": Behaviour(delay_seconds=DELAYED_SECONDS),
    "processing": Behaviour(Debited.PROCESSING, Credited.PROCESSING),
    "failed": _poor("generic_decline", credit_failure="could_not_process"),
    "failed_delayed": _poor("generic_decline", DELAYED_SECONDS, "could_not_process"),
    "account_closed": _dead("account_closed"),
    "no_account": _dead("no_account"),
    "invalid_account_number": _dead("invalid_account_number"),
    "insufficient_funds": _poor("insufficient_funds"),
    "insufficient_funds_delayed": _poor("insufficient_funds", DELAYED_SECONDS),
    "debit_not_authorized": _poor("debit_not_authorized"),
    "invalid_currency": _poor("invalid_currency"),
    "internal_failure": _poor("could_not_process"),
    "canceled_by_user": Behaviour(credit=Credited.CANCELED),
    "arrives_later": Behaviour(late_days=1),
    "fails_instantly": Behaviour(credit_failure="could_not_process", instant_fails=True),
    "disputed": Behaviour(Debited.DISPUTED),
    "risk_highest": Behaviour(Debited.BLOCKED),
    "weekly_volume": _limited("charge_exceeds_source_limit"),
    "weekly_transactions": _limited("charge_exceeds_weekly_limit"),
    "microdeposits_fail": Behaviour(microdeposits=Microdeposited.FAILED),
    "unusable": Behaviour(Debited.FAILED, Credited.FAILED, "no_account", inspection=Inspected.UNUSABLE),
    "deactivated": Behaviour(
        Debited.FAILED, Credited.RETURNED, "account_closed", inspection=Inspected.DEACTIVATED
    ),
    "owner_proven": Behaviour(inspection=Inspected.OWNER_PROVEN),
    "owner_unproven": Behaviour(inspection=Inspected.OWNER_UNPROVEN),
}

MESSAGES: Final[Mapping[str, str]] = {
    "account_closed": "The bank account has been closed.",
    "charge_exceeds_source_limit": "The payment exceeds the weekly limit of this bank account.",
    "charge_exceeds_weekly_limit": "This bank account has made too many payments this week.",
    "could_not_process": "The bank could not process this transfer.",
    "debit_not_authorized": "Debit transactions are not approved on this bank account.",
    "generic_decline": "The bank declined the debit.",
    "insufficient_funds": "The bank account has insufficient funds.",
    "invalid_account_number": "The account number is not valid.",
    "invalid_currency": "The bank account cannot take this currency.",
    "no_account": "No bank account found matching the provided account number and routing number.",
}
"""Failure code → what the merchant reads."""
