"""Refusals of subscriptions and their items, in Stripe's words where they are known."""

from __future__ import annotations

from typing import Any, assert_never

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices.collection import Collected


def no_method() -> ApiError:
    """Money is due and there is nothing to take it from. source: recorded: stripe_world 12, pay-rails/pay"""
    return errors.invalid(
        "This customer has no attached payment source or default payment method. Please consider adding a "
        "default payment method. For more information, visit "
        "https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
        code="resource_missing",
    )


def too_many_subscriptions(customer: str, most: int) -> ApiError:
    """A customer has all that Stripe allows. source: docs: error codes (code); wording inferred"""
    return errors.invalid(
        f"Customer {customer} already has the maximum {most} current subscriptions.",
        code="customer_max_subscriptions",
        param="customer",
    )


def pending_on_create() -> ApiError:
    """There is nothing yet that an update could wait for. source: recorded: stripe_world 12"""
    return errors.invalid(
        "Setting `payment_behavior` to `pending_if_incomplete` has no effect when creating a subscription.",
        param="payment_behavior",
    )


def needs_action() -> ApiError:
    """The holder would have to be asked, and the caller wants no unfinished subscription.

    source: recorded: stripe_world 12 (code); recorded: flutter_stripe issue 1551 (wording)
    """
    return errors.card_error(
        "Payment for this subscription requires additional user action before it can be completed "
        "successfully. Payment can be completed using the PaymentIntent associated with "
        "`subscription.latest_invoice`. Additional information is available here: "
        "https://stripe.com/docs/billing/subscriptions/overview#requires-action",
        code="subscription_payment_intent_requires_action",
    )


def declined(fields: dict[str, Any]) -> ApiError:
    """The bank said no, and the caller wants no unfinished subscription: nothing of it is kept.

    source: docs: error_if_incomplete; inferred (fields)
    """
    return errors.card_error(
        fields.get("message") or "Your card was declined.",
        code=fields.get("code") or "card_declined",
        decline_code=fields.get("decline_code"),
        param=fields.get("param"),
    )


def price_twice(price: str) -> ApiError:
    """One item for each price. source: recorded: stripe_world 12"""
    return errors.invalid(
        f"Cannot create a Subscription with multiple Subscription Items with the same Price: {price}",
        param="plan",
    )


def one_time_price(param: str) -> ApiError:
    """Only what recurs can be subscribed to. source: recorded: issue reports"""
    return errors.invalid(
        "The price specified is set to `type=one_time` but this field only accepts prices with "
        "`type=recurring`.",
        param=param,
    )


def quantity_of_metered(param: str) -> ApiError:
    """What is used decides how much is billed. source: recorded: koudoku issue 204; the param inferred"""
    return errors.invalid("You cannot set the quantity for metered plans.", param=param)


def mismatch(field: str) -> ApiError:
    """Items that cannot stand on one invoice. source: inferred (wording)"""
    return errors.invalid(
        f"Currency and interval fields must match across all prices on this subscription. Found mismatch in "
        f"{field} field."
    )


def misaligned() -> ApiError:
    """Intervals that never meet. source: docs: Mixed interval subscriptions; inferred (wording)"""
    return errors.invalid(
        "The billing interval of every price on this subscription must be a multiple of the shortest one.",
        param="items",
    )


def other_currency(known: str, asked: str, param: str | None = None) -> ApiError:
    """A price is in its own currency. source: docs: multi-currency prices; text quoted by applications"""
    return errors.invalid(
        f"The price specified only supports `{known}`. This doesn't match the expected currency: `{asked}`.",
        param=param,
    )


def too_many_items() -> ApiError:
    """Twenty prices at most. source: docs: subscriptions (limit); inferred (wording)"""
    return errors.invalid("A subscription can have at most 20 items.", param="items")


def both_trials() -> ApiError:
    """A trial's length is said in one way. source: inferred"""
    return errors.exclusive_params(["trial_end", "trial_period_days"])


def trial_of_plan_too(param: str) -> ApiError:
    """A trial's length is said in one way. source: docs: subscriptions (rule); wording inferred"""
    return errors.exclusive_params([param, "trial_from_plan"])


def no_trial_now(status: str) -> ApiError:
    """A trial begins where something runs. source: inferred"""
    return errors.invalid(
        f"`trial_end` cannot be set while the subscription is `{status}`.", param="trial_end"
    )


def trial_too_long(param: str) -> ApiError:
    """Two years at most. source: docs: Using trial periods (limit); inferred (wording)"""
    return errors.invalid("Trial periods can be at most 730 days (2 years).", param=param)


def several_items(param: str) -> ApiError:
    """What is said at the top is said of the only item. source: inferred"""
    return errors.invalid(
        f"`{param}` can only be updated on a subscription with a single item. Use `items` instead.",
        param=param,
    )


