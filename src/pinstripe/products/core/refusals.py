"""Refusals of the second version's accounts; all of them have a code."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def no_such(noun: str, key: str) -> ApiError:
    """Nothing of that id that the caller reaches. source: inferred"""
    return errors.in_v2(errors.no_such(noun, key, "id", 404))


def closed(account: str) -> ApiError:
    """An account that was closed stays as it is. source: spec (rule); wording inferred"""
    return errors.in_v2(errors.invalid(f"The account {account} is closed and cannot be changed."))


def not_applied(names: list[str]) -> ApiError:
    """Whoever closes an account says which configurations it has. source: spec (rule); wording inferred"""
    return errors.in_v2(
        errors.invalid(
            f"The account has the configurations {names}, which have to be named.",
            param="applied_configurations",
            code="configs_must_match_to_close",
        )
    )


def responsibilities_needed() -> ApiError:
    """A merchant or a recipient is somebody's to answer for. source: sdk (rule); wording inferred"""
    return errors.in_v2(
        errors.invalid(
            "Accounts with the merchant or recipient configuration need `dashboard` and the responsibilities "
            "`fees_collector` and `losses_collector`.",
            param="defaults[responsibilities]",
        )
    )


def express_answers_itself() -> ApiError:
    """Whoever has the express dashboard has nobody else to pay and to lose for them. source: spec (rule);
    wording inferred
    """
    return refused_controller(
        "If `dashboard` is `express`, `fees_collector` and `losses_collector` must be `application`.",
        "account_controller_express_dash_without_application_losses_or_fees",
    )


def losses_without_fees() -> ApiError:
    """Who answers for losses pays the fees. source: spec (rule); wording inferred"""
    return refused_controller(
        "If `losses_collector` is `application`, `fees_collector` must be `application`, too.",
        "account_controller_stripe_pricing_platform_liable",
    )


def refused_controller(message: str, code: str) -> ApiError:
    """Responsibilities that do not fit together. source: spec (rule); wording inferred"""
    return errors.in_v2(errors.invalid(message, param="defaults[responsibilities]", code=code))


def country_needed() -> ApiError:
    """A merchant or a recipient is somewhere. source: spec (code); when and wording inferred"""
    return errors.in_v2(
        errors.invalid(
            "`identity.country` is required for the merchant and recipient configurations.",
            param="identity[country]",
            code="identity_country_required",
        )
    )


def country_is_fixed() -> ApiError:
    """source: spec (code); wording inferred"""
    return errors.in_v2(
        errors.invalid(
            "`identity.country` cannot be changed.",
            param="identity[country]",
            code="immutable_identity_param",
        )
    )


def of_a_customer(key: str) -> ApiError:
    """The first version's customer is no account. source: spec (code); wording inferred"""
    message = f"{key} is a v1 customer and cannot be used in place of a v2 account."
    return errors.in_v2(errors.invalid(message, code="v1_customer_instead_of_v2_account"))


def bad_page() -> ApiError:
    """A page that no list gave. source: inferred"""
    return errors.in_v2(
        errors.invalid("The page is not one that a list of these objects gave.", param="page")
    )


def used_token(token: str) -> ApiError:
    """A token is good once. source: docs: error codes (code); wording inferred"""
    return errors.invalid(f"You cannot use a token more than once: {token}.", code="token_already_used")


def unpayable(method: str, currency: str, path: str) -> ApiError:
    """A default of a currency takes it, and is in use. source: sdk (rule); wording inferred"""
    return errors.invalid(f"The payout method {method} cannot be paid in {currency}.", param=path)
