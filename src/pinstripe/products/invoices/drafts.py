"""Drafts: an invoice with its lines and amounts, before it is final.

Owns: making drafts; which discounts and tax rates an invoice is billed with.
Does not own: amounts (room line_terms), lines that change (recount.py), finalization (finalization.py),
getting the money (collection.py), lines of subscriptions (room subscriptions), the endpoints (invoices.py).
Money: amounts by the bill. Source: docs: Subscription invoices; recorded: stripe_world 13, pay-rails/pay.
Times: a draft of a subscription waits an hour; `created` counts, on the customer's clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.hearing import acknowledged
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.credits import application
from pinstripe.products.customers import customer as customers
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices import method_options, shares
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.line_terms import automatic_rates, credit_shares
from pinstripe.products.line_terms.bill import Bill, bill
from pinstripe.products.line_terms.credit_shares import Credits
from pinstripe.products.line_terms.discount_shares import Body, Line
from pinstripe.products.payments import parties
from pinstripe.products.tax import customer_location
from pinstripe.products.webhooks import webhook_endpoint as webhook_endpoints

CREATED = "invoice.created"
DRAFT_SECONDS = 3600
"""How long a subscription's draft can still be changed. source: docs: Subscription invoices"""


SHOWN_SECONDS = DRAFT_SECONDS + 1
"""What `automatically_finalizes_at` says of it. source: recorded: stripe_world 13"""


class Terms(NamedTuple):
    """What counts for a whole invoice: discounts, bodies with their coupons, the rates of lines that name
    none, and whether taxes are worked out."""

    discounts: Sequence[Body] = ()
    tax_rates: Sequence[Body] = ()
    automatic: bool = False
    """Are taxes worked out for the customer?"""
    liable: str | None = None
    """The other account whose taxes they are."""

    @property
    def body(self) -> dict[str, Any]:
        """As the invoice shows them."""
        return {
            "default_tax_rates": list(self.tax_rates),
            "discounts": [discount["id"] for discount in self.discounts],
        }

    def kept(self, customer: Record) -> dict[str, Any]:
        """What the invoice keeps to be billed anew, beside what it shows."""
        whole = {"discounts": list(self.discounts)} if self.discounts else {}
        return {**whole, "counted": counted(customer, self)}


def terms_of(
    work: Work,
    customer: Record,
    currency: str,
    subscription: Record | None = None,
    moment: int | None = None,
) -> Terms:
    """What counts for the invoices of a subscription, or for one made by hand. params: moment, when it will
    be made, if that is later"""
    if subscription is None:
        return terms_with(work, customer, currency, (), (), moment)
    rates = subscription.default_tax_rates or ()
    terms = terms_with(work, customer, currency, subscription.discounts, rates, moment)
    taxes = subscription.automatic_tax
    return terms._replace(automatic=taxes["enabled"], liable=automatic_rates.account_of(taxes))


def terms_with(
    work: Work,
    customer: Record,
    currency: str,
    keys: Sequence[str],
    tax_rates: Sequence[Body],
    moment: int | None = None,
) -> Terms:
    """Terms of these discounts and rates. Where there is no discount, the customer's counts.

    source: spec (default_tax_rates); docs: Coupons and promotion codes
    """
    if not keys and customer.discount is not None:
        keys = [customer.discount["id"]]
    return Terms(discounts.counting(work, keys, currency, moment), tax_rates)


def bill_for(
    work: Work,
    customer: Record,
    currency: str,
    lines: Sequence[LineDraft],
    terms: Terms,
    moment: int | None = None,
) -> Billed:
    """What an invoice of these lines would ask of the customer. params: moment, when, if that is later"""
    return _bill(work, customer, currency, [line.billed for line in lines], terms, moment=moment)


def bill_again(work: Work, invoice: Record, lines: Sequence[Record], customer: Record) -> Billed:
    """What these lines of a draft ask of the customer now. Writes each line's shares."""
    terms = terms_kept(work, invoice)
    work.note(invoice, counted=counted(customer, terms))
    cost, end = invoice.shipping_cost, invoice.period_end
    return _bill_lines(work, customer, invoice.currency, lines, terms, cost, end)


def terms_kept(work: Work, invoice: Record) -> Terms:
    """What counts for a draft that is billed anew."""
    kept = discounts.left(work, invoice.private.get("discounts") or ())
    taxes = invoice.automatic_tax
    liable = automatic_rates.account_of(taxes)
    return Terms(kept, invoice.default_tax_rates, taxes["enabled"], liable)


def counted(customer: Record, terms: Terms) -> list[str]:
    """By what its lines were billed, as far as that changes without the draft: the customer's exemption, and
    which discounts were left."""
    return [exemption(customer), *(discount["id"] for discount in terms.discounts)]


def exemption(customer: Record) -> str:
    """What the customer says of taxes."""
    return customer.get("tax_exempt") or "none"