def no_such_item(key: str, param: str | None = None) -> ApiError:
    """No such item; where a path names it, without a code. source: recorded: stripe_world 12"""
    text = f"Invalid subscription_item id: {key}"
    return errors.invalid(text, param=param) if param else errors.refused(text, None, None, 404)


def item_of_nothing() -> ApiError:
    """An item belongs to a subscription. source: recorded: stripe-node issue 1843"""
    return errors.invalid("You cannot update a subscription item without a subscription.")


def item_twice(key: str, param: str) -> ApiError:
    """One wish for each item. source: inferred"""
    return errors.invalid(f"The subscription item {key} can be named only once.", param=param)


def usage_left(item: str) -> ApiError:
    """What was used would go unbilled. source: recorded: issue reports"""
    return errors.invalid(
        f"When deleting the subscription item {item} with a metered plan, all related usage records must be "
        "cleared too by setting `clear_usage=true`.",
        param="clear_usage",
    )


def outside_period() -> ApiError:
    """A proration counts from a moment of the running period. source: docs: Prorations; wording inferred"""
    return errors.invalid(
        "Invalid proration_date: it must lie within the current period of every subscription item.",
        param="proration_date",
    )


def needs_days(param: str = "days_until_due") -> ApiError:
    """Who is sent invoices must know how long there is to pay. source: recorded: stripe_world 12 (rule)"""
    return errors.invalid(
        "You must specify `days_until_due` when `collection_method` is `send_invoice`.",
        param=param,
    )


def no_days() -> ApiError:
    """What is charged at once is never due later. source: recorded: stripe_world 12 (rule)"""
    return errors.invalid(
        "You can only specify `days_until_due` if the collection method is `send_invoice`.",
        param="days_until_due",
    )


def unpaid(work: Work, invoice: Record, outcome: Collected) -> ApiError:
    """Why a payment that had to succeed did not. source: recorded: stripe_world 12"""
    match outcome:
        case Collected.CHALLENGED:
            return needs_action()
        case Collected.NO_METHOD:
            return no_method()
        case Collected.DECLINED:
            intent = work.load(invoice.private["payment_intent"], "payment_intent")
            return declined(intent.last_payment_error or {})
        case Collected.PAID | Collected.PROCESSING:
            raise AssertionError(f"{invoice.id} is paid")
        case _:
            assert_never(outcome)


def ended_fields() -> ApiError:
    """Of an ended subscription only notes may change. source: recorded: stripe_world"""
    return errors.invalid(
        "A canceled subscription can only update its cancellation_details and metadata.",
        code="invalid_canceled_subscription_fields",
    )


def unfinished_fields() -> ApiError:
    """Before the first payment hardly anything may change. source: recorded: stripe_world (code); inferred"""
    return errors.invalid(
        "This subscription is incomplete: until its first invoice is paid, only its metadata, description "
        "and default payment method can be updated.",
        code="status_transition_invalid",
    )


def gone(subscription: Record, verb: str) -> ApiError:
    """Whoever cancels twice finds nothing. source: recorded: stripe_world"""
    return errors.no_such("subscription", subscription.id, "id", 404)


def unexpected(subscription: Record, verb: str) -> ApiError:
    """What a state does not allow. source: recorded: stripe_world (end; resume, quoted); pause inferred"""
    if verb == "resume":
        return errors.invalid("You can only resume a subscription if it is `paused`.")
    if verb == "pause" and subscription.status in ("paused", "incomplete"):
        return errors.invalid(f"You cannot pause a subscription that is `{subscription.status}`.")
    return gone(subscription, verb)


def unsupported_pending(name: str) -> ApiError:
    """A change that waits says little else. source: recorded: issue reports; the address inferred"""
    return errors.invalid(
        "When `payment_behavior` is set to `pending_if_incomplete`, you can only pass supported params. "
        f"`{name}` is not supported. See "
        "https://stripe.com/docs/billing/subscriptions/pending-updates-reference#supported-attributes.",
        param=name,
    )


