"""The bill: what an invoice's lines come to for a customer. The one place that adds up an invoice's amounts.

Owns: subtotals and totals, what the customer's balance pays, what is due; all amounts of lines and invoices
that follow from discounts and taxes.
Does not own: what a line costs (rooms catalog, subscriptions), shares of lines (room line_terms), credits
(credit_shares.py), which discounts, rates and grants count (room invoices), credit notes, payments.
Money: minor units of one currency; nothing moves.
Source: docs: Customer credit balance; recorded: stripe_world 13 and 14, pay-rails/pay 2025-11, airbytehq.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe import currencies
from pinstripe.products.credits.application import Use
from pinstripe.products.line_terms import credit_shares
from pinstripe.products.line_terms.credit_shares import Credits
from pinstripe.products.line_terms.discount_shares import Amounts, Line, discounted
from pinstripe.products.line_terms.tax_shares import Taxes, taxed

Body = Mapping[str, Any]


class Bill(NamedTuple):
    """The amounts of an invoice, by the names of its fields, and of each of its lines."""

    lines: list[dict[str, Any]]
    """Fields of each line that follow from discounts and taxes."""
    total_discount_amounts: Amounts
    total_pretax_credit_amounts: Amounts
    total_taxes: Taxes
    subtotal: int
    subtotal_excluding_tax: int
    total: int
    total_excluding_tax: int
    amount_shipping: int
    shipping_taxes: Taxes
    starting_balance: int
    ending_balance: int
    amount_due: int
    uses: Sequence[Use] = ()
    """What is used of which grant for which line."""

    def used(self, transactions: Sequence[str]) -> Bill:
        """The same, where these transactions took the credits, one for each use."""
        of_line: dict[int, list[str]] = {}
        for use, key in zip(self.uses, transactions, strict=True):
            of_line.setdefault(use.line, []).append(key)
        name = "pretax_credit_amounts"
        return self._replace(
            lines=[
                {**fields, name: credit_shares.named(fields[name], of_line.get(at, ()))}
                for at, fields in enumerate(self.lines)
            ],
            total_pretax_credit_amounts=credit_shares.named(self.total_pretax_credit_amounts, transactions),
        )

    @property
    def worth(self) -> int:
        """What lines come to after discounts, before taxes and before the customer's credits."""
        return self.total_excluding_tax + sum(use.amount for use in self.uses)

    @property
    def of_shipping(self) -> dict[str, Any]:
        """What `shipping_cost` shows of its taxes. source: spec"""
        return {
            "amount_tax": sum(tax["amount"] for tax in self.shipping_taxes),
            "amount_total": self.amount_shipping + _sum(self.shipping_taxes, "exclusive"),
        }

    @property
    def body(self) -> dict[str, Any]:
        """Fields of the invoice that nobody has paid yet; `ending_balance` joins them when it is final.

        source: recorded: stripe_world 13 and 14
        """
        shown = {name: value for name, value in self._asdict().items() if name not in NOT_OF_DRAFTS}
        return {**shown, "amount_remaining": self.amount_due}


NOT_OF_DRAFTS = frozenset(("amount_shipping", "lines", "ending_balance", "shipping_taxes", "uses"))
"""What the body of a draft does not take from its bill as it is."""


