"""Assessment: what tax a sale bears, by whom it is sold, to whom, of what, when.

Owns: the reasons why something is taxed or not, rates with their jurisdictions, the tax of one line. Does not
own: rates (table.py), what registrations cover (registration.py), sums of an invoice (room invoices).
Money: minor units of one currency; nothing moves.
Source: docs: Tax (how taxes are calculated); docs: Tax (zero tax amounts); worked examples of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import decimal_text, round_half_up, split
from pinstripe.products.tax import geography, table
from pinstripe.products.tax import registration as registrations
from pinstripe.products.tax import setting as settings
from pinstripe.products.tax.place import Place
from pinstripe.products.tax.registration import Cover
from pinstripe.products.tax.table import Row

TITLES = {
    "gst": "Goods and services tax (GST)",
    "hst": "Harmonized sales tax (HST)",
    "igst": "Integrated goods and services tax (IGST)",
    "jct": "Japanese consumption tax (JCT)",
    "pst": "Provincial sales tax (PST)",
    "qst": "Quebec sales tax (QST)",
    "rst": "Retail sales tax (RST)",
    "retail_delivery_fee": "Retail delivery fee",
    "sales_tax": "Sales tax",
    "service_tax": "Service tax",
    "vat": "Value-added tax (VAT)",
}
"""What a tax is called where the table has no name for it. source: spec (two of them); inferred"""
IDS = {
    "AU": ("au_abn", "au_arn"),
    "CH": ("ch_vat", "ch_uid"),
    "GB": ("gb_vat",),
    "JP": ("jp_cn", "jp_rn", "jp_trn"),
    "NO": ("no_vat",),
    "NZ": ("nz_gst",),
    "SG": ("sg_gst", "sg_uen"),
}
"""Tax ids that make a foreign seller's sale the buyer's own matter. source: docs: Tax (countries)"""
CANADIAN_IDS = {"gst": ("ca_bn", "ca_gst_hst"), "qst": ("ca_qst",), "rst": ("ca_pst_mb",)}
CANADIAN_IDS["hst"] = CANADIAN_IDS["gst"]
OVERRIDES = {"customer_exempt": "customer_exempt", "reverse_charge": "reverse_charge"}
TAXED = frozenset("standard_rated reduced_rated taxable_basis_reduced".split())
"""Reasons of which a tax is worked out."""


class Buyer(NamedTuple):
    """To whom something is sold: where, under which tax ids (kinds), and what was said of their taxes."""

    place: Place
    tax_ids: Sequence[str] = ()
    override: str = "none"


class Part(NamedTuple):
    """One jurisdiction's tax on something: how much, or why not.

    percentage: zero where there is none. base: the percentage of the price that it counts on. flat: an amount
    in place of a percentage.
    """

    country: str
    state: str | None
    level: str
    name: str
    tax_type: str | None
    title: str
    percentage: Decimal
    reason: str
    base: Decimal = Decimal(100)
    flat: int | None = None
    sourcing: str = "destination"

    @property
    def rate(self) -> Fraction:
        """The part of a price that it takes."""
        return Fraction(self.percentage) * Fraction(self.base) / 10_000


class Share(NamedTuple):
    """A part's tax on one amount, and what it was counted on."""

    part: Part
    amount: int
    taxable_amount: int


