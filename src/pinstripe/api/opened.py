"""What is accepted empty, and unset by that, though the description doesn't say so.

Owns: these names. Does not own: reading a request (params.py), what follows from it (rooms). Pure.
Money: none. Source: recorded: gumroad, pay-rails/pay, stripe-ruby issue 1151.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pinstripe.api.table import Node

OPENED: Final = {
    **dict.fromkeys(
        ("/v1/customers", "/v1/customers/{customer}"),
        frozenset(
            {
                *("default_source", "description", "email", "name", "phone"),
                *("invoice_settings.default_payment_method", "invoice_settings.footer"),
            }
        ),
    ),
    **dict.fromkeys(
        (
            *("/v1/subscriptions", "/v1/subscriptions/{subscription_exposed_id}"),
            *("/v1/customers/{customer}/subscriptions", "/v1/invoices", "/v1/invoices/{invoice}"),
            "/v1/customers/{customer}/subscriptions/{subscription_exposed_id}",
        ),
        frozenset({"default_payment_method", "default_source"}),
    ),
}
"""By path of the operation; below a hash by dotted names."""


def opened(node: Node, path: str) -> Node:
    """An operation's parameters, with what may be unset although the description is silent about it.

    source: recorded: gumroad (description), pay-rails/pay (name, default_payment_method of a subscription),
    stripe-ruby issue 1151 (a customer's default method); default_source, email, phone, footer, methods of
    invoices inferred
    """
    for name in OPENED.get(path, ()):
        node = _clearable(node, name.split("."))
    return node


def _clearable(node: Node, steps: list[str]) -> Node:
    """The same node with one property that may be unset. params: steps, its name, below those of hashes"""
    name, *rest = steps
    inner = node.get("props", {}).get(name)
    if inner is None:
        return node
    inner = _clearable(inner, rest) if rest else inner | {"clear": True}
    return node | {"props": node["props"] | {name: inner}}
