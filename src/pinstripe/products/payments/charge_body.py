"""Bodies of charges and of the errors of declined ones.

Owns: their fields. Does not own: the record (charge.py), what the network said. Money: none.
Source: recorded: openfoodnetwork, pay-rails 2025-11, gumroad-15163f4541.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api.error_base import CARD, doc_url
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods.billing_details import billing_details


def decline(reply: Reply) -> dict[str, Any]:
    """The fields that a failed charge owes to the bank's answer. source: recorded: gumroad-15163f4541"""
    return {"failure_code": reply.code, "failure_message": reply.message}


def error_fields(reply: Reply, charge: str | None, method: Mapping[str, Any] | None) -> dict[str, Any]:
    """`last_payment_error` of a decline: the error's own fields in alphabetical order, absent ones left out.

    source: recorded: openfoodnetwork-23fd0134a9
    """
    fields = {
        "advice_code": reply.advice_code,
        "charge": charge,
        "code": reply.code,
        "decline_code": reply.decline_code,
        "doc_url": doc_url(reply.code),
        "message": reply.message,
        "network_advice_code": reply.network_advice_code,
        "network_decline_code": reply.network_decline_code,
        "param": reply.param,
        "payment_method": dict(method) if method is not None else None,
        "type": CARD,
    }
    return {name: value for name, value in fields.items() if value is not None}


CHARGE_FACTS: Final[dict[str, Any]] = dict.fromkeys(
    (
        "application",
        "application_fee_amount",
        "customer",
        "description",
        "on_behalf_of",
        "payment_intent",
        "receipt_email",
        "receipt_url",
        "shipping",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_data",
        "transfer_group",
    )
) | {"radar_options": {}}
"""What a charge takes over from whoever asked for it; null where nothing was said."""


CHARGE_LATER: Final[dict[str, Any]] = dict.fromkeys(
    (
        "application_fee",
        "balance_transaction",
        "destination",
        "dispute",
        "failure_balance_transaction",
        "order",
        "receipt_number",
        "review",
        "source",
        "source_transfer",
    )
)
"""What a later step fills, if any."""


def received(transfer: Mapping[str, Any], payer: str, application: str | None) -> dict[str, Any]:
    """The payment that a transfer is to the account that gets it, without its id. params: payer, an account

    source: recorded: gumroad (35 payments)
    """
    return {
        "object": "charge",
        **CHARGE_LATER,
        **CHARGE_FACTS,
        "amount": transfer["amount"],
        "amount_captured": transfer["amount"],
        "amount_refunded": 0,
        "application": application,
        "billing_details": billing_details({}),
        "calculated_statement_descriptor": None,
        "captured": True,
        "created": transfer["created"],
        "currency": transfer["currency"],
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "outcome": None,
        "paid": True,
        "payment_method": None,
        "payment_method_details": {"stripe_account": {}, "type": "stripe_account"},
        "radar_options": {},
        "refunded": False,
        "source": {"id": payer, "object": "account"},
        "source_transfer": transfer["id"],
        "status": "succeeded",
    }


def charge_body_for(
    reply: Reply,
    method: Mapping[str, Any],
    details: Mapping[str, Any],
    *,
    amount: int,
    currency: str,
    state: str,
    now: int,
    descriptor: str | None,
    metadata: Mapping[str, str] | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """The charge that a reply led to, without its id: taken, held for capture, or failed.

    method: canonical body. details: the hash under its kind's name. state: of its money, if the network
    agreed: taken, held, pending, collecting. facts: of CHARGE_FACTS. gives: every field but id and refunds.
    source: recorded: pay-rails 2025-11, gumroad-15163f4541 (failed)
    """
    assert reply.outcome is not Authorized.CHALLENGED, "a challenge leads to no charge"
    assert facts.keys() <= CHARGE_FACTS.keys(), f"no facts of a charge: {facts.keys() - CHARGE_FACTS.keys()}"
    taken = reply.approved and state != "held"
    agreed = "pending" if state == "pending" else "succeeded"
    return {
        "object": "charge",
        "amount": amount,
        "amount_captured": amount if taken else 0,
        "amount_refunded": 0,
        "billing_details": billing_details(method["billing_details"]),
        "calculated_statement_descriptor": descriptor,
        "captured": taken,
        "created": now,
        "currency": currency,
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(metadata or {}),
        "outcome": dict(reply.charge_outcome or {}) or None,
        "paid": reply.approved and state != "pending",
        "payment_method": method["id"],
        "payment_method_details": {method["type"]: dict(details), "type": method["type"]},
        "refunded": False,
        "status": agreed if reply.approved else "failed",
        **decline(reply),
        **CHARGE_LATER,
        **CHARGE_FACTS,
        **facts,
    }
