"""Refusals of accounts, persons and external accounts, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError

RESTRICTED = (
    "This application does not have the required permissions for this parameter on account '{account}'."
)


def cards_without_transfers() -> ApiError:
    """Two capabilities that go together. source: recorded: issue reports (wording)"""
    return errors.invalid("Accounts do not currently support `card_payments` without `transfers`.")


def no_such_acceptance() -> ApiError:
    """Nobody agreed to terms before there were any, or will have. source: inferred; wording from memory"""
    return errors.invalid(
        "ToS acceptance date is not valid. Dates are expected to be integers, measured in seconds, not in "
        "the future, and after 2009.",
        param="tos_acceptance[date]",
    )


def no_such_day(param: str) -> ApiError:
    """Nobody is born then. source: inferred"""
    return errors.invalid("Invalid date of birth.", param=param)


def too_young(param: str) -> ApiError:
    """A child. source: recorded: issue reports (rule); wording from memory"""
    return errors.invalid("Must be at least 13 years of age to use Stripe.", param=param)


def owns_too_much(param: str) -> ApiError:
    """A share of a whole. source: spec (percentage); wording inferred"""
    return errors.invalid("The percentage of ownership must be between 0 and 100.", param=param)


def no_category(code: str) -> ApiError:
    """Categories of merchants have four digits. source: docs: API reference (rule); wording inferred"""
    return errors.invalid(f"Invalid merchant category code: {code}", param="business_profile[mcc]")


def bad_phone(number: str, param: str) -> ApiError:
    """Nobody can be called there. source: recorded: issue reports"""
    return errors.invalid(f'"{number}" is not a valid phone number', param=param)


def below_minimum(days: int, param: str) -> ApiError:
    """Money is not paid out sooner than a country allows. source: recorded: issue reports (wording)"""
    return errors.invalid(f"You cannot lower this merchant's delay below {days}", param=param)


def no_such_anchor(param: str) -> ApiError:
    """No month has that day. source: spec (rule); wording inferred"""
    return errors.invalid("The day of the month must be between 1 and 31.", param=param)


def unknown_capability(name: str) -> ApiError:
    """Nothing that an account could ask for. source: inferred"""
    return errors.invalid(f"Unknown capability: {name}", param="capabilities")


def liable_without_dashboard() -> ApiError:
    """Who collects and shows nothing cannot be at a loss. source: recorded: issue reports (wording)"""
    return errors.invalid(
        "When stripe_dashboard[type]=none and requirement_collection=stripe, Stripe must be liable for "
        "negative balances or refunds and chargebacks."
    )


def application_collects() -> ApiError:
    """Who collects requirements answers for everything.
    source: docs: Connect controller properties; wording inferred
    """
    return errors.invalid(
        "When requirement_collection=application, losses[payments] and fees[payer] must be application and "
        "stripe_dashboard[type] must be none.",
        param="controller",
    )


def express_collects() -> ApiError:
    """The Express Dashboard asks for what is lacking.
    source: docs: Connect controller properties; wording inferred
    """
    return errors.invalid(
        "When stripe_dashboard[type]=express, requirement_collection must be stripe.", param="controller"
    )


def terms_of_others() -> ApiError:
    """Whom Stripe asks agrees with Stripe.
    source: docs: Connect service agreements (rule); wording inferred
    """
    return errors.invalid(
        "You cannot accept the Terms of Service on behalf of Standard and Express connected accounts.",
        param="tos_acceptance",
    )


def not_ours_to_change(account: str, param: str) -> ApiError:
    """An account that has begun its onboarding tells of itself. source: docs: Connect accounts (rule);
    wording inferred"""
    return errors.invalid(RESTRICTED.format(account=account), param=param)


def own_account() -> ApiError:
    """A platform's own account is changed in the dashboard. source: spec (rule); wording inferred"""
    return errors.invalid(
        "You cannot perform this request on your own account, only on accounts that are connected to it."
    )


def not_a_persons_account() -> ApiError:
    """An individual's facts on a company's account. source: inferred"""
    return errors.invalid(
        "You cannot set `individual` on an account whose `business_type` is not `individual`.",
        param="individual",
    )


def last_of_its_currency() -> ApiError:
    """Payouts need somewhere to go. source: docs: Connect external accounts (rule); wording inferred"""
    return errors.invalid(
        "You cannot delete the default external account for your default currency. Please make another "
        "external account the default using the `default_for_currency` param, and then delete this one."
    )


def one_stays_default() -> ApiError:
    """A default is given up by making another one. source: inferred"""
    return errors.invalid(
        "You cannot unset `default_for_currency`. Make another external account the default instead.",
        param="default_for_currency",
    )


def opener_stays(person: str) -> ApiError:
    """The person who acts for an account cannot leave it.
    source: docs: Connect persons (rule); wording inferred
    """
    return errors.invalid(f"You cannot delete {person}: it is the representative of the account.")


def not_rejectable(account: str) -> ApiError:
    """Stripe answers for that account. source: docs: error codes; wording inferred"""
    return errors.invalid(
        f"You cannot reject {account}: it is a standard account.", code="not_allowed_on_standard_account"
    )


def no_debit_card() -> ApiError:
    """Payouts go to debit cards alone. source: docs: error codes (rule and code); wording inferred"""
    return errors.invalid(
        "The card provided as an external account is not a debit card. Provide a non-prepaid debit card "
        "instead.",
        code="invalid_card_type",
        param="external_account",
    )


def card_without_currency() -> ApiError:
    """A card that is paid out to has a currency. source: spec (rule); wording inferred"""
    return errors.invalid(
        "You must pass `card[currency]` when you create the token of a card that is added to an account.",
        code="parameter_missing",
        param="external_account",
    )


def wrong_token(token: str, kind: str, param: str) -> ApiError:
    """A token of something else. source: inferred"""
    return errors.invalid(f"The token {token} is not of type {kind}.", param=param)


def unsupported_country(country: str) -> ApiError:
    """No account is of that country. source: inferred (words and status)"""
    return errors.refused(
        f"{country} is not currently supported by Stripe.", "resource_missing", country, 404
    )


def no_platform() -> ApiError:
    """A connected account has none of its own. source: docs: Connect (rule); wording from memory"""
    return errors.invalid(
        "You can only create new accounts if you've signed up for Connect, which you can do at "
        "https://dashboard.stripe.com/connect."
    )
