"""Refusals of quotes, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record

WORDS = {"finalize": "finalize", "accept": "accept", "cancel": "cancel"}


def wrong_state(quote: Record, verb: str) -> ApiError:
    """A quote is finalized as a draft and accepted while it is open. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"You cannot {WORDS.get(verb, 'update')} this quote because its status is `{quote.status}`.",
        code="status_transition_invalid",
    )


def not_editable(quote: Record) -> ApiError:
    """Only a draft changes. source: docs: Quotes overview (rule); wording inferred"""
    return errors.invalid(
        f"You cannot update a quote with status `{quote.status}`; only a `draft` can change."
    )


def no_paper() -> ApiError:
    """There is a document from finalization on. source: spec (rule); wording inferred"""
    return errors.invalid("You can only download the PDF of a quote that has been finalized.")


def needs(what: str) -> ApiError:
    """What a quote must say before it is final. source: spec (rule); wording inferred"""
    return errors.invalid(f"You cannot finalize a quote without {what}.")


def mixed(field: str, param: str) -> ApiError:
    """Lines that cannot stand on one bill. source: docs: Quotes overview (rule); wording inferred"""
    return errors.invalid(f"All line items of a quote must have the same {field}.", param=param)


def needs_days() -> ApiError:
    """Who is sent invoices must know how long there is to pay. source: spec (rule); wording inferred"""
    return errors.invalid(
        "You must specify `invoice_settings[days_until_due]` when `collection_method` is `send_invoice`.",
        param="invoice_settings[days_until_due]",
    )


def nothing_recurs(param: str) -> ApiError:
    """What is said of a subscription needs a price that recurs. source: spec (rule); wording inferred"""
    return errors.invalid(f"`{param}` can only be used with recurring line items.", param=param)


def something_recurs(param: str) -> ApiError:
    """An amount is part of one invoice, not of each. source: spec (rule); wording inferred"""
    return errors.invalid(f"`{param}` cannot be used with recurring line items.", param=param)


def other_clock() -> ApiError:
    """A quote hangs on its customer's clock. source: spec (rule); wording inferred"""
    return errors.invalid("The customer does not belong to this test clock.", param="test_clock")


def unknown_line(key: str, param: str) -> ApiError:
    """A line that the quote does not have. source: inferred"""
    return errors.no_such("line item", key, param, 400)
