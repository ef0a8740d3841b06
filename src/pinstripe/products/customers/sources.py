"""The endpoints under a customer's sources, cards and bank accounts.

Owns: the endpoints. Does not own: the record and its views (room methods), whose source is the default
(default_source.py). Money: none.
Source: spec; recorded: gumroad-8e80a61d7b; stripe-node issue 435; docs: Cards; docs: ACH Direct Debit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records, page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks
from pinstripe.products.customers.default_source import add, make_default, next_default, owned
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import older_source
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods import source as sources
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.methods.source import SOURCE_CARD

OF_BANKS = ("account_holder_name", "account_holder_type")
OF_CARDS = ("name", "exp_month", "exp_year", *(f"address_{name}" for name in (*cards.ADDRESS_FIELDS, "zip")))
PATH = "/v1/customers/{customer}"
TYPES = {"card": "card", "bank_account": "us_bank_account"}
"""Objects by the type of the payment method that they are."""
KINDS = {"sources": None, "cards": "card", "bank_accounts": "bank_account"}


def everywhere(method: str, end: str = "", **more: Any) -> Callable[[Any], Any]:
    """The operation of that method under sources, cards and bank accounts alike."""

    def bind(function: Any) -> Any:
        for place in KINDS:
            name = f"{method} {PATH}/{place}{end}"
            function = operation(name, SOURCE_CARD, "customer", of="customer", verb="sources", **more)(
                function
            )
        return function

    return bind


def given(params: Params) -> tuple[str | Params, str]:
    """The card or bank account that a request describes, and by which name. refuses: missing_param, no_such

    source: spec; that no token is of an Alipay account any more: inferred
    """
    if params.get("alipay_account"):
        raise errors.no_such("token", params.alipay_account, "alipay_account", 400)
    for name in ("source", "card", "bank_account"):
        if params.get(name):
            return params[name], name
    raise errors.missing_param("source")


def found(work: Work, customer: Record, key: str) -> Record:
    """The customer's source that the path means: of its kind, where it names one. refuses: no_such"""
    source = owned(work, customer, key)
    kind = KINDS[work.path.split("/")[4]]
    if kind is not None and sources.shown(source)["object"] != kind:
        raise errors.no_such("source", key, "id", 404)
    return source


@everywhere("POST")
def create(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """One more card or bank account; the first becomes the default. source: spec; docs: create a card"""
    card, name = given(params)
    source = add(work, customer.id, card, name, params.get("metadata"), ask=params.get("validate", True))
    if customer.default_source is None:
        make_default(work, customer, source.id)
    return sources.shown(source)


@everywhere("GET", "/{id}")
def retrieve(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """One source of a customer. source: spec"""
    return sources.shown(found(work, customer, id))


@everywhere("POST", "/{id}")
def update(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """A new address, name or expiry of a card, another holder of a bank account. refuses: bad_card,
    unknown_param. source: spec
    """
    source = found(work, customer, id)
    metadata = source.metadata
    if "metadata" in params:
        metadata = merged_metadata(metadata, params.metadata)
    if source.type == OLDER_SOURCE.object:
        told = {**params.pick("owner"), "metadata": metadata}
        return older_source.update(work, source, told).body
    card = source.body["type"] == "card"
    beside = next((name for name in (OF_BANKS if card else OF_CARDS) if params.get(name)), None)
    if beside is not None:
        raise errors.unknown_param(beside)
    if card:
        update_card(work, source, params, metadata)
    else:
        holder = {name.rpartition("_")[2]: params[name] for name in OF_BANKS if name in params}
        sources.describe(work, source, holder, metadata)
    return sources.shown(source)


def update_card(work: Work, source: Record, params: Params, metadata: dict[str, str]) -> None:
    """A new address, name or expiry. refuses: bad_card"""
    billing, card = source.billing_details, source.card
    address = {
        name: params.get(f"address_{word}", billing["address"][name])
        for name, word in (*((n, n) for n in cards.ADDRESS_FIELDS), ("postal_code", "zip"))
    }
    month = checks.counted(params.get("exp_month", card["exp_month"]))
    year = checks.full_year(checks.counted(params.get("exp_year", card["exp_year"])))
    fault = checks.expiry_refusal(month, year, work.now)
    if fault is not None:
        raise method_refusals.bad_card(fault)
    billing = {**billing, "address": address, "name": params.get("name", billing["name"])}
    sources.change(work, source, billing, month, year, metadata)


@everywhere("DELETE", "/{id}")
def delete(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any]:
    """The source goes; the newest of the others is the default then. source: docs: delete a card"""
    source = found(work, customer, id)
    shown = sources.shown(source)
    sources.remove(work, source)
    if customer.default_source == id:
        make_default(work, customer, next_default(work, customer))
    if source.type == OLDER_SOURCE.object:
        return source.body
    more = {"currency": shown["currency"]} if shown["object"] == "bank_account" else {}
    return {"id": id, "object": shown["object"], "deleted": True, **more}


@operation(f"POST {PATH}/sources/{{id}}/verify", SOURCE_CARD, "customer", of="customer", verb="sources")
@operation(f"POST {PATH}/bank_accounts/{{id}}/verify", SOURCE_CARD, "customer", of="customer", verb="sources")
def verify(work: Work, customer: Record, params: Params, id: str) -> dict[str, Any] | Answer:
    """The owner of a bank account names the two deposits that came to it. refuses: no_such, missing_param,
    those of proving. source: docs: ACH Direct Debit; recorded: stripe-node issue 435
    """
    source = found(work, customer, id)
    if sources.shown(source)["object"] != "bank_account":
        raise errors.no_such("bank account", id, "id", 404)
    if not params.get("amounts"):
        raise errors.missing_param("amounts")
    return sources.prove(work, source, params.amounts) or sources.shown(source)


@everywhere("GET")
def list_sources(work: Work, customer: Record, params: Params) -> Page:
    """The customer's sources, newest first; of one kind, where path or `object` name it. source: spec"""
    kind = KINDS[work.path.rpartition("/")[2]] or params.get("object")
    known = sources.newest(work, customer)
    if any(one.type == OLDER_SOURCE.object for one in known):
        shown = [sources.shown(one) for one in known]
        chosen = [one for one in shown if kind in (None, one["object"])]
        return page_of(chosen, params, work.path, "source")
    if kind is not None and kind not in TYPES:
        return Page([], False)
    filters = {"customer": customer.id, "source": True, **({"type": TYPES[kind]} if kind else {})}
    page = list_records(work, methods.PAYMENT_METHOD, params, work.path, filters, None)
    page.items = [sources.shown(one) for one in page.items if isinstance(one, Record)]
    return page
