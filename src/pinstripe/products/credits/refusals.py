"""Refusals of credit grants, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def bad_priority() -> ApiError:
    """From the first, 0, to the last, 100. source: spec (rule); inferred (wording)"""
    return errors.invalid("`priority` must be between 0 and 100.", param="priority")


def not_metered(price: str, param: str) -> ApiError:
    """Credits are for prices that a meter counts. source: docs: Billing credits (rule); inferred (wording)"""
    return errors.invalid(
        f"The price `{price}` cannot be used with billing credits. Only metered prices that have a billing "
        "meter attached to them are supported.",
        param=param,
    )


def ends_in_the_past() -> ApiError:
    """A grant ends later than now. source: inferred"""
    return errors.invalid("`expires_at` must be in the future.", param="expires_at")


def ends_before_it_starts() -> ApiError:
    """A grant counts for some time at least. source: inferred"""
    return errors.invalid("`expires_at` must be after `effective_at`.", param="expires_at")


def too_many_grants(most: int) -> ApiError:
    """So many that are not used up. source: docs: Billing credits (rule); inferred (wording)"""
    return errors.invalid(f"A customer can have at most {most} unused credit grants.", param="customer")


def is_void(grant: str, verb: str) -> ApiError:
    """It was taken back. source: docs: Billing credits (rule); inferred (wording)"""
    return errors.invalid(f"You cannot {verb} the credit grant `{grant}` because it has been voided.")


def has_expired(grant: str, verb: str) -> ApiError:
    """Its time is over. source: docs: Billing credits (rule); inferred (wording)"""
    return errors.invalid(f"You cannot {verb} the credit grant `{grant}` because it has expired.")


def was_used(grant: str) -> ApiError:
    """What was used cannot be taken back. source: docs: Billing credits (rule); inferred (wording)"""
    return errors.invalid(
        f"You cannot void the credit grant `{grant}` because it has been applied to an invoice."
    )


def of_another_customer(grant: str, customer: str) -> ApiError:
    """A grant is one customer's. source: inferred"""
    return errors.invalid(
        f"The credit grant `{grant}` does not belong to the customer `{customer}`.",
        param="filter[credit_grant]",
    )
