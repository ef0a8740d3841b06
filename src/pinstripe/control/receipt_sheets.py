"""The receipt of a charge: its payer reads what they paid, how, for what, and what they were given back.

Owns: what they read. Does not own: charges and refunds (their rooms), how a page looks (sheets.py). Money:
shown only. Source: docs: Email receipts (from memory); the page is our own. A charge that failed has none.
"""

from __future__ import annotations

from pinstripe import ids
from pinstripe.currencies import symbol_amount
from pinstripe.documents import day
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Cell, Part, Sheet, Told, sheet
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import paper
from pinstripe.products.payments.charge import RECEIPT

REASONS = {
    "duplicate": "paid twice",
    "fraudulent": "fraudulent",
    "requested_by_customer": "requested by the customer",
}


@sheet(RECEIPT, "ch", "py")
def receipt_page(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """One look at a receipt. gives: None where there is none"""
    charge = work.peek(key, "charge")
    if charge is None or not charge.receipt_url:
        return None
    name = work.merchant.name or work.account
    return Sheet(
        f"Receipt from {name}",
        (),
        "",
        button="",
        parts=(
            Part(facts=tuple(facts(work, charge))),
            sold(work, charge, name),
            *given_back(work, charge),
            Part(links=tuple(links(work, charge))),
        ),
        headline=headline(charge),
    )


def headline(charge: Record) -> str:
    """What was paid, or how that stands."""
    amount = symbol_amount(charge.amount_captured or charge.amount, charge.currency)
    if charge.status == "pending":
        return f"{amount} on its way"
    if not charge.captured:
        return f"{symbol_amount(charge.amount, charge.currency)} {'released' if charge.refunded else 'held'}"
    return f"{amount} refunded" if charge.refunded else f"{amount} paid"


def facts(work: Work, charge: Record) -> list[tuple[str, Cell]]:
    """Number, day, and how it was paid."""
    found: list[tuple[str, Cell]] = [("Receipt number", number(charge)), ("Date paid", day(charge.created))]
    invoice = invoice_of(work, charge)
    if invoice is not None and invoice.number:
        found.append(("Invoice number", invoice.number))
    found.append(("Payment method", words_of(charge)))
    if charge.calculated_statement_descriptor:
        found.append(("On your statement", charge.calculated_statement_descriptor))
    billing = charge.billing_details or {}
    payer = charge.receipt_email or billing.get("email") or billing.get("name")
    return [*found, ("Paid by", payer)] if payer else found


def number(charge: Record) -> str:
    """The number of a receipt: as the charge says it, or one of its own. source: recorded: gumroad (form)"""
    return str(charge.receipt_number or ids.receipt_number(charge.id))


def words_of(charge: Record) -> str:
    """How it was paid, in words."""
    details = charge.payment_method_details or {}
    kind = str(details.get("type") or "card")
    about = details.get(kind) or {}
    name = str(about.get("brand") or about.get("bank_name") or kind).replace("_", " ")
    return f"{name.capitalize()} •••• {about['last4']}" if about.get("last4") else name.capitalize()


def invoice_of(work: Work, charge: Record) -> Record | None:
    """The invoice that it paid."""
    intent = work.peek(charge.payment_intent or "", "payment_intent")
    key = intent.private.get("invoice") if intent is not None else None
    return work.peek(key or charge.private.get("invoice") or "", "invoice")


def sold(work: Work, charge: Record, name: str) -> Part:
    """What was paid for: an invoice's lines, a basket's, or what the payment is called."""
    currency = charge.currency
    invoice = invoice_of(work, charge)
    total = symbol_amount(charge.amount_captured or charge.amount, currency)
    if invoice is not None:
        on_it = paper.written(work, invoice)
        rows: list[tuple[Cell, ...]] = [(row.description, row.quantity, row.amount) for row in on_it.rows]
        named = [one for one in on_it.sums if one[0] not in ("Amount due", "Amount paid")]
        return Part(
            "Summary",
            rows=(("Description", "Quantity", "Amount"), *rows),
            numbers=2,
            sums=(*named, ("Amount charged", total)),
        )
    rows = bought(work, charge)
    if not rows:
        shown = symbol_amount(charge.amount, currency)
        rows = [(charge.description or f"Payment to {name}", "1", shown)]
    return Part(
        "Summary",
        rows=(("Description", "Quantity", "Amount"), *rows),
        numbers=2,
        sums=(("Amount charged", total),),
    )


def bought(work: Work, charge: Record) -> list[tuple[Cell, ...]]:
    """What was in the basket of the session that it was paid through, and what came on top."""
    key = charge.payment_intent
    session = next(iter(work.where("checkout.session", 1, payment_intent=key)), None) if key else None
    if session is None:
        return []
    rows: list[tuple[Cell, ...]] = [
        (
            item["description"],
            "" if item["quantity"] is None else str(item["quantity"]),
            symbol_amount(item["amount_subtotal"], charge.currency),
        )
        for item in session.private["items"]
    ]
    totals = session.total_details
    more = (("Discount", -totals["amount_discount"]), ("Shipping", totals["amount_shipping"]))
    for words, minor in (*more, ("Tax", totals["amount_tax"])):
        if minor:
            rows.append((words, "", symbol_amount(minor, charge.currency)))
    return rows


def given_back(work: Work, charge: Record) -> tuple[Part, ...]:
    """Refunds, the oldest first, and what is left."""
    refunds = [one for one in work.where("refund", 100, charge=charge.id) if one.status != "failed"][::-1]
    if not refunds:
        return ()
    rows: list[tuple[Cell, ...]] = [
        (
            day(one.created),
            f"{one.status}{f', {REASONS[one.reason]}' if one.reason in REASONS else ''}",
            symbol_amount(-one.amount, one.currency),
        )
        for one in refunds
    ]
    left = (charge.amount_captured or charge.amount) - charge.amount_refunded
    sums = (
        ("Refunded", symbol_amount(charge.amount_refunded, charge.currency)),
        ("Paid after refunds", symbol_amount(left, charge.currency)),
    )
    return (Part("Refunds", rows=(("Date", "Status", "Amount"), *rows), numbers=1, sums=sums),)


def links(work: Work, charge: Record) -> list[tuple[str, str]]:
    """The way to the invoice that it paid."""
    invoice = invoice_of(work, charge)
    return [(invoice.hosted_invoice_url, "View invoice")] if invoice is not None else []
