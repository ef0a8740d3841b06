"""The line item record: one line of what an invoice asks for; the invoice shows the first ten.

Owns: the record, what the bill reads of it, the envelope in an invoice's body. Does not own: the endpoint
(line_items.py), which lines there are and what they cost (room subscriptions, invoice_item.py), its shares of
discounts and taxes (room line_terms), when they are counted (drafts.py).
Money: amounts in minor units, before discounts. Source: spec; recorded: pay-rails/pay, Gitpod 2022.
Times: a line's period is the time that its amount pays for.
Private facts, where the line has any: discounts (its own, bodies with their coupons), tax_rates (its own,
bodies), tax_code, tax_behavior, tax_amounts (what was said of its taxes), credits (what a draft means to use
for it: [grant, amount]).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.credits.application import Use
from pinstripe.products.line_terms.discount_shares import Body, Line

LINE = Resource(
    "line_item",
    prefix="il",
    path="/v1/invoices/{invoice}/lines",
    noun="invoice line item",
    index=("invoice",),
    defaults={
        "discount_amounts": [],
        "discounts": [],
        "metadata": {},
        "pretax_credit_amounts": [],
        "taxes": [],
    },
    absent="subscription",
)


SHOWN = 10
"""How many lines an invoice's body holds. source: docs: invoice object"""


class LineDraft(NamedTuple):
    """A line before it has an invoice.

    period: (start, end). credited: (invoice, its lines) that a proration's credit gives back. discounts,
    tax_rates: the line's own, bodies; a discount's holds its coupon in `source.coupon`.
    """

    amount: int
    currency: str
    description: str | None
    period: tuple[int, int]
    quantity: int | None
    price: Record | None = None
    subscription: str | None = None
    subscription_item: str | None = None
    unit_amount_decimal: str | None = None
    quantity_decimal: str | None = None
    invoice_item: str | None = None
    proration: bool = False
    discountable: bool = True
    metadata: dict[str, str] | None = None
    credited: tuple[str, list[str]] | None = None
    discounts: Sequence[Body] = ()
    tax_rates: Sequence[Body] = ()
    tax_code: str | None = None
    tax_behavior: str | None = None
    tax_amounts: Sequence[Body] | None = None
    """Taxes that a caller worked out."""
    taken: Sequence[Body] = ()
    """What discounts took off a proration, as it is shown."""

    @property
    def billed(self) -> Line:
        """The line as the bill reads it."""
        product = self.price.product if self.price is not None else None
        price = self.price.id if self.price is not None else None
        terms = (self.discounts, self.tax_rates, price, self.quantity, self.tax_code, self.tax_behavior)
        of_service = self.subscription_item is not None
        return Line(self.amount, product, self.discountable, *terms, of_service, self.tax_amounts, self.taken)


def billed(line: Record) -> Line:
    """A line of an invoice as the bill reads it."""
    named = line.at("pricing", "price_details") or {}
    own = line.private
    return Line(
        line.amount,
        named.get("product"),
        line.discountable,
        own.get("discounts") or (),
        own.get("tax_rates") or (),
        named.get("price"),
        line.quantity,
        own.get("tax_code"),
        own.get("tax_behavior"),
        line.at("parent", "subscription_item_details") is not None,
        own.get("tax_amounts"),
        own.get("taken") or (),
    )


def body_of(draft: LineDraft, invoice: str) -> dict[str, Any]:
    """A line's fields. source: recorded: pay-rails/pay 2025-11, 2026-03"""
    pricing = None
    if draft.price is not None:
        pricing = {
            "price_details": {"price": draft.price.id, "product": draft.price.product},
            "type": "price_details",
            "unit_amount_decimal": draft.unit_amount_decimal,
        }
    quantity = draft.quantity_decimal
    if quantity is None and draft.quantity is not None:
        quantity = str(draft.quantity)
    return {
        "amount": draft.amount,
        "currency": draft.currency,
        "description": draft.description,
        "discountable": draft.discountable,
        "discounts": [discount["id"] for discount in draft.discounts],
        "invoice": invoice,
        "metadata": draft.metadata or {},
        "parent": _parent(draft),
        "period": {"end": draft.period[1], "start": draft.period[0]},
        "pricing": pricing,
        "quantity": draft.quantity,
        "quantity_decimal": quantity,
        "subtotal": draft.amount,
    }


def _parent(draft: LineDraft) -> dict[str, Any]:
    """What a line comes from: an item of a subscription, or an invoice item.
    source: recorded: pay-rails/pay
    """
    credited = None
    if draft.credited is not None:
        credited = {"invoice": draft.credited[0], "invoice_line_items": draft.credited[1]}
    details = {
        "invoice_item": draft.invoice_item,
        "proration": draft.proration,
        "proration_details": {"credited_items": credited},
        "subscription": draft.subscription,
    }
    if draft.subscription_item is None:
        return {
            "invoice_item_details": details,
            "subscription_item_details": None,
            "type": "invoice_item_details",
        }
    details["subscription_item"] = draft.subscription_item
    return {
        "invoice_item_details": None,
        "subscription_item_details": details,
        "type": "subscription_item_details",
    }


