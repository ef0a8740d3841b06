"""The endpoints of invoices.

Owns: the endpoints and their parameters. Does not own: the record (invoice.py), drafts and totals
(drafts.py), becoming final (finalization.py), the money (collection.py), previews (room subscriptions),
items added by hand (invoice_items.py). Money: none of its own. Source: spec; recorded: stripe_world 13,
pay-rails/pay.
"""

from __future__ import annotations

from typing import Any, assert_never

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import (
    created_within,
    deleted,
    page_of,
    referred,
    show_records,
    stored,
    updates,
)
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.customers.customer import check_custom_fields
from pinstripe.products.invoices import (
    collection,
    drafts,
    finalization,
    forgiveness,
    method_options,
    receipts,
    refusals,
    revision,
    shares,
    wishes,
)
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.collection import Collected
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.tax import refusals as tax_refusals

ONE = "/v1/invoices/{invoice}"
NOT_YET = method_options.unbuilt("POST /v1/invoices")
PLAIN = tuple(
    "auto_advance collection_method custom_fields description due_date footer metadata "
    "statement_descriptor".split()
)
EDITABLE = frozenset(("metadata", "auto_advance", "default_payment_method", "expand"))
"""What a final invoice may still change. source: docs: update an invoice; recorded: stripe_world 13"""


@operation("GET /v1/invoices", INVOICE)
def list_invoices(work: Work, params: Params) -> Page:
    """Invoices, newest first. source: spec"""
    referred(work, params, customer="customer", subscription="subscription")
    names = ("customer", "status", "collection_method", "subscription")
    filters = dict(params.pick(*names))
    due = params.get("due_date")
    if isinstance(due, dict):
        found = [one for one in work.each("invoice", **filters) if wishes.due_within(one, due)]
        found = [one for one in found if created_within(one, params)]
        return page_of(found, params, "/v1/invoices", INVOICE.noun)
    filters |= {"due_date": due} if due is not None else {}
    clock = None if filters.keys() & {"customer", "subscription"} else ""
    return show_records(work, INVOICE, params, "/v1/invoices", filters, clock)


@operation("POST /v1/invoices", INVOICE, missing=NOT_YET)
def create(work: Work, params: Params) -> Record:
    """A draft made by hand; it takes the customer's pending items along when it is told to.

    refuses: missing customer, needs_due_date, no_due_date, nothing_to_invoice
    source: recorded: stripe_world 13, pay-rails/pay 2025-11 (period, rendering)
    """
    if params.get("from_invoice"):
        return _revised(work, params)
    if not params.get("customer"):
        raise errors.missing_param("customer")
    customer = work.find("customer", params.customer, "customer")
    subscription = _subscription(work, customer, params.get("subscription"))
    currency = _currency(work, customer, params)
    check_custom_fields(params, "custom_fields")
    fields: dict[str, Any] = stored(INVOICE, params.pick(*PLAIN))
    fields |= wishes.due(work, params) | wishes.fields(work, customer, params, None)
    moment = wishes.finalizes_at(work, params)
    sweeps = wishes.sweeps(work, params)
    pending = invoice_items.waiting(work, customer, currency) if sweeps != "exclude" else []
    if subscription is not None:
        pending = [item for item in pending if item.private.get("subscription") == subscription.id]
    if sweeps == "include_and_require" and not pending:
        raise refusals.nothing_to_invoice(of_subscription=subscription is not None)
    start = _begun(subscription) if subscription is not None else work.now
    key = work.new_id(INVOICE)
    fields |= wishes.shipping(work, params, currency)
    facts = shares.said(work, params) | method_options.planned(params)
    if "on_behalf_of" in params:
        fields["on_behalf_of"] = params.on_behalf_of
    invoice = drafts.draft(
        work,
        id=key,
        terms=_terms(work, customer, currency, subscription, key, params),
        customer=customer,
        currency=currency,
        reason="manual",
        lines=[invoice_items.line_of(work, item) for item in pending],
        period=(start, work.now),
        subscription=subscription,
        waits=bool(params.get("auto_advance")) and moment is None,
        facts=facts,
        **{"auto_advance": False, **fields},
    )
    invoice_items.bind(work, invoice, pending)
    return invoice if moment is None else work.amend(invoice, **_finalize_at(work, invoice, moment))


