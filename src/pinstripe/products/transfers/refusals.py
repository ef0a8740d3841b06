"""Refusals of transfers and application fees, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def to_oneself() -> ApiError:
    """Nobody sends money to themselves. source: docs: Connect transfers (rule); wording from memory"""
    return errors.invalid("Cannot create transfers to your own account.", param="destination")


def outside_region(country: str) -> ApiError:
    """Some countries are reached by recipients alone. source: recorded: issue reports (wording); docs: error
    codes (code)
    """
    return errors.invalid(
        f"Funds can't be sent to accounts located in {country} when the account is under the `full` service "
        "agreement. To learn more, see https://stripe.com/docs/connect/service-agreement-types.",
        code="transfers_not_allowed",
    )


def insufficient() -> ApiError:
    """More than there is. source: recorded: issue reports (wording; the first sentences)"""
    return errors.invalid(
        "You have insufficient funds in your Stripe account. One likely reason you have insufficient funds "
        "is "
        "that your funds are automatically being paid out; try enabling manual payouts by going to "
        "https://dashboard.stripe.com/account/payouts. In test mode, you can add funds to your available "
        "balance (bypassing your pending balance) by creating a charge with 4000000000000077 as the card "
        "number.",
        code="balance_insufficient",
    )


def other_has_spent() -> ApiError:
    """The account that got the money does not have it any more. source: docs: Connect transfers (rule);
    wording inferred
    """
    return errors.invalid(
        "The connected account does not have sufficient funds to cover the reversal of this transfer.",
        code="balance_insufficient",
    )


def beyond_source(most: str, before: str | None) -> ApiError:
    """More is sent on than the source brought. source: recorded: issue reports (wording)"""
    earlier = f" (There is already a transfer using this source, amounting to {before}.)" if before else ""
    return errors.invalid(
        f"Transfers using this transaction as a source must not exceed the source amount of {most}.{earlier}"
    )


def other_currency(source: str, asked: str) -> ApiError:
    """A source is sent on in the currency in which it settled. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"The currency of source_transaction's balance transaction ({source}) must be the same as the "
        "transfer "
        f"currency ({asked})",
        param="currency",
    )


def source_brought_nothing(charge: str) -> ApiError:
    """A charge that failed, or was not captured. source: docs: separate charges and transfers (rule); wording
    inferred
    """
    return errors.invalid(
        f"The charge {charge} cannot be the source of a transfer, because its money was not captured.",
        param="source_transaction",
    )


def reversed_before(transfer: str) -> ApiError:
    """Nothing is left to take back. source: recorded: issue reports (wording)"""
    return errors.invalid(f"The transfer {transfer} is already fully reversed.")


def more_than_left(amount: str, most: str) -> ApiError:
    """More is taken back than is left of it. source: docs: Connect transfers (rule); wording from memory"""
    return errors.invalid(
        f"Reversal amount ({amount}) is greater than unreversed amount on transfer ({most})", param="amount"
    )


def fee_refunded_before(fee: str) -> ApiError:
    """A fee is given back once. source: docs: application fees (rule); wording inferred"""
    return errors.invalid(f"Application fee {fee} has already been refunded.")


def more_than_fee(amount: str, most: str) -> ApiError:
    """More than is left of a fee. source: docs: application fees (rule); wording from memory"""
    return errors.invalid(
        f"Refund amount ({amount}) is greater than unrefunded amount on application fee ({most})",
        param="amount",
    )


def elsewhere(noun: str, key: str) -> ApiError:
    """Another record's reversal or refund. source: inferred; wording as any"""
    return errors.no_such(noun, key, "id", 404)


def no_directive(word: str) -> ApiError:
    """What a fee's refund may be told is published nowhere. source: spec (the parameter); inferred"""
    return errors.invalid(f"Invalid directive: {word}", param="directive")
