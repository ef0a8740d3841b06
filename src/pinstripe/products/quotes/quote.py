"""The quote record: what a customer is offered, for how much, until when.

Owns: the record, its states, what it shows of its lines. Does not own: the endpoints (quotes.py), amounts
(totals.py), what it becomes (acceptance.py), its document (paper.py). Money: amounts are shown, none moves.
Source: spec; docs: Quotes overview.
Private facts: items (what was asked for, line by line), shown and upfront (bodies of lines, of all and of
what is charged at first), base and revision (of its number).
Times: it is open until `expires_at`.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.quotes import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome  from          to          event
    ("create",   "done",  ANY,          "draft",    "quote.created"),
    ("finalize", "done",  "draft",      "open",     "quote.finalized"),
    ("accept",   "done",  "open",       "accepted", "quote.accepted"),
    ("cancel",   "done",  "draft open", "canceled", "quote.canceled"),
    ("expire",   "done",  "draft open", "canceled", "quote.canceled"),
)
# fmt: on

SHOWN = 10
"""How many lines stand in a quote's body. source: spec (lists inside of objects)"""


def lines_of(shower: Any, quote: Record) -> dict[str, Any]:
    """Its lines, where a caller asks for them. source: spec"""
    return _listed(quote.private["shown"], f"/v1/quotes/{quote.id}/line_items")


def upfront_of(shower: Any, quote: Record) -> dict[str, Any]:
    """The lines that are charged at first, where a caller asks for them. source: spec"""
    return _listed(quote.private["upfront"], f"/v1/quotes/{quote.id}/computed_upfront_line_items")


def _listed(lines: list[dict[str, Any]], url: str) -> dict[str, Any]:
    return {"object": "list", "data": lines[:SHOWN], "has_more": len(lines) > SHOWN, "url": url}


QUOTE = Resource(
    "quote",
    prefix="qt",
    generated="retrieve",
    events="",
    param="quote",
    lifecycle=LIFECYCLE,
    index=("customer", "status", "test_clock"),
    unexpected=refusals.wrong_state,
    defaults={
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "collection_method": "charge_automatically",
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {"days_until_due": None, "issuer": {"type": "self"}},
        "metadata": {},
        "status_transitions": {"accepted_at": None, "canceled_at": None, "finalized_at": None},
        "subscription_data": {
            "billing_mode": {"type": "flexible"},
            "description": None,
            "effective_date": None,
            "metadata": None,
            "trial_period_days": None,
        },
    },
    includable={"line_items": lines_of, "computed.upfront.line_items": upfront_of},
)


def end(work: Work, quote: Record, verb: str = "cancel") -> Record:
    """Nobody can accept it any more. source: spec"""
    work.unschedule("expire", quote)
    times = {**quote.status_transitions, "canceled_at": work.now}
    return work.advance(quote, verb, "done", status_transitions=times)


@hears(CUSTOMER, "leave", "done")
def withdraw(work: Work, customer: Record) -> None:
    """Nobody is left who could accept it. source: inferred"""
    for quote in work.each("quote", customer=customer.id):
        if quote.status in ("draft", "open"):
            end(work, quote)


@job(QUOTE, "expire")
def expire(work: Work, quote: Record) -> None:
    """Its time is over, and nobody has accepted it. source: docs: Quotes overview"""
    if quote.status in ("draft", "open"):
        end(work, quote, "expire")


@hears(QUOTE, "hang")
def hung(work: Work, quote: Record) -> None:
    """A quote expires by the test clock that it hangs on now. source: spec (test_clock)"""
    work.change(quote, test_clock=quote.clock)
