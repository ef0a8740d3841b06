"""Amounts: what the lines of a credit note come to, with their parts of the invoice's discounts and taxes.

Owns: checks of lines, shares, totals. Does not own: where the money goes (settlement.py), the shares of the
invoice itself (room invoices). Money: minor units; nothing moves. Whoever credits a line in parts has
credited exactly its discounts and taxes in the end: each part is what all so far come to, less what was
credited before.
Source: spec; docs: Issue credit notes (in proportion); the rounding inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import decimal_amount, decimal_text, round_half_up
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.credit_notes import credit_note as notes
from pinstripe.products.credit_notes import credit_note_line_item as note_lines
from pinstripe.products.credit_notes import refusals
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.line_terms import tax_shares

Body = dict[str, Any]
CUSTOM, OF_INVOICE = "custom_line_item", "invoice_line_item"
MOST_TAXES = 10
"""source: spec"""
OF_CUSTOM = ("description", "unit_amount", "unit_amount_decimal", "tax_rates")
LINES = ("amount", "invoice_line_item")


class Counted(NamedTuple):
    """What a credit note credits: bodies of its lines, and the fields of its amounts."""

    lines: list[Body]
    fields: Body

    @property
    def total(self) -> int:
        """With taxes, less discounts."""
        found: int = self.fields["total"]
        return found


def count(work: Work, invoice: Record, params: Params) -> Counted:
    """What is asked to be credited. refuses: one_way, two_ways, nothing, and what its lines refuse"""
    ways = [name for name in refusals.WAYS if params.get(name)]
    if "amount" in params and len(ways) > 1:
        raise refusals.two_ways(ways)
    if not ways:
        if params.get("amount") == 0:
            raise errors.too_low(1, "amount")
        raise refusals.one_way()
    if params.get("amount"):
        if params.amount < 1:
            raise errors.too_low(1, "amount")
        return _summed([_whole(params.amount)], None, 0)
    lines = _Lines(work, invoice)
    bodies = [lines.of(given, f"lines[{at}]") for at, given in enumerate(params.get("lines") or ())]
    found = _summed(bodies, _shipping(work, invoice, params), lines.own)
    if found.total < 1:
        raise refusals.nothing()
    return found


def _whole(amount: int) -> Body:
    """A sum that nobody says more of. source: docs: Issue credit notes; inferred (the line)"""
    return {
        "amount": amount,
        "description": None,
        "quantity": 1,
        "type": CUSTOM,
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


class _Lines:
    """Makes the lines of one credit note: what was credited of a line before, and by this note, counts."""

    def __init__(self, work: Work, invoice: Record) -> None:
        self.work, self.invoice, self.own = work, invoice, 0
        self.known = {line.id: line for line in line_items.of(work, invoice)}
        self.before: list[Body] = []
        for note in notes.issued(work, invoice):
            self.before += [line.body for line in note_lines.of(work, note_lines.keys_of(note))]

    def of(self, given: Params, where: str) -> Body:
        """A line as it is credited. refuses: only_for, exclusive_params, and what follows"""
        custom = given.type == CUSTOM
        for name in LINES if custom else OF_CUSTOM:
            if given.get(name) is not None:
                raise refusals.only_for(OF_INVOICE if custom else CUSTOM, f"{where}[{name}]")
        if given.get("tax_rates") and given.get("tax_amounts"):
            raise errors.exclusive_params([f"{where}[tax_rates]", f"{where}[tax_amounts]"])
        body = self._custom(given, where) if custom else self._of_invoice(given, where)
        if given.get("metadata"):
            body["metadata"] = dict(given.metadata)
        if "tax_amounts" in given:
            body["taxes"] = _named_taxes(self.work, given.tax_amounts, f"{where}[tax_amounts]")
        return body

    def _custom(self, given: Params, where: str) -> Body:
        """Something that no line of the invoice says. refuses: must_provide, exclusive_params, too_low"""
        names = [name for name in ("unit_amount", "unit_amount_decimal") if given.get(name) is not None]
        if not names:
            raise errors.missing_param(f"{where}[unit_amount]")
        if len(names) > 1:
            raise errors.exclusive_params([f"{where}[{name}]" for name in names])
        quantity = given.get("quantity", 1)
        if quantity < 1:
            raise errors.too_low(1, f"{where}[quantity]")
        unit = (
            Decimal(given.unit_amount)
            if names == ["unit_amount"]
            else decimal_amount(given.unit_amount_decimal)
        )
        if unit < 0:
            raise errors.too_low(0, f"{where}[{names[0]}]")
        amount = round_half_up(Fraction(unit) * quantity)
        rates = tax_rates.named(self.work, given.get("tax_rates"), f"{where}[tax_rates]")
        exempt = self.invoice.get("customer_tax_exempt") or "none"
        return {
            "amount": amount,
            "description": given.get("description"),
            "quantity": quantity,
            "tax_rates": rates,
            "taxes": tax_shares.taxed([amount], [rates], tax_exempt=exempt).rows[0],
            "type": CUSTOM,
            "unit_amount": int(unit) if unit == int(unit) else None,
            "unit_amount_decimal": decimal_text(unit),
        }

    def _of_invoice(self, given: Params, where: str) -> Body:
        """A line of the invoice, or a part of it. refuses: other_line, exclusive_params, line_too_much"""
        key = given.get("invoice_line_item")
        if not key:
            raise errors.missing_param(f"{where}[invoice_line_item]")
        line = self.known.get(key)
        if line is None:
            raise refusals.other_line(key, f"{where}[invoice_line_item]")
        ways = [name for name in ("amount", "quantity") if given.get(name) is not None]
        if len(ways) != 1:
            names = [f"{where}[{name}]" for name in ("amount", "quantity")]
            raise errors.exclusive_params(names) if ways else errors.must_provide(names)
        done = sum(body["amount"] for body in self.before if body.get("invoice_line_item") == key)
        amount = self._part(line, given, ways[0], done, where)
        part = _Part(line, done, amount)
        reduced = part.rows(line.pretax_credit_amounts, ("amount",))
        cut = part.rows(line.discount_amounts, ("amount",))
        own = {discount["id"] for discount in line.private.get("discounts") or ()}
        self.own += sum(row["amount"] for row in cut if row["discount"] in own)
        unit = line.at("pricing", "unit_amount_decimal") if ways == ["quantity"] else None
        body = {
            "amount": amount,
            "description": line.description,
            "discount_amount": sum(row["amount"] for row in cut),
            "discount_amounts": cut,
            "invoice_line_item": key,
            "pretax_credit_amounts": reduced,
            "quantity": given.get("quantity"),
            "taxes": part.rows(line.taxes, ("amount", "taxable_amount")),
            "type": OF_INVOICE,
            "unit_amount": int(unit) if unit is not None and unit.isdigit() else None,
            "unit_amount_decimal": unit,
        }
        self.before.append(body)
        return body

    def _part(self, line: Record, given: Params, way: str, done: int, where: str) -> int:
        """How much of a line is credited. refuses: too_low, line_too_much, line_too_many"""
        left, path = line.amount - done, f"{where}[{way}]"
        if way == "amount":
            amount: int = given.amount
            if line.amount < 0:
                if not left <= amount < 0:
                    raise refusals.line_too_much(path, left, line.currency)
                return amount
            if amount < 1:
                raise errors.too_low(1, path)
            if amount > left:
                raise refusals.line_too_much(path, left, line.currency)
            return amount
        taken = [body for body in self.before if body.get("invoice_line_item") == line.id]
        rest = (line.quantity or 0) - sum(body["quantity"] or 0 for body in taken)
        if given.quantity < 1:
            raise errors.too_low(1, path)
        if given.quantity > rest:
            raise refusals.line_too_many(path, rest)
        part = round_half_up(Fraction(line.amount * given.quantity, line.quantity))
        if given.quantity == rest and all(body["quantity"] for body in taken):
            return left
        if abs(part) > abs(left):
            raise refusals.line_too_much(path, left, line.currency)
        return part


class _Part(NamedTuple):
    """A part of a line, after so much of it was credited before."""

    line: Record
    done: int
    amount: int

    def of(self, value: int) -> int:
        """The same part of something that belongs to the line."""
        whole = self.line.amount
        if not whole:
            return 0
        now = round_half_up(Fraction(value * (self.done + self.amount), whole))
        return now - round_half_up(Fraction(value * self.done, whole))

    def rows(self, rows: Sequence[Body], names: Sequence[str]) -> list[Body]:
        """The same part of rows: of their amounts."""
        return [{**row, **{name: self.of(row[name] or 0) for name in names}} for row in rows]


def _named_taxes(work: Work, given: Sequence[Params] | None, where: str) -> list[Body]:
    """Taxes that the caller worked out. refuses: long_array, resource_missing. source: spec"""
    if len(given or ()) > MOST_TAXES:
        raise errors.long_array(where, MOST_TAXES)
    found = []
    for at, tax in enumerate(given or ()):
        rate = work.find("tax_rate", tax.tax_rate, f"{where}[{at}][tax_rate]")
        found.append(
            {
                "amount": tax.amount,
                "tax_behavior": "inclusive" if rate.inclusive else "exclusive",
                "tax_rate_details": {"tax_rate": rate.id},
                "taxability_reason": "not_available",
                "taxable_amount": tax.taxable_amount,
                "type": "tax_rate_details",
            }
        )
    return found


def _shipping(work: Work, invoice: Record, params: Params) -> Body | None:
    """What sending cost, where it is credited, once. refuses: other_shipping. source: spec"""
    key = (params.get("shipping_cost") or {}).get("shipping_rate")
    if not key:
        return None
    cost: Body | None = invoice.shipping_cost
    again = any(note.shipping_cost for note in notes.issued(work, invoice))
    if cost is None or cost["shipping_rate"] != key or again:
        raise refusals.other_shipping(key)
    return cost


def _summed(lines: list[Body], shipping: Body | None, own: int) -> Counted:
    """The amounts of a credit note. params: own, what the lines' own discounts take off. source: spec"""
    taxes = _totals([tax for line in lines for tax in line.get("taxes", ())])
    gross = sum(line["amount"] for line in lines)
    reduced = sum(_sum(line.get("pretax_credit_amounts", ())) for line in lines)
    relief = sum(_relief(line) for line in lines)
    exclusive = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "exclusive")
    inclusive = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "inclusive")
    sent = shipping["amount_total"] if shipping else 0
    total = gross - reduced - relief + exclusive + sent
    cut = _by("discount", [row for line in lines for row in line.get("discount_amounts", ())])
    return Counted(
        lines,
        {
            "amount": total,
            "amount_shipping": shipping["amount_subtotal"] if shipping else 0,
            "discount_amount": _sum(cut),
            "discount_amounts": cut,
            "pretax_credit_amounts": _credits(lines),
            "shipping_cost": shipping,
            "subtotal": gross - own,
            "subtotal_excluding_tax": gross - own - inclusive - relief,
            "total": total,
            "total_excluding_tax": total
            - exclusive
            - inclusive
            - (shipping["amount_tax"] if shipping else 0),
            "total_taxes": taxes,
        },
    )


