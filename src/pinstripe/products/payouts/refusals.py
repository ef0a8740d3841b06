"""Refusals of payouts, top-ups and balance settings, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def insufficient(source_type: str) -> ApiError:
    """More than the balance holds. source: recorded: gumroad"""
    return errors.invalid(
        f"You have insufficient funds in your Stripe account for this transfer. Your {source_type} balance "
        "is too low.  You can use the /v1/balance endpoint to view your Stripe balance (for more details, "
        "see stripe.com/docs/api#balance).",
        code="balance_insufficient",
    )


def nowhere_to_send(currency: str) -> ApiError:
    """No external account takes that currency. source: recorded: stripe_world"""
    return errors.invalid(f"Sorry, you don't have any external accounts in that currency ({currency}).")


def storage_currency(place: Record, currency: str) -> ApiError:
    """A storage account holds some currencies. source: inferred"""
    return errors.invalid(f"The financial account {place.id} cannot hold {currency}.", param="currency")


def one_destination() -> ApiError:
    """Money goes to one place. source: inferred"""
    return errors.invalid("You cannot pass both `destination` and `payout_method`.", param="payout_method")


def incomplete_start(name: str) -> ApiError:
    """A day begins at an hour, on a half hour, in a zone. source: inferred (which are needed)"""
    return errors.missing_param(f"payments[settlement_timing][start_of_day][{name}]")


def no_such_start(name: str, said: str) -> ApiError:
    """No day begins then. source: docs: customized start of day (rule); wording inferred"""
    return errors.invalid(
        f"Invalid start of day: {name} {said}.", param=f"payments[settlement_timing][start_of_day][{name}]"
    )


def rule_amount(at: str) -> ApiError:
    """Up to how much has to be said where not all is meant, and only there.

    source: docs: API reference (rule); wording inferred
    """
    return errors.invalid(
        "`transfer_up_to_amount` must be a positive amount for a rule of that type, and is left out for "
        "`transfer_all`.",
        param=f"{at}[transfer_up_to_amount]",
    )


def other_currency(destination: Record, currency: str) -> ApiError:
    """An external account takes one currency. source: docs: payouts (rule); wording inferred"""
    return errors.invalid(
        f"Cannot create a payout in {currency} to {destination.id}, whose currency is "
        f"{destination.currency}.",
        param="currency",
    )


def disabled(account: str) -> ApiError:
    """An account that lacks something is not paid out. source: docs: error codes; wording inferred"""
    return errors.invalid(
        f"Payouts have been disabled on the account {account}. Check its requirements to see what is "
        "missing.",
        code="payouts_not_allowed",
    )


def not_instant(destination: Record) -> ApiError:
    """Not every bank takes money at once. source: docs: error codes (code); wording inferred"""
    kind = "bank account" if destination.type == "bank_account" else "card"
    return errors.invalid(
        f"Instant Payouts are not supported for this {kind}.", code="instant_payouts_unsupported"
    )


def over_instant_cap(kind: str, most: str) -> ApiError:
    """So much and no more at once. source: recorded: gumroad (bank accounts); cards inferred"""
    kinds = {"bank_account": "bank accounts", "card": "debit cards"}
    return errors.invalid(
        f"Instant Payouts to {kinds[kind]} are only supported for amounts less than or equal to {most}"
    )


def not_in_hundreds(currency: str) -> ApiError:
    """Banks of a currency without small change. source: docs: currencies (rule); wording inferred"""
    return errors.invalid(
        f"Payouts in {currency} must be in whole units: the amount must be divisible by 100.", param="amount"
    )


def wrong_state(payout: Record, verb: str) -> ApiError:
    """Too late, or too early. source: spec (rule); wording inferred"""
    if verb == "cancel":
        return errors.invalid(
            f"Payouts can only be canceled while they are pending. This payout has a status of "
            f"{payout.status}."
        )
    if verb == "reverse" and payout.status == "pending":
        return errors.invalid("This payout is pending: cancel it instead of reversing it.")
    return errors.invalid(f"This payout has a status of {payout.status}: it cannot be reversed.")


def automatic_stays(payout: str) -> ApiError:
    """What the schedule pays out is not called off. source: spec (rule); wording inferred"""
    return errors.invalid(f"The payout {payout} is automatic: only manual payouts can be canceled.")


def not_reversible(payout: str) -> ApiError:
    """Only some banks can be debited. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"The payout {payout} cannot be reversed: only payouts to bank accounts in the US and Canada can be."
    )


def reversed_before(payout: str) -> ApiError:
    """Once is all. source: inferred"""
    return errors.invalid(f"The payout {payout} has already been reversed.")


def no_such_day(day: int) -> ApiError:
    """Months have 31 days at most. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"Invalid day of the month: {day}. It must be between 1 and 31.",
        param="payments[payouts][schedule][monthly_payout_days]",
    )


def delay_out_of_range(most: int) -> ApiError:
    """Money is held some days, and not for ever. source: inferred"""
    return errors.invalid(
        f"Invalid delay_days_override: it must be between 1 and {most}.",
        param="payments[settlement_timing][delay_days_override]",
    )


def not_from_there(country: str, currency: str) -> ApiError:
    """Banks of other countries are not debited. source: recorded: stripe_world"""
    return errors.invalid(
        f"Top-up creation is not supported for country {country} and currency {currency.upper()}."
    )


def nothing_to_debit() -> ApiError:
    """The account has no bank account. source: inferred"""
    return errors.invalid("You must have a verified bank account to create a top-up.", param="source")


def not_debitable(param: str) -> ApiError:
    """Something that is no bank account in the US. source: inferred"""
    return errors.invalid("Top-ups can only be paid by a us_bank_account.", param=param)


def letterless() -> ApiError:
    """A bank shows words. source: spec (rule); wording inferred"""
    return errors.invalid(
        "The statement descriptor of a top-up must contain at least one letter.",
        param="statement_descriptor",
    )


def topup_in_wrong_state(topup: Record, verb: str) -> ApiError:
    """Too late. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"This top-up has a status of {topup.status}: only pending top-ups can be canceled."
    )
