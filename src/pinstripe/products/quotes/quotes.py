"""The endpoints of quotes.

Owns: create, update, finalize, accept, cancel, list, lines, the document. Does not own: the record
(quote.py), what a request says (draft.py), what it becomes (acceptance.py). Money: none of its own.
Source: spec; docs: Quotes overview.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.clock.calendar import DAY
from pinstripe.documents import drawn
from pinstripe.kernel import papers
from pinstripe.kernel.call import Page, Reply
from pinstripe.kernel.generate import page_of, referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.quotes import acceptance, draft, paper, refusals
from pinstripe.products.quotes.quote import QUOTE, end

LIST, ONE = "/v1/quotes", "/v1/quotes/{quote}"
OPEN_SECONDS = 30 * DAY
"""How long a quote is good, where nobody says. source: docs: Quotes overview (from memory)"""


@operation(f"GET {LIST}", QUOTE)
def list_quotes(work: Work, params: Params) -> Page:
    """Quotes, newest first. source: spec"""
    referred(work, params, customer="customer", test_clock="test_helpers.test_clock")
    filters = dict(params.pick("customer", "status", "test_clock"))
    clock = None if filters.keys() & {"customer", "test_clock"} else ""
    return show_records(work, QUOTE, params, LIST, filters, clock)


@operation(f"POST {LIST}", QUOTE)
def create(work: Work, params: Params) -> Record:
    """A draft of an offer, new or made from another. refuses: what draft.filled refuses, a past expires_at

    source: spec; docs: Quotes overview
    """
    clock = params.get("test_clock")
    if clock:
        work.find("test_helpers.test_clock", clock, "test_clock")
    known: dict[str, Any] = {**QUOTE.defaults}
    if work.version.before(SIDE_EFFECTS["flexible_billing"].date):
        known["subscription_data"] = {**known["subscription_data"], "billing_mode": {"type": "classic"}}
    private: dict[str, Any] = {}
    source = None
    if params.get("from_quote"):
        source = work.find("quote", params.from_quote.quote, "from_quote[quote]")
        fields, private = draft.copied(source)
        known |= fields
    revises = source is not None and bool(params.from_quote.get("is_revision"))
    fields, facts = draft.filled(work, params, known, private)
    kept = {name: value for name, value in known.items() if value is not QUOTE.defaults.get(name)}
    customer = fields["customer"]
    of_customer = work.load(customer, "customer").get("test_clock") if customer else None
    if clock and customer and of_customer != clock:
        raise refusals.other_clock()
    expires = _expiry(work, params) or work.now + OPEN_SECONDS
    if source is not None:
        facts |= {"base": private["base"] if revises else None, "source": source.id if revises else None}
        kept["from_quote"] = {"is_revision": revises, "quote": source.id}
    quote = work.create(
        QUOTE,
        "done",
        **{**kept, **fields, "expires_at": expires, "test_clock": of_customer or clock},
        private=facts,
    )
    work.schedule("expire", quote, expires)
    return quote


def _expiry(work: Work, params: Params) -> int | None:
    """Until when it is good. refuses: a past date"""
    moment: int | None = params.get("expires_at")
    if moment is not None and moment <= work.now:
        raise errors.bad_timestamp("expires_at")
    return moment


def _good_until(work: Work, quote: Record, params: Params) -> dict[str, Any]:
    """Another date at which it is over."""
    expires = _expiry(work, params)
    if expires is None:
        return {}
    work.unschedule("expire", quote)
    work.schedule("expire", quote, expires)
    return {"expires_at": expires}


@operation(f"POST {ONE}", QUOTE, subject="quote")
def update(work: Work, quote: Record, params: Params) -> Record:
    """A draft that says something else; of others only notes change. refuses: not_editable. source: spec"""
    if quote.status != "draft":
        if params.keys() - {"metadata", "expand"}:
            raise refusals.not_editable(quote)
        return work.change(quote, **draft.changes_of(quote, params))
    fields, facts = draft.filled(work, params, quote.body, quote.private)
    fields |= draft.changes_of(quote, params)
    if fields["customer"] and not quote.test_clock:
        fields["test_clock"] = work.load(fields["customer"], "customer").get("test_clock")
    work.note(quote, **facts)
    return work.change(quote, **fields, **_good_until(work, quote, params))


@operation(f"POST {ONE}/finalize", QUOTE, subject="quote")
def finalize(work: Work, quote: Record, params: Params) -> Record:
    """It gets its number and can be accepted; a quote that it revises cannot any more.

    refuses: needs (a customer, lines), no_customer_location. source: spec; docs: Quotes overview
    """
    if not quote.private["items"]:
        raise refusals.needs("line items")
    if not quote.customer:
        raise refusals.needs("a customer")
    customer = work.load(quote.customer, "customer")
    if quote.automatic_tax["enabled"]:
        automatic_rates.refuse_nowhere(work, customer, automatic_rates.account_of(quote.automatic_tax))
    fields, facts = draft.filled(work, Params({}), quote.body, quote.private)
    revised = work.peek(quote.private.get("source") or "", "quote")
    base = quote.private.get("base") or _base(work, customer)
    number = 1 + sum(1 for one in work.each("quote", customer=customer.id) if _of(one, base))
    work.note(quote, **facts, base=base, revision=number)
    work.advance(
        quote,
        "finalize",
        "done",
        **fields,
        **_good_until(work, quote, params),
        number=f"{base}-{number}",
        status_transitions={**quote.status_transitions, "finalized_at": work.now},
    )
    if revised is not None and revised.status == "open":
        end(work, revised)
    return quote


def _base(work: Work, customer: Record) -> str:
    """What the numbers of a quote and of its revisions begin with. source: docs: Quotes overview"""
    known = {one.private["base"] for one in work.each("quote", customer=customer.id) if one.number}
    return f"QT-{customer.invoice_prefix}-{len(known) + 1:04d}"


def _of(quote: Record, base: str) -> bool:
    """Has a quote that was finalized a number of this series?"""
    return quote.number is not None and quote.private["base"] == base


@operation(f"POST {ONE}/accept", QUOTE, subject="quote")
def accept(work: Work, quote: Record, params: Params) -> Record:
    """The customer takes it: there is a subscription, a schedule or an invoice. source: spec"""
    work.unschedule("expire", quote)
    made = acceptance.become(work, quote)
    times = {**quote.status_transitions, "accepted_at": work.now}
    return work.advance(quote, "accept", "done", status_transitions=times, **made)


@operation(f"POST {ONE}/cancel", QUOTE, subject="quote")
def cancel(work: Work, quote: Record, params: Params) -> Record:
    """Nobody can accept it any more. source: spec"""
    return end(work, quote)


@operation(f"GET {ONE}/line_items", QUOTE, subject="quote", verb="lines")
def list_line_items(work: Work, quote: Record, params: Params) -> Page:
    """All its lines. source: spec"""
    return page_of(quote.private["shown"], params, f"/v1/quotes/{quote.id}/line_items", "item")


@operation(f"GET {ONE}/computed_upfront_line_items", QUOTE, subject="quote", verb="lines")
def list_computed_upfront_line_items(work: Work, quote: Record, params: Params) -> Page:
    """The lines that are charged at first. source: spec"""
    url = f"/v1/quotes/{quote.id}/computed_upfront_line_items"
    return page_of(quote.private["upfront"], params, url, "item")


@operation(f"GET {ONE}/pdf", QUOTE, subject="quote", verb="print")
def pdf(work: Work, quote: Record, params: Params) -> Reply:
    """Its document. refuses: no_paper (of a draft, or of one that never was final). source: spec"""
    if quote.number is None:
        raise refusals.no_paper()
    written = paper.written(work, quote)
    return papers.reply(drawn(written), written.name)
