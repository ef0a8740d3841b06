"""What is wrong with card data before any bank is asked: number, expiry, security code.

Owns: those refusals and their order. Does not own: turning them into an answer (all are 402 card_error).
Money: none. Source: docs: testing (invalid data); recorded: gumroad (incorrect_number, spaced numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pinstripe.clock.calendar import utc_date
from pinstripe.networks.cards import numbers
from pinstripe.networks.cards.declines import decline
from pinstripe.networks.cards.numbers import TestCard

MOST_DIGITS: Final = 4
YEARS_AHEAD: Final = 50
"""An expiry further away than this is a slip of the pen. source: inferred"""


FEWEST_DIGITS: Final = 12
"""A shorter number is no card number of any network. source: inferred"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A 402 card_error: what the caller reads, and the field it is about."""

    code: str
    message: str
    param: str | None
    decline_code: str | None = None


INVALID_NUMBER: Final = Refusal(
    "invalid_number", "Your card number is not a valid credit card number.", "number"
)
INCORRECT_NUMBER: Final = Refusal("incorrect_number", "Your card number is incorrect.", "number")
INVALID_MONTH: Final = Refusal(
    "invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month"
)
INVALID_YEAR: Final = Refusal("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")
INVALID_CVC: Final = Refusal("invalid_cvc", "Your card's security code is invalid.", "cvc")


def digits(number: str) -> str:
    """The number as the network reads it: spaces and dashes are for people.

    source: recorded: gumroad-7aec10864a
    """
    return number.replace(" ", "").replace("-", "")


def luhn(number: str) -> bool:
    """Whether the check digit fits."""
    total = 0
    for place, character in enumerate(reversed(number)):
        digit = int(character) << place % 2
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def full_year(year: int) -> int:
    """Two digits mean this century. source: docs: API reference (card.exp_year: two or four digits)"""
    return year + 2000 if 0 <= year < 100 else year


def number_refusal(number: str) -> Refusal | None:
    """Why a number is refused; a number that may belong to somebody is refused and never kept.

    source: docs: testing; recorded: gumroad; the last, docs: declines/codes;
    how few digits are none, inferred
    """
    plain = digits(number)
    if not (plain.isascii() and plain.isdigit() and len(plain) >= FEWEST_DIGITS):
        return INVALID_NUMBER
    if not luhn(plain):
        return INCORRECT_NUMBER
    if numbers.by_number(plain) is None:
        live = decline("test_mode_live_card")
        return Refusal(live.code, live.message, live.param, live.decline_code)
    return None


def counted(said: str | int) -> int:
    """A month or a year as it was typed in; what is no number is none that there is."""
    text = str(said).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def expiry_refusal(exp_month: int, exp_year: int, now: int) -> Refusal | None:
    """Why an expiry is refused: a month that does not exist, or one that has passed.

    source: docs: testing; inferred: a past month of this year is the month's fault
    """
    today = utc_date(now)
    year = full_year(exp_year)
    if not 1 <= exp_month <= 12:
        return INVALID_MONTH
    if not today.year <= year <= today.year + YEARS_AHEAD:
        return INVALID_YEAR
    if (year, exp_month) < (today.year, today.month):
        return INVALID_MONTH
    return None


def cvc_refusal(cvc: str, brand: str) -> Refusal | None:
    """Why a security code is refused: three digits, for American Express four as well.

    source: docs: testing
    """
    lengths = (3, 4) if brand == "amex" else (3,)
    if not (cvc.isascii() and cvc.isdigit() and len(cvc) in lengths):
        return INVALID_CVC
    return None


def refusal(number: str, exp_month: int, exp_year: int, cvc: str | None, now: int) -> Refusal | None:
    """The first fault of card data, None where it is good.

    source: docs: testing; inferred: the order number, month, year, security code
    """
    found = number_refusal(number) or expiry_refusal(exp_month, exp_year, now)
    if found is None and cvc is not None:
        card = numbers.by_number(digits(number))
        assert card is not None, "a number that is not refused is a test number"
        found = cvc_refusal(cvc, card.brand)
    return found


def results(card: TestCard, cvc: bool, postal: bool, line1: bool) -> dict[str, str | None]:
    """What the bank says to the data that came with the card; what did not come is not checked.

    source: recorded: gumroad-c0ffab57eb, gumroad-6ab458bb26
    """
    return {
        "address_line1_check": card.line1 if line1 else None,
        "address_postal_code_check": card.postal if postal else None,
        "cvc_check": card.cvc if cvc else None,
    }


def unchecked(cvc: bool, postal: bool, line1: bool) -> dict[str, str | None]:
    """The state before any bank was asked. source: recorded: gumroad, openfoodnetwork"""
    return {
        "address_line1_check": "unchecked" if line1 else None,
        "address_postal_code_check": "unchecked" if postal else None,
        "cvc_check": "unchecked" if cvc else None,
    }