def asked(invoice: str, lines: Sequence[Record], found: Billed) -> dict[str, Any]:
    """What an invoice shows of its lines and amounts."""
    return {
        "lines": line_items.envelope(invoice, [line.body for line in lines]),
        **found.bill.body,
        **found.taxed,
    }


def set_terms(work: Work, invoice: Record, changes: dict[str, Any], keys: Sequence[str] | None) -> None:
    """A draft is billed with other discounts, rates or costs of shipping from now on. params: keys, its
    discounts; None, as they were"""
    if keys is not None:
        bodies = discounts.counting(work, keys, invoice.currency)
        discounts.forget(work, [key for key in _own(work, invoice) if key not in keys])
        work.note(invoice, discounts=bodies)
        changes = {**changes, "discounts": [body["id"] for body in bodies]}
    work.amend(invoice, **changes)


def _own(work: Work, invoice: Record) -> list[str]:
    """Discounts that were given to this invoice alone."""
    return [key for key in invoice.discounts if work.load(key, "discount").invoice == invoice.id]


def _bill_lines(
    work: Work,
    customer: Record,
    currency: str,
    lines: Sequence[Record],
    terms: Terms,
    cost: dict[str, Any] | None,
    period_end: int,
) -> Billed:
    known = [line_items.billed(line) for line in lines]
    found = _bill(work, customer, currency, known, terms, cost, period_end=period_end)
    line_items.share(work, lines, found.bill.lines)
    line_items.plan(work, lines, found.bill.uses)
    return found


def use_credits(work: Work, invoice: str, lines: Sequence[Record], found: Billed) -> Billed:
    """An invoice becomes final: the credits that it was billed with are used. gives: the same bill, with the
    transactions that took them. source: docs: Billing credits"""
    if not found.bill.uses:
        return found
    made = application.use(work, invoice, [line.id for line in lines], found.bill.uses)
    found = found._replace(bill=found.bill.used(made))
    line_items.share(work, lines, found.bill.lines)
    return found


class Billed(NamedTuple):
    """A bill, and what the invoice shows of how its taxes were worked out."""

    bill: Bill
    taxed: dict[str, Any]


def _bill(
    work: Work,
    customer: Record,
    currency: str,
    lines: Sequence[Line],
    terms: Terms,
    cost: dict[str, Any] | None = None,
    moment: int | None = None,
    period_end: int | None = None,
) -> Billed:
    """What lines and sending ask of a customer. Taxes that are worked out are summed before they are rounded.

    params: cost, the `shipping_cost`; period_end, the invoice's, where it is not now that it is made.
    source: docs: Tax (invoices and subscriptions)
    """
    known: dict[str, Any] = {"balance": customer.balance, "discounts": terms.discounts}
    known["shipping"] = cost["amount_subtotal"] if cost else 0
    known["credits"] = _credits(work, customer, currency, lines, period_end or moment or work.now)
    if not terms.automatic:
        known |= {"tax_exempt": exemption(customer), "tax_rates": terms.tax_rates}
        found = bill(lines, currency, **known)
        return Billed(found, _sent(cost, found))
    sending = cost["shipping_rate"] if cost else None
    when, liable = moment or work.now, terms.liable
    rated = automatic_rates.rated(work, customer, currency, lines, sending, when, liable)
    lines = [line._replace(tax_rates=rates) for line, rates in zip(lines, rated.lines, strict=True)]
    found = bill(lines, currency, shipping_rates=rated.shipping, rounds_once=True, **known)
    shown = {"automatic_tax": automatic_rates.shown(True, rated.status, liable)}
    return Billed(found, {**shown, **_sent(cost, found)})


def _credits(work: Work, customer: Record, currency: str, lines: Sequence[Line], period_end: int) -> Credits:
    """What of the customer's credits may be used for lines whose prices have a meter.
    source: docs: Billing credits"""
    known = customer.get("id")
    usable = application.usable(work, known, currency, period_end) if known else ()
    if not usable:
        return credit_shares.NONE
    prices = {line.price for line in lines if line.price is not None and line.amount > 0}
    return Credits(usable, frozenset(price for price in prices if application.is_metered(work, price)))


def _sent(cost: dict[str, Any] | None, found: Bill) -> dict[str, Any]:
    """What sending costs, with its taxes."""
    return {"shipping_cost": {**cost, **found.of_shipping}} if cost else {}