def item_of(line: Record) -> str | None:
    """The invoice item that became this line."""
    parent = line.parent
    details = parent["subscription_item_details"] or parent["invoice_item_details"]
    found: str | None = details["invoice_item"]
    return found


def make(work: Work, invoice: str, drafts: Sequence[LineDraft]) -> list[Record]:
    """The lines of an invoice, in their order. Their ids follow each other by seconds.

    source: recorded: Gitpod 2022 (ids)
    """
    return [
        work.create(
            LINE,
            id=work.mint.long("il", work.now + number, work.account),
            private=_own_terms(draft),
            **body_of(draft, invoice),
        )
        for number, draft in enumerate(drafts)
    ]


def _own_terms(draft: LineDraft) -> dict[str, Any]:
    """Discounts and rates that a line brings along, kept for as long as its invoice can be billed anew."""
    own = {"discounts": list(draft.discounts), "tax_rates": list(draft.tax_rates)}
    said = {
        "tax_code": draft.tax_code,
        "tax_behavior": draft.tax_behavior,
        "tax_amounts": draft.tax_amounts,
        "taken": list(draft.taken),
    }
    return {name: value for name, value in {**own, **said}.items() if value}


def rewrite(work: Work, line: Record, draft: LineDraft) -> None:
    """The line says what the draft says; its invoice has to be billed anew afterwards."""
    nothing: dict[str, Any] = {"discounts": [], "tax_rates": []}
    nothing |= dict.fromkeys(("tax_code", "tax_behavior", "tax_amounts", "taken"))
    work.note(line, **{**nothing, **_own_terms(draft)})
    work.amend(line, **body_of(draft, line.invoice))


def share(work: Work, lines: Sequence[Record], shares: Sequence[dict[str, Any]]) -> None:
    """Write into each line what a bill says of it: `discount_amounts`, `pretax_credit_amounts`, `taxes`."""
    for line, fields in zip(lines, shares, strict=True):
        changes = {name: value for name, value in fields.items() if line.get(name) != value}
        if changes:
            work.amend(line, **changes)


def plan(work: Work, lines: Sequence[Record], uses: Sequence[Use]) -> None:
    """Remember which credits a draft means to use for its lines."""
    of_line: dict[int, list[list[Any]]] = {}
    for use in uses:
        of_line.setdefault(use.line, []).append([use.grant, use.amount])
    for at, line in enumerate(lines):
        if (line.private.get("credits") or []) != of_line.get(at, []):
            work.note(line, credits=of_line.get(at))


def draft_of(work: Work, line: Record) -> LineDraft:
    """A line as it was before it had an invoice."""
    parent = line.parent["subscription_item_details"] or line.parent["invoice_item_details"]
    credited = parent["proration_details"]["credited_items"]
    price = line.at("pricing", "price_details", "price")
    return LineDraft(
        amount=line.amount,
        currency=line.currency,
        description=line.description,
        period=(line.period["start"], line.period["end"]),
        quantity=line.quantity,
        price=work.load(price, "price") if price else None,
        subscription=parent["subscription"],
        subscription_item=parent.get("subscription_item"),
        unit_amount_decimal=line.at("pricing", "unit_amount_decimal"),
        quantity_decimal=line.quantity_decimal,
        invoice_item=parent["invoice_item"],
        proration=parent["proration"],
        discountable=line.discountable,
        metadata=line.metadata,
        credited=(credited["invoice"], credited["invoice_line_items"]) if credited else None,
        discounts=line.private.get("discounts") or (),
        tax_rates=line.private.get("tax_rates") or (),
        tax_code=line.private.get("tax_code"),
        tax_behavior=line.private.get("tax_behavior"),
        tax_amounts=line.private.get("tax_amounts"),
        taken=line.private.get("taken") or (),
    )


def preview(
    invoice: str, drafts: Sequence[LineDraft], shares: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The same lines of an invoice that is only thought of: nothing is kept. params: shares, what the bill
    says of each. source: docs: Upcoming invoice"""
    template = {"object": "line_item", "livemode": False, **LINE.defaults}
    return [
        {"id": f"il_tmp_{stable(24, invoice, number)}", **template, **body_of(draft, invoice), **fields}
        for number, (draft, fields) in enumerate(zip(drafts, shares, strict=True))
    ]


def envelope(invoice: str, lines: Sequence[dict[str, Any]], count: int | None = None) -> dict[str, Any]:
    """The first lines as an invoice shows them. params: count, of all, where these are not all. source:
    recorded: pay-rails/pay"""
    count = len(lines) if count is None else count
    return {
        "object": "list",
        "data": list(lines[:SHOWN]),
        "has_more": count > SHOWN,
        "total_count": count,
        "url": f"/v1/invoices/{invoice}/lines",
    }


def of(work: Work, invoice: Record) -> list[Record]:
    """An invoice's lines, in their order."""
    return loaded(work, keys_of(invoice))


def keys_of(invoice: Record) -> list[str]:
    """The ids of an invoice's lines, in their order."""
    keys: list[str] = invoice.private.get("lines") or []
    return keys


def loaded(work: Work, keys: list[str]) -> list[Record]:
    """These lines."""
    if len(keys) > SHOWN:
        work.batch.prefetch(work.account, [key for key in keys if (work.account, key) not in work.records])
    return [work.load(key, "line_item") for key in keys]
