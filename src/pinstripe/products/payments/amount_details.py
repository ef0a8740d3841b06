"""The amount details of a payment: what is paid for, with its discounts, taxes and shipping.

Owns: reading and checking them. Does not own: the intent, tips, which a reader adds (flows/in_person.py).
Money: sums are compared with the amount, and change nothing. Source: spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments import kind_refusals
from pinstripe.products.payments.payment_intent_amount_details_line_item import LINE_ITEM

NAME = "amount_details"
MOST_LINES, SHOWN = 200, 10
LONGEST_CODE, LONGEST_NAME = 12, 1024
SHIPPING = ("amount", "from_postal_code", "to_postal_code")


class Details(NamedTuple):
    """What an intent shows of its amount, and the lines that it keeps."""

    shown: dict[str, Any]
    lines: list[dict[str, Any]]


def url(intent: str) -> str:
    """Where the lines of an intent are listed."""
    return f"/v1/payment_intents/{intent}/amount_details_line_items"


def read(work: Work, params: Params, key: str, amount: int, known: Record | None = None) -> Details | None:
    """What a request says of an amount, None where it says nothing. params: key: the intent's id; known: the
    intent, where there is one. refuses: long_array, long_string, too_low, said_twice, mismatch. source: spec
    """
    if params.get(NAME) is None:
        return None
    given = params[NAME]
    before: Mapping[str, Any] = known.amount_details if known is not None else {}
    lines: list[dict[str, Any]] = (known.private.get("line_items") or []) if known is not None else []
    if "line_items" in given:
        lines = [line(work, one, number) for number, one in enumerate(given.line_items or [])]
        if len(lines) > MOST_LINES:
            raise errors.long_array(f"{NAME}[line_items]", MOST_LINES)
    shown = {"tip": before.get("tip") or {}}
    wholes = {
        "discount_amount": given.get("discount_amount", before.get("discount_amount")),
        "shipping": shipping(given.get("shipping", before.get("shipping"))),
        "tax": given.get("tax", before.get("tax")),
    }
    shown |= {name: value for name, value in wholes.items() if value is not None}
    if lines:
        more = len(lines) > SHOWN
        shown["line_items"] = {"object": "list", "data": lines[:SHOWN], "has_more": more, "url": url(key)}
    checked(shown, lines, amount, strict=given.get("enforce_arithmetic_validation", True))
    return Details(shown, lines)


def changes(work: Work, intent: Record, params: Params, amount: int) -> dict[str, Any]:
    """The change that what a request says of an amount makes; its lines are kept. refuses: as `read`"""
    parts = read(work, params, intent.id, amount, intent)
    if parts is None:
        return {}
    work.note(intent, line_items=parts.lines)
    return {NAME: parts.shown}


def line(work: Work, given: Params, number: int) -> dict[str, Any]:
    """One thing that is paid for. refuses: too_low, long_string"""
    path = f"{NAME}[line_items][{number}]"
    for name, least in (("quantity", 1), ("unit_cost", 0), ("discount_amount", 1)):
        if given.get(name) is not None and given[name] < least:
            raise errors.too_low(least, f"{path}[{name}]")
    for name, longest in (("product_code", LONGEST_CODE), ("product_name", LONGEST_NAME)):
        if len(given.get(name) or "") > longest:
            raise errors.long_string(given[name], longest, f"{path}[{name}]")
    options, tax = given.get("payment_method_options"), given.get("tax")
    return {
        "id": work.new_id(LINE_ITEM),
        "object": LINE_ITEM.object,
        "discount_amount": given.get("discount_amount"),
        "payment_method_options": {name: {**one} for name, one in options.items()} if options else None,
        "product_code": given.get("product_code"),
        "product_name": given.product_name,
        "quantity": given.quantity,
        "tax": {"total_tax_amount": tax.total_tax_amount} if tax else None,
        "unit_cost": given.unit_cost,
        "unit_of_measure": given.get("unit_of_measure"),
    }


def shipping(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the way costs, with every key."""
    return {name: given.get(name) for name in SHIPPING} if given else None


def checked(shown: dict[str, Any], lines: list[dict[str, Any]], amount: int, *, strict: bool) -> None:
    """The parts make the whole; where that is not insisted on, the details say that they do not.
    refuses: said_twice, mismatch. source: spec (rules); wording inferred
    """
    discount, tax = shown.get("discount_amount") or 0, (shown.get("tax") or {}).get("total_tax_amount") or 0
    of_lines = sum(one["discount_amount"] or 0 for one in lines)
    taxes = sum((one["tax"] or {}).get("total_tax_amount") or 0 for one in lines)
    for name, whole, parts in (("discount_amount", discount, of_lines), ("tax", tax, taxes)):
        if whole and parts:
            raise kind_refusals.said_twice(name)
    way = (shown.get("shipping") or {}).get("amount") or 0
    beside = discount + of_lines + tax + taxes + way
    goods = sum(one["unit_cost"] * one["quantity"] for one in lines)
    total = goods + tax + taxes + way - discount - of_lines
    refusal = None
    if beside > amount:
        refusal = kind_refusals.beside_too_large(beside, amount)
    elif lines and total != amount:
        refusal = kind_refusals.mismatch(total, amount)
    if refusal is None:
        return
    if strict:
        raise refusal
    shown["error"] = {"code": refusal.code, "message": refusal.message}
