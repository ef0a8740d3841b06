"""Orders and mandates: what a source is paid for, and what its payer has agreed to.

Owns: how both are read. Does not own: the record (room methods), endpoints (sources.py). Money: none.
Source: spec (fields); that items come to the amount, and what becomes of mandates: inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import older_source
from pinstripe.products.sources import refusals

DEBITS: Final = ("acss_debit", "au_becs_debit", "sepa_debit")
"""Types whose payers agree to be debited."""
BY_MAIL: Final = ("email", "stripe_email")
"""Ways of telling a payer of a debit that need an address."""
ITEM: Final = ("amount", "currency", "description", "parent", "type")
SHIPPING: Final = ("address", "carrier", "name", "phone", "tracking_number")
PLACE: Final = ("city", "country", "line1", "line2", "postal_code", "state")


def shown(given: Params | None, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """The order as a source shows it. params: about, the source's own amount, currency and owner.
    refuses: no_order, other_sum, other_currency. source: spec
    """
    if given is None:
        return None
    currency = about["currency"]
    if currency is None:
        raise refusals.no_order()
    items = [item(one, currency, at) for at, one in enumerate(given.get("items") or ())]
    total = sum(one["amount"] or 0 for one in items)
    if items and about["amount"] is not None and total != about["amount"]:
        raise refusals.other_sum(total, about["amount"])
    order = {
        "amount": about["amount"] or total,
        "currency": currency,
        "items": items or None,
        **({"email": about["owner"]["email"]} if about["owner"]["email"] else {}),
    }
    shipping = given.get("shipping")
    if shipping is not None:
        address = {name: shipping.address.get(name) for name in PLACE}
        order["shipping"] = {**{name: shipping.get(name) for name in SHIPPING}, "address": address}
        if order["shipping"]["name"] is None:
            del order["shipping"]["name"]
    return order


def item(given: Params, currency: str, at: int) -> dict[str, Any]:
    """One item of it. refuses: other_currency"""
    told = {name: given.get(name) for name in ITEM}
    told["currency"] = (told["currency"] or currency).lower()
    if told["currency"] != currency:
        raise refusals.other_currency(currency, f"source_order[items][{at}][currency]")
    return {**told, "quantity": given["quantity"]} if "quantity" in given else told


def mandate(given: Params | None, name: str, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a payer has agreed to. refuses: no_mandate, other_currency, too_low, missing_param.

    source: spec
    """
    if given is None:
        return None
    if name not in DEBITS:
        raise refusals.no_mandate(name)
    if (given.get("currency") or about["currency"]).lower() != about["currency"]:
        raise refusals.other_currency(about["currency"], "mandate[currency]")
    if given.get("amount") is not None and given.amount < 1:
        raise errors.too_low(1, "mandate[amount]")
    if given.get("notification_method") in BY_MAIL and not about["owner"]["email"]:
        raise errors.missing_param("owner[email]")
    return plain(given)


def plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """A hash of parameters as records keep it."""
    return {name: plain(one) if isinstance(one, Mapping) else one for name, one in given.items()}


def standing(told: Mapping[str, Any] | None) -> str:
    """Has the payer agreed? Whoever says nothing of that says so."""
    return str(((told or {}).get("acceptance") or {}).get("status") or "accepted")


def revise(work: Work, source: Record, given: Params) -> None:
    """The payer agrees later, or no more; other facts of the mandate. refuses: those of mandate"""
    told = mandate(given, source.body["type"], source.body) or {}
    older_source.remember(work, source, told)
    if "acceptance" in given and standing(told) != "pending":
        older_source.agree(work, source, standing(told) == "accepted")
