"""The endpoints under a customer's sources and cards.

Owns: the endpoints. Does not own: the card's record and view (room methods), whose source is the default
(default_source.py). Money: none. Source: spec; recorded: gumroad-8e80a61d7b; docs: Cards.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks
from pinstripe.products.customers.default_source import add, make_default, next_default, owned
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods import source as sources
from pinstripe.products.methods import token as tokens
from pinstripe.products.methods.source import SOURCE_CARD

OTHER_KINDS = f"alipay_account bank_account validate {tokens.BANK_SOURCE}"
"""Kinds of sources that are not built, and asking the bank at another time."""


OWNERS_FACTS = "account_holder_name account_holder_type owner"
"""What only bank accounts and other sources have."""


def given(params: Params) -> tuple[str | Params, str]:
    """The card that a request describes, and by which name. refuses: missing_param"""
    for name in ("source", "card"):
        if params.get(name):
            return params[name], name
    raise errors.missing_param("source")


@operation(
    "POST /v1/customers/{customer}/sources",
    SOURCE_CARD,
    "customer",
    of="customer",
    verb="sources",
    missing=OTHER_KINDS,
)
@operation(
    "POST /v1/customers/{customer}/cards",
    SOURCE_CARD,
    "customer",
    of="customer",
    verb="sources",
    missing=OTHER_KINDS,
)
def create(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """One more card; the first becomes the default. source: spec; docs: create a card"""
    card, name = given(params)
    source = add(work, customer.id, card, name, params.get("metadata"))
    if customer.default_source is None:
        make_default(work, customer, source.id)
    return cards.as_card(source)


@operation(
    "GET /v1/customers/{customer}/sources/{id}", SOURCE_CARD, "customer", of="customer", verb="sources"
)
@operation("GET /v1/customers/{customer}/cards/{id}", SOURCE_CARD, "customer", of="customer", verb="sources")
def retrieve(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """One card of a customer. source: spec"""
    return cards.as_card(owned(work, customer, id))


@operation(
    "POST /v1/customers/{customer}/sources/{id}",
    SOURCE_CARD,
    "customer",
    of="customer",
    verb="sources",
    missing=OWNERS_FACTS,
)
@operation(
    "POST /v1/customers/{customer}/cards/{id}",
    SOURCE_CARD,
    "customer",
    of="customer",
    verb="sources",
    missing=OWNERS_FACTS,
)
def update(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """A new address, name or expiry. refuses: bad_card; source: spec"""
    source = owned(work, customer, id)
    billing, card = source.billing_details, source.card
    address = {
        name: params.get(f"address_{word}", billing["address"][name])
        for name, word in (*((n, n) for n in cards.ADDRESS_FIELDS), ("postal_code", "zip"))
    }
    month = int(params.get("exp_month", card["exp_month"]))
    year = checks.full_year(int(params.get("exp_year", card["exp_year"])))
    fault = checks.expiry_refusal(month, year, work.now)
    if fault is not None:
        raise method_refusals.bad_card(fault)
    metadata = source.metadata
    if "metadata" in params:
        metadata = merged_metadata(metadata, params.metadata)
    billing = {**billing, "address": address, "name": params.get("name", billing["name"])}
    sources.change(work, source, billing, month, year, metadata)
    return cards.as_card(source)


@operation(
    "DELETE /v1/customers/{customer}/sources/{id}", SOURCE_CARD, "customer", of="customer", verb="sources"
)
@operation(
    "DELETE /v1/customers/{customer}/cards/{id}", SOURCE_CARD, "customer", of="customer", verb="sources"
)
def delete(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """The card goes; the newest of the others is the default then. source: docs: delete a card"""
    source = owned(work, customer, id)
    sources.remove(work, source)
    if customer.default_source == id:
        make_default(work, customer, next_default(work, customer))
    return {"id": id, "object": "card", "deleted": True}


@operation("GET /v1/customers/{customer}/sources", SOURCE_CARD, "customer", of="customer", verb="sources")
def list_sources(work: Work, customer: Record, params: Params) -> Page:
    """The customer's sources, newest first; all are cards. source: spec"""
    if params.get("object", "card") != "card":
        return Page([], False)
    return listed(work, customer, params)


@operation("GET /v1/customers/{customer}/cards", SOURCE_CARD, "customer", of="customer", verb="sources")
def list_cards(work: Work, customer: Record, params: Params) -> Page:
    """The customer's cards, newest first. source: spec"""
    return listed(work, customer, params)


def listed(work: Work, customer: Record, params: Params) -> Page:
    """A page of cards."""
    filters = {"customer": customer.id, "source": True}
    page = list_records(work, methods.PAYMENT_METHOD, params, work.path, filters, None)
    page.items = [cards.as_card(one) for one in page.items if isinstance(one, Record)]
    return page
