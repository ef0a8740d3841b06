"""The customer record: who is billed, with defaults and invoice numbers of its own.

Owns: the record, what goes with it when it is deleted. Does not own: the endpoints (customers.py), payment
methods (room methods), transactions of the balance (customer_balance_transaction.py).
Money: none of its own. Source: spec; recorded: all recordings (field sets).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.versions.shared import inline_list
from pinstripe.kernel import addresses
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import CUSTOMER_BALANCE
from pinstripe.products.customers import cash_balance as cash_balances
from pinstripe.products.customers import refusals
from pinstripe.products.customers import tax_id as tax_ids
from pinstripe.products.methods import source as sources

KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "subscriptions": ("subscription", {"live": "true"}),
    "tax_ids": ("tax_id", {}),
}
"""What stands inside a customer: its type, and which of them."""


def inside(name: str) -> Any:
    """A list inside the customer, shown when it is expanded. source: recorded: gumroad-8e80a61d7b"""

    def included(shower: Any, customer: Record) -> dict[str, Any]:
        if name == "sources":
            shown_ = [sources.shown(one) for one in sources.newest(shower.work, customer)]
            found = sources.in_turn(customer.body, shown_)
        else:
            kind, which = KINDS[name]
            found = shower.listed(kind, customer=customer.id, **which)
        shown = [shower.older(one) for one in found]
        return inline_list(shown, f"/v1/customers/{customer.id}/{name}")

    return included


def tax_location(shower: Any, customer: Record) -> dict[str, Any]:
    """Where automatic tax takes the customer to be.
    source: recorded: pay-rails (nowhere); docs: Tax, by address inferred
    """
    address = customer.address or (customer.shipping or {}).get("address") or {}
    country, state = address.get("country"), address.get("state")
    known = bool(country) and (country != "US" or bool(address.get("postal_code")))
    whence = "billing_address" if customer.address else "shipping_destination"
    return {
        "automatic_tax": "not_collecting" if known else "unrecognized_location",
        "ip_address": None,
        "location": {"country": country, "source": whence, "state": state} if known else None,
        "provider": "stripe",
    }


MOST_CUSTOM_FIELDS = 4

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome   from to
    ("leave",  "done",   ANY, "="),
    ("locate", "now",    ANY, "="),
    ("locate", "in_use", ANY, "="),
)
# fmt: on

CUSTOMER = Resource(
    "customer",
    prefix="cus",
    ids="short",
    generated="retrieve list",
    events="customer",
    lifecycle=LIFECYCLE,
    index=("customer_account", "email", "test_clock"),
    search="email:free name:free phone:free",
    deleted="stub",
    books=(("balance", CUSTOMER_BALANCE.format(customer="{id}"), -1),),
    defaults={
        "balance": 0,
        "delinquent": False,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
    },
    absent="business_name individual_name shipping.carrier shipping.tracking_number",
    includable={
        "cash_balance": lambda shower, customer: cash_balances.shown(shower.work, customer),
        "invoice_credit_balance": lambda shower, customer: {},
        "sources": inside("sources"),
        "subscriptions": inside("subscriptions"),
        "tax": tax_location,
        "tax_ids": inside("tax_ids"),
    },
)


def check_custom_fields(given: Mapping[str, Any], path: str) -> None:
    """An invoice has room for so many fields of its owner's. refuses: long_array. source: spec"""
    if len(given.get("custom_fields") or ()) > MOST_CUSTOM_FIELDS:
        raise errors.long_array(path, MOST_CUSTOM_FIELDS)


def check_email(address: str | None) -> None:
    """An invoice must be able to go there. refuses: bad_email. source: recorded: issue reports (wording)"""
    addresses.refuse_mail(address, "email")


def printed(customer: Record) -> dict[str, Any]:
    """What a customer wants on all its invoices. source: spec; recorded: issue reports"""
    said = customer.invoice_settings or {}
    return {name: said[name] for name in ("custom_fields", "footer") if said.get(name)}


PREFIX = re.compile("[A-Z0-9]{3,12}")


def check_prefix(given: Mapping[str, Any]) -> None:
    """What the numbers of a customer's invoices begin with. refuses: bad_invoice_prefix. source: spec"""
    prefix = given.get("invoice_prefix")
    if prefix is not None and not PREFIX.fullmatch(prefix):
        raise refusals.bad_invoice_prefix()


def remove(work: Work, customer: Record) -> None:
    """The customer is deleted, by its own delete or with its test clock; its subscriptions end, its sources
    go.

    source: docs: Cancel subscriptions (deleting the customer); spec
    """
    work.announce(customer, "leave")
    for source in sources.newest(work, customer):
        sources.remove(work, source)
    work.delete(customer)


def next_invoice_number(work: Work, customer: Record, currency: str) -> str:
    """The customer's next invoice number; from its first invoice on it is billed in one currency.

    source: recorded: pay-rails/pay
    """
    sequence = customer.next_invoice_sequence
    known = {} if customer.currency else {"currency": currency}
    work.amend(customer, next_invoice_sequence=sequence + 1, **known)
    return f"{customer.invoice_prefix}-{sequence:04d}"


def bill_in(work: Work, customer: Record, currency: str) -> None:
    """A customer that was never billed is billed in this currency from now on."""
    if not customer.currency:
        work.amend(customer, currency=currency)


def set_delinquent(work: Work, customer: Record, owes: bool) -> None:
    """Whether the customer is behind with its payments. source: docs: customer object"""
    if not customer.deleted and customer.delinquent != owes:
        work.change(customer, delinquent=owes)


def imagined(work: Work, said: Mapping[str, Any], known: Record | None) -> Record:
    """A customer as a preview takes them to be, in a work that nobody keeps. params: said, their address,
    where things are sent, whether they are exempt, their tax ids in the place of those that they have, from
    where they come; known, the customer that this is said of
    source: docs: create a preview invoice (customer_details)
    """
    fields = {name: said[name] or None for name in ("address", "shipping") if name in said}
    if said.get("tax_exempt"):
        fields["tax_exempt"] = said["tax_exempt"]
    if known is not None:
        found = work.amend(known, **fields)
    else:
        found = work.create(CUSTOMER, invoice_prefix=work.mint.upper(8), **fields)
    if "ip_address" in (said.get("tax") or {}):
        work.note(found, ip_address=said["tax"]["ip_address"] or None)
    if "tax_ids" in said:
        for one in list(work.each("tax_id", customer=found.id)):
            work.delete(one)
        for at, given in enumerate(said["tax_ids"] or ()):
            param = f"customer_details[tax_ids][{at}][value]"
            tax_ids.make(work, tax_ids.of_customer(work, found.id), given["type"], given["value"], param)
    return found
