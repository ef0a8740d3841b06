"""Check digits of bank accounts: IBANs and US routing numbers.

Owns: these two sums, and the plain form of a number. Does not own: which numbers are accepted (numbers.py).
No library for real accounts is asked: it would refuse a published number (FR89370400440532013000).
Money: none. Source: docs: error codes (a wrong IBAN is refused).
"""

from __future__ import annotations


def plain(number: str) -> str:
    """The number as banks read it: spaces are for people, letters are capitals."""
    return number.replace(" ", "").upper()


def iban(number: str) -> bool:
    """Do the check digits of an IBAN fit?"""
    if not (15 <= len(number) <= 34 and number.isascii() and number.isalnum() and number[:2].isalpha()):
        return False
    return _remainder(number[4:] + number[:4]) == 1


def _remainder(turned: str) -> int:
    """What is left of an IBAN that was turned round, its letters as numbers."""
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97


def with_check(country: str, rest: str) -> str:
    """The IBAN of a country and what follows its check digits."""
    return f"{country}{98 - _remainder(f'{rest}{country}00'):02d}{rest}"


def aba(number: str) -> bool:
    """Does the check digit of a US routing number fit?"""
    if not (len(number) == 9 and number.isascii() and number.isdigit()):
        return False
    return sum(int(digit) * weight for digit, weight in zip(number, (3, 7, 1) * 3, strict=True)) % 10 == 0