def bill(
    lines: Sequence[Line],
    currency: str,
    *,
    balance: int = 0,
    tax_exempt: str = "none",
    discounts: Sequence[Body] = (),
    tax_rates: Sequence[Body] = (),
    shipping: int = 0,
    shipping_rates: Sequence[Body] = (),
    rounds_once: bool = False,
    credits: Credits = credit_shares.NONE,
) -> Bill:
    """What lines come to: less discounts and credits, plus tax; then the customer's balance; the rest is due.

    A subtotal is what is left of the lines after their own discounts; discounts of the whole invoice and
    exclusive tax lead from there to the total, and so does what sending costs.
    params: balance, the customer's, below zero where it is credit; tax_exempt, the customer's; discounts and
    tax_rates, the invoice's: those count after the lines' own, these only on lines without any; shipping,
    which no discount and no manual rate counts on; shipping_rates, those that were worked out for it;
    rounds_once, each rate is rounded on the whole invoice, not on each line;
    credits, what the customer may use up first.
    source: recorded: pay-rails/pay 2025-11 (subtotals); docs: Customer credit balance, Billing credits
    """
    less = discounted(lines, discounts, currency)
    uses = credit_shares.credited(less.left, [line.price for line in lines], credits)
    left = _less(less.left, uses)
    rates = [*(() if line.tax_amounts else line.tax_rates or tax_rates for line in lines), shipping_rates]
    said = [line.tax_amounts for line in lines]
    plus = taxed([*left, shipping], rates, said, tax_exempt=tax_exempt, rounds_once=rounds_once)
    sent = plus.rows.pop()
    subtotal = sum(line.amount for line in lines) - less.own
    total = sum(left) - plus.relief + plus.exclusive + shipping
    due, ending = settle(total, balance, currencies.minimum_charge(currency))
    return Bill(
        lines=_rows(less.amounts, plus.rows, uses),
        total_discount_amounts=less.totals,
        total_pretax_credit_amounts=[*_pretax(less.totals), *credit_shares.rows(uses)],
        total_taxes=plus.totals,
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal - plus.inclusive + _sum(sent, "inclusive") - plus.relief,
        total=total,
        total_excluding_tax=total - plus.inclusive - plus.exclusive,
        amount_shipping=shipping,
        shipping_taxes=sent,
        starting_balance=balance,
        ending_balance=ending,
        amount_due=due,
        uses=uses,
    )


def _rows(amounts: Sequence[Amounts], taxes: Sequence[Taxes], uses: Sequence[Use]) -> list[dict[str, Any]]:
    """What each line shows of discounts, credits and taxes."""
    used = credit_shares.by_line(uses)
    return [
        {
            "discount_amounts": share,
            "pretax_credit_amounts": [*_pretax(share), *credit_shares.rows(used.get(at, ()))],
            "taxes": rows,
        }
        for at, (share, rows) in enumerate(zip(amounts, taxes, strict=True))
    ]


def _less(left: Sequence[int], uses: Sequence[Use]) -> list[int]:
    """What credits leave of each line."""
    rest = list(left)
    for use in uses:
        rest[use.line] -= use.amount
    return rest


def _sum(taxes: Taxes, behavior: str) -> int:
    return sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == behavior)


def settle(total: int, balance: int, minimum: int) -> tuple[int, int]:
    """(amount due, the customer's balance afterwards).

    A balance below zero is credit and is used up first; one above zero is owed and asked for now. What is
    too little to charge is owed on the next invoice; a negative total becomes credit.
    params: minimum, the smallest charge.
    source: docs: Customer credit balance; recorded: stripe_world 13 and 14; minimum beside a balance inferred
    """
    if total < 0:
        return 0, balance + total
    owed = max(balance, 0)
    used = min(max(-balance, 0), total)
    due = total + owed - used
    ending = balance + used - owed
    return (0, ending + due) if 0 < due < minimum else (due, ending)


def credited(invoice: Body, before: int, after: int) -> dict[str, Any]:
    """What a final invoice asks for after a credit note. params: before, what was owed and is given up;
    after, what had been paid and is given back. source: spec (credit notes)"""
    return {
        "amount_due": invoice["amount_due"] - before,
        "amount_remaining": invoice["amount_remaining"] - before,
        "post_payment_credit_notes_amount": invoice["post_payment_credit_notes_amount"] + after,
        "pre_payment_credit_notes_amount": invoice["pre_payment_credit_notes_amount"] + before,
    }


def _pretax(amounts: Amounts) -> Amounts:
    """The same amounts as credits before tax. source: recorded: pay-rails/pay 2025-11"""
    return [{**amount, "type": "discount"} for amount in amounts]
