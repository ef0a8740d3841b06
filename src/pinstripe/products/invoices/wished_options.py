"""What is asked of an invoice's payment for each kind of payment method.

Owns: which options invoices and subscriptions take, how a later request changes them, what of them the
payment is asked for. Does not own: what an option leads to (room payments). Pure. Money: none.
Source: spec (payment_settings.payment_method_options).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.generate import completed
from pinstripe.kernel.record import Record, merged
from pinstripe.kernel.unbuilt import others

WITHIN = "payment_settings.payment_method_options"
SHAPE = "invoices_payment_method_options"
BUILT = {
    "acss_debit": "verification_method",
    "bancontact": "preferred_language",
    "card": "request_three_d_secure",
    "customer_balance": "bank_transfer funding_type",
    "konbini": "",
    "sepa_debit": "",
    "us_bank_account": "financial_connections verification_method",
}
"""Kinds that can be asked for something, and what."""


def unbuilt(operation: str) -> str:
    """What the operation takes of such options, and does not do."""
    found = [others(operation, WITHIN, but=" ".join(BUILT))]
    found += [others(operation, f"{WITHIN}.{kind}", but=names) for kind, names in BUILT.items() if names]
    return " ".join(found)


def asked(known: Mapping[str, Any] | None, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The options from now on, every kind with its name. params: known: what was asked before.

    source: spec
    """
    if not given:
        return None
    table = Table.load(NEWEST)
    shape = table.object(SHAPE)
    whole = merged(known or {}, {name: wish or None for name, wish in given.items() if name in shape.props})
    return {**dict.fromkeys(shape.props), **completed(whole, {"ref": SHAPE}, table)}


def passed_on(options: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A subscription's options as its invoices have them. source: spec"""
    if not options:
        return None
    told = {kind: _built(kind, options.get(kind)) for kind in BUILT if options.get(kind) is not None}
    return asked(None, told)


def of_payment(invoice: Record, kinds: Iterable[str]) -> dict[str, Any]:
    """What the invoice's payment is asked for, by kind. source: spec"""
    options = invoice.payment_settings["payment_method_options"] or {}
    found = {kind: _built(kind, options.get(kind)) for kind in kinds if kind in BUILT}
    return {kind: wishes for kind, wishes in found.items() if wishes}


def _built(kind: str, wishes: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: wishes[name] for name in BUILT[kind].split() if wishes and wishes.get(name) is not None}