def _revised(work: Work, params: Params) -> Record:
    """A draft that does an invoice over, with what else is said of it. refuses: what revision.py refuses,
    other_payers_revision. source: spec (from_invoice)"""
    invoice = revision.revise(work, params)
    if params.get("customer", invoice.customer) != invoice.customer:
        raise refusals.other_payers_revision()
    said = {name: value for name, value in params.items() if name not in REVISED}
    return update(work, invoice, Params(said)) if said.keys() - {"expand"} else invoice


REVISED = ("from_invoice", "customer", "currency", "subscription", "pending_invoice_items_behavior", "expand")
"""What a revision has of its original."""


def _finalize_at(work: Work, invoice: Record, moment: int) -> dict[str, Any]:
    """A draft becomes final when a caller says. source: spec (automatically_finalizes_at)"""
    work.unschedule("finalize", invoice)
    work.schedule("finalize", invoice, moment)
    charged = invoice.collection_method == "charge_automatically"
    return {
        "auto_advance": True,
        "automatically_finalizes_at": moment,
        "next_payment_attempt": moment if charged else None,
    }


def _terms(
    work: Work, customer: Record, currency: str, subscription: Record | None, key: str, params: Params
) -> drafts.Terms:
    """What counts for it: what is said, else what the subscription and the customer have; an empty list is no
    discount. source: spec"""
    terms = drafts.terms_of(work, customer, currency, subscription)
    automatic = _automatic(work, customer, params)
    if automatic is not None:
        terms = terms._replace(automatic=automatic, liable=automatic_rates.liable(work, params))
    if "discounts" in params:
        target = discounts.Target("invoice", key, customer.id, currency)
        given = discounts.given(work, params.discounts, target)
        terms = terms._replace(discounts=discounts.counting(work, given, currency))
    if "default_tax_rates" in params:
        rates = tax_rates.named(work, params.default_tax_rates, "default_tax_rates")
        terms = terms._replace(tax_rates=rates)
    if terms.automatic and terms.tax_rates:
        raise refusals.two_ways_of_tax("default_tax_rates")
    return terms


def _automatic(work: Work, customer: Record, params: Params) -> bool | None:
    """Shall taxes be worked out? refuses: inactive, no_customer_location"""
    wanted = automatic_rates.wanted(params)
    if wanted:
        automatic_rates.refuse_nowhere(work, customer, automatic_rates.liable(work, params))
    return wanted


def _subscription(work: Work, customer: Record, key: str | None) -> Record | None:
    if not key:
        return None
    subscription = work.find("subscription", key, "subscription")
    if subscription.customer != customer.id:
        raise refusals.other_customer(key)
    return subscription


def _begun(subscription: Record) -> int:
    """When the running period began. source: recorded: pay-rails/pay (invoice of a subscription by hand)"""
    starts = [item["current_period_start"] for item in subscription.body["items"]["data"]]
    return int(min(starts, default=subscription.start_date))


def _currency(work: Work, customer: Record, params: Params) -> str:
    """The currency asked for, else the customer's, else the account's. source: spec"""
    given: str | None = params.get("currency")
    if given is None:
        return customer.currency or work.merchant.currency
    if not currencies.known(given):
        raise errors.bad_currency(given, currencies.ACCEPTED)
    return given.lower()


