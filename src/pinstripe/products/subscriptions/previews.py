"""Previews: what the next invoice would say if nothing more happened, or if something were changed.

Owns: the two routes of older versions, the preview of newer ones. Does not own: lines (service_lines.py),
what a change brings (item_changes.py). A change that is only thought of is carried out in a work that
nobody keeps.
Money: computed as for a draft. Source: docs: Upcoming invoice; recorded: pay-rails/pay 2021 (refusal).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel.call import Page
from pinstripe.kernel.fresh import template
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Body
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.customers import customer as customers
from pinstripe.products.invoices import drafts, wishes
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.subscriptions import (
    creation,
    item_changes,
    prorations,
    refusals,
    renewal,
    resumption,
    service_lines,
    supplement,
)
from pinstripe.products.subscriptions import subscription as subscriptions
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions import subscriptions as subscriptions_
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

NOTHING_CHANGED = {"proration_date", "proration_behavior"}
"""What says how a change would be billed, and asks for none. source: recorded: stripe-dotnet issue 526"""
ITEMS, OLD_ITEMS = "subscription_details[items]", "subscription_items"
"""What callers of the two routes name items by, for refusals. source: spec; sdk"""
UNPAID = "default_incomplete"
"""A thought pays nothing."""
MOVES = frozenset(
    ("items", "billing_cycle_anchor", "billing_schedules", "trial_end", "trial_from_plan", "cancel_at")
)
FACTS = frozenset(("cancel_at_period_end", "default_tax_rates", "metadata"))
UPDATED = (*sorted(MOVES | FACTS), "proration_behavior", "proration_date")
"""What a preview says of a subscription in the words of its update."""
BEGUN = tuple(
    "items billing_mode billing_schedules cancel_at cancel_at_period_end default_tax_rates metadata "
    "proration_behavior trial_end".split()
)
"""What it says of a subscription that there is not yet, in the words of its creation."""


@operation("GET /v1/invoices/upcoming", INVOICE)
def upcoming(work: Work, params: Params) -> dict[str, Any]:
    """The next invoice of a customer or a subscription. source: docs: Upcoming invoice"""
    return preview(work, params, OLD_ITEMS)


@operation("POST /v1/invoices/create_preview", INVOICE)
def create_preview(work: Work, params: Params) -> dict[str, Any]:
    """The same, as newer versions ask for it. source: docs: create a preview invoice"""
    return preview(work, params, ITEMS)


@operation("GET /v1/invoices/upcoming/lines", INVOICE)
def upcoming_lines(work: Work, params: Params) -> Page:
    """Its lines. source: docs: Upcoming invoice"""
    body = preview(work, params, OLD_ITEMS, every=True)
    return page_of(body["lines"]["data"], params, "/v1/invoices/upcoming/lines", line_items.LINE.noun)


NAMED = frozenset(("discount", "price", "product", "tax_rate"))
"""What is only thought of, and still shown whole where it is named: expanded, or at older versions."""
SCHEDULED: list[Callable[[Work, Params], Ahead]] = []
"""Who says what a schedule's next invoice is about: the room that knows of schedules."""


class Ahead(NamedTuple):
    """What will be billed, to whom, for which time."""

    subscription: Record | None
    customer: Record
    lines: list[LineDraft]
    period: tuple[int, int]
    key: str
    prorated: int | None = None
    """From when a change that is only thought of counts."""
    discounts: list[Body] | None = None
    """Those that are asked about, in the place of the subscription's and the customer's."""
    taxed: bool | None = None
    """Whether taxes are worked out, where that is asked."""
    liable: str | None = None
    """The other account whose taxes they are, where that is asked."""


def preview(work: Work, params: Params, under: str, every: bool = False) -> dict[str, Any]:
    """The body of an invoice that is only thought of. params: under, what the caller names items by; every,
    all its lines, not the first ten.

    refuses: upcoming_of_nobody, nothing_upcoming, other_customer, and what the change itself refuses
    """
    scratch = Work(work.batch, work.account, version=work.version)
    found = ahead(scratch, params, under)
    if "discounts" in params:
        found = found._replace(discounts=_discounts(scratch, found, params))
    wanted = automatic_rates.wanted(params)
    liable = automatic_rates.liable(scratch, params)
    if wanted:
        automatic_rates.refuse_nowhere(scratch, found.customer, liable)
    if params.get("preview_mode") == "recurring":
        found = _steady(scratch, found)
    body = shown(scratch, found._replace(taxed=wanted, liable=liable), every)
    for place, record in scratch.touched.items():
        if record.type in NAMED:
            work.records.setdefault(place, record)
    return body | _said(scratch, params)


