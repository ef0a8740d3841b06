"""The published test numbers of bank accounts, and what each of them leads to.

Owns: the numbers, by country and by published name. Does not own: what a behaviour means (sim.py). Money: none.
Source: docs: testing (bank accounts); recorded: stripe_world (US account facts).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from pinstripe.networks.banks.port import BankAccount, Credited, Debited

ACH_ROUTING: Final = "110000000"
DELAY_SECONDS: Final = 180
"""Numbers whose outcome comes later do so after about three minutes. source: docs: testing"""

US: Final[tuple[tuple[str, str, Debited, str | None, str | None], ...]] = (
    # published name, number, what a debit leads to, code, message
    ("success", "000123456789", Debited.SUCCEEDS, None, None),
    (
        "accountClosed",
        "000111111113",
        Debited.FAILS,
        "account_closed",
        "The customer's bank account has been closed.",
    ),
    (
        "noAccount",
        "000111111116",
        Debited.FAILS,
        "no_account",
        "The customer's bank account could not be located.",
    ),
    (
        "insufficientFunds",
        "000222222227",
        Debited.FAILS,
        "insufficient_funds",
        "The customer's account has insufficient funds to cover this payment.",
    ),
    (
        "debitNotAuthorized",
        "000333333335",
        Debited.FAILS,
        "debit_not_authorized",
        "The customer has notified their bank that this payment was unauthorized.",
    ),
    (
        "invalidCurrency",
        "000444444440",
        Debited.FAILS,
        "invalid_currency",
        "The bank was unable to process this payment because of its currency.",
    ),
    ("dispute", "000555555559", Debited.SUCCEEDS, None, None),
    ("processing", "000000000009", Debited.STAYS, None, None),
    ("failMicrodeposits", "000666666661", Debited.SUCCEEDS, None, None),
    (
        "weeklyLimitExceeded",
        "000777777771",
        Debited.REFUSED,
        "charge_exceeds_weekly_limit",
        "Your payment would exceed the weekly limit of this account.",
    ),
    ("riskLevelHighest", "000000004954", Debited.REFUSED, "card_declined", "Your payment was declined."),
)
"""source: docs: testing; the texts: inferred"""

CREDITS: Final[dict[str, tuple[str, str]]] = {
    "000111111116": ("no_account", "The bank account could not be located."),
    "000111111113": ("account_closed", "The bank account has been closed."),
    "000222222227": ("insufficient_funds", "Your account has insufficient funds to cover the payout."),
    "000333333335": ("debit_not_authorized", "Debit transactions are not approved on this bank account."),
    "000444444440": (
        "invalid_currency",
        "The bank was unable to process this payout because of its currency.",
    ),
}
"""Numbers from which a payout comes back. source: docs: testing (payouts)"""


@cache
def accounts() -> dict[str, BankAccount]:
    """Every known account by its key."""
    found = {}
    for name, number, debit, code, message in US:
        key = f"us/{ACH_ROUTING}/{number}"
        found[key] = BankAccount(
            key,
            "ach",
            "US",
            "usd",
            number,
            ACH_ROUTING,
            debit,
            Credited.RETURNS if number in CREDITS else Credited.ARRIVES,
            code,
            message,
            disputed=name == "dispute",
            verifies=name != "failMicrodeposits",
        )
    return found


def by_key(key: str) -> BankAccount | None:
    """The account that a record remembers."""
    return accounts().get(key)


def us_account(routing: str, number: str) -> BankAccount | None:
    """A US account by its numbers, None for one that nobody published."""
    return by_key(f"us/{routing}/{number}")


def by_method(name: str) -> BankAccount | None:
    """The account of a published payment method (pm_usBankAccount_success)."""
    prefix = "pm_usBankAccount_"
    number = next((row[1] for row in US if name == f"{prefix}{row[0]}"), None)
    return us_account(ACH_ROUTING, number) if number is not None else None
