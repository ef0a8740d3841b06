"""What is wrong with the numbers of a bank account before any bank is asked.

Owns: the refusal of numbers that may belong to somebody. Does not own: answers (all are 400
invalid_request_error), numbers (numbers.py), check digits (check_digits.py).
Money: none. Source: recorded: gumroad (account_number_invalid); docs: error codes; inferred: the other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pinstripe.networks.banks.check_digits import aba, iban, plain
from pinstripe.networks.banks.numbers import by_number
from pinstripe.networks.banks.port import BankAccount


@dataclass(frozen=True, slots=True)
class Refusal:
    """A 400 invalid_request_error: its code, what the caller reads, the field of the account."""

    code: str
    message: str
    param: str


NOT_A_TEST_NUMBER: Final = Refusal(
    "account_number_invalid",
    "You must use a test bank account number in test mode. Try 000123456789 or see more options at "
    "https://stripe.com/docs/connect/testing#account-numbers.",
    "account_number",
)
BAD_ROUTING: Final = Refusal("routing_number_invalid", "Invalid routing number.", "routing_number")
BAD_IBAN: Final = Refusal("invalid_bank_account_iban", "The IBAN you provided is invalid.", "iban")


def found(country: str, routing: str, number: str) -> BankAccount | Refusal:
    """The test account of these numbers, or why they are refused: no other account is taken.

    source: recorded: gumroad; inferred: the order routing number, IBAN, number
    """
    routing, number = plain(routing), plain(number)
    account = by_number(country, routing, number)
    if account is not None:
        return account
    if country == "US" and not aba(routing):
        return BAD_ROUTING
    if number[:2].isalpha() and not iban(number):
        return BAD_IBAN
    return NOT_A_TEST_NUMBER
