"""Refusals of this room. The rules follow from the description; codes and words are inferred throughout."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record

INVALID = "invalid_fields"


def bad_page() -> ApiError:
    """A page that no list has given. source: inferred"""
    return errors.refused("The page token of this list is not known.", INVALID, "page")


def wrong_state(record: Record, verb: str) -> ApiError:
    """Something that is not where the call needs it. source: inferred"""
    noun = record.type.rpartition(".")[2]
    return errors.refused(f"The {noun} {record.id} is not in a state in which you can {verb} it.", INVALID)


def no_microdeposits(record: Record, verb: str) -> ApiError:
    """Nothing was sent that could be confirmed, or need not be. source: inferred"""
    status = record.at("verification", "status")
    return errors.refused(f"A bank account that is {status} cannot {verb}.", INVALID)


def one_proof() -> ApiError:
    """Deposits are proved by their amounts or by a code. source: spec (rule); wording inferred"""
    return errors.refused("Give either `amounts` or `descriptor_code`.", INVALID, "amounts")


def mismatch() -> ApiError:
    """These are not the deposits. source: inferred"""
    return errors.refused("The microdeposits do not match what was sent.", INVALID, "amounts")


def other_currency(currency: str, param: str) -> ApiError:
    """A currency that is not held there, or does not go there. source: inferred"""
    return errors.refused(f"The currency `{currency}` cannot be used here.", INVALID, param)


def routing_needed(param: str) -> ApiError:
    """A bank is named by its number. source: inferred"""
    return errors.refused("Name the bank of the account by its routing number.", INVALID, param)


def address_inactive(record: Record) -> ApiError:
    """Nothing can be sent to an address that is not there yet. source: inferred"""
    return errors.refused(f"The financial address {record.id} is {record.status}.", INVALID)


def network_of_address(network: str) -> ApiError:
    """Each kind of address has its networks. source: inferred"""
    return errors.refused(f"The network `{network}` does not lead to this address.", INVALID, "network")


def unverified(param: str) -> ApiError:
    """Only an account whose owner is known is debited. source: inferred"""
    return errors.refused("The bank account is not verified yet.", INVALID, param)


def archived(record: Record, param: str) -> ApiError:
    """What is archived moves no money. source: sdk (payout methods); wording inferred"""
    noun = record.type.rpartition(".")[2]
    return errors.refused(f"The {noun} {record.id} is archived.", INVALID, param)


def insufficient(key: str) -> ApiError:
    """More than there is. source: inferred"""
    message = f"The financial account {key} has insufficient funds."
    return errors.refused(message, "insufficient_funds", "amount")


def converted(param: str) -> ApiError:
    """Money is sent in the currency in which it is held. source: inferred"""
    return errors.refused("Both sides must have the same currency.", INVALID, param)


def no_method(recipient: str) -> ApiError:
    """A recipient who has nowhere to be paid to. source: inferred"""
    return errors.refused(
        f"The recipient {recipient} has no payout method for this payment.", INVALID, "to[payout_method]"
    )


def unproved(record: Record) -> ApiError:
    """A verification that does not stand, or is about another bank account. source: spec; wording inferred"""
    return errors.refused(
        f"The recipient verification {record.id} is {record.status} or belongs to another payout method.",
        INVALID,
        "recipient_verification",
    )


def method_said_once() -> ApiError:
    """A payout method is named or described. source: inferred"""
    return errors.refused("Give `payout_method` or `payout_method_data`, not both.", INVALID, "payout_method")


def bank_account_needed(param: str) -> ApiError:
    """A description of type bank_account says which. source: spec; wording inferred"""
    return errors.refused(f"`{param}` must describe the bank account.", INVALID, param)


def bad_numbers(message: str, param: str) -> ApiError:
    """Numbers that no bank account in tests has. source: recorded: gumroad (of /v1); the form inferred"""
    return errors.refused(message, INVALID, param)
