"""What an invoice asks of each kind of payment method, by itself or for its subscription.

Owns: which options invoices and subscriptions take, how one's become the other's, what the payment hears of
them. Does not own: what an option leads to (room payments). Money: none. Source: spec.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.generate import completed
from pinstripe.kernel.record import Record, merged
from pinstripe.kernel.unbuilt import others
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds import wishes

OPTIONS = "payment_method_options"
WITHIN = f"payment_settings.{OPTIONS}"
SHAPE = "invoices_payment_method_options"


LATER = {kinds.DEFAULT.name: ("mandate_options", "network")}
"""What a subscription alone says of a kind, and its payments hear. source: spec"""


def kinds_named(invoice: Record) -> list[str] | None:
    """The kinds that may pay an invoice, None where nobody named any."""
    named = invoice.payment_settings["payment_method_types"]
    return list(dict.fromkeys(kinds.INVOICED.get(name, name) for name in named)) if named else None


def unbuilt(operation: str) -> str:
    """The options of an operation that no payment hears of; hashes without any may be given. source: spec"""
    return " ".join(_unbuilt(operation))


def _unbuilt(operation: str) -> Iterator[str]:
    given = Table.load(NEWEST).operation(operation).params["props"]["payment_settings"]["props"]
    known = {name: node for name, node in given[OPTIONS]["props"].items() if name in kinds.KINDS}
    yield others(operation, WITHIN, but=" ".join(known))
    for name, node in known.items():
        if node.get("props"):
            heard = [one for one in (*_heard(name), *LATER.get(name, ())) if one in node["props"]]
            yield others(operation, f"{WITHIN}.{name}", but=" ".join(heard))


def _heard(kind: str) -> list[str]:
    """The options of a kind that a payment is asked; of cards, those that an invoice shows."""
    table = Table.load(NEWEST)
    shown = table.object(SHAPE).props[kind]
    built = dict.fromkeys(one.partition(".")[0] for one in kinds.KINDS[kind].built.split())
    if kind != kinds.DEFAULT.name:
        return list(built)
    return [one for one in built if "ref" in shown and one in table.object(shown["ref"]).props]


def refuse(settings: Mapping[str, Any] | None, now: int) -> None:
    """Can all of that be asked of these kinds? params: settings, `payment_settings` as a request says it.
    refuses: as methods/kinds/wishes.py"""
    for name, given in ((settings or {}).get(OPTIONS) or {}).items():
        wishes.check(given or {}, f"payment_settings[{OPTIONS}][{name}]", now)


def asked(given: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is asked from now on; a kind that is unset is asked nothing, nor is one of them where all are.

    params: before: what was asked until now. source: spec
    """
    if not given:
        return None
    whole = merged(dict(before or {}), dict(given))
    return inherited(whole)


def inherited(options: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A subscription's wishes as its invoices show them, less those that only a subscription has.
    source: spec"""
    if not options:
        return None
    table = Table.load(NEWEST)
    shown = table.object(SHAPE).props
    kept = {name: _narrowed(value, shown[name], table) for name, value in options.items() if name in shown}
    whole: dict[str, Any] = completed(kept, {"ref": SHAPE}, table)
    return whole


def _narrowed(value: Any, node: Mapping[str, Any], table: Table) -> Any:
    if not isinstance(value, dict) or "ref" not in node:
        return value
    props = table.object(node["ref"]).props
    return {name: _narrowed(one, props[name], table) for name, one in value.items() if name in props}


def told(
    options: Mapping[str, Any] | None, types: Iterable[str], subscribed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What the payment of an invoice is asked of the kinds that may pay it. params: subscribed: what its
    subscription is asked, of which an invoice shows a part. source: spec; inferred
    """
    known, more = options or {}, {**(subscribed or {}), kinds.DEFAULT.name: None}
    found = {
        name: {
            one: _said(value)
            for one, value in {**(more.get(name) or {}), **(known.get(name) or {})}.items()
            if value is not None
        }
        for name in types
    }
    return {name: one for name, one in found.items() if one}


def _said(value: Any) -> Any:
    """What was said within a hash, without the blanks that its own shape has."""
    if not isinstance(value, dict):
        return value
    return {name: one for name, one in value.items() if one is not None}


def planned(params: Mapping[str, Any]) -> dict[str, Any]:
    """The installments that a card is to be charged in, which no invoice shows. gives: a private fact, none
    where nothing is said. source: spec
    """
    options = (params.get("payment_settings") or {}).get(OPTIONS) or {}
    said = (options.get(kinds.DEFAULT.name) or {}).get("installments") or {}
    return {"plan": said["plan"]} if "plan" in said else {}


def later(subscription: Record) -> dict[str, Any]:
    """What a subscription alone says of its cards, for the payment of an invoice that does not show it.

    gives: a private fact, none where nothing is said. source: spec; inferred (how regular the consent is)
    """
    name = kinds.DEFAULT.name
    said = ((subscription.payment_settings or {}).get(OPTIONS) or {}).get(name) or {}
    found = {one: said[one] for one in LATER[name] if said.get(one)}
    if "mandate_options" in found:
        found["mandate_options"] = {
            **found["mandate_options"],
            "amount_type": said["mandate_options"].get("amount_type") or "maximum",
            "interval": "sporadic",
            "reference": subscription.id,
            "start_date": subscription.start_date,
        }
    return {"later": found} if found else {}


def of_payment(
    invoice: Record, types: Iterable[str], subscribed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What the payment of an invoice is asked of the kinds that may pay it: what the invoice says of them,
    and what it remembers. params: subscribed, what its subscription is asked. source: spec; inferred
    """
    found, name = told(invoice.payment_settings[OPTIONS], types, subscribed), kinds.DEFAULT.name
    if name not in types:
        return found
    more = dict(invoice.private.get("later") or {})
    if "mandate_options" in more:
        amount = more["mandate_options"].get("amount") or invoice.amount_remaining
        more["mandate_options"] = {**more["mandate_options"], "amount": amount}
    if invoice.private.get("plan"):
        more["installments"] = {"enabled": True, "plan": invoice.private["plan"]}
    return {**found, name: {**found.get(name, {}), **more}} if more else found