def _said(work: Work, params: Params) -> dict[str, Any]:
    """What is asked to be shown as it is. refuses: resource_missing, those of payments. source: spec"""
    found: dict[str, Any] = {}
    if params.get("issuer"):
        found["issuer"] = wishes.issuer(work, params.issuer)
    if params.get("on_behalf_of"):
        creation.refuse_shares(work, {"on_behalf_of": params.on_behalf_of})
        found["on_behalf_of"] = params.on_behalf_of
    return found


def _steady(work: Work, found: Ahead) -> Ahead:
    """A whole period and nothing else: neither what waits nor parts of periods. source: spec
    (preview_mode)"""
    subscription = found.subscription
    if subscription is None:
        return found
    lines: list[LineDraft] = []
    for item in reversed(items.of(work, subscription)):
        whole = items.cycle(item, subscription.billing_cycle_anchor, item.current_period_start)
        quantity = item.get("quantity", 0)
        lines += service_lines.priced_lines(work, item, quantity, whole.start, whole.end)
    return found._replace(lines=lines, prorated=None)


def _discounts(work: Work, found: Ahead, params: Params) -> list[Body]:
    """The discounts that a preview is asked with. source: docs: create a preview invoice"""
    currency = _currency(found)
    held = found.subscription.discounts if found.subscription is not None else ()
    target = discounts.Target("invoice", None, found.customer.id, currency, held)
    return discounts.counting(work, discounts.given(work, params.discounts, target), currency)


def _currency(found: Ahead) -> str:
    subscription = found.subscription
    return str(subscription.currency if subscription is not None else found.lines[0].currency)


def ahead(work: Work, params: Params, under: str) -> Ahead:
    """The next invoice, after the change that is asked about; what it writes must not be kept."""
    for foresees in SCHEDULED if params.keys() & {"schedule", "schedule_details"} else ():
        return foresees(work, params)
    details = params.get("subscription_details") or Params({})
    subscription, customer = _whose(work, params, details)
    currency = _wanted(params, subscription, customer) or work.merchant.currency
    if params.get("customer_details"):
        customers.imagined(work, params.customer_details, customer)
    supplement.imagine(work, customer, params.get("invoice_items") or [], currency)
    if subscription is None:
        if not details.get("items"):
            return _waiting(work, customer, currency)
        return _beginning(work, customer, details, under, params.get("currency"))
    if details.get("cancel_now"):
        return _ended(work, subscription, customer, details)
    renewal.bill_what_waits(work, subscription)
    before = subscription.latest_invoice
    moment = None
    if details.get("resume_at") or details.get("pause"):
        _rested(work, subscription, details)
    elif details.keys() & (MOVES | FACTS):
        if subscription.status in (*subscriptions.ENDED, "incomplete"):
            raise invoice_refusals.nothing_upcoming(customer.id)
        moment = _changed(work, subscription, details, under)
    billed = subscription.latest_invoice != before
    found = (at_once if billed else next_of)(work, subscription, customer)
    return found._replace(prorated=moment)


def _wanted(params: Params, subscription: Record | None, customer: Record) -> str | None:
    """The currency that is billed in. refuses: other_currency. source: spec"""
    asked = (params.get("currency") or "").lower()
    if subscription is None:
        found: str | None = asked or customer.currency
        return found
    if asked not in ("", subscription.currency):
        raise refusals.other_currency(subscription.currency, asked)
    return str(subscription.currency)


