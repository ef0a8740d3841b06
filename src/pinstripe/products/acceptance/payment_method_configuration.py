"""The payment method configuration record: which kinds of payment methods are offered.

Owns: the record, the account's own configuration, what a configuration offers. Does not own: the endpoints
(payment_method_configurations.py), kinds (room methods). Money: none. No event tells of it.
Source: spec; recorded: spree (what an account offers at first); inferred (inheritance).
An account has one from the start (`is_default`). A child stands in a connected account and has what its
parent, the platform's configuration, says where it says nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pinstripe.api.table import NEWEST, Table
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds.kind import Flow

SHAPE = "payment_method_config_resource_payment_method_properties"
AT_FIRST = (*kinds.ACCOUNTS, "apple_pay", "google_pay")
"""What is on where nobody says anything. source: recorded: spree; spec (example)"""


def default_id(work: Work) -> str:
    """The id of the account's own configuration."""
    return f"pmc_1{stable(23, work.world.seed, work.account, 'methods')}"


def published(work: Work, key: str) -> Record | None:
    """The account's own configuration exists once somebody looks for it. source: recorded: spree (its id)"""
    return account_default(work) if key == default_id(work) else None


PAYMENT_METHOD_CONFIGURATION = Resource(
    "payment_method_configuration",
    prefix="pmc",
    generated="retrieve",
    noun="payment_method_configuration",
    param="configuration",
    published=published,
    defaults={"active": True, "is_default": False, "name": ""},
    source="spec",
)


@cache
def names() -> tuple[str, ...]:
    """Everything that can be turned on or off. source: spec"""
    props = Table.load(NEWEST).object("payment_method_configuration").props
    return tuple(
        name
        for name, node in props.items()
        if node.get("ref") == SHAPE or "display_preference" in node.get("props", {})
    )


def account_default(work: Work) -> Record:
    """The account's own configuration. source: spec"""
    key = default_id(work)
    known = work.peek(key, "payment_method_configuration")
    if known is not None:
        return known
    fields = preferences({name: "on" if name in AT_FIRST else "off" for name in names()}, None)
    return work.create(PAYMENT_METHOD_CONFIGURATION, id=key, is_default=True, name="Default", **fields)


def preferences(asked: Mapping[str, str], parent: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a configuration says of each kind. params: asked: on, off, or none, which leaves it to the parent,
    or to what is usual; parent: the body of the platform's. source: spec; inferred (what is usual)
    """
    found = {}
    for name in names():
        preference = asked.get(name, "none")
        usual = parent[name]["display_preference"]["value"] if parent is not None else usual_value(name)
        value = usual if preference == "none" else preference
        overridable = None if parent is None else True
        shown = {"overridable": overridable, "preference": preference, "value": value}
        found[name] = {"available": value == "on", "display_preference": shown}
    return found


def usual_value(name: str) -> str:
    """What a kind is where nobody says anything."""
    return "on" if name in AT_FIRST else "off"


def offered(work: Work, configuration: Record | None, currency: str | None = None) -> list[str]:
    """The kinds that a page would offer by a configuration, cards first. params: currency: of the payment,
    where there is one. source: recorded: spree; docs: payment methods (currencies)
    """
    configuration = configuration or work.peek(default_id(work), "payment_method_configuration")
    if configuration is None:
        return list(kinds.ACCOUNTS)
    on = [name for name in names() if configuration.body[name]["available"]]
    found = [name for name in on if name in kinds.KINDS and fits(name, currency)]
    return sorted(found, key=lambda name: (name != kinds.DEFAULT.name, name))


def fits(name: str, currency: str | None) -> bool:
    """Can a kind be paid on a page, in this currency?"""
    kind = kinds.KINDS[name]
    pays = not kind.currencies or currency is None or currency in kind.currencies
    return kind.flow is not Flow.IN_PERSON and pays


def details(work: Work, configuration: Record | None) -> dict[str, Any]:
    """What an intent says of the configuration that it goes by. source: recorded: spree"""
    if configuration is None:
        return {"id": default_id(work), "parent": None}
    return {"id": configuration.id, "parent": configuration.parent}
