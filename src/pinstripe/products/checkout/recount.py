"""The recount: an open session comes to something else, because its basket, its coupon, the way of sending or
the buyer's place is another.

Owns: counting a session anew and keeping that. Does not own: the sums (amounts.py). Money: none.
Source: spec (update); docs: Tax in Checkout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import amounts, reduction
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.tax import customer_location
from pinstripe.products.tax.assessment import Buyer

Body = dict[str, Any]


def recount(
    work: Work,
    session: Record,
    *,
    lines: Sequence[Body] | None = None,
    sending: str | None = None,
    place: Mapping[str, Any] | None = None,
    tax_ids: Sequence[str] | None = None,
    **fields: Any,
) -> Record:
    """The session as it is now. params: lines, the basket; sending, the chosen rate; place, where the buyer
    says to be; tax_ids, kinds of the buyer's; fields, `discount` and `ways` (shipping options) among them
    """
    private = session.private
    facts: Body = {
        "lines": list(private["lines"] if lines is None else lines),
        "sending": private.get("sending") if sending is None else sending,
        "place": private.get("place") if place is None else dict(place),
        "tax_kinds": private.get("tax_kinds") if tax_ids is None else list(tax_ids),
        "discount": fields.get("discount", private.get("discount")),
    }
    ways = fields.get("ways", session.shipping_options)
    buyer, where, exempt = buyer_of(work, session, facts["place"], facts["tax_kinds"] or ())
    found = amounts.reckon(
        work,
        amounts.Facts(
            facts["lines"],
            session.currency,
            session.mode,
            facts["discount"],
            amounts.sending_of(ways, facts["sending"]),
            session.automatic_tax["enabled"],
            buyer,
            where.get("country"),
            where.get("state"),
            amounts.trial(private["said"]),
            private.get("rates") or (),
            exempt,
            private.get("anchor"),
            private.get("prorates", True),
            automatic_rates.account_of(session.automatic_tax),
        ),
    )
    work.note(session, **facts, items=found.items, breakdown=found.breakdown)
    shown = {"discounts": reduction.shown(facts["discount"]), "shipping_options": list(ways)}
    return work.amend(session, **found.fields, **shown)


def buyer_of(
    work: Work, session: Record, place: Mapping[str, Any] | None, tax_kinds: Sequence[str]
) -> tuple[Buyer | None, Mapping[str, Any], str]:
    """Who is taxed, where, and what was said of their taxes: a known customer by what is known of them unless
    the page may change that. source: docs: Tax in Checkout"""
    customer = work.load(session.customer, "customer") if session.customer else None
    exempt = (customer.get("tax_exempt") if customer is not None else None) or "none"
    known = customer_location.address_of(work, customer) if customer is not None else None
    update = session.private.get("update") or {}
    changes = "auto" in (update.get("address"), update.get("shipping"))
    if customer is not None and known is not None and not (changes and place):
        return customer_location.buyer_of(work, customer), known.address, exempt
    if customer is not None and not changes and session.automatic_tax["enabled"]:
        return None, {}, exempt
    return customer_location.buyer_at(place, tax_kinds, exempt), place or {}, exempt
