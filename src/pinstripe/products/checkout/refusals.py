"""Refusals of checkout sessions, in Stripe's words where they are known."""

from __future__ import annotations

from collections.abc import Iterable

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(session: Record, verb: str) -> ApiError:
    """Only an open session ends. source: docs: Checkout (from memory); other verbs inferred"""
    done = {"expire": "expired"}.get(verb, f"{verb}d")
    return errors.invalid(
        f'Only Checkout Sessions with a status in ["open"] can be {done}. This Checkout Session has a status '
        f"of `{session.status}`."
    )


def recurring_in_payment(mode: str) -> ApiError:
    """What recurs is subscribed to. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"You specified `{mode}` mode but passed a recurring price. Either switch to `subscription` mode or "
        "use only one-time prices.",
        param="mode",
    )


def nothing_recurs() -> ApiError:
    """A subscription is of something that recurs. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "You must provide at least one recurring price in `subscription` mode when using prices.",
        param="mode",
    )


def not_in_mode(name: str, mode: str) -> ApiError:
    """A parameter of another mode. source: recorded: issue reports (wording of payment_intent_data)"""
    return errors.invalid(f"You can not pass `{name}` in `{mode}` mode.", param=name)


def creation_in_payment() -> ApiError:
    """Whoever subscribes is a customer anyhow. source: recorded: issue reports (of 2026)"""
    return errors.invalid("`customer_creation` can only be used in `payment` mode.")


def invoice_in_payment() -> ApiError:
    """Subscriptions have invoices of their own. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "You can only enable invoice creation when `mode` is set to `payment`.", param="invoice_creation"
    )


def only_with(name: str, other: str) -> ApiError:
    """A parameter that means nothing without another. source: spec (rules); inferred (wording)"""
    return errors.invalid(f"`{name}` can only be used with `{other}`.", param=name)


def not_with(name: str, other: str, value: str) -> ApiError:
    """A parameter that another way of showing the page has no use for. source: spec (rules); inferred
    (wording)"""
    return errors.invalid(f"You can not pass `{name}` when `{other}` is `{value}`.", param=name)


def too_little(currency: str) -> ApiError:
    """Cards take no less. source: recorded: issue reports (wording)"""
    least = currencies.symbol_amount(currencies.minimum_charge(currency), currency)
    return errors.invalid(
        f"The Checkout Session's total amount due must add up to at least {least} {currency}",
        code="amount_too_small",
    )


def converts_to_too_little(words: tuple[str, str, str]) -> ApiError:
    """The least of the currency that the account settles in. params: words, that least, the total, its worth.
    source: recorded: issue reports (RUB to PLN, 2026)
    """
    least, total, worth = words
    return errors.invalid(
        f"The Checkout Session's total amount must convert to at least {least}."
        f" {total} converts to approximately {worth}.",
        code="amount_too_small",
    )


def too_much(currency: str) -> ApiError:
    """Cards take no more. source: recorded: issue reports (wording, and the code of a kind's own most)"""
    most = currencies.symbol_amount(currencies.maximum_charge(currency), currency)
    return errors.invalid(
        f"The Checkout Session's total amount due must be no more than {most}.", code="amount_too_large"
    )


def ends_too_soon() -> ApiError:
    """source: recorded: issue reports (wording)"""
    return errors.invalid(
        "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
        param="expires_at",
    )


def ends_too_late() -> ApiError:
    """source: recorded: issue reports (wording)"""
    return errors.invalid(
        "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
        param="expires_at",
    )


def needs_quantity(where: str) -> ApiError:
    """How many. source: recorded: issue reports (wording)"""
    return errors.invalid(f"Quantity is required. Add `quantity` to `{where}`", param=f"{where}[quantity]")


def quantity_of_metered(where: str) -> ApiError:
    """Usage decides. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"Quantity should not be specified where usage_type is `metered`. Remove quantity from `{where}`",
        param=f"{where}[quantity]",
    )


def other_currency(known: str, asked: str, param: str) -> ApiError:
    """All of a basket is paid in one currency. source: inferred"""
    return errors.invalid(
        f"All prices in a Checkout Session must be in the same currency: expected {known}, got {asked}.",
        param=param,
    )


def chosen_amount_alone(where: str) -> ApiError:
    """Who chooses the amount buys one thing. source: docs: Checkout (pay what you want); inferred
    (wording)"""
    return errors.invalid(
        "A price with `custom_unit_amount` must be the only line item, with a quantity of 1, in `payment` "
        "mode and without discounts.",
        param=where,
    )


def bad_bounds(where: str) -> ApiError:
    """A quantity lies between its bounds. source: spec (limits); inferred (wording)"""
    return errors.invalid(
        "The quantity must lie between `adjustable_quantity[minimum]` and `adjustable_quantity[maximum]`.",
        param=f"{where}[adjustable_quantity]",
    )


def empty_basket() -> ApiError:
    """Something is bought. source: inferred"""
    return errors.invalid("A Checkout Session needs at least one line item.", param="line_items")


def key_twice(where: str) -> ApiError:
    """Fields are told apart by their keys. source: spec (rule); inferred (wording)"""
    return errors.invalid("The `key` of each custom field must be unique.", param=where)


def not_alphanumeric(where: str) -> ApiError:
    """source: spec (rule); inferred (wording)"""
    return errors.invalid("May only contain alphanumeric characters.", param=where)


def wrong_field(where: str, why: str) -> ApiError:
    """A custom field that cannot be filled in. source: spec (rules); inferred (wording)"""
    return errors.invalid(f"Invalid custom field: {why}", param=where)


def other_amount() -> ApiError:
    """The page showed another amount. source: docs: Stripe CLI (expected_amount); inferred (wording)"""
    return errors.invalid(
        "The amount of the Checkout Session has changed. Reload the page and try again.",
        param="expected_amount",
        code="checkout_amount_mismatch",
    )


def over(session: Record) -> ApiError:
    """Nobody buys twice with one session. source: inferred"""
    return errors.invalid(
        f"This Checkout Session is no longer open: it has a status of `{session.status}`.",
        code="resource_expired" if session.status == "expired" else None,
    )


def kind_not_offered(name: str) -> ApiError:
    """The page does not offer that kind. source: inferred"""
    return errors.invalid(
        f"The payment method type `{name}` is not accepted by this Checkout Session.", param="payment_method"
    )


def not_answered(label: str, param: str) -> ApiError:
    """The page wants it to be filled in. source: inferred"""
    return errors.invalid(f"Please fill in: {label}", param=param)


def answered_wrong(label: str, why: str, param: str) -> ApiError:
    """What was filled in does not fit. source: inferred"""
    return errors.invalid(f"{label}: {why}", param=param)


def not_sent_there(country: str | None) -> ApiError:
    """Only some countries are sent to. source: spec (allowed_countries); inferred (wording)"""
    return errors.invalid(
        f"Nothing is sent to this country: {country or 'none'}.",
        param="collected_information[shipping_details][address][country]",
    )


def nowhere_in_checkout() -> ApiError:
    """A known customer is taxed where their address is. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address "
        "to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` "
        "to 'auto' to save the address entered in Checkout to the Customer.",
        code="customer_tax_location_invalid",
    )