@operation(f"POST {ONE}", INVOICE, subject="invoice", param="id", missing=NOT_YET)
def update(work: Work, invoice: Record, params: Params) -> Record:
    """New facts about a draft; of a final invoice only notes and how it goes on. source: recorded:
    stripe_world 13

    refuses: final_field, needs_due_date, no_due_date
    """
    if invoice.status != "draft":
        for name in params:
            if name not in EDITABLE:
                raise refusals.final_field(name)
    customer = work.load(invoice.customer, "customer")
    check_custom_fields(params, "custom_fields")
    work.note(invoice, **shares.said(work, params, invoice), **method_options.planned(params))
    changes = updates(invoice, params, frozenset(("due_date", *TERMS, *APART)))
    changes |= wishes.fields(work, customer, params, invoice)
    if params.keys() & {"collection_method", "due_date", "days_until_due"}:
        asked = Params({"collection_method": invoice.collection_method, **params})
        changes |= {"due_date": None, **wishes.due(work, asked)}
    if "auto_advance" in params or "collection_method" in params:
        changes |= _advance(work, invoice, {**invoice.body, **changes})
    moment = wishes.finalizes_at(work, params)
    if moment is not None:
        changes |= _finalize_at(work, invoice, moment)
    if not any(name in params for name in TERMS):
        return work.change(invoice, **changes)
    before = invoice.body
    _set_terms(work, invoice, customer, params)
    lines = line_items.of(work, invoice)
    found = drafts.bill_again(work, invoice, lines, customer)
    return work.change(invoice, was=before, **changes, **drafts.asked(invoice.id, lines, found))


APART = (
    "account_tax_ids automatically_finalizes_at default_source effective_at issuer number payment_settings "
    "rendering shipping_details"
).split()
"""What wishes.py reads."""
TERMS = ("automatic_tax", "default_tax_rates", "discounts", "shipping_cost")
"""What a draft is billed with."""


def _set_terms(work: Work, invoice: Record, customer: Record, params: Params) -> None:
    keys = None
    if "discounts" in params:
        target = discounts.Target("invoice", invoice.id, customer.id, invoice.currency, invoice.discounts)
        keys = discounts.given(work, params.discounts, target)
    changes = wishes.shipping(work, params, invoice.currency)
    if "default_tax_rates" in params:
        rates = tax_rates.named(work, params.default_tax_rates, "default_tax_rates")
        changes["default_tax_rates"] = rates
    automatic = _automatic(work, customer, params)
    if automatic is not None:
        changes["automatic_tax"] = automatic_rates.shown(
            automatic, liable=automatic_rates.liable(work, params)
        )
    after = {**invoice.body, **changes}
    if after["automatic_tax"]["enabled"] and after["default_tax_rates"]:
        raise refusals.two_ways_of_tax("default_tax_rates")
    drafts.set_terms(work, invoice, changes, keys)


def _advance(work: Work, invoice: Record, after: dict[str, Any]) -> dict[str, Any]:
    """When it goes on by itself, counted from its creation; or not at all.
    source: recorded: stripe_world 13; an open one, in an hour: inferred
    """
    if invoice.status != "draft":
        if after["auto_advance"] == invoice.auto_advance:
            return {}
        work.unschedule("retry", invoice)
        charged = after["collection_method"] == "charge_automatically" and invoice.status == "open"
        if not after["auto_advance"] or not charged:
            return {"next_payment_attempt": None}
        return {"next_payment_attempt": _charge_later(work, invoice)}
    work.unschedule("finalize", invoice)
    if not after["auto_advance"]:
        return {"automatically_finalizes_at": None, "next_payment_attempt": None}
    work.schedule("finalize", invoice, max(invoice.created + drafts.DRAFT_SECONDS, work.now))
    return drafts.schedule_of(invoice.created, after)


@operation(f"DELETE {ONE}", INVOICE, subject="invoice")
def delete(work: Work, invoice: Record, params: Params) -> dict[str, Any]:
    """A draft made by hand goes for ever; its items go with it. source: recorded: stripe_world 13"""
    if invoice.status != "draft":
        raise refusals.only_drafts_go()
    if invoice.private.get("subscription") and invoice.billing_reason != "manual":
        raise refusals.subscriptions_draft()
    for line in line_items.of(work, invoice):
        work.delete(line)
    work.delete(invoice)
    return deleted(invoice)


