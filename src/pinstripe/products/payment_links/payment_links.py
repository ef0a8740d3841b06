"""The endpoints of payment links.

Owns: create, update, list, line items. Does not own: the record (payment_link.py), what may be said of one
(terms.py, wares.py). Money: none. Source: spec; docs: Payment Links (from memory).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import managed, promise
from pinstripe.products.payment_links import refusals, terms, wares
from pinstripe.products.payment_links.payment_link import PAYMENT_LINK, address, items_of, recurs
from pinstripe.products.payments import parties

ONE = "/v1/payment_links/{payment_link}"


@operation("POST /v1/payment_links", PAYMENT_LINK)
def create(work: Work, params: Params) -> Record:
    """An address at which these things can be bought, again and again. refuses: not_managed, and what terms
    and wares refuse. source: spec
    """
    managed.refuse(params, "payment")
    promise.refuse(params, work.now)
    lines, currency = wares.read(work, params.line_items, params.get("currency"))
    rhythm = [work.load(line["price"], "price").recurring for line in lines]
    subscribes = any(rhythm)
    fields = terms.said(work, params, PAYMENT_LINK.defaults)
    if "optional_items" in params:
        fields["optional_items"] = wares.optional(work, params["optional_items"], currency)
    _check(work, params, fields, lines, subscribes)
    usual: dict[str, Any] = {
        "customer_creation": "always" if subscribes else "if_required",
        "invoice_creation": None if subscribes else terms.NO_INVOICE,
        "subscription_data": terms.subscribed(work, Params(), None) if subscribes else None,
    }
    key = work.new_id(PAYMENT_LINK)
    return work.create(
        PAYMENT_LINK,
        id=key,
        **{**usual, **fields},
        application=parties.application(work),
        currency=currency,
        url=address(work, key),
        private={"lines": lines},
    )


def _check(
    work: Work, params: Params, after: dict[str, Any], lines: list[dict[str, Any]], subscribes: bool
) -> None:
    terms.check(work, params, after, subscribes)
    if after.get("allow_promotion_codes") and wares.chosen_amount(work, lines):
        raise refusals.chosen_amount_reduced()


@operation(f"POST {ONE}", PAYMENT_LINK, subject="payment_link")
def update(work: Work, link: Record, params: Params) -> Record:
    """Other terms for who follows it from now on, or it is put away. refuses: what terms and wares refuse.
    source: spec
    """
    managed.refuse({**params, "managed_payments": link.get("managed_payments")}, "payment")
    promise.refuse(params, work.now)
    changes = terms.said(work, params, link.body)
    lines = link.private["lines"]
    if "line_items" in params:
        lines = wares.changed(work, lines, params["line_items"])
        wares.check(work, lines)
    if "optional_items" in params:
        changes["optional_items"] = wares.optional(work, params["optional_items"], link.currency)
    if params.get("payment_method_types") == []:
        raise errors.empty_param("payment_method_types")
    _check(work, params, {**link.body, **changes}, lines, recurs(work, link))
    work.note(link, lines=lines)
    return work.change(link, **changes)


@operation("GET /v1/payment_links", PAYMENT_LINK)
def list_all(work: Work, params: Params) -> Page:
    """Links, newest first. source: spec"""
    return show_records(work, PAYMENT_LINK, params, "/v1/payment_links", params.pick("active"))


@operation(f"GET {ONE}/line_items", PAYMENT_LINK, subject="payment_link", verb="line_items")
def list_line_items(work: Work, link: Record, params: Params) -> Page:
    """What is bought, in the order in which it was said. source: spec"""
    return page_of(items_of(work, link), params, f"/v1/payment_links/{link.id}/line_items", "line item")
