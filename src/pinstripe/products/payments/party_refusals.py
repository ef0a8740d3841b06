"""Refusals of payments that concern other accounts, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def fee_for_nobody(param: str) -> ApiError:
    """A platform takes no fee from itself. source: recorded: issue reports (both wordings)"""
    if param == "application_fee":
        return errors.invalid(
            "Can only apply an application_fee when the request is made on behalf of another account (using "
            "an "
            "OAuth key, the Stripe-Account header, or the destination parameter).",
            param=param,
        )
    return errors.invalid(
        f"Can only apply an {param} when the PaymentIntent is attempting a direct payment (using an OAuth "
        "key "
        "or Stripe-Account header) or destination payment (using `transfer_data[destination]`).",
        param=param,
    )


def fee_beyond_amount(param: str) -> ApiError:
    """A fee is a part of what is paid. source: docs: Connect charges (rule); wording from memory"""
    return errors.invalid("Your application fee cannot be greater than the charge amount.", param=param)


def fee_and_share(param: str) -> ApiError:
    """What the platform keeps is said in one way. source: docs: Connect charges (rule); wording inferred"""
    return errors.invalid(
        f"You may only specify one of these parameters: {param}, transfer_data[amount].", param=param
    )


def share_beyond_amount(param: str) -> ApiError:
    """More is sent on than was paid. source: spec (rule); wording inferred"""
    return errors.invalid("The transfer amount cannot be greater than the charge amount.", param=param)


def share_for_nobody(param: str) -> ApiError:
    """An amount is sent on, or words with it, and nobody says to whom. source: inferred"""
    return errors.invalid(
        f"`{param}` can only be set for a payment that was made with `transfer_data[destination]`.",
        param=param,
    )


def own_account(param: str) -> ApiError:
    """A payment sends nothing on to whoever takes it. source: docs: Connect charges (rule); wording
    inferred
    """
    return errors.invalid(f"The account in `{param}` cannot be your own account.", param=param)


def not_on_behalf_of_another() -> ApiError:
    """The money goes to one account and is settled as another's. source: recorded: issue reports (wording,
    first sentence)
    """
    return errors.invalid(
        "You cannot specify an `on_behalf_of` value that is different from the `transfer_data[destination]` "
        "value when using `card` or `card_present` in `payment_method_types`.",
        param="on_behalf_of",
    )


def outside_region(country: str) -> ApiError:
    """Money that settles with the platform stays in its part of the world. source: recorded: issue reports
    (wording)
    """
    return errors.invalid(
        f"Cannot create a destination charge for connected accounts in {country} because funds would be "
        "settled "
        "on the platform and the connected account is outside the platform's region. You may use the "
        "`on_behalf_of` parameter to have the charge settle in the connected account's country. For more "
        "information on `on_behalf_of`, see https://stripe.com/docs/connect/charges-transfers#on-behalf-of. "
        "If "
        "using capabilities (e.g. `card_payments`, `transfers`), note that they affect settlement as well. "
        "For "
        "more information on capabilities, see https://stripe.com/docs/connect/account-capabilities. If you "
        "still need assistance, please contact us via https://support.stripe.com/contact.",
        code="transfers_not_allowed",
    )


def cannot_receive(param: str | None = None) -> ApiError:
    """An account that may not be sent money. source: docs: error codes (code); wording from memory"""
    return errors.invalid(
        "Your destination account needs to have at least one of the following capabilities enabled: "
        "transfers, "
        "crypto_transfers, legacy_payments",
        code="insufficient_capabilities_for_transfer",
        param=param,
    )


def cannot_charge(account: str) -> ApiError:
    """An account that may not take cards. source: docs: account capabilities (rule); wording from memory"""
    return errors.invalid(
        f"Your account ({account}) must have the `card_payments` capability enabled to be used as "
        "`on_behalf_of`.",
        param="on_behalf_of",
    )


def not_liable_for(account: str) -> ApiError:
    """An account is debited by the platform that answers for its losses. source: docs: Debit connected
    accounts (rule); wording inferred
    """
    return errors.invalid(
        f"You cannot debit the account {account}, because your platform is not responsible for its negative "
        "balances.",
        param="source",
    )


def other_region(account: str, country: str) -> ApiError:
    """Both accounts are in one part of the world. source: docs: Debit connected accounts (rule); wording
    inferred
    """
    return errors.invalid(
        f"You cannot debit the account {account} in {country}, because it is outside your platform's region.",
        param="source",
    )


def not_in_its_currency(account: str, currency: str) -> ApiError:
    """An account is debited in its own currency. source: docs: Debit connected accounts (rule); wording
    inferred
    """
    return errors.invalid(
        f"The account {account} can only be debited in its default currency, {currency}.", param="currency"
    )


def more_than_it_has() -> ApiError:
    """A debit takes what is there, or what a bank account of that currency can make good. source: docs: Debit
    connected accounts (rule), error codes (code); wording inferred
    """
    return errors.invalid(
        "The connected account does not have sufficient funds in its Stripe balance for this debit.",
        code="balance_insufficient",
        param="amount",
    )


def sends_nothing_on() -> ApiError:
    """Money of a debited account stays with its platform. source: inferred"""
    return errors.invalid(
        "Application fees, `on_behalf_of` and destinations cannot be used when an account is debited.",
        param="source",
    )