def _sum(rows: Sequence[Body]) -> int:
    return sum(row["amount"] for row in rows)


def _relief(line: Body) -> int:
    """The tax inside a price that an exempt customer did not pay: it is not given back either."""
    left = line["amount"] - _sum(line.get("pretax_credit_amounts", ()))
    bases = [
        tax["taxable_amount"]
        for tax in line.get("taxes", ())
        if tax["tax_behavior"] == "inclusive"
        and not tax["amount"]
        and tax["taxability_reason"] in tax_shares.REASONS.values()
    ]
    return left - bases[0] if bases else 0


def _by(name: str, rows: Sequence[Body]) -> list[Body]:
    """Rows of one discount, or of one credit, together."""
    sums: dict[str, Body] = {}
    for row in rows:
        known = sums.setdefault(row[name], {**row, "amount": 0})
        known["amount"] += row["amount"]
    return list(sums.values())


def _credits(lines: Sequence[Body]) -> list[Body]:
    rows = [row for line in lines for row in line.get("pretax_credit_amounts", ())]
    found = []
    for kind in ("discount", "credit_balance_transaction"):
        found += _by(kind, [row for row in rows if row["type"] == kind])
    return found


def _totals(rows: Sequence[Body]) -> list[Body]:
    """Each rate's tax on all lines together. source: spec"""
    sums: dict[tuple[str, str], Body] = {}
    for row in rows:
        key = (row["tax_rate_details"]["tax_rate"], row["taxability_reason"])
        known = sums.setdefault(key, {**row, "amount": 0, "taxable_amount": 0})
        for name in ("amount", "taxable_amount"):
            known[name] += row[name] or 0
    return list(sums.values())
