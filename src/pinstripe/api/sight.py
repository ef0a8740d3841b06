"""Sight: what the caller's key may see of an answer.

Owns: which types an expansion may show to a restricted or a publishable key, secrets that go to nobody else,
the reduced objects that a browser is given. Does not own: keys and their permissions (http/auth), which calls
a key may make. Money: none.
Source: recorded: stripe-ios (objects of a publishable key); the rest inferred.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pinstripe.api.error_base import ApiError

SECRET = "client_secret"  # noqa: S105
INTENT = "payment_intent"
INTENT_FIELDS = frozenset(
    "allowed_payment_method_types allowed_source_types amount amount_details automatic_payment_methods "
    "canceled_at cancellation_reason capture_method client_secret confirmation_method created currency "
    "description excluded_payment_method_types id last_payment_error livemode next_action next_source_action "
    "object payment_method payment_method_configuration_details payment_method_options payment_method_types "
    "processing receipt_email setup_future_usage shipping source status".split()
)
"""What a publishable key sees of a payment. source: recorded: stripe-ios; names of other releases inferred"""
SETUP = "setup_intent"
SETUP_FIELDS = frozenset(
    "allowed_payment_method_types automatic_payment_methods cancellation_reason client_secret created "
    "description excluded_payment_method_types id last_setup_error livemode next_action object "
    "payment_method payment_method_configuration_details payment_method_options payment_method_types "
    "status usage".split()
)
"""What it sees of a setup. source: inferred from what it sees of a payment"""
INTENTS = {INTENT: INTENT_FIELDS, SETUP: SETUP_FIELDS}
METHOD_HIDDEN = frozenset(("metadata", "radar_options"))
CARD_HIDDEN = frozenset(("fingerprint",))
"""What it does not see of a payment method and of its card. source: recorded: stripe-ios"""
DETAILS = frozenset(("tip",))
OPTIONS = frozenset(("setup_future_usage", "verification_method"))
"""What it sees of the amount's details and of a kind's options. source: recorded: stripe-ios; the one that
mobile apps ask for to save a method inferred"""


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a key sees. refusal: why an object of a kind is not for it, None where it is"""

    refusal: Callable[[str], ApiError | None]
    reduced: bool = False

    def permit(self, kind: str) -> None:
        """An expansion is about to show an object of this kind. refuses: as a retrieve of it would"""
        error = self.refusal(kind)
        if error is not None:
            raise error

    def shown(self, value: Any, kind: str = INTENT) -> Any:
        """A body as this key sees it. kind: whose secret stands in a hash that says of itself no object"""
        if isinstance(value, list):
            return [self.shown(one, kind) for one in value]
        if not isinstance(value, dict):
            return value
        name = value.get("object")
        kind = name if isinstance(name, str) and name != "list" else kind
        body = reduced(value) if self.reduced else value
        if not self.reduced and body.get(SECRET) is not None and self.refusal(kind) is not None:
            body = {**body, SECRET: None}
        return {name: self.shown(one, kind) for name, one in body.items()}


def reduced(body: dict[str, Any]) -> dict[str, Any]:
    """An object without what a browser has no business with."""
    fields = INTENTS.get(body.get("object") or "")
    if fields is not None:
        body = {name: value for name, value in body.items() if name in fields}
        if body.get("amount_details"):
            body["amount_details"] = _kept(body["amount_details"], DETAILS)
        if body.get("payment_method_options"):
            options = ((name, _kept(one, OPTIONS)) for name, one in body["payment_method_options"].items())
            body["payment_method_options"] = {name: one for name, one in options if one}
    elif body.get("object") == "payment_method":
        body = {name: value for name, value in body.items() if name not in METHOD_HIDDEN}
        if body.get("card"):
            body["card"] = {name: one for name, one in body["card"].items() if name not in CARD_HIDDEN}
    return body


def _kept(body: dict[str, Any] | None, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in (body or {}).items() if name in names}
