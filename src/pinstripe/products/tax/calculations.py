"""The endpoints of tax calculations.

Owns: create, retrieve, the list of a calculation's lines; what a request must say. Does not own: the record
(calculation.py), who is taxed how (assessment.py). Money: none moves. Source: spec; docs: Tax (custom flows).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import shipping_rate as shipping_rates
from pinstripe.products.catalog import tax_code as tax_codes
from pinstripe.products.customers import refusals as customer_refusals
from pinstripe.products.customers import tax_id as tax_ids
from pinstripe.products.tax import assessment, customer_location, geography, refusals
from pinstripe.products.tax import calculation as calculations
from pinstripe.products.tax import location as locations
from pinstripe.products.tax import setting as settings
from pinstripe.products.tax.assessment import Assessor, Buyer, Share
from pinstripe.products.tax.calculation import CALCULATION
from pinstripe.products.tax.calculation_line_item import CALCULATION_LINE
from pinstripe.products.tax.place import Place, place_of, shown

SHIPPING = "txcd_92010001"
"""What sending is, if nobody says. source: spec (example)"""
FAR_DAYS = 31
"""How far off a tax date may lie. source: spec"""
ONE = "/v1/tax/calculations/{calculation}"


class Sold(NamedTuple):
    """One thing of a sale as it was asked for: fields that it shows, what one piece costs, and where it takes
    place, if it is something that does.
    """

    fields: dict[str, Any]
    unit: int = 0
    shares: Sequence[Share] = ()
    place: Place | None = None

    @property
    def tax(self) -> int:
        """What it bears in all."""
        return sum(share.amount for share in self.shares)


@operation("POST /v1/tax/calculations", CALCULATION)
def create(work: Work, params: Params) -> Record:
    """What tax a sale would bear. refuses: inactive, no_location, far_date, what its parts are refused for

    source: docs: Tax (custom flows)
    """
    currency = str(params.currency).lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED)
    moment = params.get("tax_date", work.now)
    if abs(moment - work.now) > FAR_DAYS * DAY:
        raise refusals.far_date()
    origin = _ship_from(params)
    assessor = Assessor(work, moment, place_of(origin, office=True) if origin else None)
    buyer, details, customer = _buyer(work, params)
    if not params.line_items:
        raise refusals.nothing_sold()
    lines = _assessed(assessor, buyer, _lines(work, params.line_items))
    goods = sum(line.fields["amount"] for line in lines)
    sent = _assessed(assessor, buyer, _shipping(work, params, currency, goods))
    sold = [*lines, *sent]
    made = [
        work.create(CALCULATION_LINE, **line.fields, amount_tax=line.tax, private=_private(line))
        for line in lines
    ]
    taxes = {way: sum(one.tax for one in sold if one.fields["tax_behavior"] == way) for way in BEHAVIORS}
    return work.create(
        CALCULATION,
        amount_total=sum(one.fields["amount"] for one in sold) + taxes["exclusive"],
        currency=currency,
        customer=customer,
        customer_details=details,
        expires_at=work.now + calculations.GOOD_SECONDS,
        ship_from_details={"address": shown(origin)} if origin else None,
        shipping_cost={**sent[0].fields, "amount_tax": sent[0].tax} if sent else None,
        tax_amount_exclusive=taxes["exclusive"],
        tax_amount_inclusive=taxes["inclusive"],
        tax_breakdown=calculations.breakdown(
            [(one.shares, one.fields["tax_behavior"]) for one in sold], currency
        ),
        tax_date=moment,
        private={
            "lines": [line.id for line in made],
            "shipping": calculations.line_breakdown(sent[0].shares) if sent else [],
        },
    )


BEHAVIORS = ("exclusive", "inclusive")


def _private(line: Sold) -> dict[str, Any]:
    return {"breakdown": calculations.line_breakdown(line.shares)}


def _assessed(assessor: Assessor, buyer: Buyer, sold: Sequence[Sold]) -> list[Sold]:
    """Things of a sale with the taxes that they bear."""
    found = []
    for one in sold:
        where = buyer if one.place is None else buyer._replace(place=one.place)
        parts = assessor.parts(where, one.fields["tax_code"], one.unit)
        shares = assessment.shares(parts, one.fields["amount"], one.fields["tax_behavior"])
        found.append(one._replace(shares=shares))
    return found


def _ship_from(params: Params) -> Mapping[str, Any] | None:
    """Where things are sent from. refuses: bad_country, bad_ship_from"""
    given = params.get("ship_from_details")
    if not given:
        return None
    address: Mapping[str, Any] = given.address
    _refuse_country(address, "ship_from_details[address][country]")
    if place_of(address, office=True) is None:
        raise refusals.bad_ship_from()
    return address


def _refuse_country(address: Mapping[str, Any], param: str) -> None:
    country = str(address.get("country") or "")
    if country.upper() not in geography.COUNTRIES:
        raise errors.bad_country(country, param)


def _buyer(work: Work, params: Params) -> tuple[Buyer, dict[str, Any], str | None]:
    """To whom it is sold, as is shown. refuses: exclusive_params, missing_param, no_location"""
    if params.get("customer") and params.get("customer_details"):
        raise errors.exclusive_params(["customer", "customer_details"])
    if params.get("customer"):
        return _known(work, params.customer)
    given = params.get("customer_details")
    if not given:
        raise errors.missing_param("customer_details")
    address = given.get("address")
    if not address:
        raise (
            refusals.no_ip_location()
            if given.get("ip_address")
            else errors.missing_param("customer_details[address]")
        )
    _refuse_country(address, "customer_details[address][country]")
    place = place_of(address)
    if place is None:
        raise refusals.no_location("customer_details[address]")
    ids = [dict(one) for one in given.get("tax_ids") or ()]
    for number, one in enumerate(ids):
        if not tax_ids.is_taken(one["type"], one["value"]):
            raise customer_refusals.bad_tax_id(one["type"], f"customer_details[tax_ids][{number}][value]")
    override = given.get("taxability_override") or "none"
    details = {
        "address": shown(address),
        "address_source": given.get("address_source"),
        "ip_address": given.get("ip_address"),
        "tax_ids": ids,
        "taxability_override": override,
    }
    return Buyer(place, [one["type"] for one in ids], override), details, None


def _known(work: Work, key: str) -> tuple[Buyer, dict[str, Any], str]:
    """A customer as the buyer: their address, tax ids and exemption are copied. refuses: resource_missing,
    no_customer_location"""
    customer = work.find("customer", key, "customer")
    buyer, address = customer_location.buyer_of(work, customer), customer_location.address_of(work, customer)
    if buyer is None or address is None:
        raise refusals.no_customer_location()
    details = {
        "address": shown(address.address),
        "address_source": address.source if address.source == "shipping" else "billing",
        "ip_address": None,
        "tax_ids": customer_location.tax_ids_of(work, customer),
        "taxability_override": buyer.override,
    }
    return buyer, details, customer.id


def _lines(work: Work, given: Sequence[Params]) -> list[Sold]:
    """What is bought. refuses: too_low, resource_missing, same_reference"""
    known: set[str] = {one.reference for one in given if one.get("reference")}
    seen: set[str] = set()
    found = []
    for number, one in enumerate(given):
        where = f"line_items[{number}]"
        quantity = one.get("quantity", 1)
        if one.amount < 0:
            raise errors.too_low(0, f"{where}[amount]")
        if quantity < 1:
            raise errors.too_low(1, f"{where}[quantity]")
        reference = one.get("reference") or _fresh(known, number)
        if reference in seen:
            raise refusals.same_reference(reference, f"{where}[reference]")
        seen.add(reference)
        fields = {
            "amount": one.amount,
            "metadata": merged_metadata(None, one.get("metadata")) or None,
            "performance_location": one.get("performance_location"),
            "product": one.get("product"),
            "quantity": quantity,
            "reference": reference,
            "tax_behavior": one.get("tax_behavior") or "exclusive",
            "tax_code": _code(work, one, where),
        }
        place = _performed(work, one.get("performance_location"), f"{where}[performance_location]")
        found.append(Sold(fields, one.amount // quantity, place=place))
    return found


def _performed(work: Work, key: str | None, param: str) -> Place | None:
    """Where something takes place: there it is taxed, wherever its buyer is. refuses: resource_missing

    source: spec; docs: Tax (how taxes are calculated)
    """
    return None if key is None else locations.named(work, key, param)[1]


def _fresh(known: set[str], number: int) -> str:
    """A reference for a line that has none. source: inferred"""
    reference = f"L{number + 1}"
    while reference in known:
        reference += "_"
    known.add(reference)
    return reference


def _code(work: Work, line: Params, where: str) -> str:
    """What a line is: as it says, else its product, else the settings. refuses: resource_missing"""
    product = work.find("product", line.product, f"{where}[product]") if line.get("product") else None
    if line.get("tax_code"):
        return tax_codes.find(line.tax_code, f"{where}[tax_code]")
    own = product.get("tax_code") if product is not None else None
    return str(own or settings.code_of(work))


def _shipping(work: Work, params: Params, currency: str, goods: int) -> list[Sold]:
    """What sending costs: an amount, or a rate's. refuses: exclusive_params, missing_param, too_low"""
    given = params.get("shipping_cost")
    if not given:
        return []
    rate = None
    if given.get("shipping_rate"):
        if given.get("amount") is not None:
            raise errors.exclusive_params(["shipping_cost[amount]", "shipping_cost[shipping_rate]"])
        rate = shipping_rates.find(work, given.shipping_rate, "shipping_cost[shipping_rate]")
        amount = shipping_rates.amount_in(rate, currency, "shipping_cost[shipping_rate]")
    elif given.get("amount") is None:
        raise errors.missing_param("shipping_cost[amount]")
    else:
        amount = given.amount
    if amount < 0:
        raise errors.too_low(0, "shipping_cost[amount]")
    code = given.get("tax_code")
    behavior = given.get("tax_behavior") or (rate.tax_behavior if rate is not None else "exclusive")
    fields = {
        "amount": amount,
        **({"shipping_rate": rate.id} if rate is not None else {}),
        "tax_behavior": behavior if behavior in BEHAVIORS else "exclusive",
        "tax_code": tax_codes.find(code, "shipping_cost[tax_code]")
        if code
        else (rate.tax_code if rate is not None and rate.tax_code else SHIPPING),
    }
    return [Sold(fields, goods)]


def found(work: Work, key: str) -> Record:
    """A calculation that has not expired. refuses: resource_missing (404)"""
    calculation = work.subject(CALCULATION.object, key)
    if calculation.expires_at <= work.now:
        raise errors.no_such(CALCULATION.noun, key, CALCULATION.param)
    return calculation


@operation(f"GET {ONE}", CALCULATION)
def retrieve(work: Work, params: Params, calculation: str) -> Record:
    """A calculation, until it expires. source: spec"""
    return found(work, calculation)


@operation(f"GET {ONE}/line_items", CALCULATION_LINE)
def list_line_items(work: Work, params: Params, calculation: str) -> Page:
    """The lines of a calculation, in their order, until it expires. source: spec"""
    record = found(work, calculation)
    lines = calculations.lines_of(work, record)
    return page_of(lines, params, f"/v1/tax/calculations/{record.id}/line_items", CALCULATION_LINE.noun)
