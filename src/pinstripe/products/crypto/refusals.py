"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record

MESSAGES = {
    "amount_above_maximum": "The amount is above the maximum for an onramp transaction.",
    "amount_below_minimum": "The amount is below the minimum for an onramp transaction.",
    "conflicting_destination_currency": "destination_currency must be one of destination_currencies.",
    "conflicting_destination_network": "destination_network must be one of destination_networks.",
    "consumer_wallet_doesnt_exist": "The customer has no such wallet. Register it first.",
    "destination_tags_not_supported": "A destination tag is supported on stellar only.",
    "incomplete_destination_currency_and_network_pair": (
        "destination_currency and destination_network are both required."
    ),
    "invalid_amount": "The amount must be a positive decimal with no more places than its currency has.",
    "invalid_destination_currency_and_network_pair": "This currency is not available on this network.",
    "invalid_parameter": "The IP address of the customer is not valid.",
    "invalid_source_destination_pair": "Only one of source_amount and destination_amount may be given.",
    "invalid_supported_destination_currencies_and_networks": (
        "destination_currencies and destination_networks must have at least one valid pair."
    ),
    "invalid_wallet_address_parameters": (
        "Wallet addresses need a network, and wallet_address cannot be combined with wallet_addresses."
    ),
    "missing_destination_currency": "destination_amount requires destination_currency.",
    "missing_source_currency": "source_amount requires source_currency.",
    "missing_source_total_amount_parameters": "An amount, a currency and a network are needed for a quote.",
    "no_wallet_address_to_lock": "lock_wallet_address requires a wallet address.",
    "quote_expired": "The quote has expired. Refresh it and try again.",
    "quote_invalid_destination_currencies_and_networks": "No quote is available for these parameters.",
    "quote_too_many_destination_currencies_and_networks": (
        "destination_amount requires exactly one destination currency and one destination network."
    ),
    "session_error": "The session does not allow this in its present state.",
    "unsupportable_customer": "The customer cannot be supported by the onramp.",
    "unsupported_country": "The onramp is not available in the customer's country.",
    "unsupported_region": "The onramp is not available in the customer's region.",
    "wallet_address_invalid": "The wallet address is not valid for its network.",
    "wallet_addresses_not_all_networks_supported": "A wallet address is for a network that is not allowed.",
}
"""By the published code without its prefix."""


def onramp(code: str, param: str | None = None) -> ApiError:
    """One of the onramp's own refusals. source: docs: Crypto onramp (codes); wording inferred"""
    return errors.invalid(MESSAGES[code], param=param, code=f"crypto_onramp_{code}")


def wrong_state(session: Record, verb: str) -> ApiError:
    """A session that is past this, or not there yet. source: docs: Crypto onramp (code); wording inferred"""
    error = onramp("session_error")
    error.message = f"You cannot {verb} this session because its status is {session.status}."
    return error
