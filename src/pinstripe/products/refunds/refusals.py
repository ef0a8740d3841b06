"""Refusals of refunds, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def one_needed() -> ApiError:
    """Nothing to refund is named. source: recorded: stripe_world"""
    return errors.invalid(
        "One of the following params should be provided for this request: payment_intent or charge.",
        executed=False,
    )


def not_of_intent(charge: str, intent: str) -> ApiError:
    """Both are named, and do not belong together. source: inferred"""
    return errors.invalid(
        f"The charge {charge} does not belong to the PaymentIntent {intent}.", param="charge"
    )


def nothing_paid(intent: str) -> ApiError:
    """No money was taken. source: recorded: stripe_world"""
    return errors.invalid(f"This PaymentIntent ({intent}) does not have a successful charge to refund.")


def not_paid(charge: str) -> ApiError:
    """A charge that failed. source: docs: error codes (code); wording inferred"""
    return errors.invalid(
        f"Charge {charge} is not successful; cannot issue a refund.", code="charge_not_refundable"
    )


def not_given_back(kind: str) -> ApiError:
    """A kind that cannot be given back. source: docs: payment methods (rule); wording inferred"""
    return errors.invalid(f"Payments by `{kind}` cannot be refunded.", code="charge_not_refundable")


def held_by_intent(intent: str) -> ApiError:
    """An intent's hold is let go through the intent. source: recorded: stripe_world"""
    return errors.invalid(
        f"This uncaptured Charge was created by a PaymentIntent ({intent}). You must cancel the "
        f"PaymentIntent "
        "to reverse the authorization instead of refunding the Charge directly. For more information, see "
        "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
    )


def part_of_hold() -> ApiError:
    """A hold is let go as a whole. source: docs: Charges API (rule); wording from memory"""
    return errors.invalid(
        "You cannot partially refund an uncaptured charge. Instead, capture the charge for an amount less "
        "than "
        "the original amount.",
        param="amount",
    )


def refunded_before(charge: str) -> ApiError:
    """Money is given back once. source: recorded: gumroad"""
    return errors.invalid(f"Charge {charge} has already been refunded.", code="charge_already_refunded")


def charged_back(charge: str) -> ApiError:
    """A bank has taken the money back already. source: recorded: gumroad"""
    return errors.invalid(
        f"Charge {charge} has been charged back; cannot issue a refund.", code="charge_disputed"
    )


def more_than_charged(amount: str, most: str) -> ApiError:
    """More than was paid. source: recorded: gumroad"""
    return errors.invalid(f"Refund amount ({amount}) is greater than charge amount ({most})", param="amount")


def more_than_left(amount: str, most: str) -> ApiError:
    """More than is left of it. source: recorded: gumroad"""
    return errors.invalid(
        f"Refund amount ({amount}) is greater than unrefunded amount on charge ({most})", param="amount"
    )


def email_needed() -> ApiError:
    """A payer who sent a transfer must be asked where the money is to go. source: spec (rule); wording
    inferred
    """
    return errors.invalid(
        "To refund a bank transfer you must provide an `instructions_email`, or the customer must have an "
        "email.",
        param="instructions_email",
    )


def email_unused(kind: str) -> ApiError:
    """Nobody has to be asked. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"`instructions_email` cannot be used to refund a payment of type {kind}.", param="instructions_email"
    )


def no_transfer(charge: str) -> ApiError:
    """Nothing was sent on. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"Cannot reverse transfer on charge {charge} because it does not have an associated transfer.",
        param="reverse_transfer",
    )


def spent() -> ApiError:
    """What came by a transfer is given back while it is there. source: docs: error codes (code); wording from
    memory
    """
    return errors.invalid(
        "Insufficient funds in Stripe account. In test mode, you can add funds to your available balance "
        "(bypassing your pending balance) by creating a charge with 4000000000000077 as the card number. You "
        "can use the /v1/balance endpoint to view your Stripe balance "
        "(for more details, see stripe.com/docs/api#balance).",
        code="balance_insufficient",
    )


def reader_needed() -> ApiError:
    """The network of a debit card gives back what its holder fetches. source: docs: Terminal refunds (rule);
    wording inferred
    """
    return errors.invalid(
        "Payments of this type can only be refunded in person: present the card to a reader with "
        "`POST /v1/terminal/readers/:id/refund_payment`.",
        param="charge",
    )


def cash_has_no_charge(name: str) -> ApiError:
    """What goes back from a cash balance was paid by no charge. source: spec (rule); wording inferred"""
    return errors.invalid(f"You cannot pass `origin` with `{name}`.", param=name)


def no_cash_in(currency: str) -> ApiError:
    """Nobody has a cash balance in it. source: docs: bank transfers (rule); wording inferred"""
    return errors.invalid(f"Customers have no cash balance in {currency}.", param="currency")


def other_customer(charge: str) -> ApiError:
    """Somebody else paid. source: inferred"""
    return errors.invalid(f"The charge {charge} does not belong to this customer.", param="customer")


def other_currency(currency: str) -> ApiError:
    """A charge is refunded in its own currency. source: inferred"""
    return errors.invalid(f"The charge was made in {currency}: it is refunded in that.", param="currency")


def wrong_state(refund: Record, verb: str) -> ApiError:
    """Only a refund that waits for the payer can be called off. source: recorded: stripe_world (cancel); the
    others inferred
    """
    if verb == "cancel":
        return errors.invalid("Canceling this refund is unsupported.")
    return errors.invalid(f"This refund has a status of {refund.status}: it cannot {verb}.")


def elsewhere(refund: str) -> ApiError:
    """Another charge's refund. source: recorded: stripe_world (param); wording as any"""
    return errors.no_such("refund", refund, "refund", 404)
