"""What a published test account does, by the name of its behaviour.

Owns: those names and the facts that they give an account, the words of failures. Does not own: which number
behaves so (numbers.py), the moments (sim.py). Money: none.
Source: docs: testing (US accounts, SEPA), payouts, Connect testing, Treasury test values; inferred: the
texts, the code of failing SEPA debits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.networks.banks.port import Credited, Debited, Inspected

DELAY_SECONDS: Final = 180
"""Numbers whose outcome comes later do so after about three minutes. source: docs: testing"""

DEBIT_WORDS: Final[Mapping[str, str]] = {
    "account_closed": "The customer's bank account has been closed.",
    "card_declined": "Your payment was declined.",
    "charge_exceeds_source_limit": "Your payment would exceed the weekly limit of this account.",
    "charge_exceeds_weekly_limit": "Your payment would exceed the weekly limit of this account.",
    "could_not_process": "The bank was unable to process this payment.",
    "debit_not_authorized": "The customer has notified their bank that this payment was unauthorized.",
    "generic_decline": "The customer's bank declined this payment.",
    "insufficient_funds": "The customer's account has insufficient funds to cover this payment.",
    "invalid_account_number": "The customer's account number is not valid.",
    "invalid_currency": "The bank was unable to process this payment because of its currency.",
    "no_account": "The customer's bank account could not be located.",
    "refer_to_customer": "The customer's bank asks to be contacted by the customer about this payment.",
    "charge_exceeds_transaction_limit": "Your payment would exceed the transaction limit of this account.",
}
"""Why a debit fails → what the merchant reads."""

CREDIT_WORDS: Final[Mapping[str, str]] = {
    "account_closed": "The bank account has been closed.",
    "could_not_process": "The bank could not process this payout.",
    "debit_not_authorized": "Debit transactions are not approved on this bank account.",
    "insufficient_funds": "Your account has insufficient funds to cover the payout.",
    "invalid_account_number": "The account number is not valid.",
    "invalid_currency": "The bank was unable to process this payout because of its currency.",
    "no_account": "The bank account could not be located.",
}
"""Why what was sent does not arrive → what the merchant reads."""

Facts = Mapping[str, Any]
"""Fields of a BankAccount."""


def _fails(code: str, credit: Credited | None, **more: Any) -> Facts:
    """Debits fail for this reason; what is sent there meets the same one, or arrives."""
    words = {"debit": Debited.FAILS, "code": code, "message": DEBIT_WORDS[code], **more}
    if credit is None:
        return words
    return {"credit": credit, "credit_code": code if code in CREDIT_WORDS else "could_not_process", **words}


def _refused(code: str) -> Facts:
    """Debits are refused at once."""
    return {"debit": Debited.REFUSED, "code": code, "message": DEBIT_WORDS[code]}


BEHAVIOURS: Final[Mapping[str, Facts]] = {
    "success": {},
    "success_delayed": {"later_seconds": DELAY_SECONDS},
    "processing": {"debit": Debited.STAYS, "credit": Credited.STAYS},
    "failed": _fails("generic_decline", Credited.FAILS),
    "failed_delayed": _fails("generic_decline", Credited.FAILS, later_seconds=DELAY_SECONDS),
    "account_closed": _fails("account_closed", Credited.RETURNS),
    "no_account": _fails("no_account", Credited.RETURNS),
    "invalid_account_number": _fails("invalid_account_number", Credited.RETURNS),
    "insufficient_funds": _fails("insufficient_funds", Credited.FAILS),
    "insufficient_funds_delayed": _fails("insufficient_funds", Credited.FAILS, later_seconds=DELAY_SECONDS),
    "debit_not_authorized": _fails("debit_not_authorized", Credited.FAILS),
    "debit_not_authorized_delayed": _fails(
        "debit_not_authorized", Credited.FAILS, later_seconds=DELAY_SECONDS
    ),
    "refer_to_customer": _fails("refer_to_customer", Credited.FAILS),
    "refer_to_customer_delayed": _fails("refer_to_customer", Credited.FAILS, later_seconds=DELAY_SECONDS),
    "transaction_limit": _fails("charge_exceeds_transaction_limit", None),
    "invalid_currency": _fails("invalid_currency", Credited.FAILS),
    "internal_failure": _fails("could_not_process", Credited.FAILS),
    "canceled_by_user": {"credit": Credited.CANCELED},
    "arrives_later": {"late_days": 1},
    "fails_instantly": {"instant_fails": True, "credit_code": "could_not_process"},
    "disputed": {"disputed": True},
    "risk_highest": _refused("card_declined"),
    "weekly_limit": _refused("charge_exceeds_weekly_limit"),
    "weekly_volume": _fails("charge_exceeds_source_limit", None),
    "weekly_transactions": _fails("charge_exceeds_weekly_limit", None),
    "microdeposits_fail": {"verifies": False},
    "unusable": _fails("no_account", Credited.FAILS, inspection=Inspected.UNUSABLE),
    "deactivated": _fails("account_closed", Credited.RETURNS, inspection=Inspected.DEACTIVATED),
    "owner_proven": {"inspection": Inspected.OWNER_PROVEN},
    "owner_unproven": {"inspection": Inspected.OWNER_UNPROVEN},
}