def ended_fields(name: str) -> ApiError:
    """Of a session that is over only notes may change. source: inferred"""
    return errors.invalid(f"You cannot update `{name}` of a Checkout Session that is not open.", param=name)


def unknown_line(key: str, param: str) -> ApiError:
    """source: inferred"""
    return errors.no_such("line item", key, param, 400)


def trial_end_too_soon() -> ApiError:
    """source: docs: Checkout (from memory)"""
    return errors.invalid(
        "The `trial_end` date has to be at least 2 days in the future.",
        param="subscription_data[trial_end]",
    )


def both_ways_to_send(where: str) -> ApiError:
    """A way of sending is named or described. source: inferred"""
    return errors.exclusive_params([f"{where}[shipping_rate]", f"{where}[shipping_rate_data]"])


def kind_not_in_currency(name: str, currency: str, accepted: Iterable[str], param: str) -> ApiError:
    """A kind that is not paid in the session's currency. source: recorded: issue reports (wording)"""
    known = ", ".join(f"``{one}``" for one in accepted)
    return errors.invalid(
        f"Invalid currency options ``{currency}``. The payment method `{name}` only supports the following "
        f"currencies: {known}.",
        param=param,
    )


def kind_not_in_mode(name: str, mode: str, param: str) -> ApiError:
    """A kind that is paid once cannot be subscribed with. source: recorded: issue reports (wording)"""
    return errors.invalid(f"The payment method `{name}` cannot be used in `{mode}` mode.", param=param)


def others_method(key: str) -> ApiError:
    """Nobody pays with what somebody else keeps. source: inferred (as payments say it)"""
    return errors.invalid(
        f"The payment method {key} belongs to another customer than the one of this Checkout Session.",
        param="payment_method",
    )


def anchor_of_trial() -> ApiError:
    """Free time has an end of its own. source: docs: Set billing cycles (rule); inferred (wording)"""
    return errors.invalid(
        "You can not pass `billing_cycle_anchor` together with a trial.",
        param="subscription_data[billing_cycle_anchor]",
    )


def only_recurring() -> ApiError:
    """Nothing is paid at first, so nothing can be bought once. source: docs: Set billing cycles (rule);
    inferred (wording)"""
    return errors.invalid(
        "One-time prices cannot be used when `proration_behavior` is `none`.",
        param="subscription_data[proration_behavior]",
    )


def amount_off_a_part() -> ApiError:
    """An amount is not taken off a part of a period. source: docs: Set billing cycles (rule); inferred
    (wording)"""
    return errors.invalid(
        "Coupons with `amount_off` cannot be used when the first period is prorated.",
        param="discounts[0][coupon]",
    )


def blocked(name: str) -> ApiError:
    """The merchant doesn't take such cards. source: spec (restrictions); inferred (wording)"""
    return errors.invalid(
        f"Cards of this kind are not accepted by this Checkout Session: {name}.", param="payment_method"
    )


def no_price() -> ApiError:
    """source: recorded: issue reports (wording)"""
    return errors.invalid("You must provide either price or price_data for each line item when using prices.")


def name_stays() -> ApiError:
    """Whoever names a tax id names a business. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "Tax ID collection requires updating business name on the customer. To enable tax ID collection for "
        "an existing customer, please set `customer_update[name]` to `auto`."
    )


def other_rhythms() -> ApiError:
    """What is subscribed to on a page is billed in one rhythm. source: docs: Checkout (from memory)"""
    return errors.invalid(
        "Checkout does not support multiple prices with different billing intervals.", param="line_items"
    )


def not_managed(where: str) -> ApiError:
    """source: docs: Managed Payments (rule); inferred (wording)"""
    return errors.invalid(f"You cannot use `{where}` when Managed Payments is enabled.", param=where)


def not_a_color(where: str) -> ApiError:
    """source: spec (rule); inferred (wording)"""
    return errors.invalid("Invalid color: must be a hex color value starting with `#`.", param=where)


def taxed_setup() -> ApiError:
    """Nothing is bought, so nothing is taxed. source: recorded: issue reports (wording)"""
    return errors.invalid("You cannot set `automatic_tax[enabled]=true` in `setup` mode.")
