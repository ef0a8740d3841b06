"""Sources of a customer: cards kept in the way that was usual before payment methods.

Owns: the endpoints under a customer's sources and cards, whose source is the default.
Does not own: the card's record (methods.py), its view (legacy.py), bank accounts, sources of other kinds.
Money: none. Source: spec; recorded: gumroad-8e80a61d7b; docs: Cards.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks
from pinstripe.products.payments import legacy, methods, refusals, tokens

SOURCE_CARD = Resource("card", prefix="card", path="/v1/customers/{customer}/cards", livemode=False)
OTHER_KINDS = "alipay_account bank_account validate"
"""Kinds of sources that are not built, and asking the bank at another time."""
OWNERS_FACTS = "account_holder_name account_holder_type owner"
"""What only bank accounts and other sources have."""


def given(params: Params) -> str | Params:
    """The card that a request describes, by either name. refuses: missing_param"""
    card: str | Params | None = params.get("source") or params.get("card")
    if card is None:
        raise errors.missing_param("source")
    return card


def add(work: Work, owner: str, card: str | Params, param: str, notes: Params | None = None) -> Record:
    """A card for a customer: the bank is asked first. refuses: no_such, used_token, bad_card, not_kept"""
    said = None if isinstance(card, str) else card.get("metadata")
    metadata = merged_metadata(said, notes or {})
    return methods.keep_card(work, owner, *tokens.card_given(work, card, param), metadata=metadata)


def newest(work: Work, customer: Record) -> list[Record]:
    """The customer's sources, newest first."""
    return [*work.each("payment_method", customer=customer.id, source=True)]


def next_default(work: Work, customer: Record) -> str | None:
    """Which source is the default when the one before is gone: the newest. source: docs: delete a card"""
    left = newest(work, customer)
    return left[0].id if left else None


def replace_default(work: Work, customer: Record, card: str | Params, param: str) -> Record:
    """A new default source instead of the one before, which goes. source: docs: update a customer"""
    before = work.peek(customer.default_source or "", "payment_method")
    source = add(work, customer.id, card, param)
    if before is not None and legacy.is_source(before):
        work.delete(before)
    return source


def make_default(work: Work, customer: Record, key: str | None) -> Record:
    """The source that is charged if none is named, or none."""
    return work.change(customer, default_source=key)


def linked(work: Work, customer: Record, key: str | Params) -> Record | None:
    """A source by its id, if it is this customer's."""
    source = work.peek(key, "payment_method") if isinstance(key, str) else None
    known = source is not None and source.customer == customer.id and legacy.is_source(source)
    return source if known else None


def owned(work: Work, customer: Record, key: str, status: int = 404, param: str = "id") -> Record:
    """A source of this customer. refuses: no_such"""
    source = linked(work, customer, key)
    if source is None:
        raise errors.no_such("source", key, param, status)
    return source


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
    source = add(work, customer.id, given(params), "source", params.get("metadata"))
    if customer.default_source is None:
        make_default(work, customer, source.id)
    return legacy.as_card(source)


@operation(
    "GET /v1/customers/{customer}/sources/{id}", SOURCE_CARD, "customer", of="customer", verb="sources"
)
@operation("GET /v1/customers/{customer}/cards/{id}", SOURCE_CARD, "customer", of="customer", verb="sources")
def retrieve(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """One card of a customer. source: spec"""
    return legacy.as_card(owned(work, customer, id))


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
        for name, word in (*((n, n) for n in legacy.ADDRESS_FIELDS), ("postal_code", "zip"))
    }
    month = int(params.get("exp_month", card["exp_month"]))
    year = checks.full_year(int(params.get("exp_year", card["exp_year"])))
    fault = checks.expiry_refusal(month, year, work.now)
    if fault is not None:
        raise refusals.bad_card(fault)
    work.change(
        source,
        billing_details={**billing, "address": address, "name": params.get("name", billing["name"])},
        card={**card, "exp_month": month, "exp_year": year},
        metadata=merged_metadata(source.metadata, params.metadata)
        if "metadata" in params
        else source.metadata,
    )
    return legacy.as_card(source)


@operation(
    "DELETE /v1/customers/{customer}/sources/{id}", SOURCE_CARD, "customer", of="customer", verb="sources"
)
@operation(
    "DELETE /v1/customers/{customer}/cards/{id}", SOURCE_CARD, "customer", of="customer", verb="sources"
)
def delete(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """The card goes; the newest of the others is the default then. source: docs: delete a card"""
    source = owned(work, customer, id)
    work.delete(source)
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
    page.items = [legacy.as_card(one) for one in page.items if isinstance(one, Record)]
    return page
