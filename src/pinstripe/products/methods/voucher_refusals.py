"""Refusals of what is asked of a voucher.

Owns: these sentences. Does not own: when they are said (kinds/vouchers.py). Money: none.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError

NUMBER = "payment_method_options[konbini][confirmation_number]"


def not_a_number() -> ApiError:
    """What a payer types at the till is ten or eleven digits, and not all zero. source: spec (rule); wording
    inferred
    """
    return errors.invalid(
        "The confirmation number must have 10 to 11 digits, and must not consist of zeroes alone.",
        param=NUMBER,
    )


def number_rejected() -> ApiError:
    """The shops have it already. source: docs: error codes (code), payment methods (test number); wording
    from memory
    """
    return errors.invalid(
        "The confirmation_number you provided in payment_method_options[konbini] was rejected by the "
        "processing partner at time of PaymentIntent confirmation. Use a different value for "
        "confirmation_number and reconfirm the PaymentIntent.",
        param=NUMBER,
        code="payment_intent_konbini_rejected_confirmation_number",
    )