def next_of(work: Work, subscription: Record, customer: Record) -> Ahead:
    """The invoice of the period that runs, with what waits for it. refuses: nothing_upcoming"""
    if subscription.status in (*subscriptions.ENDED, "incomplete", "paused"):
        raise invoice_refusals.nothing_upcoming(customer.id)
    pending = invoice_items.pending(work, customer, subscription.currency, subscription.id)
    if not pending and not service_lines.goes_on(subscription):
        raise invoice_refusals.nothing_upcoming(customer.id)
    lines: list[LineDraft] = []
    period = (work.now, work.now)
    if subscription.body["items"]["data"]:
        lines, period = service_lines.lines_ahead(work, subscription)
    lines = [*(invoice_items.line_of(work, item) for item in pending), *lines]
    return Ahead(subscription, customer, lines, period, f"{subscription.id}/{period[1]}")


def _changed(work: Work, subscription: Record, details: Params, under: str) -> int | None:
    """Carry the change out, in thought. gives: from when it counts, if it prorates"""
    asked = {**details.pick(*UPDATED), "payment_behavior": UNPAID}
    moved = subscription.body
    subscriptions_.change(work, subscription, Params(asked), under=under)
    if not details.keys() & MOVES or moved is subscription.body:
        return None
    return int(details.get("proration_date") or work.now)


def _ended(work: Work, subscription: Record, customer: Record, details: Params) -> Ahead:
    """The invoice of an end at once, with what is given back unless nobody wants that, and what was used.
    refuses: nothing_upcoming. source: docs: create a preview invoice (cancel_now)"""
    renewal.bill_what_waits(work, subscription)
    moment = item_changes.terms_of(work, subscription, details).moment
    lines: list[LineDraft] = []
    if subscription.status not in item_changes.UNBILLED:
        if details.get("proration_behavior") != "none":
            prorations.give_back(work, subscription, moment)
        lines = service_lines.running_usage(work, subscription)[1]
    pending = invoice_items.pending(work, customer, subscription.currency, subscription.id)
    lines = [*(invoice_items.line_of(work, item) for item in pending), *lines]
    if not lines:
        raise invoice_refusals.nothing_upcoming(customer.id)
    starts = [int(item["current_period_start"]) for item in subscription.body["items"]["data"]]
    period = (min(starts, default=work.now), work.now)
    return Ahead(subscription, customer, lines, period, f"{subscription.id}/{work.now}/end", moment)


def _rested(work: Work, subscription: Record, details: Params) -> None:
    """It rests, or goes on, in thought. source: docs: create a preview invoice (pause, resume_at)"""
    terms = item_changes.Terms(payment_behavior=UNPAID)
    if details.get("resume_at"):
        if SUBSCRIPTION.refuses("resume", subscription):
            raise refusals.unexpected(subscription, "resume")
        asked = details.pick("billing_cycle_anchor", "proration_behavior", "proration_date")
        resumption.resume(work, subscription, Params(asked), terms)
    elif details.get("pause"):
        if SUBSCRIPTION.refuses("pause", subscription):
            raise refusals.unexpected(subscription, "pause")
        resumption.pause(work, subscription, details["pause"], terms)


def at_once(work: Work, subscription: Record, customer: Record) -> Ahead:
    """A change that is billed at once: its own invoice is the next one. source: docs: Prorations (preview)"""
    invoice = work.load(subscription.latest_invoice, "invoice")
    lines = [line_items.draft_of(work, line) for line in line_items.of(work, invoice)]
    period = (invoice.period_start, invoice.period_end)
    return Ahead(subscription, customer, lines, period, f"{subscription.id}/{work.now}/change")


def _beginning(work: Work, customer: Record, details: Params, under: str, currency: str | None) -> Ahead:
    """The first invoice of a subscription that there is not yet. params: currency, where one of the prices'
    is asked for. source: docs: create a preview invoice; spec (currency)
    """
    asked = {**details.pick(*BEGUN), "currency": currency}
    anchor = details.get("billing_cycle_anchor") or {}
    if anchor.get("timestamp") is not None:
        asked["billing_cycle_anchor"] = anchor["timestamp"]
    start = details.get("start_date")
    if start is not None and start > work.now:
        work.at(start)
    elif start is not None:
        asked["backdate_start_date"] = start
    subscription, _, lines, _ = creation.begin(
        work, customer, Params({**asked, "customer": customer.id}), under
    )
    return Ahead(subscription, customer, lines, (work.now, work.now), f"{customer.id}/{work.now}/beginning")


