"""The payment method record: how somebody pays; found, made, kept for a customer.

Owns: the record, making a method, attaching and detaching, who a customer's default is. Does not own: the
endpoints (payment_methods.py), what a kind's data say (kinds/), charging (room payments).
Money: none. Source: recorded: gumroad, openfoodnetwork, stripe_world phase 6.
Private facts: those of its kind, `used`, `set_up`, `left` (the customer that it was
detached from), `source` (a card or a bank account of a customer's sources), `unproven` (its owner was not
shown to be so), `mismatches` (how often somebody named wrong deposits).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.methods import bank_account as bank_accounts
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import kinds, refusals
from pinstripe.products.methods.billing_details import billing_details
from pinstripe.products.methods.kinds.kind import Facts, Kind


def published(work: Work, key: str) -> Record | None:
    """A fresh method of a published name (pm_card_visa). source: recorded: liberapay, openfoodnetwork"""
    found = kinds.published(work, key)
    return make(work, *found) if found is not None else None


# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to   event
    ("attach", "done", ANY, "=", "payment_method.attached"),
    ("detach", "done", ANY, "=", "payment_method.detached"),
    ("update", "done", ANY, "=", "payment_method.updated"),
)
# fmt: on

PAYMENT_METHOD = Resource(
    "payment_method",
    prefix="pm",
    elsewhere=True,
    generated="retrieve",
    twins=(cards.CARD, bank_accounts.BANK_ACCOUNT),
    published=published,
    noun="PaymentMethod",
    param="payment_method",
    lifecycle=LIFECYCLE,
    tells_changes="payment_method.detached",
    index=("customer", "type", "source=private.source"),
    status="",
)


def resolve(work: Work, key: str, param: str | None) -> Record:
    """The method of an id; a published name (pm_card_visa) makes a fresh one. refuses: no_such,
    platform_owned_method
    """
    found = published(work, key) or work.peek(key, "payment_method")
    if found is None and work.account != work.world.account:
        known = work.batch.load(work.world.account, key)
        if known is not None and known.type == "payment_method":
            raise errors.platform_owned_method(key, param or "payment_method")
    return found or work.find("payment_method", key, param)


def make(
    work: Work,
    kind: Kind,
    facts: Facts,
    *,
    billing: Mapping[str, Any] | None = None,
    metadata: Mapping[str, str | None] | None = None,
    allow_redisplay: str = "unspecified",
    radar_options: Mapping[str, Any] | None = None,
    **more: Any,
) -> Record:
    """A method that belongs to nobody yet. params: more: private facts beside the kind's own.

    source: recorded: openfoodnetwork 2026-08
    """
    body = body_of(kind, facts.fields, billing or facts.billing, allow_redisplay)
    body |= {"created": work.now, "metadata": merged_metadata(None, metadata or {})}
    if radar_options:
        body["radar_options"] = dict(radar_options)
    return work.create(PAYMENT_METHOD, **body, private={**facts.private, **more})


def body_of(
    kind: Kind,
    fields: Mapping[str, Any],
    billing: Mapping[str, Any] | None = None,
    allow_redisplay: str = "unspecified",
) -> dict[str, Any]:
    """The fields of a fresh method that follow from what was said.
    source: recorded: openfoodnetwork 2026-08
    """
    return {
        "allow_redisplay": allow_redisplay,
        "billing_details": billing_details(billing),
        "customer": None,
        "customer_account": None,
        kind.name: dict(fields),
        "type": kind.name,
    }


def attach(work: Work, method: Record, customer: Record, looked: dict[str, Any] | None = None) -> Record:
    """Keep a method for a customer; the bank is asked whether the card is good.

    params: looked: the kind's hash once a bank looked at it, where one was asked already
    refuses: attached_elsewhere, consumed_method, not_kept. source: recorded: stripe_world, gumroad
    """
    if method.customer == customer.id:
        return method
    if method.customer is not None:
        raise refusals.attached_elsewhere()
    if method.private.get("used"):
        raise refusals.consumed_method()
    kind = kinds.kind_of(method)
    if not kind.kept:
        raise refusals.not_reusable(kind.name)
    fields = looked or kind.keep(work, method) or method.body[kind.name]
    if customer.clock and not method.clock:
        method.clock = customer.clock
    return work.advance(method, "attach", "done", customer=customer.id, **{kind.name: fields})


def adopt(work: Work, customer: Record, key: str, param: str = "payment_method") -> Record:
    """The method of an id, attached to the customer if it is not."""
    return attach(work, resolve(work, key, param), customer)


def owned(work: Work, customer: Record, key: str, param: str) -> Record:
    """A method that the customer has. refuses: no_such, not_the_customers"""
    method = work.find("payment_method", key, param)
    if method.customer != customer.id:
        raise refusals.not_the_customers(key, param)
    return method


def for_customer(work: Work, customer: Record) -> Record | None:
    """The customer's default: for invoices first, then the older default source.
    source: docs: subscriptions
    """
    for key in (customer.at("invoice_settings", "default_payment_method"), customer.get("default_source")):
        method = work.peek(key, "payment_method") if key else None
        if method is not None:
            return method
    return None


def payer(work: Work, key: str) -> Record:
    """What a charge names as its payment method: one, or a source from before there were any."""
    found = work.peek(key, "source")
    return found if found is not None else work.load(key, "payment_method")


def has_any(work: Work, customer: Record) -> bool:
    """Does the customer keep any method?"""
    return bool(work.where("payment_method", customer=customer.id, limit=1))


def seen(work: Work, method: Record, **fields: Any) -> None:
    """The bank has looked at the method: what it saw is known, and a method that nobody keeps is used up.

    params: fields: the hash under its kind's name, where that changes.
    source: recorded: gumroad-35e84d4c91 (a declined one, too)
    """
    if any(method.get(name) != value for name, value in fields.items()):
        work.amend(method, **fields)
    if method.customer is None:
        work.note(method, used=True)


def hear(work: Work, method: Record, options: Mapping[str, Any]) -> None:
    """What an intent asks of the kind changes what is known of the method. source: spec (us_bank_account:
    networks.requested)
    """
    kind = kinds.kind_of(method)
    heard = kind.hears(method.body[kind.name], options)
    if heard == method.body[kind.name]:
        return
    if method.customer is None:
        work.amend(method, **{kind.name: heard})
    else:
        work.advance(method, "update", "done", **{kind.name: heard})


def set_up(work: Work, method: Record, looked: dict[str, Any], *, of_account: bool = False) -> None:
    """The method was set up without a customer who would keep it: whoever made it may still attach it.

    params: looked: the kind's hash now that a bank looked at it; of_account: the account itself keeps it, to
    move money of its own. source: spec (attach_to_self); recorded: gumroad-ad2b110210
    """
    name = kinds.kind_of(method).name
    if method.body[name] != looked:
        work.amend(method, **{name: looked})
    if of_account:
        work.note(method, used=True)


def remember_set_up(work: Work, method: Record) -> None:
    """The holder agreed to later payments: they need not be asked again."""
    work.note(method, set_up=True)


def verify(work: Work, method: Record) -> None:
    """Whoever named the account has shown that it is theirs."""
    work.note(method, telling=True, verified=True)


def detach(work: Work, method: Record) -> Record:
    """The method leaves its customer and can't be used again. source: recorded: stripe_world phase 6"""
    work.note(method, used=True, source=None, left=method.customer)
    return work.advance(method, "detach", "done", customer=None)


def use_code(work: Work, method: Record) -> None:
    """A card's security code was handed on: it is there once. source: docs: Forwarding"""
    work.note(method, code="")
