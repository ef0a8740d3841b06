"""An invoice may be paid in several parts; older callers know one intent, one charge, and whether it is paid.

Own facts: an invoice's private `payment_intent`, `charge`, `paid_out_of_band`, `application_fee_amount`,
`transfer_data`; without them the first default payment tells intent and charge.
source: docs: API changelog 2025-03-31.basil; sdk; recorded: pay-rails+pay
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import id_of

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "An invoice lists its payments in place of one payment intent and one charge."
RESOURCES: Final = ("invoice",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: pay-rails+pay"
SINCE: Final = (
    "GET /v1/invoice_payments",
    "GET /v1/invoice_payments/{invoice_payment}",
    "POST /v1/invoices/{invoice}/attach_payment",
)


def answer(body: Body, context: Context) -> Body:
    """Name the one payment, and say whether it went through."""
    private = context.private_of(body)
    payments = body.pop("payments", None) or {}
    body.pop("confirmation_secret", None)
    payment = default_payment(payments.get("data") or [])
    intent = private.get("payment_intent", payment.get("payment_intent"))
    body["payment_intent"] = intent
    body["charge"] = private.get("charge", payment.get("charge")) or charge_of(intent, context)
    body["paid"] = body.get("status") == "paid"
    body["paid_out_of_band"] = private.get("paid_out_of_band", False)
    body["application_fee_amount"] = private.get("application_fee_amount")
    body["transfer_data"] = private.get("transfer_data")
    return body


def default_payment(payments: list[Body]) -> dict[str, Any]:
    """What the payment made at finalisation asks money of; none before."""
    return next((payment["payment"] for payment in payments if payment["is_default"]), {})


def charge_of(intent: Any, context: Context) -> str | None:
    """The last charge that the intent made."""
    found = context.embedded("payment_intent", intent)
    return id_of(found.get("latest_charge")) if found else None
