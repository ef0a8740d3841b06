"""Refusals of meters, meter events and usage records, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(meter: Record, verb: str) -> ApiError:
    """A meter that is so already. source: inferred"""
    return errors.invalid(f"You cannot {verb} this meter because it has a status of {meter.status}.")


def name_is_taken(event_name: str) -> ApiError:
    """One active meter for each event name.
    source: docs: Create and configure a meter (rule); inferred (wording)
    """
    return errors.invalid(
        f"An active meter already exists with the event name {event_name}.", param="event_name"
    )


def misaligned(param: str, window: str | None) -> ApiError:
    """Windows begin on their own boundaries. source: spec (rule); inferred (wording)"""
    boundary = {"hour": "the hour", "day": "00:00 UTC", None: "the minute"}[window]
    return errors.invalid(f"`{param}` must be aligned with {boundary}.", param=param)


def empty_range() -> ApiError:
    """Nothing lies between. source: inferred"""
    return errors.invalid("`start_time` must be before `end_time`.", param="start_time")


def no_meter(event_name: str) -> ApiError:
    """Nobody counts events of that name.
    source: docs: record usage (code); recorded: issue reports (wording)
    """
    return errors.invalid(
        f"No meter was found matching event_name {event_name}.", code="no_meter", param="event_name"
    )


def archived_meter(event_name: str) -> ApiError:
    """The meter is out of use. source: spec (code); inferred (wording)"""
    return errors.invalid(
        f"The meter with event_name {event_name} is inactive.", code="archived_meter", param="event_name"
    )


def no_customer_defined(key: str) -> ApiError:
    """The event names nobody. source: spec (code); recorded: issue reports (wording)"""
    return errors.invalid(
        f"Customer mapping key {key} not found in payload.",
        code="payload_no_customer_defined",
        param=f"payload[{key}]",
    )


def no_customer(customer: str) -> ApiError:
    """Nobody is called that; it is told later. source: docs: Record usage with the API (code); inferred
    (wording)"""
    return errors.invalid(
        f"No customer was found with the id {customer}.", code="meter_event_customer_not_found"
    )


def no_value_defined(key: str) -> ApiError:
    """The event says nothing of how much. source: spec (code); inferred (wording)"""
    return errors.invalid(
        f"Value key {key} not found in payload.", code="payload_no_value_defined", param=f"payload[{key}]"
    )


def invalid_value(key: str, value: str) -> ApiError:
    """Not a decimal number. source: spec (code); inferred (wording)"""
    return errors.invalid(
        f"Invalid value for {key}: {value[:50]}. It must be a decimal number of at most 15 digits before and "
        "12 after the point.",
        code="payload_invalid_value",
        param=f"payload[{key}]",
    )


def duplicate(identifier: str) -> ApiError:
    """The same identifier within the window: nothing would come of sending it again.

    source: spec (code); inferred (wording, header)
    """
    error = errors.invalid(
        f"An event already exists with identifier {identifier}.",
        code="duplicate_meter_event",
        param="identifier",
    )
    error.headers["Stripe-Should-Retry"] = "false"
    return error


def too_old(earliest: int) -> ApiError:
    """Events may be 35 days late. source: spec (rule); recorded: issue reports (wording)"""
    return errors.invalid(
        "The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal "
        f"to {earliest}.",
        code="timestamp_too_far_in_past",
        param="timestamp",
    )


def too_early() -> ApiError:
    """Events may be five minutes ahead. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "The timestamp must be at most 5 minutes in the future.",
        code="timestamp_in_future",
        param="timestamp",
    )


def cannot_cancel(identifier: str) -> ApiError:
    """Only what came in during the last day can be taken back.
    source: spec (rule, code); inferred (wording)
    """
    return errors.invalid(
        f"No event with identifier {identifier} was received within the last 24 hours.",
        code="invalid_cancel_configuration",
        param="cancel[identifier]",
    )


def outside_period() -> ApiError:
    """Usage belongs to the period that runs. source: recorded: issue reports"""
    return errors.invalid(
        "Cannot create the usage record with this timestamp because timestamps must be after the "
        "subscription's "
        "last invoice period (or current period start time).",
        param="timestamp",
    )


def in_the_future() -> ApiError:
    """Usage that has not happened yet. source: docs: Record usage (rule); inferred (wording)"""
    return errors.invalid(
        "Cannot create the usage record with this timestamp because it is in the future.", param="timestamp"
    )


def not_metered(item: str) -> ApiError:
    """A licensed price bills its quantity, not usage. source: inferred"""
    return errors.invalid(
        f"Cannot create a usage record for {item} because its price does not have `usage_type` `metered`.",
        param="subscription_item",
    )


def no_summaries(item: str) -> ApiError:
    """What is not used up is not summed up. source: inferred"""
    return errors.invalid(
        f"Cannot list usage record summaries for `{item}` because it is not on the legacy metered billing "
        "system.",
        param="subscription_item",
    )


def meter_backed(item: str) -> ApiError:
    """A price with a meter takes meter events instead. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"Cannot create a usage record for `{item}` because it is not on the legacy metered billing system. "
        "Call /v1/billing/meter_events instead.",
        param="subscription_item",
    )


def set_with_thresholds() -> ApiError:
    """Thresholds need usage that only grows. source: docs: Record usage (rule); inferred (wording)"""
    return errors.invalid(
        "Only `increment` is allowed for usage of subscriptions with billing thresholds.", param="action"
    )


def paused() -> ApiError:
    """A paused subscription counts nothing. source: docs: Using trial periods (rule); inferred (wording)"""
    return errors.invalid("Usage cannot be recorded for a subscription that is paused.")


def missing_identifier() -> ApiError:
    """Which event is to be taken back? source: inferred"""
    return errors.missing_param("cancel[identifier]")


def too_many_events(most: int) -> ApiError:
    """A stream takes so many events in one call. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"At most {most} events can be sent at once.", param="events")
