"""The test institutions: their names, the accounts that somebody who logs in there has, and how each behaves.

Owns: the table. Does not own: what comes of a log-in (connection.py), payments from an account
(networks/banks). Money: none. Source: docs: Financial Connections (names of institutions and of accounts);
the accounts of each inferred.
"""

from __future__ import annotations

from dataclasses import dataclass

from pinstripe.networks.banks import numbers


@dataclass(frozen=True, slots=True)
class Held:
    """An account at a test institution.

    number: of the test bank account that payments are made from, "" where none are. fails: what is refreshed
    fails. closes: it becomes inactive soon after it was linked.
    """

    name: str
    category: str
    subcategory: str
    last4: str
    number: str = ""
    fails: bool = False
    closes: bool = False

    @property
    def pays(self) -> bool:
        """Can it be paid from?"""
        return bool(self.number)

    @property
    def key(self) -> str:
        """What the banks know it by."""
        return numbers.key_of("US", numbers.ACH_ROUTING, self.number)


CHECKING = Held("Success", "cash", "checking", "6789", "000123456789")
ORDINARY = (
    CHECKING,
    Held("Failure", "cash", "checking", "1116", "000111111116", fails=True),
    Held("Account closes after linking", "cash", "checking", "1113", "000111111113", closes=True),
    Held("Insufficient funds", "cash", "checking", "2227", "000222222227"),
    Held("Savings", "cash", "savings", "6789", "000123456789"),
    Held("Credit card", "credit", "credit_card", "4242"),
    Held("Line of credit", "credit", "line_of_credit", "4243"),
    Held("Mortgage", "credit", "mortgage", "4244"),
    Held("Investment", "investment", "other", "4245"),
)
OWNED = (CHECKING, Held("Owned by somebody else", "cash", "checking", "9992", "000999999992"))
PAYS_NOTHING = (
    Held("Prepaid", "cash", "other", "0001"),
    Held("Credit card", "credit", "credit_card", "4242"),
)

# fmt: off
INSTITUTIONS: dict[str, tuple[Held, ...]] = {
    "Test Institution":         ORDINARY,
    "Test OAuth Institution":   ORDINARY,
    "Test (Non-OAuth)":         ORDINARY,
    "Test (OAuth)":             ORDINARY,
    "Sandbox Bank (Non-OAuth)": ORDINARY,
    "Sandbox Bank (OAuth)":     ORDINARY,
    "Ownership Accounts":       OWNED,
    "Invalid Payment Accounts": PAYS_NOTHING,
    "Down Bank (Scheduled)":    (),
    "Down Bank (Unscheduled)":  (),
    "Down Bank (Error)":        (),
}
# fmt: on
"""By name. A bank that is down lets nobody in."""
DEFAULT = "Test Institution"
OWNED_BY_OTHERS = "Owned by somebody else"


def tokenized(institution: str) -> bool:
    """Does the institution give numbers of its own for each business, which end some day? source: inferred"""
    return "OAuth" in institution and "Non-OAuth" not in institution


def held(institution: str, name: str) -> Held:
    """The account of a name at an institution."""
    return next(one for one in INSTITUTIONS[institution] if one.name == name)
