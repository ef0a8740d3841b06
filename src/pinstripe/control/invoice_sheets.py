"""The hosted page of an invoice: its customer reads it, pays it, and keeps its document and its receipts.

Owns: what they read and are asked, one try. Does not own: what stands on an invoice (room invoices), taking
the money (collection.py there), how a page looks (sheets.py). Money: moved by the invoice's payment.
Source: docs: Hosted invoice page; recorded: pay-rails/pay (when there is an address); the page is our own.
The address stays good: Stripe's own ends 30 days after the invoice is due, but one that the API shows is good
at any time, and here it is always the same one. What is paid, void or on its way shows no form, so that a
form that comes again takes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.api.errors import Answer
from pinstripe.currencies import symbol_amount
from pinstripe.documents import Row
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Cell, Field, Part, Sheet, Told, sheet
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import collection, paper
from pinstripe.products.invoices.finalization import HOSTED, hosted_path
from pinstripe.products.invoices.receipts import PAYABLE
from pinstripe.products.methods import creation as method_creation
from pinstripe.products.methods import kinds, page_entry
from pinstripe.products.payments import payment_intent as intents

WAITING = ("requires_payment_method", "requires_confirmation", "requires_action")
"""States of an invoice's payment in which somebody may pay."""
NOTICES = {
    "void": "This invoice was voided: nothing has to be paid.",
    "uncollectible": "The seller has written this invoice off. It can still be paid.",
}
ON_ITS_WAY = "Your payment is on its way."
CHANGED = "The amount has changed. Please look at it once more."
COLUMNS = ("Description", "Quantity", "Unit price", "Amount")