class Assessor:
    """What one account's sales at one moment bear: made once for a sale, asked for each line."""

    def __init__(self, work: Work, moment: int, ship_from: Place | None = None) -> None:
        self.office = settings.office_of(work)
        self.source = ship_from or self.office
        self.moment = moment
        self.own = work.world.tax_rates
        self.registrations: list[Record] = registrations.standing(work, moment)

    def parts(self, buyer: Buyer, code: str, unit: int = 0) -> list[Part]:
        """The taxes of something of a tax code, one at least. params: unit, what one piece costs"""
        place, groups = buyer.place, table.groups_of(code)
        if place.is_left_out:
            return [self._none(place, "not_supported")]
        cover = registrations.cover_of(self.registrations, self.office, place, groups)
        if self._is_buyers_own(buyer, cover):
            return [self._none(place, "reverse_charge")]
        if cover is None:
            supported = place.country in geography.STATES or table.rows(self.own).get(place.country)
            return [self._none(place, "not_collecting" if supported else "not_supported")]
        if buyer.override in OVERRIDES:
            return [self._none(place, OVERRIDES[buyer.override])]
        if "nontaxable" in groups:
            return [self._none(place, "product_exempt")]
        return self._rated(buyer, cover, groups, unit)

    def _is_buyers_own(self, buyer: Buyer, cover: Cover | None) -> bool:
        """Does a business across the border owe the tax itself? That it has a tax id decides, right or
        not.

        source: docs: Tax in the European Union; docs: Tax (countries)
        """
        country = buyer.place.country
        if self.office.country == country:
            return False
        if country in geography.EU:
            within = cover is not None or any(one.country in geography.EU for one in self.registrations)
            return within and "eu_vat" in buyer.tax_ids
        return cover is not None and any(kind in IDS.get(country, ()) for kind in buyer.tax_ids)

    def _rated(self, buyer: Buyer, cover: Cover, groups: Sequence[str], unit: int) -> list[Part]:
        place = buyer.place
        sourcing = "destination"
        if place.country == "US" and self._is_local(place):
            place, sourcing = self.source, "origin"
        if cover.country != place.country:
            place, sourcing = Place(cover.country), "origin"
        rows = table.standing(place, self.moment, self.own)
        kinds = {kind for _, kind in rows if cover.taxes is None or kind in cover.taxes}
        found: list[Part] = []
        for kind in sorted(kinds):
            levels = [(level, rows[level, kind]) for level in table.LEVELS if (level, kind) in rows]
            ids = CANADIAN_IDS.get(kind, ()) if place.country == "CA" != self.office.country else ()
            if any(one in ids for one in buyer.tax_ids):
                found.append(self._none(place, "reverse_charge", levels[0][1][0]))
            else:
                found += self._of_tax(place, levels, groups, unit, sourcing)
        return found or [self._none(place, "not_collecting" if rows else "not_supported")]

    def _is_local(self, place: Place) -> bool:
        """Is a sale within a state taxed where the seller is? source: docs: Tax (origin states)"""
        return (
            place.state in geography.ORIGIN
            and (self.source.country, self.source.state) == ("US", place.state)
            and bool(self.source.postal)
        )

    def _of_tax(
        self,
        place: Place,
        levels: Sequence[tuple[str, Sequence[Row]]],
        groups: Sequence[str],
        unit: int,
        sourcing: str,
    ) -> list[Part]:
        """One kind of tax, level by level; not supported where a level that must be known is not."""
        found: list[Part] = []
        first = levels[0][1][0]
        for _, those in levels:
            for row in table.chosen(those, groups, unit):
                if row is None and those[0].tax_type == "retail_delivery_fee":
                    continue
                if row is None:
                    return [self._none(place, "not_supported", first)]
                found.append(_part(row, sourcing))
            if found and found[0].reason not in TAXED:
                return found[:1]  # what a state does not tax, its cities don't
        if not found:
            return []
        if any(row.local for row in levels[0][1]) and len(levels) == 1:
            return [self._none(place, "not_supported", first)]
        return [part for part in found if part.reason in TAXED]

    def _none(self, place: Place, reason: str, like: Row | None = None) -> Part:
        """A place where nothing is taken, and why. params: like, the row of the tax that would be"""
        rows = (
            like
            and [like]
            or [row for row in table.rows(self.own).get(place.country, ()) if row.state in ("", place.state)]
        )
        kind = rows[0].tax_type if rows else "sales_tax" if place.country == "US" else None
        state = place.state if place.country == "US" or (like is not None and like.state) else None
        names = geography.STATES.get(place.country, {})
        name = names.get(state or "") or next(
            (row.name for row in rows if row.level == "country"), place.country
        )
        return Part(place.country, state, "state" if state else "country", name, kind, "", Decimal(0), reason)


def _part(row: Row, sourcing: str) -> Part:
    """A row of the table as a tax."""
    state = row.state or None
    if row.level == "country":
        state = None
    zero = "zero_rated" if not row.percentage and row.flat is None else "standard_rated"
    return Part(
        row.country,
        state,
        row.level,
        row.name,
        row.tax_type,
        row.title or TITLES.get(row.tax_type, row.tax_type),
        row.percentage,
        row.reason or zero,
        row.base,
        row.flat,
        sourcing,
    )


def shares(parts: Sequence[Part], amount: int, behavior: str) -> list[Share]:
    """What each part takes of an amount. Each kind of tax is rounded once over its whole rate, halves up; its
    jurisdictions share it out.

    params: behavior, inclusive where the tax is within the amount. source: docs: Tax (worked examples)
    """
    kinds = list(dict.fromkeys(part.tax_type for part in parts))
    rates = [sum((part.rate for part in parts if part.tax_type == kind), Fraction(0)) for kind in kinds]
    if behavior == "inclusive":
        whole = sum(rates, Fraction(0))
        inside = round_half_up(amount - amount / (1 + whole))
        taxes = split(inside, _weights(rates))
        net = amount - inside
    else:
        taxes, net = [round_half_up(amount * rate) for rate in rates], amount
    found = []
    for kind, tax in zip(kinds, taxes, strict=True):
        own = [part for part in parts if part.tax_type == kind]
        if own[0].flat is not None:
            found.append(Share(own[0], own[0].flat, net))
            continue
        given = split(tax, _weights([part.rate for part in own]))
        for part, share in zip(own, given, strict=True):
            taken = part.reason in TAXED or part.reason == "zero_rated"
            base = round_half_up(net * Fraction(part.base) / 100) if taken else 0
            found.append(Share(part, share, base))
    return found


def _weights(rates: Sequence[Fraction]) -> list[int]:
    """Rates as whole weights: percentages have at most six places."""
    return [int(rate * 10**12) for rate in rates]


def percentage_text(percentage: Decimal) -> str:
    """A percentage as the API writes it: with a place behind the point at least. source: docs: Tax"""
    text = decimal_text(percentage)
    return text if "." in text else f"{text}.0"
