"""Clones: a platform's payment method, copied to a connected account that charges it directly.

Owns: whose method may be copied, what a copy has. Does not own: accounts (room connect), charging. Money:
none. Source: recorded: gumroad, openfoodnetwork 2026-08 (copies, with and without a customer).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds, refusals
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds.kind import Facts

OWN = ("left", "source", "used")
"""Private facts of a method that are no facts of its copy."""


def of_platform(work: Work, params: Params) -> Record:
    """A copy for the acting account of a method of its platform. A method that nobody keeps is used up by it.

    refuses: not_connected, exclusive_params, no_such, customer_for_clone, not_the_customers, consumed_method
    source: recorded: gumroad, openfoodnetwork 2026-08; docs: Connect (a customer's method needs the customer)
    """
    named = next((one for one in ("type", *kinds.KINDS) if params.get(one)), None)
    if named is not None:
        raise errors.exclusive_params(["payment_method", named])
    refuse_platform(work)
    platform_work = work.acting_for(work.world.account)
    method = methods.resolve(platform_work, params.payment_method, "payment_method")
    if params.get("customer"):
        customer = platform_work.find("customer", params.customer, "customer")
        if method.customer != customer.id:
            raise refusals.not_the_customers(method.id, "payment_method")
    elif method.customer is not None:
        raise refusals.customer_for_clone()
    elif method.private.get("used"):
        raise refusals.consumed_method()
    else:
        platform_work.note(method, used=True)
    return copied(work, method, params)


def refuse_platform(work: Work) -> None:
    """Copies are for connected accounts. refuses: not_connected"""
    if work.account == work.world.account:
        raise refusals.not_connected()


def copied(work: Work, method: Record, params: Params) -> Record:
    """The copy: the same card or account, with an id of its own and nobody who keeps it."""
    kind = kinds.kind_of(method)
    private: dict[str, Any] = {name: one for name, one in method.private.items() if name not in OWN}
    return methods.make(
        work,
        kind,
        Facts(dict(method.body[kind.name]), private),
        billing=params.get("billing_details") or method.billing_details,
        metadata=params.get("metadata"),
        allow_redisplay=params.get("allow_redisplay", method.allow_redisplay),
    )


def kept_by(work: Work, owner: str, key: str | None, param: str) -> Record:
    """The platform's method that a token shares: the one that is named, or the customer's own choice.

    params: param: what names it

    refuses: not_connected, no_such, not_the_customers, nothing_to_share. source: recorded: gumroad-1bdbdc121e
    """
    refuse_platform(work)
    platform_work = work.acting_for(work.world.account)
    customer = platform_work.find("customer", owner, "customer")
    if key is not None:
        return methods.owned(platform_work, customer, key, param)
    method = methods.for_customer(platform_work, customer)
    if method is None:
        raise refusals.nothing_to_share(customer.id)
    return method