def first_of(work: Work, customer: Record, told: Params) -> Ahead:
    """The first invoice of a subscription that there is not yet, told in the words of its creation."""
    subscription, _, lines, _ = creation.begin(work, customer, told)
    return Ahead(subscription, customer, lines, (work.now, work.now), f"{customer.id}/{work.now}/first")


def _waiting(work: Work, customer: Record, currency: str) -> Ahead:
    """What waits for an invoice of a customer without a subscription that goes on. refuses: nothing_upcoming

    source: docs: Upcoming invoice (pending charges); the period inferred
    """
    pending = invoice_items.waiting(work, customer, currency)
    if not pending:
        raise invoice_refusals.nothing_upcoming(customer.id)
    lines = [invoice_items.line_of(work, item) for item in pending]
    return Ahead(None, customer, lines, (work.now, work.now), f"{customer.id}/{work.now}/waiting")


def shown(work: Work, found: Ahead, every: bool = False) -> dict[str, Any]:
    """The preview's body. The same question gives the same ids, so that cursors work."""
    subscription, customer, lines, period, _, prorated, asked, taxed, liable = found
    key = f"upcoming_in_{stable(24, work.account, found.key)}"
    currency = _currency(found)
    terms = drafts.terms_of(work, customer, currency, subscription, period[1])
    if asked is not None:
        terms = terms._replace(discounts=asked)
    if taxed is not None:
        terms = terms._replace(automatic=taxed, liable=liable)
    billed = drafts.bill_for(work, customer, currency, lines, terms, period[1])
    bill = billed.bill
    bodies = line_items.preview(key, lines, bill.lines)
    listed = line_items.envelope(key, bodies)
    return {
        **template(INVOICE),
        **drafts.of_merchant(work),
        "id": key,
        "auto_advance": True,
        "billing_reason": "upcoming",
        "created": period[1],
        "currency": currency,
        "customer_account": customer.get("customer_account"),
        "lines": {**listed, "data": bodies} if every else listed,
        "next_payment_attempt": period[1] + drafts.DRAFT_SECONDS,
        "parent": _parent(subscription, prorated),
        "period_end": period[1],
        "period_start": period[0],
        "status": "draft",
        **drafts.of_customer(work, customer),
        **terms.body,
        **bill.body,
        **billed.taxed,
        "ending_balance": bill.ending_balance,
        **(_shown_of(work, subscription, period[1]) if subscription is not None else {}),
    }


def _parent(subscription: Record | None, prorated: int | None) -> dict[str, Any] | None:
    """What the invoice will come from; a preview of prorations says from when they count. source: spec"""
    if subscription is None:
        return None
    parent = drafts.parent_of(subscription)
    if prorated is not None:
        details = {**parent["subscription_details"], "subscription_proration_date": prorated}
        parent["subscription_details"] = details
    return parent


def _shown_of(work: Work, subscription: Record, created: int) -> dict[str, Any]:
    """What the payer reads on the statement, and how an invoice that will be sent says so.
    source: inferred"""
    words = drafts.on_statement(work, subscription)
    if subscription.collection_method == "charge_automatically":
        return words
    due = created + subscription.days_until_due * DAY
    return {**words, "collection_method": "send_invoice", "due_date": due, "next_payment_attempt": None}


def _whose(work: Work, params: Params, details: Params) -> tuple[Record | None, Record]:
    """The subscription that is billed next, and its customer; none where one is only thought of."""
    key, owner = params.get("subscription"), params.get("customer")
    if not key and not owner:
        if not params.get("customer_details"):
            raise invoice_refusals.upcoming_of_nobody()
        return None, customers.imagined(work, params.customer_details, None)
    customer = work.find("customer", owner, "customer") if owner else None
    if key:
        subscription = work.find("subscription", key, "subscription")
        if customer is not None and subscription.customer != customer.id:
            raise invoice_refusals.other_customer(key)
        return subscription, work.load(subscription.customer, "customer")
    assert customer is not None
    if details.get("items"):
        if any(item.get("id") for item in details["items"]):
            raise refusals.item_of_nothing()
        return None, customer
    if details.keys() - NOTHING_CHANGED:
        raise errors.missing_param("subscription")
    running = [s for s in subscriptions.of_customer(work, customer) if service_lines.goes_on(s)]
    return min(running, key=subscriptions.next_boundary, default=None), customer
