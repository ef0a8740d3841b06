"""The endpoints that a page calls: what it shows, and that it was confirmed. The command line's fixtures call
them as well.

Owns: both endpoints. Does not own: the session (session.py), buying (purchase.py). Money: the payment's.
Source: docs: Stripe CLI; known in part.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import purchase
from pinstripe.products.checkout.session import CHECKOUT_SESSION
from pinstripe.products.methods import payment_method as methods

ONE = "/v1/payment_pages/{payment_page}"
SHOWN = (
    *("amount_subtotal", "amount_total", "currency", "customer", "customer_email", "livemode", "mode"),
    *("payment_method_types", "payment_status", "return_url", "status", "success_url", "ui_mode", "url"),
)


def page_of(work: Work, session: Record) -> dict[str, Any]:
    """A page, as far as it is known what that shows. source: docs: Stripe CLI; fields inferred"""
    intent = session.payment_intent or session.setup_intent
    known = work.peek(intent) if intent else None
    shown = None
    if known is not None:
        names = ("id", "object", "client_secret", "next_action", "status")
        shown = {name: known.get(name) for name in names}
    pending = session.private.get("pending")
    if pending:
        invoice = work.load(work.load(pending, "subscription").latest_invoice, "invoice")
        first = work.load(invoice.private["payment_intent"], "payment_intent")
        shown = {name: first.get(name) for name in ("id", "object", "client_secret", "next_action", "status")}
    return {
        "id": session.id,
        **{name: session.get(name) for name in SHOWN},
        "line_items": [
            {
                name: item[name]
                for name in ("amount_subtotal", "amount_total", "description", "id", "quantity")
            }
            for item in session.private["items"]
        ],
        "payment_intent": shown if session.mode != "setup" else None,
        "session_id": session.id,
        "setup_intent": shown if session.mode == "setup" else None,
    }


@operation(f"GET {ONE}", CHECKOUT_SESSION, subject="payment_page", verb="retrieve", publishable=True)
def retrieve(work: Work, session: Record, params: Params) -> dict[str, Any]:
    """What the page is about. source: docs: Stripe CLI"""
    return page_of(work, session)


@operation(f"POST {ONE}/confirm", CHECKOUT_SESSION, subject="payment_page", publishable=True)
def confirm(work: Work, session: Record, params: Params) -> dict[str, Any] | Answer:
    """The buyer confirms, with a method that says who they are. refuses: as purchases. source:
    docs: Stripe CLI (expected_amount)"""
    key = params.get("payment_method")
    method = methods.resolve(work, key, "payment_method") if key else None
    given = purchase.form_of(method)
    done = purchase.confirm(work, session, method, given, params.get("expected_amount"))
    return done if isinstance(done, Answer) else page_of(work, session)
