"""Refusals of subscription schedules, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def over(schedule: Record, verb: str) -> ApiError:
    """A schedule that is over changes no more. source: docs: Subscription schedules; wording inferred"""
    words = {"cancel": "cancel", "release": "release"}.get(verb, "update")
    return errors.invalid(
        f"You cannot {words} a subscription schedule that is currently in the `{schedule.status}` status. "
        "The status must be `not_started` or `active`."
    )


def scheduled_already(subscription: str) -> ApiError:
    """A subscription has one schedule. source: recorded: issue reports"""
    return errors.invalid(
        f"You cannot migrate a subscription that is already attached to a schedule: `{subscription}`.",
        param="from_subscription",
    )


def ended(subscription: str, status: str) -> ApiError:
    """What has ended cannot be planned. source: inferred"""
    return errors.invalid(
        f"You cannot migrate a subscription with the status `{status}` to a schedule: `{subscription}`.",
        param="from_subscription",
    )


def alone(param: str) -> ApiError:
    """A schedule of a subscription that runs is made of it alone. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You cannot set `{param}` if `from_subscription` is set.",
        param=param,
    )


def too_many_phases() -> ApiError:
    """Ten that are still to come or running. source: docs: Subscription schedules (limit)"""
    return errors.long_array("phases", 10)


def backwards(param: str) -> ApiError:
    """A phase ends after it begins. source: docs: Subscription schedules (rule); wording inferred"""
    return errors.invalid("The phase's `end_date` must be after its `start_date`.", param=param)


def no_anchor() -> ApiError:
    """An update says where its phases begin. source: recorded: stripe-dotnet issue 1754"""
    return errors.invalid(
        "The subscription schedule update is missing at least one phase with a `start_date` to anchor end "
        "dates to.",
        param="phases",
    )


def moved_start() -> ApiError:
    """When the running phase began is known. source: docs: Subscription schedules (rule); wording inferred"""
    return errors.invalid(
        "You can not modify the start date of the current phase.", param="phases[0][start_date]"
    )


def gap(param: str) -> ApiError:
    """Phases follow each other. source: docs: Subscription schedules (rule); wording inferred"""
    return errors.invalid(
        "A phase's `start_date` must be the `end_date` of the phase before it.", param=param
    )


def trial_beyond(param: str) -> ApiError:
    """A trial lies within its phase. source: spec (rule); wording inferred"""
    return errors.invalid("`trial_end` must lie within its phase.", param=param)


def other_currency(known: str, asked: str, param: str) -> ApiError:
    """One currency in all phases. source: docs: Subscription schedules (rule); wording inferred"""
    return errors.invalid(
        f"All phases must be in one currency: expected `{known}`, got `{asked}`.", param=param
    )


def rests_flexible() -> ApiError:
    """Only the newer way of billing pauses. source: docs: Pause schedules (rule); wording inferred"""
    return errors.invalid("Pause schedules require the `flexible` billing mode.", param="pause_schedules")


def rests_charged() -> ApiError:
    """Who is sent invoices is not paused. source: docs: Pause schedules (rule); wording inferred"""
    return errors.invalid(
        "Pause schedules require `collection_method=charge_automatically` for the subscription and for every "
        "phase.",
        param="pause_schedules",
    )


def rested_already(param: str) -> ApiError:
    """What happened is not planned any more. source: inferred"""
    return errors.invalid(
        "You cannot change the pause of a subscription that was paused already.", param=param
    )


def not_begun(param: str) -> ApiError:
    """Nothing can be paused that has not begun. source: inferred"""
    return errors.invalid("You cannot pause a subscription now that has not started.", param=param)


def not_paused(param: str) -> ApiError:
    """Nothing goes on that does not rest. source: inferred"""
    return errors.invalid("You can only resume a subscription now if it is `paused`.", param=param)


def wakes_early(param: str) -> ApiError:
    """It goes on after it was paused. source: spec (rule); wording inferred"""
    return errors.invalid("The subscription must resume in the future, after it pauses.", param=param)


def unpaid_in_time(invoice: str) -> ApiError:
    """What becomes of a resumption that nobody paid for. source: docs: Pause schedules; wording inferred"""
    return errors.invalid(f"The invoice {invoice} of the resumption was not paid.", code="invoice_not_paid")


def no_subscription() -> ApiError:
    """Nothing is billed by a schedule that is over. source: inferred"""
    return errors.invalid("This subscription schedule has no upcoming invoice.", code="invoice_upcoming_none")