def only_charged(verb: str) -> ApiError:
    """Some ways are for subscriptions that charge by themselves. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You can only {verb} a subscription with `collection_method=charge_automatically`."
    )


def already_flexible() -> ApiError:
    """There is no other way to go to. source: inferred"""
    return errors.invalid(
        "This subscription already has the billing mode `flexible`.", param="billing_mode[type]"
    )


def no_discount(subscription: str) -> ApiError:
    """Nothing to take away. source: inferred (wording)"""
    return errors.no_such_discount("subscription", subscription)


def bad_percent(param: str) -> ApiError:
    """A part of a hundred. source: spec (rule); wording inferred"""
    return errors.invalid("This value must be a percentage between 0 and 100.", param=param)


def threshold_too_low(least: int, where: str) -> ApiError:
    """So much has to be worth an invoice. source: docs: Set up thresholds (rule); inferred (wording)"""
    return errors.invalid(
        f"`billing_thresholds[amount_gte]` must be greater than or equal to {least}.",
        param=f"{where}[amount_gte]",
    )


def threshold_of_flat_fees(flat: int, where: str) -> ApiError:
    """What is paid without any usage cannot reach it. source: docs: Set up thresholds (rule); inferred
    (wording)"""
    return errors.invalid(
        f"`billing_thresholds[amount_gte]` must be greater than the flat amounts of the items, {flat}.",
        param=f"{where}[amount_gte]",
    )


def reset_with_last_ever(price: str, where: str) -> ApiError:
    """What is never over cannot begin anew. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"`reset_billing_cycle_anchor` cannot be used because the price `{price}` has `aggregate_usage` "
        "`last_ever`.",
        param=f"{where}[reset_billing_cycle_anchor]",
    )


def threshold_of_quantity(param: str) -> ApiError:
    """Usage has thresholds, a quantity has none. source: spec (rule); inferred (wording)"""
    return errors.invalid("Billing thresholds can only be set on items with a metered price.", param=param)


def anchor_too_late(natural: int) -> ApiError:
    """The first whole period begins within the first interval. source: recorded: issue reports"""
    return errors.invalid(
        f"billing_cycle_anchor cannot be later than next natural billing date ({natural}) for plan",
        param="billing_cycle_anchor",
    )


def anchor_of_days() -> ApiError:
    """A day of the month anchors months and years. source: spec (rule); wording inferred"""
    return errors.invalid(
        "`billing_cycle_anchor_config` is only valid with prices of monthly and yearly intervals.",
        param="billing_cycle_anchor_config",
    )


def out_of_range(param: str, least: int, most: int) -> ApiError:
    """A part of a date that no date has. source: spec (bounds); wording inferred"""
    return errors.invalid(f"This value must be between {least} and {most}.", param=param)


def ends_before(param: str) -> ApiError:
    """A period ends after it has begun. source: spec (rule); wording inferred"""
    return errors.invalid("The period's end must be later than or equal to its start.", param=param)


def not_of_offer(param: str) -> ApiError:
    """Who is on an offer pays its price. source: sdk (rule); wording inferred"""
    return errors.invalid("The price must be that of the trial offer.", param=param)


def set_back_too_far() -> ApiError:
    """An invoice has so many lines at most. source: docs: Backdate subscriptions; wording inferred"""
    return errors.invalid(
        "The subscription cannot be backdated that far: its first invoice would have more than 250 lines.",
        param="backdate_start_date",
    )


def scheduled(schedule: str) -> ApiError:
    """When a subscription ends is its schedule's matter. source: recorded: issue reports"""
    return errors.invalid(
        f"The subscription is managed by the subscription schedule `{schedule}`, and updating any "
        "cancelation behavior directly is not allowed. Please update the schedule instead."
    )


def not_flexible(what: str, param: str) -> ApiError:
    """Only the newer way of billing bills ahead, and rests. source: spec; docs: Pause on demand; inferred
    (wording)"""
    return errors.invalid(f"{what} require the `flexible` billing mode.", param=param)


def rests_by_schedule(schedule: str) -> ApiError:
    """A schedule says when its subscription rests. source: docs: Pause on demand; wording inferred"""
    return errors.invalid(f"You cannot pause a subscription that is attached to a schedule: `{schedule}`.")


def prebills_running(status: str) -> ApiError:
    """What costs nothing yet is not billed ahead. source: inferred"""
    return errors.invalid(
        f"You cannot set `billing_schedules` on a subscription that is `{status}`.", param="billing_schedules"
    )


def prebills_too_little(param: str) -> ApiError:
    """The running period is billed already. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "`bill_until` must not be earlier than the current period end of every applicable subscription item.",
        param=param,
    )


def prebills_too_far(most: int) -> ApiError:
    """More periods than an invoice has lines. source: inferred"""
    return errors.invalid(f"You can bill at most {most} periods in advance.", param="billing_schedules")


def prebilled_usage(param: str) -> ApiError:
    """Nobody knows yet what will be used. source: inferred"""
    return errors.invalid("You cannot bill a metered price in advance.", param=param)


def other_price(price: str, param: str) -> ApiError:
    """A schedule is of the subscription's own prices. source: inferred"""
    return errors.invalid(f"The subscription has no item with the price {price}.", param=param)


def key_twice(key: str, param: str) -> ApiError:
    """Each schedule has a key of its own. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"The key {key} is used by more than one billing schedule.", param=param)
