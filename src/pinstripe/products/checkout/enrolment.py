"""The enrolment: what is bought again and again begins, with a first payment that is made on the page.

Owns: a subscription made of a session, its one-time items, a first payment that waits for its holder. Does
not own: subscriptions (their room), the session's end (fulfilment.py). Money: the first invoice's.
Source: docs: Checkout; docs: API changelog 2025-03-31.basil.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import fulfilment, managed, reduction
from pinstripe.products.checkout import session as sessions
from pinstripe.products.invoices import collection
from pinstripe.products.methods import kinds, page_entry
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import payment_intent as intents
from pinstripe.products.subscriptions import creation as subscriptions

SAID = (
    *("application_fee_percent", "billing_cycle_anchor", "billing_cycle_anchor_config", "billing_mode"),
    *("default_tax_rates", "description", "invoice_settings", "metadata", "on_behalf_of"),
    *(
        "pending_invoice_item_interval",
        "proration_behavior",
        "transfer_data",
        "trial_end",
        "trial_period_days",
        "trial_settings",
    ),
)
"""What `subscription_data` says in a subscription's own words."""


def subscribe(work: Work, session: Record, method: Record | None, customer: Record) -> Record | Answer:
    """Begin, and take the first payment. A decline leaves no subscription; where the card's holder must be
    asked, one waits. refuses: what cards and subscriptions refuse
    """
    pending = session.private.get("pending")
    behind = method is not None and kinds.kind_of(method).debited_later is not None
    if method is not None and method.customer is None and not behind:
        method = methods.attach(work, method, customer)
    if method is not None and not behind:
        agree(work, method, session)
    if pending:
        return again(work, session, work.load(pending, "subscription"), method)
    for item in session.private["items"]:
        if item["price"]["recurring"] is None:
            fulfilment.sold(work, customer, item, session)
    if behind:
        waits = Params({**asked(work, session, None, customer), "payment_behavior": "default_incomplete"})
        made = subscriptions.create(work, waits)
        work.note(session, pending=made.id)
        return again(work, session, made, method)
    made = subscriptions.create(work, asked(work, session, method, customer))
    return concluded(work, session, made)


def agree(work: Work, method: Record, session: Record) -> None:
    """What is debited again and again is agreed to once. source: docs: mandates"""
    data = agreement(work, method, session)
    if data is not None and mandates.standing(work, method) is None:
        mandates.accept(work, method, deep(data), reusable=True, amount=0, currency="")


def automatic(session: Record) -> bool:
    """Are its taxes worked out?"""
    return bool(session.automatic_tax["enabled"])


def asked(work: Work, session: Record, method: Record | None, customer: Record) -> Params:
    """The subscription, as whoever made one by hand would ask for it."""
    data = session.private["said"]
    params = Params(
        {
            **{name: deep(data[name]) for name in SAID if name in data},
            "customer": customer.id,
            "currency": session.currency,
            "discounts": [Params(one) for one in reduction.asked(session.private.get("discount"))],
            "items": [item_of(line) for line in session.private["lines"] if recurs(work, line)],
            "off_session": False,
            "payment_behavior": "error_if_declined",
            **managed.shown(session),
        }
    )
    if method is not None:
        params["default_payment_method"] = method.id
    if automatic(session):
        params["automatic_tax"] = deep({"enabled": True, "liability": session.automatic_tax["liability"]})
    return params


def deep(value: Any) -> Any:
    """Stored parameters, as they are read."""
    if isinstance(value, list):
        return [deep(one) for one in value]
    if isinstance(value, Mapping):
        return Params({name: deep(one) for name, one in value.items()})
    return value


def recurs(work: Work, line: Mapping[str, Any]) -> bool:
    """Is a line of the basket paid again and again?"""
    return work.load(line["price"], "price").recurring is not None


def item_of(line: Mapping[str, Any]) -> Params:
    """A line of the basket as an item of a subscription; what the session promised is sold, although a price
    that was described on the way is offered to nobody else."""
    item = Params({"price": line["price"], "metadata": dict(line["metadata"]), "agreed": True})
    if line["quantity"] is not None:
        item["quantity"] = line["quantity"]
    rates = [rate["id"] for rate in line["tax_rates"]]
    if rates:
        item["tax_rates"] = rates
    return item


def concluded(work: Work, session: Record, subscription: Record) -> Record:
    """What became of the first payment: made, not needed, on its way, or waiting for the card's holder."""
    invoice = work.load(subscription.latest_invoice, "invoice")
    if subscription.status != "incomplete":
        work.advance(session, "pay", "done" if invoice.total > 0 else "nothing")
        return fulfilment.subscribed(work, session, subscription)
    work.note(session, pending=subscription.id)
    intent = work.load(invoice.private["payment_intent"], "payment_intent")
    if intent.status == "processing":
        return fulfilment.subscribed(work, session, subscription)
    lead_back(work, session, intent)
    return session


def lead_back(work: Work, session: Record, intent: Record) -> None:
    """Whoever was asked by their bank comes back to the page."""
    intents.prepare(work, intent, sessions.address_of(work, session.id), None)


def again(work: Work, session: Record, subscription: Record, method: Record | None) -> Record | Answer:
    """Another try of a first payment whose holder did not agree. gives: what a declined caller reads"""
    invoice = work.load(subscription.latest_invoice, "invoice")
    intent = work.load(invoice.private["payment_intent"], "payment_intent")
    back = sessions.address_of(work, session.id)
    intents.prepare(work, intent, back, agreement(work, method, session) if method is not None else None)
    _, answer = collection.collect(work, invoice, off_session=False, method=method)
    if answer is None and method is not None and method.customer is not None:
        subscriptions.pay_with(work, subscription, method)
    return answer if answer is not None else session


def agreement(work: Work, method: Record, session: Record) -> dict[str, Any] | None:
    """The page says that whoever pays so agrees to be debited, on the merchant's terms. source: docs:
    mandates; spec (mandate_options)"""
    terms = ((session.payment_method_options or {}).get(method.body["type"]) or {}).get("mandate_options")
    return page_entry.consent(work, method, terms)
