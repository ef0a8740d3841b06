"""Refusals of payout intents and of what stands beside them. The rules follow from the description; codes and
words are inferred throughout.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record

INVALID = "invalid_fields"


def wrong_state(record: Record, verb: str) -> ApiError:
    """Something that is not where the call needs it. source: sdk (states); wording inferred"""
    noun = record.type.rpartition(".")[2]
    return errors.refused(f"The {noun} {record.id} is {record.status}, so you cannot {verb} it.", INVALID)


def unverifiable(method: Record) -> ApiError:
    """No bank of that country says whose account it is. source: inferred"""
    country = method.bank_account["country"]
    return errors.refused(
        f"Recipients with bank accounts in {country} cannot be verified.", INVALID, "payout_method"
    )


def bad_day(param: str) -> ApiError:
    """No day, or one that is over. source: sdk (YYYY-MM-DD); wording inferred"""
    return errors.refused("The date must be today or later, written YYYY-MM-DD.", INVALID, param)


def no_such_country(country: str) -> ApiError:
    """Nobody is paid there. source: inferred"""
    return errors.refused(f"Bank accounts in {country} are not supported.", INVALID, "countries")