@sheet(HOSTED, "in")
def invoice_page(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """One look at an invoice, or one try to pay it. gives: the page, or where the payer is sent; None for a
    wrong key, and while it is a draft
    """
    invoice = work.peek(key, "invoice")
    if invoice is None or asked.get("key") != invoice.private.get("paper") or not invoice.hosted_invoice_url:
        return None
    work.load(invoice.customer, "customer")  # its clock is the time here
    intent = payment_of(work, invoice)
    if sent is None or intent is None:
        return shown(work, invoice, intent, {}, failed(intent, asked))
    if sent.get("expected") != str(invoice.amount_remaining):
        return shown(work, invoice, intent, sent, CHANGED)
    kind = kind_of(intent, sent)
    if sent.get("shown") != kind:
        return shown(work, invoice, intent, sent)
    return tried(work, invoice, intent, kind, sent)


def payment_of(work: Work, invoice: Record) -> Record | None:
    """The payment that waits for somebody to pay it; None where there is nothing to pay, or it is on its
    way."""
    key = invoice.private.get("payment_intent")
    if invoice.status not in PAYABLE or not key:
        return None
    intent = work.load(key, "payment_intent")
    return intent if intent.status in WAITING else None


def failed(intent: Record | None, asked: Told) -> str:
    """Why a payer comes back from their bank without having paid."""
    if intent is None or asked.get("redirect_status") != "failed":
        return ""
    return page_entry.failure(intent.last_payment_error)


def tried(work: Work, invoice: Record, intent: Record, kind: str, sent: Told) -> Sheet | Away:
    """One try with a new method. refuses: what methods and payments refuse"""
    place = hosted_path(work, invoice)
    owner = {
        "address": invoice.customer_address,
        "email": sent.get("email", "").strip() or invoice.customer_email,
        "name": sent.get("name", "").strip() or invoice.customer_name,
        "phone": invoice.customer_phone,
    }
    said = {name: sent.get(f"{kind}-{name}", "").strip() for name, _ in page_entry.DETAILS.get(kind, ())}
    left = page_entry.missing(kind, said)
    if left:
        return shown(work, invoice, intent, sent, left)
    described = page_entry.described(kind, said, owner)
    method = method_creation.described(work, described, "", "POST /v1/payment_methods")
    terms = ((intent.payment_method_options or {}).get(kind) or {}).get("mandate_options")
    intents.prepare(work, intent, work.public(place), page_entry.consent(work, method, terms))
    _, answer = collection.collect(work, invoice, off_session=False, method=method)
    if isinstance(answer, Answer):
        return shown(work, invoice, intent, sent, str(answer.body["error"]["message"]))
    return Away(elsewhere(intent) or place)


def elsewhere(intent: Record) -> str:
    """Where a payer is asked by their bank or wallet; empty where they are not."""
    action = intent.next_action or {}
    inner = action.get(action.get("type", "")) or {}
    names = ("url", "hosted_voucher_url", "hosted_instructions_url", "hosted_verification_url")
    return next((str(inner[name]) for name in names if inner.get(name)), "")


def kind_of(intent: Record, sent: Told) -> str:
    """The kind of method that is filled in."""
    types: list[str] = intent.payment_method_types
    return sent["type"] if sent.get("type") in types else types[0]


def shown(work: Work, invoice: Record, intent: Record | None, sent: Told, problem: str = "") -> Sheet:
    """The page as it is now. params: sent, what was filled in before"""
    on_it = paper.written(work, invoice)
    text = [NOTICES[invoice.status]] if invoice.status in NOTICES else []
    if intent is None and invoice.status in PAYABLE:
        text.append(ON_ITS_WAY)
    parties = ((party.title, ", ".join(party.lines)) for party in on_it.parties)
    parts = [
        Part(facts=(*on_it.facts, *parties)),
        Part(
            text=(on_it.before,) if on_it.before else (),
            rows=(COLUMNS, *lines(on_it.rows)),
            numbers=3,
            sums=tuple(on_it.sums),
        ),
        Part(text=(on_it.footer,) if on_it.footer else (), links=tuple(links(work, invoice))),
    ]
    waits = elsewhere(intent) if intent is not None else ""
    if waits:
        parts.append(
            Part("Your bank asks you", ("Confirm the payment you began.",), links=((waits, "Go on"),))
        )
    amount = symbol_amount(invoice.amount_remaining, invoice.currency)
    return Sheet(
        f"Invoice from {invoice.account_name or work.merchant.name or work.account}",
        tuple(text),
        hosted_path(work, invoice),
        tuple(fields(invoice, intent, sent)) if intent is not None else (),
        f"Pay {amount}" if intent is not None else "",
        problem=problem,
        parts=tuple(parts),
        headline=on_it.headline,
    )


def lines(rows: Sequence[Row]) -> list[tuple[Cell, ...]]:
    """What is sold, line by line, with the time that it pays for."""
    return [
        (f"{row.description} ({row.beneath})" if row.beneath else row.description, *row[1:4]) for row in rows
    ]


def links(work: Work, invoice: Record) -> list[tuple[str, str]]:
    """The document, and the receipts of what was paid. source: docs: Hosted invoice page"""
    found = [(invoice.invoice_pdf, "Download invoice")]
    paid = work.where("invoice_payment", 100, invoice=invoice.id, status="paid")
    for payment in paid[::-1]:
        intent = work.peek(payment.payment.get("payment_intent") or "", "payment_intent")
        charge = work.peek(intent.latest_charge or "", "charge") if intent is not None else None
        if charge is not None and charge.receipt_url:
            many = f" ({symbol_amount(charge.amount, charge.currency)})" if len(paid) > 1 else ""
            found.append((charge.receipt_url, f"View receipt{many}"))
    return found


def fields(invoice: Record, intent: Record, sent: Told) -> list[Field]:
    """How it is paid: the kind, and what is asked of it."""
    kind = kind_of(intent, sent)
    found = []
    types = tuple((name, name.replace("_", " ")) for name in intent.payment_method_types)
    if len(types) > 1:
        found.append(Field("type", "Payment method", kind, "select", types))
    for name, label in page_entry.DETAILS.get(kind, ()):
        found.append(Field(f"{kind}-{name}", label, sent.get(f"{kind}-{name}", ""), required=False))
    known = sent.get("name", invoice.customer_name or "")
    words = "Name on card" if kind == kinds.DEFAULT.name else "Name"
    found.append(Field("name", words, known, required=False))
    if not invoice.customer_email:
        found.append(Field("email", "E-mail", sent.get("email", ""), "email", required=False))
    found.append(Field("shown", "", kind, "hidden"))
    found.append(Field("expected", "", str(invoice.amount_remaining), "hidden"))
    return found
