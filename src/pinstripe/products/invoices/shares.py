"""Shares: what of an invoice's payment is other accounts': a fee for the platform, a destination.

Owns: what requests and subscriptions say of it, and what of it a payment asks for. Does not own: the rules of
payments (room payments), sending (room transfers). Money: none of its own.
Private facts of an invoice: `application_fee_amount`, `transfer_data`, and `shares`, whether a caller said
them.
Source: spec; docs: Connect charges (subscriptions and invoices).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import round_half_up
from pinstripe.products.payments import parties

MOST: Final = 10**12
"""An invoice's amount is not known while it is a draft: what is asked of it is measured when it is paid."""


def said(work: Work, params: Params, invoice: Record | None = None) -> dict[str, Any]:
    """What a request says of an invoice's shares, as private facts; nothing where it says nothing.

    refuses: those of parties.refuse. source: spec
    """
    known = {} if invoice is None else invoice.private
    named = {name: params[name] for name in ("application_fee_amount", "transfer_data") if name in params}
    behalf = params.get("on_behalf_of", None if invoice is None else invoice.on_behalf_of)
    if not named and "on_behalf_of" not in params:
        return {}
    if named.get("transfer_data"):
        data = named["transfer_data"]
        named["transfer_data"] = {"amount": data.get("amount"), "destination": data["destination"]}
    told = {name: known.get(name) for name in ("application_fee_amount", "transfer_data")} | named
    parties.refuse(work, {**told, "on_behalf_of": behalf}, MOST)
    return {**named, "shares": True} if named else {}


def part(percent: Any, total: int) -> int | None:
    """So many hundredths of an invoice's total. source: spec (rule); rounding inferred"""
    return None if percent is None else round_half_up(Fraction(str(percent)) * max(total, 0) / 100)


def of_subscription(subscription: Mapping[str, Any], total: int) -> dict[str, Any]:
    """What a subscription's percentages are of an invoice's total. source: spec"""
    data = subscription.get("transfer_data")
    if data:
        data = {"amount": part(data.get("amount_percent"), total), "destination": data["destination"]}
    fee = part(subscription.get("application_fee_percent"), total)
    found = {"application_fee_amount": fee, "transfer_data": data}
    return {name: value for name, value in found.items() if value is not None}


def opened(subscription: Record, total: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a new invoice has of its subscription: fields, and private facts."""
    body = subscription.body
    return {"on_behalf_of": body.get("on_behalf_of")}, of_subscription(body, total)


def of_payment(work: Work, invoice: Record) -> dict[str, Any]:
    """What the payment of a final invoice says of other accounts: never more than there is to pay.

    source: spec; docs: Connect charges; inferred (what a balance has paid is nobody's share)
    """
    key, private = invoice.private.get("subscription"), invoice.private
    if key and not private.get("shares"):
        counted = of_subscription(work.load(key, "subscription").body, invoice.total)
        if counted:
            work.note(invoice, **counted)
            private = invoice.private
    due = invoice.amount_remaining
    fee, data = private.get("application_fee_amount"), private.get("transfer_data")
    if data:
        asked = {} if data["amount"] is None else {"amount": min(data["amount"], due)}
        data = {**asked, "destination": data["destination"]}
    return {
        "application_fee_amount": None if fee is None else min(fee, due),
        "on_behalf_of": invoice.on_behalf_of,
        "transfer_data": data,
    }
