"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def is_inactive(account: Record, verb: str) -> ApiError:
    """Nothing is read of an account that is closed or disconnected. source: docs: error codes; wording
    inferred
    """
    return errors.invalid(
        f"You cannot {verb.replace('_', ' ')} the Financial Connections account {account.id} because its "
        f"status is {account.status}.",
        code="financial_connections_account_inactive",
    )


def not_permitted(account: Record, feature: str, permission: str) -> ApiError:
    """Its holder did not agree to that. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The Financial Connections account {account.id} does not have the `{permission}` permission, which "
        f"`{feature}` needs.",
        param="features",
    )


def too_early(feature: str, moment: int | None) -> ApiError:
    """What is fresh, or on its way, is not asked for again. source: spec (field); wording inferred"""
    when = "once the refresh under way has ended" if moment is None else f"at {moment}"
    return errors.invalid(f"The next refresh of `{feature}` is available {when}.", param="features")


def never_refreshed(account: Record) -> ApiError:
    """Transactions are there once a refresh succeeded. source: docs: error codes; wording inferred"""
    return errors.invalid(
        f"The Financial Connections account {account.id} has no successful transaction refresh. Refresh or "
        "subscribe to its transactions first.",
        code="financial_connections_no_successful_transaction_refresh",
    )


def no_account_numbers(account: Record, where: str) -> ApiError:
    """A payment needs the account's numbers. source: docs: error codes; wording inferred"""
    return errors.invalid(
        f"The Financial Connections account {account.id} has no account numbers to pay with.",
        code="financial_connections_account_unavailable_account_numbers",
        param=where,
    )


def no_such_ownership(key: str) -> ApiError:
    """Owners are listed of one look at them. source: spec; inferred"""
    return errors.no_such("financial connections account ownership", key, "ownership", 400)


def no_such_refresh(key: str) -> ApiError:
    """Transactions are listed after a refresh of this account. source: spec; inferred"""
    return errors.no_such("transaction refresh", key, "transaction_refresh[after]", 400)


def not_covered(feature: str) -> ApiError:
    """What is not permitted is not fetched in advance. source: spec (rule); wording inferred"""
    return errors.invalid(f"`{feature}` must be in `permissions` to be in `prefetch`.", param="prefetch")


def too_few() -> ApiError:
    """A session collects at least one account. source: inferred"""
    return errors.too_low(1, "limits[accounts]")


def other_countries(country: str, param: str) -> ApiError:
    """Only banks of the US are there. source: docs: Financial Connections (from memory); wording inferred"""
    return errors.invalid(f"Financial Connections is not available in {country}.", param=param)


def is_complete(session: Record) -> ApiError:
    """A session is gone through once. source: inferred"""
    return errors.invalid(f"The session {session.id} has already been completed.", param="session")


def unknown_institution(words: Sequence[str]) -> ApiError:
    """Only published test institutions are there. source: inferred"""
    return errors.bad_enum(words, "institution")


def unknown_account(words: Sequence[str]) -> ApiError:
    """The institution has no account of that name. source: inferred"""
    return errors.bad_enum(words, "accounts")
