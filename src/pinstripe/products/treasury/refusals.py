"""Refusals of this room. The rules are documented; no source gives codes or words, so those are inferred."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def closed(record: Record, verb: str, param: str | None = None) -> ApiError:
    """Nothing moves through an account that is closed. source: docs: Treasury financial accounts; wording
    inferred
    """
    return errors.invalid(f"The financial account {record.id} is closed: it cannot {verb}.", param=param)


def feature_inactive(record: Record, path: str, param: str) -> ApiError:
    """A flow needs a feature that is not active. source: docs: Financial account features; wording
    inferred
    """
    return errors.invalid(
        f"The financial account {record.id} does not have the `{path}` feature active.", param=param
    )


def other_currency(currency: str, param: str) -> ApiError:
    """Financial accounts hold dollars. source: docs: Treasury financial accounts; wording inferred"""
    return errors.invalid(f"Financial accounts do not support the currency `{currency}`.", param=param)


def capability_needed() -> ApiError:
    """A connected account asks for what it wants to do first. source: docs: Treasury financial accounts;
    wording inferred
    """
    return errors.invalid("The account must request the `treasury` capability to have financial accounts.")


def too_many(most: int) -> ApiError:
    """A connected account has as many as it may. source: spec (three); wording inferred"""
    return errors.invalid(f"A connected account can have up to {most} financial accounts.")


def insufficient(record: Record, amount: int) -> ApiError:
    """More than there is. source: docs: Working with balances and transactions; code and wording inferred"""
    return errors.invalid(
        f"The financial account {record.id} has insufficient funds for an amount of {amount}.",
        param="amount",
        code="insufficient_funds",
    )


def not_empty(record: Record) -> ApiError:
    """Money is left, or on its way. source: spec (close); wording inferred"""
    return errors.invalid(
        f"The financial account {record.id} can only be closed with a balance of zero; provide "
        "`forwarding_settings` to say where its money goes."
    )


def money_under_way(record: Record) -> ApiError:
    """Transfers are still to come or to go. source: spec (close); wording inferred"""
    return errors.invalid(
        f"The financial account {record.id} has transfers that are not final yet and cannot be closed."
    )


def forwarding_needs(kind: str, param: str) -> ApiError:
    """Where money goes is not said. source: spec; wording inferred"""
    return errors.invalid(f"`{param}` of type `{kind}` must name one.", param=f"{param}[{kind}]")


def to_itself(param: str) -> ApiError:
    """A financial account cannot pay itself. source: inferred"""
    return errors.invalid("Money cannot move from a financial account to itself.", param=param)


def wrong_state(record: Record, verb: str) -> ApiError:
    """A flow that is not where the call needs it. source: spec (the states); wording inferred"""
    noun = record.type.rpartition(".")[2]
    return errors.invalid(f"This {noun} has a status of {record.status}: you cannot {verb} it.")


def not_cancelable(record: Record) -> ApiError:
    """The network has it already. source: docs: Moving money with Treasury; wording inferred"""
    noun = record.type.rpartition(".")[2]
    return errors.invalid(f"This {noun} cannot be canceled: it was submitted to its network.")


def not_submitted(record: Record) -> ApiError:
    """Tracking follows what a network has. source: spec; wording inferred"""
    noun = record.type.rpartition(".")[2]
    return errors.invalid(f"This {noun} can still be canceled: it has no tracking details yet.")


def tracking_of(kind: str) -> ApiError:
    """Tracking details of another network, or none. source: spec; wording inferred"""
    return errors.invalid(
        f"Tracking details of type `{kind}` must be those of this network.", param="tracking_details"
    )


def one_destination(names: str) -> ApiError:
    """Where money goes is said once. source: spec; wording inferred"""
    return errors.invalid(f"Provide exactly one of {names}.", param="destination_payment_method")


def no_bank_account(param: str) -> ApiError:
    """Money moves to and from US bank accounts. source: docs: Moving money with Treasury; wording inferred"""
    return errors.invalid("The payment method must be of type `us_bank_account`.", param=param)


def unverified(param: str) -> ApiError:
    """Only an account whose owner is known is debited. source: docs: Moving money with Treasury; wording
    inferred
    """
    return errors.invalid("The bank account must be verified before it can be debited.", param=param)


def other_direction(direction: str, param: str) -> ApiError:
    """A method that was set up for money that goes the other way. source: spec (flow_directions); wording
    inferred
    """
    return errors.invalid(f"The payment method was not set up for {direction} flows.", param=param)


def customer_needed() -> ApiError:
    """Somebody else's method is paid as a customer's. source: docs: Moving money with Treasury; wording
    inferred
    """
    return errors.invalid(
        "You must provide the `customer` that the payment method belongs to.", param="customer"
    )


def not_the_customers(param: str) -> ApiError:
    """The method belongs to somebody else. source: docs: Moving money with Treasury; wording inferred"""
    return errors.invalid("The payment method does not belong to this customer.", param=param)


def a_customers(param: str) -> ApiError:
    """Transfers go to the account's own bank account. source: docs: Moving money with Treasury; wording
    inferred
    """
    return errors.invalid(
        "The payment method belongs to a customer: use an outbound payment to pay somebody else.", param=param
    )


def address_incomplete() -> ApiError:
    """A wire names whom it goes to, and where. source: docs: Moving money with Treasury; wording inferred"""
    return errors.invalid(
        "A wire needs a complete name and address in the payment method's billing details.",
        param="destination_payment_method",
    )


def network_of_banks() -> ApiError:
    """Between financial accounts there is one network. source: docs: Moving money with Treasury; wording
    inferred
    """
    return errors.invalid(
        "Money moves between financial accounts over the `stripe` network: no other can be chosen.",
        param="destination_payment_method_options",
    )


def descriptor_too_long(most: int, network: str) -> ApiError:
    """Each network carries so many letters. source: spec; wording inferred"""
    return errors.invalid(
        f"`statement_descriptor` may have at most {most} characters on the `{network}` network.",
        param="statement_descriptor",
    )


def descriptor_letters() -> ApiError:
    """Networks carry letters, digits and few signs. source: spec; wording inferred"""
    return errors.invalid(
        "`statement_descriptor` may contain letters, digits, spaces and the signs -#.$&* alone.",
        param="statement_descriptor",
    )


def address_needed() -> ApiError:
    """Who is present has an address on the network. source: spec (end_user_details); wording inferred"""
    return errors.invalid(
        "`ip_address` is required when the end user is present.", param="end_user_details[ip_address]"
    )


def not_reversible(noun: str, why: str, param: str) -> ApiError:
    """What was received cannot be sent back. source: spec (restricted_reason); wording inferred"""
    return errors.invalid(f"This {noun} cannot be reversed: {why}.", param=param)


def order_of_posted() -> ApiError:
    """By day of posting come those that are posted. source: spec; wording inferred"""
    return errors.invalid("`order_by=posted_at` needs `status=posted`.", param="order_by")


def filter_of_order(name: str, order: str) -> ApiError:
    """A range goes with its own order. source: spec; wording inferred"""
    return errors.invalid(f"`{name}` can be used with `order_by={order}` only.", param=name)
