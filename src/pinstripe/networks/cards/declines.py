"""What a bank's "no" looks like: the words and the advice of every card decline code.

Owns: decline code → error code, message, param, advice. Does not own: when a card is declined (numbers.py).
Money: none. Source: recorded: openfoodnetwork 2026-08 for the codes of the published test cards;
docs: declines/codes (the list); inferred: the advice and network codes that nobody recorded.
"""

from __future__ import annotations

from typing import Final

from pinstripe.networks.port import Decline

DECLINED: Final = "Your card was declined."
LATER, NEVER, CONFIRM = "try_again_later", "do_not_try_again", "confirm_card_data"

_OWN_CODE: Final[dict[str, tuple[str, str | None]]] = {
    # Codes that are error codes too, with their message and the parameter they point at.
    "authentication_required": (
        "Your card was declined. This transaction requires authentication.",
        None,
    ),
    "expired_card": ("Your card has expired.", "exp_month"),
    "incorrect_cvc": ("Your card's security code is incorrect.", "cvc"),
    "incorrect_number": ("Your card number is incorrect.", "number"),
    "incorrect_zip": (
        "Your card could not be authorized using the postal code provided. Please update the postal code, "
        "or contact your card issuer for further details.",
        "address_zip",
    ),
    "processing_error": ("An error occurred while processing your card. Try again in a little bit.", None),
    "india_recurring_payment_mandate_canceled": (
        "The provided mandate has been canceled by the card holder.",
        None,
    ),
}

_MESSAGES: Final[dict[str, str]] = {
    # The other codes all come as card_declined; those that have words of their own.
    "card_not_supported": "Your card does not support this type of purchase.",
    "card_velocity_exceeded": (
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."
    ),
    "currency_not_supported": "Your card is not supported for this currency.",
    "do_not_honor": "Your card was declined. You can call your bank for details.",
    "duplicate_transaction": "Your card was declined. You already made a similar purchase recently.",
    "insufficient_funds": "Your card has insufficient funds.",
    "live_mode_test_card": (
        "Your card was declined. Your request was in live mode, but used a known test card."
    ),
    "pin_try_exceeded": "You exceeded the number of PIN tries.",
    "test_mode_live_card": (
        "Your card was declined. Your request was in test mode, but used a non test card. For a list of "
        "valid test cards, visit: https://stripe.com/docs/testing."
    ),
    "testmode_decline": "Your card was declined. Your request was in live mode, but used a known test card.",
    "transaction_not_allowed": "Your card does not support this type of purchase.",
    "try_again_later": "Your card was declined. You can call your bank for details.",
}

_ADVICE: Final[dict[str, tuple[str, str | None, str | None]]] = {
    # Recorded in 2026.
    "generic_decline": (LATER, None, "01"),
    "insufficient_funds": (LATER, "02", "51"),
    "lost_card": (NEVER, "01", "41"),
    "stolen_card": (NEVER, "01", "43"),
    "expired_card": (CONFIRM, "03", "54"),
    "incorrect_cvc": (CONFIRM, "03", "N7"),
    "processing_error": (LATER, None, "06"),
    "card_velocity_exceeded": (LATER, "02", "61"),
    # Inferred from the networks' own lists.
    "call_issuer": (LATER, None, "02"),
    "do_not_honor": (LATER, None, "05"),
    "fraudulent": (NEVER, "01", "59"),
    "incorrect_number": (CONFIRM, "03", "14"),
    "incorrect_pin": (LATER, None, "55"),
    "incorrect_zip": (CONFIRM, "03", None),
    "invalid_account": (CONFIRM, "03", "14"),
    "invalid_amount": (LATER, None, "13"),
    "issuer_not_available": (LATER, "02", "91"),
    "not_permitted": (NEVER, "01", "57"),
    "pickup_card": (NEVER, "01", "04"),
    "pin_try_exceeded": (LATER, None, "75"),
    "reenter_transaction": (LATER, "02", "19"),
    "restricted_card": (NEVER, "01", "62"),
    "revocation_of_all_authorizations": (NEVER, "01", "R3"),
    "revocation_of_authorization": (NEVER, "01", "R1"),
    "security_violation": (NEVER, "01", "63"),
    "service_not_allowed": (NEVER, "01", "58"),
    "stop_payment_order": (NEVER, "01", "R0"),
    "transaction_not_allowed": (NEVER, "01", "57"),
    "withdrawal_count_limit_exceeded": (LATER, "02", "65"),
}

PLAIN: Final[tuple[str, ...]] = (
    "approve_with_id",
    "do_not_try_again",
    "invalid_pin",
    "merchant_blacklist",
    "new_account_information_available",
    "no_action_taken",
    "offline_pin_required",
    "online_or_offline_pin_required",
)
"""Codes that can be forced and have neither words nor advice of their own."""

CODES: Final[frozenset[str]] = frozenset({*_OWN_CODE, *_MESSAGES, *_ADVICE, *PLAIN})


def decline(decline_code: str) -> Decline:
    """The error that goes with a decline code. A code that is not in the list is a mistake of ours.

    source: recorded: openfoodnetwork-23fd0134a9 (and its siblings); docs: declines/codes
    """
    assert decline_code in CODES, f"unknown decline code {decline_code}"
    advice, network_advice, network_code = _ADVICE.get(decline_code, (None, None, None))
    if decline_code in _OWN_CODE:
        code = decline_code
        message, param = _OWN_CODE[decline_code]
    else:
        code, param = "card_declined", None
        message = _MESSAGES.get(decline_code, DECLINED)
    return Decline(decline_code, code, message, param, advice, network_advice, network_code)