@operation(f"POST {ONE}/finalize", INVOICE, subject="invoice", param="id")
def finalize(work: Work, invoice: Record, params: Params) -> Record | Answer:
    """The draft becomes final; it is not charged by that. source: recorded: stripe_world 13"""
    if "auto_advance" in params and params.auto_advance != invoice.auto_advance:
        work.amend(invoice, auto_advance=params.auto_advance)
    finalization.finalize(work, invoice)
    if invoice.status == "draft":
        return tax_refusals.no_customer_location().answer()
    if invoice.status == "open":
        if invoice.auto_advance and invoice.collection_method == "charge_automatically":
            work.amend(invoice, next_payment_attempt=_charge_later(work, invoice))
        elif invoice.next_payment_attempt is not None:
            work.amend(invoice, next_payment_attempt=None)
    return invoice


def _charge_later(work: Work, invoice: Record) -> int:
    """An invoice finalized by hand is charged an hour later, if it goes on by itself. gives: when.
    source: docs: Invoices overview
    """
    moment = work.now + drafts.DRAFT_SECONDS
    work.schedule("retry", invoice, moment)
    return moment


@operation(f"POST {ONE}/pay", INVOICE, subject="invoice", param="id", verb="collect")
def pay(work: Work, invoice: Record, params: Params) -> Record | Answer:
    """Collect it now, whatever was planned; a draft is finalized first. source: recorded: stripe_world 13

    params: forgive, what bank transfers brought too little of is not asked for any more.
    refuses: already_paid, not_payable, no_method, requires_action, other_mandate
    """
    if invoice.status == "draft":
        finalization.finalize(work, invoice)
        if invoice.status == "draft":
            return tax_refusals.no_customer_location().answer()
        if invoice.status == "paid":
            return invoice
    if invoice.status not in ("open", "uncollectible"):
        raise refusals.wrong_state(invoice, "pay")
    if params.get("paid_out_of_band"):
        receipts.paid_elsewhere(work, invoice)
        return invoice
    method = wishes.payer(work, invoice, params)
    otherwise = forgiveness.otherwise(work, invoice, method, bool(params.get("forgive")))
    if otherwise is not None:
        return otherwise
    if method is None and collection.method_for(work, invoice) is None:
        raise refusals.no_method()
    outcome, answer = collection.collect(
        work,
        invoice,
        off_session=params.get("off_session", True),
        method=method,
        mandate=params.get("mandate"),
    )
    match outcome:
        case Collected.CHALLENGED:
            return refusals.requires_action(work.load(invoice.private["payment_intent"], "payment_intent"))
        case Collected.DECLINED:
            return answer if answer is not None else invoice
        case Collected.PAID | Collected.PROCESSING | Collected.NO_METHOD:
            return invoice
        case _:
            assert_never(outcome)


@operation(f"POST {ONE}/send", INVOICE, subject="invoice", verb="mail")
def send(work: Work, invoice: Record, params: Params) -> Record | Answer:
    """Tell the customer; a draft is finalized first.
    source: recorded: stripe_world 13; docs: send an invoice
    """
    if invoice.status == "draft":
        finalization.finalize(work, invoice)
        if invoice.status == "draft":
            return tax_refusals.no_customer_location().answer()
    elif invoice.status != "open":
        raise refusals.wrong_state(invoice, "send")
    if invoice.status == "open":
        work.announce(invoice, "send")
    return invoice


@operation(f"POST {ONE}/void", INVOICE, subject="invoice", param="id")
def void(work: Work, invoice: Record, params: Params) -> Record:
    """It was a mistake: nobody owes it. source: recorded: stripe_world 13"""
    collection.void(work, invoice)
    return invoice


@operation(f"POST {ONE}/mark_uncollectible", INVOICE, subject="invoice", param="id", verb="mark")
def mark_uncollectible(work: Work, invoice: Record, params: Params) -> Record:
    """Written off. source: recorded: stripe_world 13"""
    collection.mark_uncollectible(work, invoice)
    return invoice
