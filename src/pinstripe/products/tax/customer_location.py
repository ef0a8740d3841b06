"""Where a customer is taxed: which of their addresses counts, and what tax would make of them.

Owns: the choice of the address, the customer's `tax`. Does not own: what an address must say (place.py),
the customer (room customers). Money: none. Source: spec; docs: Tax (customer locations).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.api.errors import ApiError
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.tax import refusals
from pinstripe.products.tax import setting as settings
from pinstripe.products.tax.assessment import Assessor, Buyer
from pinstripe.products.tax.place import Place, place_of

OVERRIDES = {"exempt": "customer_exempt", "reverse": "reverse_charge"}
"""What a customer's `tax_exempt` says of a sale. source: spec"""
SOURCES = {"shipping": "shipping_destination", "billing": "billing_address", "method": "payment_method"}


class Address(NamedTuple):
    """An address that counts, and whose: shipping, billing, or method (the default payment method's)."""

    address: Mapping[str, Any]
    source: str


def address_of(work: Work, customer: Record) -> Address | None:
    """Where somebody is sent to, else where they are, else what their payment method says. source: docs: Tax
    (customer locations)"""
    shipping = (customer.get("shipping") or {}).get("address")
    if shipping and shipping.get("country"):
        return Address(shipping, "shipping")
    if customer.get("address") and customer.address.get("country"):
        return Address(customer.address, "billing")
    key = (customer.get("invoice_settings") or {}).get("default_payment_method")
    method = work.peek(key, "payment_method") if key else None
    said = ((method.get("billing_details") or {}).get("address") or {}) if method is not None else {}
    return Address(said, "method") if said.get("country") else None


def place(work: Work, customer: Record) -> Place | None:
    """The place where a customer is taxed; None where it is not known."""
    found = address_of(work, customer)
    return place_of(found.address) if found is not None else None


def tax_ids_of(work: Work, customer: Record) -> list[dict[str, str]]:
    """A customer's tax ids, as a sale copies them, the oldest first."""
    found = [
        {"type": one.body["type"], "value": one.value} for one in work.each("tax_id", customer=customer.id)
    ]
    return found[::-1]


def override_of(customer: Record) -> str:
    """What was said of a customer's taxes, in a sale's words."""
    return OVERRIDES.get(customer.get("tax_exempt") or "none", "none")


def buyer_of(work: Work, customer: Record) -> Buyer | None:
    """A customer as a buyer; None where nobody knows where they are."""
    known = place(work, customer)
    if known is None:
        return None
    kinds = [one["type"] for one in tax_ids_of(work, customer)]
    return Buyer(known, kinds, override_of(customer))


def buyer_at(address: Mapping[str, Any] | None, tax_ids: Sequence[str], exempt: str | None) -> Buyer | None:
    """Somebody who is no customer yet, as a buyer; None where nobody knows where they are. params: exempt, as
    a customer's `tax_exempt`"""
    known = place_of(address) if address and address.get("country") else None
    return None if known is None else Buyer(known, list(tax_ids), OVERRIDES.get(exempt or "none", "none"))


def shown(shower: Any, customer: Record) -> dict[str, Any]:
    """What tax would make of a customer now. source: spec; recorded: pay-rails (nowhere)"""
    work = shower.work
    buyer, address = buyer_of(work, customer), address_of(work, customer)
    if buyer is None or address is None:
        known: dict[str, Any] = {"automatic_tax": "unrecognized_location", "location": None}
    else:
        where = {
            "country": buyer.place.country,
            "source": SOURCES[address.source],
            "state": buyer.place.state,
        }
        known = {"automatic_tax": _standing(work, buyer), "location": where}
    return {**known, "ip_address": customer.private.get("ip_address"), "provider": "stripe"}


@hears(CUSTOMER, "locate", "now")
def insist(work: Work, customer: Record) -> None:
    """A place that is to be known at once is known. refuses: no_customer_location. source: spec
    (validate_location); where an IP address is nobody knows here: inferred
    """
    if place(work, customer) is None:
        raise refusals.no_customer_location()


@hears(CUSTOMER, "locate", "in_use")
def insist_in_use(work: Work, customer: Record) -> None:
    """The same of a customer whose subscriptions are taxed by place. refuses: no_customer_location. source:
    spec (validate_location: auto); which records count: inferred
    """
    live = work.each("subscription", customer=customer.id, live=True)
    if any(one.automatic_tax["enabled"] for one in live):
        insist(work, customer)


def _standing(work: Work, buyer: Buyer) -> str:
    """Does the account collect tax there? source: spec; without a head office inferred"""
    try:
        parts = Assessor(work, work.now).parts(buyer, settings.code_of(work))
    except ApiError:
        return "not_collecting"
    found = any(part.reason in ("not_collecting", "not_supported") for part in parts)
    return "not_collecting" if found else "supported"


CUSTOMER.includable["tax"] = shown
