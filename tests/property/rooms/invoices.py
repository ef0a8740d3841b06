"""Invoices in every state, with items; and items that wait for an invoice."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool


def drafted(made: Builder, customer: str, **params: object) -> str:
    """The id of a draft with one item."""
    draft = made.post("/v1/invoices", customer=customer, **params).id
    made.post("/v1/invoiceitems", customer=customer, invoice=draft, amount=700, currency="usd")
    return str(draft)


DIFFERS = {
    ("POST /v1/invoices/{invoice}/pay", "paid_out_of_band"): "where nothing is owed, nothing is paid",
    ("POST /v1/invoices/{invoice}/finalize", "auto_advance"): "what owes nothing is paid at once",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """One invoice of each state, and a second draft to be sent."""
    ann = made.pool["customer"][0]
    made.name("invoice draft", (key := drafted(made, ann)))
    made.name("line of draft", made.api.get(f"/v1/invoices/{key}/lines").data[0]["id"])
    sent = {"collection_method": "send_invoice", "days_until_due": 5}
    made.name("invoice to be sent", drafted(made, ann, **sent))
    for state, way in (
        ("open", ""),
        ("paid", "pay"),
        ("void", "void"),
        ("uncollectible", "mark_uncollectible"),
    ):
        key = drafted(made, ann)
        made.post(f"/v1/invoices/{key}/finalize", auto_advance=False)
        if way:
            made.post(f"/v1/invoices/{key}/{way}")
        made.name(f"invoice {state}", key)
    bare = {"amount": 300, "currency": "usd", "customer": ann}
    made.name("payment_intent to be attached", made.post("/v1/payment_intents", **bare).id)
    # Somebody whom no subscription sends an invoice.
    waiting = {"customer": made.pool["customer with source"][0], "amount": 300, "currency": "usd"}
    made.name("invoiceitem waiting", made.post("/v1/invoiceitems", **waiting).id)


def bases(pool: Pool) -> Bases:
    """Calls of invoices and items that succeed."""
    customer = pool["customer"][0]
    draft = {"{invoice}": pool["invoice draft"][0]}
    opened = {"{invoice}": pool["invoice open"][0]}
    line = pool["line of draft"][0]
    waiting = {"{invoiceitem}": pool["invoiceitem waiting"][0]}
    item = {"customer": customer, "amount": "300", "currency": "usd"}
    return {
        "GET /v1/invoices/search": [{"query": "currency:'usd'"}],
        "POST /v1/invoices": [
            {"customer": customer},
            {"customer": customer, "collection_method": "send_invoice", "days_until_due": "5"},
            {"customer": customer, "pending_invoice_items_behavior": "include"},
        ],
        "POST /v1/invoices/{invoice}": [
            {**draft, "description": "Advice"},
            {**opened, "metadata": {"a": "2"}},
        ],
        "DELETE /v1/invoices/{invoice}": [draft],
        "POST /v1/invoices/{invoice}/finalize": [draft],
        "POST /v1/invoices/{invoice}/pay": [opened, {**opened, "paid_out_of_band": "true"}],
        "POST /v1/invoices/{invoice}/send": [{"{invoice}": pool["invoice to be sent"][0]}],
        "POST /v1/invoices/{invoice}/void": [opened],
        "POST /v1/invoices/{invoice}/mark_uncollectible": [opened],
        "POST /v1/invoices/{invoice}/add_lines": [{**draft, "lines[0][amount]": "70"}],
        "POST /v1/invoices/{invoice}/update_lines": [
            {**draft, "lines[0][id]": line, "lines[0][amount]": "70"}
        ],
        "POST /v1/invoices/{invoice}/remove_lines": [
            {**draft, "lines[0][id]": line, "lines[0][behavior]": "unassign"},
        ],
        "POST /v1/invoices/{invoice}/lines/{line_item_id}": [
            {**draft, "{line_item_id}": line, "amount": "70"}
        ],
        "POST /v1/invoices/{invoice}/attach_payment": [
            {**opened, "payment_intent": pool["payment_intent to be attached"][0]},
        ],
        "POST /v1/invoiceitems": [item, {**item, "invoice": pool["invoice draft"][0]}],
        "POST /v1/invoiceitems/{invoiceitem}": [{**waiting, "amount": "400"}],
        "DELETE /v1/invoiceitems/{invoiceitem}": [waiting],
    }
