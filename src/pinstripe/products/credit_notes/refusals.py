"""Refusals of credit notes: rules of the description, words inferred where no source is named."""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.currencies import symbol_amount
from pinstripe.kernel.record import Record

WAYS = ("amount", "lines", "shipping_cost")


def wrong_state(note: Record, verb: str) -> ApiError:
    """A credit note is void for good. source: docs: Issue credit notes (rule); inferred (wording)"""
    return errors.invalid("This credit note is already void.")


def not_final(status: str) -> ApiError:
    """Only what is owed or paid is credited. source: docs: Issue credit notes (rule); inferred (wording)"""
    return errors.invalid(
        f"You can only create credit notes for open or paid invoices. This invoice has a status of {status}.",
        param="invoice",
    )


def one_way() -> ApiError:
    """What is credited has to be said, in one way. source: spec (rule); inferred (wording)"""
    return errors.must_provide(WAYS)


def two_ways(names: Sequence[str]) -> ApiError:
    """A sum, or what it comes from. source: spec (rule); inferred (wording)"""
    return errors.exclusive_params(names)


def too_much(amount: int, left: int, currency: str) -> ApiError:
    """All credit notes together are no more than the invoice. source: docs: Issue credit notes (rule);
    inferred (wording)"""
    asked, most = symbol_amount(amount, currency), symbol_amount(left, currency)
    return errors.invalid(
        f"The credit note amount ({asked}) is greater than what is left to credit of this invoice ({most})."
    )


def nothing() -> ApiError:
    """A credit note of nothing. source: inferred"""
    return errors.invalid("The total of a credit note must be greater than zero.")


def sums_differ(given: int, wanted: int, currency: str) -> ApiError:
    """What is given back is what was paid of it, exactly. source: spec (rule); inferred (wording)"""
    said, due = symbol_amount(given, currency), symbol_amount(wanted, currency)
    return errors.invalid(
        f"The sum of refunds, `credit_amount` and `out_of_band_amount` ({said}) must equal the credit note's "
        f"post-payment amount ({due})."
    )


def other_line(key: str, param: str) -> ApiError:
    """A line of another invoice. source: inferred"""
    return errors.no_such("invoice line item", key, param, 400)


def line_too_much(param: str, left: int, currency: str) -> ApiError:
    """More than what is left of a line. source: docs: Issue credit notes (rule); inferred (wording)"""
    most = symbol_amount(left, currency)
    return errors.invalid(f"The amount to credit of this line item can be at most {most}.", param=param)


def line_too_many(param: str, left: int) -> ApiError:
    """More units than are left of a line. source: docs: Issue credit notes (rule); inferred (wording)"""
    return errors.invalid(f"The quantity to credit of this line item can be at most {left}.", param=param)


def only_for(kind: str, param: str) -> ApiError:
    """What only lines of the other type take. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"This parameter is only valid when `type` is `{kind}`.", param=param)


def other_shipping(rate: str) -> ApiError:
    """Only what the invoice asked for sending is credited, once. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"The shipping rate {rate} is not on this invoice, or has been credited already.",
        param="shipping_cost[shipping_rate]",
    )


def refund_too_much(left: int, currency: str) -> ApiError:
    """No more goes back than came by charges. source: spec (rule); inferred (wording)"""
    most = symbol_amount(left, currency)
    return errors.invalid(
        f"The refund amount is greater than what can be refunded of this invoice's payments ({most}).",
        param="refund_amount",
    )


def other_refund(key: str, param: str) -> ApiError:
    """A refund of another invoice's payment. source: inferred"""
    return errors.invalid(f"The refund {key} is not a refund of a payment of this invoice.", param=param)


def only_of(kind: str, name: str, param: str) -> ApiError:
    """A refund is named in one way. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"You cannot pass `{name}` when `type` is `{kind}`.", param=param)


def refund_used(key: str, left: int, currency: str, param: str) -> ApiError:
    """A refund counts once. source: inferred"""
    most = symbol_amount(left, currency)
    return errors.invalid(f"At most {most} of the refund {key} can count for a credit note.", param=param)


def voids_open_only() -> ApiError:
    """What was given back stays given. source: docs: Issue credit notes (rule); inferred (wording)"""
    return errors.invalid("You can only void credit notes of open invoices.")
