"""Automatic rates: the tax rates that an invoice's lines bear where taxes are worked out for its customer.

Owns: what a line is for tax law, its rates as the bill reads them, whether that could be worked out. Does not
own: who is taxed how (room tax), amounts and when an invoice asks (room invoices).
Money: none. Source: docs: Tax (invoices and subscriptions); spec (rates that are made are archived at once).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog import shipping_rate as shipping_rates
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.line_terms.discount_shares import Body, Line
from pinstripe.products.tax import customer_location
from pinstripe.products.tax import refusals as tax_refusals
from pinstripe.products.tax import setting as settings
from pinstripe.products.tax.assessment import Assessor, Buyer, Part

COMPLETE, WANTING = "complete", "requires_location_inputs"
SHIPPING = "txcd_92010001"
"""What sending is, where its rate does not say it. source: spec (example)"""
OFF = {"disabled_reason": None, "enabled": False, "liability": None, "provider": None, "status": None}
"""What an invoice shows whose taxes nobody works out. source: recorded: pay-rails/pay"""


class Rated(NamedTuple):
    """The rates of each line and of sending, bodies; status, whether they could be worked out."""

    lines: list[list[Body]]
    shipping: list[Body]
    status: str


def shown(enabled: bool, status: str | None = None, liable: str | None = None) -> dict[str, Any]:
    """Whether taxes are worked out, as an invoice shows it. source: spec"""
    if not enabled:
        return OFF
    return {**OFF, "enabled": True, "liability": whose(liable), "provider": "stripe", "status": status}


def whose(liable: str | None) -> dict[str, Any]:
    """Whose taxes they are, as answers show it. params: liable, another account. source: spec"""
    return {"account": liable, "type": "account"} if liable else {"type": "self"}


def liable(work: Work, params: Params, where: str = "automatic_tax") -> str | None:
    """The other account whose taxes they are. params: where, the hash's path. refuses: missing_param,
    resource_missing. source: spec"""
    given = (params.get("automatic_tax") or {}).get("liability") or {}
    if given.get("type") != "account":
        return None
    path = f"{where}[liability][account]"
    if not given.get("account"):
        raise errors.missing_param(path)
    return work.find("account", given["account"], path).id


def account_of(taxes: Mapping[str, Any]) -> str | None:
    """The other account whose taxes a record shows. gives: None where they are one's own"""
    found: str | None = (taxes.get("liability") or {}).get("account")
    return found


def wanted(params: Params) -> bool | None:
    """Shall taxes be worked out? gives: None where nothing is said"""
    given = params.get("automatic_tax")
    return None if given is None else bool(given.enabled)


def refuse_nowhere(work: Work, customer: Record, liable: str | None = None) -> None:
    """Taxes can be worked out for a customer: the business is somewhere, and so are they. params: liable, the
    other account whose taxes they are. refuses: inactive, no_customer_location. source: docs: Tax (invoices
    and subscriptions)"""
    refuse_inactive(work, liable)
    if customer_location.place(work, customer) is None:
        raise tax_refusals.no_customer_location()


def refuse_inactive(work: Work, liable: str | None) -> None:
    """Whose taxes they are is somewhere. refuses: inactive. source: spec (liability)"""
    liable_work = work.acting_for(liable or work.account)
    settings.office_of(liable_work)


def rated(
    work: Work,
    customer: Record,
    currency: str,
    lines: Sequence[Line],
    sending: str | None,
    moment: int,
    liable: str | None = None,
) -> Rated:
    """The rates that count at a moment. Without a known place there are none. params: sending, the shipping
    rate's id; liable, the other account whose taxes they are. source: docs: Tax (invoices and subscriptions)
    """
    buyer = customer_location.buyer_of(work, customer)
    return rated_for(work, buyer, currency, lines, sending, moment, liable)


def rated_for(
    work: Work,
    buyer: Buyer | None,
    currency: str,
    lines: Sequence[Line],
    sending: str | None,
    moment: int,
    liable: str | None = None,
) -> Rated:
    """The same for a buyer who may be no customer yet, or of whom nobody knows where they are."""
    if buyer is None:
        return Rated([[] for _ in lines], [], WANTING)
    liable_work = work.acting_for(liable or work.account)
    maker = _Maker(work, Assessor(liable_work, moment), buyer, currency)
    found = [maker.of_line(line) for line in lines]
    return Rated(found, maker.of_shipping(sending) if sending else [], COMPLETE)


class _Maker:
    """Makes the rates of one invoice: each is looked up once."""

    def __init__(self, work: Work, assessor: Assessor, buyer: Buyer, currency: str) -> None:
        self.work, self.assessor, self.buyer, self.currency = work, assessor, buyer, currency
        self.known: dict[tuple[Part, str], Body] = {}

    def of_line(self, line: Line) -> list[Body]:
        """A line's rates; manual ones that it names stay."""
        if line.tax_amounts:
            return []
        if line.tax_rates:
            return list(line.tax_rates)
        work = self.work
        price = work.load(line.price, "price") if line.price else None
        said = line.tax_behavior or (price.tax_behavior if price is not None else None)
        code = line.tax_code
        if code is None and price is not None:
            code = products.product_of(work, price).get("tax_code")
        unit = line.amount // line.quantity if line.quantity else line.amount
        return self._rates(code or settings.code_of(work), said, unit)

    def of_shipping(self, key: str) -> list[Body]:
        """The rates on what sending costs."""
        rate = self.work.load(key, shipping_rates.SHIPPING_RATE.object)
        return self._rates(rate.tax_code or SHIPPING, rate.tax_behavior, 0)

    def _rates(self, code: str, said: str | None, unit: int) -> list[Body]:
        behavior = (
            said if said in ("inclusive", "exclusive") else settings.behavior_of(self.work, self.currency)
        )
        parts = [part for part in self.assessor.parts(self.buyer, code, unit) if part.flat is None]
        return [self._rate(part, behavior) for part in parts]

    def _rate(self, part: Part, behavior: str) -> Body:
        found = self.known.get((part, behavior))
        if found is None:
            rate = tax_rates.worked_out(
                self.work,
                country=part.country,
                display_name=part.title or "Tax",
                effective=part.percentage * part.base / 100,
                inclusive=behavior == "inclusive",
                jurisdiction=part.name,
                jurisdiction_level=part.level,
                percentage=part.percentage,
                state=part.state,
                tax_type=part.tax_type,
            )
            body = {**rate.body, "percentage": rate.effective_percentage, "reason": part.reason}
            found = self.known[part, behavior] = body
        return found
