"""Refusals of customers, their balance and test clocks, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def clock_is_busy(clock: Record, verb: str) -> ApiError:
    """Only a clock that stands still can be moved. source: inferred (wording)"""
    return errors.invalid(
        f"Test clock {clock.id} is currently {clock.status}. Wait until it is ready before advancing it "
        "again."
    )


def clock_goes_back() -> ApiError:
    """Time moves forward. source: docs: Test clocks (rule); inferred (wording)"""
    return errors.invalid(
        "frozen_time must be after the test clock's current frozen_time.", param="frozen_time"
    )


def clock_leaves_the_calendar() -> ApiError:
    """A time that no clock shows. source: inferred"""
    return errors.invalid("Invalid timestamp: a test clock ends with the year 8999.", param="frozen_time")


def clock_is_full(most: int) -> ApiError:
    """Stripe's limit of one clock. source: docs: Test clocks (rule); inferred (wording)"""
    return errors.invalid(f"Test clocks can have at most {most} customers.", param="test_clock")


def clock_goes_too_far() -> ApiError:
    """Stripe's limit of one advance. source: docs: Test clocks (rule); inferred (wording)"""
    return errors.invalid(
        "You cannot advance a test clock by more than two intervals of its shortest subscription, or "
        "two years.",
        param="frozen_time",
    )


def two_currencies(known: str, param: str | None = None) -> ApiError:
    """Nobody owes in two currencies at once.
    source: docs: multi-currency customers; recorded: issue reports (wording)
    """
    return errors.invalid(
        "You cannot combine currencies on a single customer. This customer has an active subscription, "
        f"subscription schedule, discount, quote, or invoice item with currency {known}.",
        param=param,
    )


def nothing_moves() -> ApiError:
    """A balance transaction of nothing. source: inferred"""
    return errors.invalid("The amount of a customer balance transaction cannot be zero.", param="amount")


def balance_too_large(most: str) -> ApiError:
    """A balance of more than twelve digits. source: inferred"""
    return errors.invalid(f"A customer's balance must be no more than {most}", code="amount_too_large")


def key_of_nothing() -> ApiError:
    """A key opens one thing. source: spec (rule); wording inferred"""
    return errors.invalid(
        "You must provide one of `customer`, `issuing_card` or `verification_session` to create an ephemeral "
        "key.",
        code="parameter_missing",
    )


def nothing_enabled() -> ApiError:
    """A session is for something. source: spec (rule); wording inferred"""
    return errors.invalid("At least one of the components must be enabled.", param="components")


def features_of_nothing(component: str) -> ApiError:
    """What a component may do counts where it is enabled. source: inferred"""
    return errors.invalid(
        f"`features` of `{component}` can only be set where it is enabled.",
        param=f"components[{component}][features]",
    )


def bad_redisplay_limit() -> ApiError:
    """How many methods are shown. source: spec (at most 10); wording inferred"""
    return errors.invalid(
        "payment_method_redisplay_limit must be between 1 and 10.",
        param="components[payment_element][features][payment_method_redisplay_limit]",
    )


def bad_invoice_prefix() -> ApiError:
    """Numbers of invoices begin alike and can be read. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "Invoice prefixes must be 3 to 12 characters long and only hold uppercase letters and numbers.",
        param="invoice_prefix",
    )


def no_discount(customer: str) -> ApiError:
    """Nothing to take away. source: inferred (wording)"""
    return errors.no_such_discount("customer", customer)


def bad_tax_id(kind: str, param: str) -> ApiError:
    """A number that is not written as those of its kind. source: docs: error codes (code); inferred
    (wording)"""
    return errors.invalid(f"Invalid value for {kind}.", param=param, code="tax_id_invalid")


def too_many_tax_ids(most: int) -> ApiError:
    """A customer has so many. source: spec (of tax_id_data); inferred (wording)"""
    return errors.invalid(f"A customer can have at most {most} tax IDs.")


def nothing_awaited(intent: str) -> ApiError:
    """An intent that no transfer pays. source: inferred"""
    return errors.invalid(
        f"The payment intent {intent} does not wait for a bank transfer.",
        code="payment_intent_unexpected_state",
    )


def cash_in_other_currency(currency: str) -> ApiError:
    """A transfer pays in the intent's currency. source: inferred"""
    return errors.invalid(f"The payment intent's currency is {currency}.", param="currency")


def too_little_cash() -> ApiError:
    """There is not enough. source: inferred"""
    return errors.invalid(
        "The customer's cash balance does not cover the amount to be applied.", param="amount"
    )


def too_little_to_return() -> ApiError:
    """More than there is shall go back. source: docs: Customer balance (rule); wording inferred"""
    return errors.invalid("The customer's cash balance does not cover the amount to refund.", param="amount")


def too_much_cash(due: int) -> ApiError:
    """More than the payment still waits for. source: inferred"""
    return errors.invalid(
        f"The amount to be applied is greater than what the payment intent waits for, which is {due}.",
        param="amount",
    )


def no_transfers_in(currency: str) -> ApiError:
    """Nobody sends transfers in this currency. source: spec (currencies of transfers); inferred (wording)"""
    return errors.invalid(f"Bank transfers are not supported in {currency}.", param="currency")


def other_transfer(currency: str, kind: str) -> ApiError:
    """A currency is sent by transfers of one kind. source: docs: bank transfers (rule); wording inferred"""
    return errors.invalid(
        f"Bank transfers in {currency} are of the type {kind}.", param="bank_transfer[type]"
    )


def is_deactivated(option: Record, verb: str) -> ApiError:
    """It is out of use already. source: inferred"""
    return errors.invalid(f"You cannot {verb} the feedback option `{option.id}` because it is inactive.")


def not_a_customer(account: str, param: str) -> ApiError:
    """An account buys with the customer configuration alone. source: docs: Accounts as customers (rule);
    wording inferred"""
    return errors.invalid(
        f"The account '{account}' does not have the customer configuration applied.", param=param
    )


def has_a_clock(customer: str, clock: str) -> ApiError:
    """A customer stays with the clock that they hang on. source: docs: API changelog (rule); wording
    inferred"""
    return errors.invalid(
        f"The customer '{customer}' is attached to the test clock '{clock}' already.", param="customer"
    )
