"""Refusals of invoice items, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def not_editable() -> ApiError:
    """A final invoice takes no more items. source: recorded: stripe_world 13 (code and text, of add_lines)"""
    return errors.invalid("Invalid invoice: This invoice is no longer editable", code="invoice_not_editable")


def other_invoice(invoice: str) -> ApiError:
    """An invoice of somebody else. source: inferred"""
    return errors.invalid(f"The invoice {invoice} does not belong to this customer.", param="invoice")


def other_subscription(subscription: str) -> ApiError:
    """A subscription of somebody else. source: inferred"""
    return errors.invalid(
        f"The subscription {subscription} does not belong to this customer.", param="subscription"
    )


def two_currencies(known: str) -> ApiError:
    """Nobody owes in two currencies at once. source: docs: multi-currency customers; text quoted by
    applications"""
    return errors.invalid(
        "You cannot combine currencies on a single customer. This customer has had a subscription, coupon, "
        f"or invoice item with currency {known}"
    )


def one_time_only(param: str) -> ApiError:
    """What comes again belongs to a subscription. source: docs: invoice items (rule); text quoted by
    applications"""
    return errors.invalid(
        "The price specified is set to `type=recurring` but this field only accepts prices with "
        "`type=one_time`.",
        param=param,
    )


def too_many() -> ApiError:
    """An invoice has an end. source: docs: invoices (limit); wording inferred"""
    return errors.invalid("An invoice can have at most 250 line items.", param="invoice")


def deleted_with_draft() -> ApiError:
    """The draft that had it is gone, and so is the item. source: recorded: stripe_world 13"""
    return errors.invalid("This invoice item has been deleted.")


def attached_for_good() -> ApiError:
    """It was billed, or went with its draft. source: recorded: stripe_world 13"""
    return errors.invalid(
        "Can't delete an invoice item that is attached to an invoice that is no longer editable"
    )
