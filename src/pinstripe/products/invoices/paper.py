"""Paper: what stands on the document of an invoice that a customer keeps.

Owns: its words. Does not own: how it is drawn (machine documents), under which address it is read
(kernel/papers.py), the amounts (room line_terms). Money: shown only.
Source: docs: Invoices overview (which parts there are); the words inferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.documents import Paper, Party, Row, amount, day
from pinstripe.kernel.papers import paper
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import decimal_text, percentage
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.invoice import INVOICE

Body = Mapping[str, Any]
STAMPS = {"paid": "paid", "void": "void", "uncollectible": "uncollectible"}


@paper(INVOICE.object)
def written(work: Work, invoice: Record) -> Paper:
    """The document of an invoice, as it stands now. source: docs: Invoices overview"""
    facts = [("Invoice number", invoice.number or "Draft"), ("Date of issue", day(_issued(invoice)))]
    if invoice.due_date is not None:
        facts.append(("Date due", day(invoice.due_date)))
    if invoice.status in STAMPS:
        facts.append(("Status", STAMPS[invoice.status].capitalize()))
    facts += [(field["name"], field["value"]) for field in invoice.custom_fields or ()]
    rendering = invoice.rendering or {}
    size = (rendering.get("pdf") or {}).get("page_size")
    return Paper(
        title="Invoice",
        facts=facts,
        parties=[seller(work, invoice.account_name), *_buyers(invoice)],
        headline=_headline(invoice),
        rows=[_row(work, line.body) for line in line_items.of(work, invoice)],
        sums=_sums(work, invoice),
        created=_issued(invoice),
        name=f"Invoice-{invoice.number or invoice.id}",
        before=invoice.description or "",
        footer=invoice.footer or "",
        size=size if size in ("a4", "letter") else page_size(work),
    )


LETTER = frozenset(("CA", "MX", "US"))
"""Countries that print on letter paper. source: recorded: pay-rails/pay 2025-11 (US); the others inferred"""


def page_size(work: Work) -> str:
    """The paper that a merchant prints on, where nobody chose it."""
    return "letter" if work.merchant.country in LETTER else "a4"


def seller(work: Work, name: str | None) -> Party:
    """Who sells."""
    return Party("From", [name or work.merchant.name or work.account, work.merchant.country])


def buyer(title: str, name: str | None, address: Body | None, *more: str | None) -> Party:
    """Somebody with an address, line by line."""
    known = address or {}
    place = " ".join(known[part] for part in ("postal_code", "city", "state") if known.get(part))
    lines = (name, known.get("line1"), known.get("line2"), place, known.get("country"), *more)
    return Party(title, [line for line in lines if line])


def _buyers(invoice: Record) -> list[Party]:
    """Who pays, and who is sent the goods."""
    numbers = [f"{one['type'].replace('_', ' ').upper()} {one['value']}" for one in invoice.customer_tax_ids]
    reached = (invoice.customer_email, invoice.customer_phone, *numbers)
    named = [buyer("Bill to", invoice.customer_name, invoice.customer_address, *reached)]
    shipping = invoice.customer_shipping
    if shipping:
        named.append(buyer("Ship to", shipping.get("name"), shipping.get("address"), shipping.get("phone")))
    return named


def _issued(invoice: Record) -> int:
    return int(invoice.effective_at or invoice.created)


def _headline(invoice: Record) -> str:
    """What is asked, and until when."""
    left = amount(invoice.amount_remaining, invoice.currency)
    if invoice.status == "paid":
        paid = invoice.status_transitions["paid_at"]
        shown = amount(invoice.amount_paid, invoice.currency)
        return f"{shown} paid on {day(paid)}" if paid else f"{shown} paid"
    if invoice.status in STAMPS:
        return f"{left} {STAMPS[invoice.status]}"
    return f"{left} due {day(invoice.due_date or _issued(invoice))}"


def _row(work: Work, line: Body) -> Row:
    """One line: what, how many, for how much; beneath, the time that it pays for."""
    currency, pricing = line["currency"], line["pricing"] or {}
    unit = pricing.get("unit_amount_decimal")
    start, end = line["period"]["start"], line["period"]["end"]
    product = work.peek((pricing.get("price_details") or {}).get("product") or "", "product")
    return Row(
        line["description"] or (product.name if product is not None else ""),
        "" if line["quantity"] is None else str(line["quantity"]),
        "" if unit is None else amount(unit, currency),
        amount(line["amount"], currency),
        f"{day(start)} – {day(end)}" if end > start else "",
    )


def _sums(work: Work, invoice: Record) -> list[tuple[str, str]]:
    """What it comes to, in the order in which it is counted."""
    currency = invoice.currency
    rows = [("Subtotal", invoice.subtotal)]
    for one in invoice.total_discount_amounts:
        rows.append((_of_discount(work, one["discount"]), -one["amount"]))
    if invoice.amount_shipping:
        rows.append(("Shipping", invoice.amount_shipping))
    if invoice.total_taxes:
        rows.append(("Total excluding tax", invoice.total_excluding_tax))
    rows += of_taxes(work, invoice.total_taxes)
    rows.append(("Total", invoice.total))
    if invoice.ending_balance is not None and invoice.ending_balance != invoice.starting_balance:
        rows.append(("Applied balance", invoice.starting_balance - invoice.ending_balance))
    if invoice.pre_payment_credit_notes_amount:
        rows.append(("Credit notes", -invoice.pre_payment_credit_notes_amount))
    if invoice.amount_paid:
        rows.append(("Amount paid", -invoice.amount_paid))
    rows.append(("Amount due", invoice.amount_remaining))
    return [(label, amount(value, currency)) for label, value in rows]


def _of_discount(work: Work, key: str) -> str:
    """What a discount is called: by its coupon."""
    discount = work.peek(key, "discount")
    coupon = work.peek(discount.source["coupon"], "coupon") if discount is not None else None
    if coupon is None:
        return "Discount"
    if coupon.percent_off is not None:
        return f"{coupon.name or coupon.id} ({decimal_text(percentage(coupon.percent_off))}% off)"
    return str(coupon.name or coupon.id)


def of_taxes(work: Work, taxes: Sequence[Body]) -> list[tuple[str, int]]:
    """Each tax with its rate. params: taxes, as an invoice's `total_taxes`"""
    return [(_tax(work, one), one["amount"]) for one in taxes]


def _tax(work: Work, one: Body) -> str:
    details = one.get("tax_rate_details") or {}
    rate = work.peek(details.get("tax_rate") or "", "tax_rate")
    within = " incl." if one["tax_behavior"] == "inclusive" else ""
    if rate is None:
        return f"Tax{within}"
    percent = decimal_text(percentage(rate.percentage))
    return f"{rate.display_name} ({percent}%{within})"