def draft(
    work: Work,
    *,
    customer: Record,
    currency: str,
    reason: str,
    lines: Sequence[LineDraft],
    period: tuple[int, int],
    subscription: Record | None = None,
    waits: bool = True,
    facts: dict[str, Any] | None = None,
    terms: Terms | None = None,
    **fields: Any,
) -> Record:
    """A draft with its lines, which becomes final by itself after an hour if it waits for that.

    params: waits, false where the caller finalizes at once, or nobody does; facts, private ones; terms, where
    they are not the subscription's. source: docs: Subscription invoices; recorded: stripe_world 13 (times)
    """
    key = fields.pop("id", None) or work.new_id(INVOICE)
    made = line_items.make(work, key, lines)
    terms = terms or terms_of(work, customer, currency, subscription)
    found = _bill_lines(work, customer, currency, made, terms, fields.get("shipping_cost"), period[1])
    advances = fields.pop("auto_advance", True)
    private = {"lines": [line.id for line in made], **terms.kept(customer), **(facts or {})}
    fields |= {"billing_reason": reason, "currency": currency}
    if subscription is not None:
        shared, parts = shares.opened(subscription, found.bill.total)
        private = {**parts, **private, **method_options.later(subscription), "subscription": subscription.id}
        fields = {**shared, **of_subscription(subscription), **on_statement(work, subscription), **fields}
    invoice = work.create(
        INVOICE,
        "drafted",
        id=key,
        private=private,
        **{
            **of_merchant(work),
            "auto_advance": advances,
            **dict(zip(("period_start", "period_end"), period, strict=True)),
            "webhooks_delivered_at": None if webhook_endpoints.is_heard(work, CREATED) else work.now,
            **(of_customer(work, customer) | customers.printed(customer)),
            **terms.body,
            **(schedule_of(work.now, fields) if waits and advances else {}),
            **fields,
            **asked(key, made, found),
        },
    )
    if waits and advances:
        work.schedule("finalize", invoice, work.now + DRAFT_SECONDS)
    return invoice


@acknowledged(CREATED)
def told(work: Work, invoice: Record) -> None:
    """Everybody who wanted to know has heard of the invoice; where nobody does, that was when it was made.

    source: spec
    """
    if invoice.webhooks_delivered_at is None:
        work.amend(invoice, webhooks_delivered_at=work.now)


def of_subscription(subscription: Record) -> dict[str, Any]:
    """What an invoice shows of its subscription. source: spec; recorded: pay-rails/pay"""
    settings = subscription.invoice_settings
    said = {name: settings[name] for name in SETTINGS if settings.get(name)}
    return {"parent": parent_of(subscription), **payment_settings_of(subscription), **said}


def on_statement(work: Work, subscription: Record) -> dict[str, Any]:
    """What the payer reads on the statement, where nobody says otherwise: the words of the product that the
    first item is about. source: spec (statement_descriptor of invoices and products)"""
    first = next(iter(subscription.body["items"]["data"]), None)
    words = first and work.load(first["price"]["product"], "product").statement_descriptor
    return {"statement_descriptor": words} if words else {}


SETTINGS = ("account_tax_ids", "custom_fields", "description", "footer", "issuer")
"""What a subscription says of all its invoices. source: spec"""


def payment_settings_of(subscription: Record) -> dict[str, Any]:
    """A subscription's payment settings pass on to its invoices. source: spec"""
    settings = subscription.payment_settings or {}
    options = method_options.inherited(settings.get(method_options.OPTIONS))
    said = {"payment_method_types": settings.get("payment_method_types"), method_options.OPTIONS: options}
    given = INVOICE.defaults["payment_settings"]
    return {"payment_settings": {**given, **said}} if any(said.values()) else {}


def parent_of(subscription: Record) -> dict[str, Any]:
    """What made the invoice. source: recorded: pay-rails/pay"""
    return {
        "quote_details": None,
        "subscription_details": {"metadata": subscription.metadata, "subscription": subscription.id},
        "type": "subscription_details",
    }


def collected_as(work: Work, subscription: Record) -> dict[str, Any]:
    """How an invoice of a subscription is collected: as the subscription is.
    source: docs: Subscription invoices
    """
    if subscription.collection_method == "charge_automatically":
        return {}
    due = work.now + subscription.days_until_due * DAY
    return {"collection_method": "send_invoice", "due_date": due}


def schedule_of(created: int, fields: dict[str, Any]) -> dict[str, Any]:
    """When a draft that advances becomes final, and when its payment is tried.
    source: recorded: stripe_world 13
    """
    charged = fields.get("collection_method", "charge_automatically") == "charge_automatically"
    return {
        "automatically_finalizes_at": created + SHOWN_SECONDS,
        "next_payment_attempt": created + DRAFT_SECONDS if charged else None,
    }


def of_merchant(work: Work) -> dict[str, Any]:
    """Whose invoice it is, as the invoice names it. source: spec"""
    merchant, acts = work.merchant, parties.application(work)
    return {"account_country": merchant.country, "account_name": merchant.name, "application": acts}


def of_customer(work: Work, customer: Record) -> dict[str, Any]:
    """The customer as the invoice names it; frozen when it becomes final. source: spec"""
    return {
        "customer": customer.id,
        "customer_address": customer.get("address"),
        "customer_email": customer.get("email"),
        "customer_name": customer.get("name"),
        "customer_phone": customer.get("phone"),
        "customer_shipping": customer.get("shipping"),
        "customer_tax_exempt": customer.get("tax_exempt"),
        "customer_tax_ids": customer_location.tax_ids_of(work, customer),
        "test_clock": customer.get("test_clock"),
    }
