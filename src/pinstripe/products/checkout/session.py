"""The checkout session record: one visit to a page on which somebody buys, subscribes, or leaves a card.

Owns: the record, its two states, what is shown only when asked for, its id and addresses. Does not own: the
endpoints (sessions.py), opening one (creation.py), what it comes to (amounts.py), buying (purchase.py), what
follows (fulfilment.py), the page (hosted_page.py). Money: none of its own; the intents carry it.
Source: spec; docs: Checkout; recorded: bikeindex, codecov.
Private facts: `asked` (the parameters, for a copy), `lines` (what is in the basket, basket.py), `optional`
(what may be put into it), `discount` (the coupon that counts, or null), `items` (line items as they are
shown), `breakdown`, `sending` (the chosen way), `intent` (what is said of the payment, the setup or the
subscription), `shares`, `update` (what may change of the customer), `method` (the kind of redisplay),
`place` (where the buyer said to be), `buyer` (the customer that was made and has not bought), `pending`
(the subscription that waits for its payment), `remembers` (will the buyer be a customer?), `last` (what the
page says of it in the end).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api.errors import ApiError
from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import refusals

BASE = "checkout.session"
PAGE = "checkout"
SUCCEEDED, FAILED = f"{BASE}.async_payment_succeeded", f"{BASE}.async_payment_failed"
# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome   from    to          event
    ("create",   "opened", ANY,    "open"),
    ("complete", "done",   "open", "complete", f"{BASE}.completed"),
    ("expire",   "done",   "open", "expired",  f"{BASE}.expired"),
)
PAYMENT = lifecycle(
    # verb       outcome      from     to                     event
    ("pay",      "done",      "unpaid", "paid"),
    ("pay",      "nothing",   "unpaid", "no_payment_required"),
    ("settle",   "succeeded", "unpaid", "paid",               SUCCEEDED),
    ("settle",   "failed",    "unpaid", "=",                  FAILED),
)
# fmt: on
ID_LETTERS, SECRET_LETTERS = 56, 40


def line_items(shower: Any, session: Record) -> dict[str, Any]:
    """What is bought, as a list within the session. source: spec"""
    wanted = [name for name in ("discounts", "taxes") if f"line_items.data.{name}" in asked_of(shower)]
    shown = [shower.older(plain(one, wanted)) for one in session.private.get("items") or ()]
    return {"object": "list", "data": shown, "has_more": False, "url": items_url(session.id)}


def asked_of(shower: Any) -> str:
    """What a caller asked to expand, as one text."""
    return " ".join(getattr(shower, "paths", ()))


def plain(item: dict[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """A line item without what is shown only on demand. source: spec"""
    return {
        name: value for name, value in item.items() if name not in ("discounts", "taxes") or name in wanted
    }


def items_url(key: str) -> str:
    """Where a session's line items are listed."""
    return f"/v1/checkout/sessions/{key}/line_items"


def unknown(key: str) -> ApiError | None:
    """What is not even called like a session is told from one that is not there. source: recorded: issue
    reports (wording)"""
    return None if key.startswith("cs_") else refusals.malformed(key)


CHECKOUT_SESSION = Resource(
    "checkout.session",
    prefix="cs",
    generated="retrieve",
    param="session",
    lifecycle=LIFECYCLE,
    lifecycles={"payment_status": PAYMENT},
    index=(
        *("customer", "payment_intent", "payment_link", "status", "subscription", "setup_intent"),
        *("email=customer_details.email", "pending=private.pending", "invoice"),
    ),
    unexpected=refusals.wrong_state,
    unknown=unknown,
    defaults={
        "custom_fields": [],
        "discounts": [],
        "managed_payments": {"enabled": False},
        "metadata": {},
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
    },
    includable={
        "line_items": line_items,
        "total_details.breakdown": lambda shower, session: session.private.get("breakdown"),
    },
    absent="name_collection optional_items presentment_details redirect_on_completion return_url "
    "tax_id_collection allowed_payment_method_types excluded_payment_method_types",
)


def fresh_id(work: Work) -> str:
    """A session's id in its own form. source: recorded: bikeindex"""
    return f"cs_test_a1{work.mint.letters(ID_LETTERS)}"


def address_of(work: Work, key: str) -> str:
    """Where the page of a session is."""
    return work.public(sheets.open_path(PAGE, key, work.account))


def of_intent(work: Work, intent: Record) -> Record | None:
    """The session that an intent was opened for."""
    key = intent.private.get("checkout")
    return work.peek(key, BASE) if key else None
