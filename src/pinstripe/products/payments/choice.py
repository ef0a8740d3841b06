"""Which payment method an intent is for, whether it is paid or set up.

Owns: reading the method of a request, whose it may be, whose secret opens the intent. Does not own: making a
method (room methods), what it is asked for (attempt.py, setup.py). Money: none.
Source: spec; recorded: stripe_world, gumroad, spree.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.methods import creation
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.payments import refusals


def chosen(work: Work, params: Params, resource: Resource) -> Record | None:
    """The method that a request names or describes. params: resource: the kind of intent"""
    if params.get("payment_method"):
        return methods.resolve(work, params.payment_method, "payment_method")
    data = params.get("payment_method_data")
    if data:
        return creation.described(work, data, "payment_method_data", f"POST {resource.path}")
    return None


def refuse_method(method: Record, customer: str | None, resource: Resource) -> None:
    """Whose method is it, and is it still good? source: recorded: stripe_world, gumroad"""
    if method.customer is not None:
        if customer is None:
            raise refusals.customer_left_out(method.id, method.customer, resource.object)
        if method.customer != customer:
            raise refusals.other_customers_method(method.id, customer)
    elif method.private.get("used"):
        raise method_refusals.consumed_method()


def refuse_secret(work: Work, intent: Record, params: Params) -> None:
    """A page may touch only the intent whose secret it has. source: inferred"""
    secret = params.get("client_secret")
    if secret is not None and secret != intent.client_secret:
        raise refusals.wrong_secret(intent)
    if secret is None and work.publishable:
        raise errors.missing_param("client_secret")


def configuration(work: Work) -> dict[str, Any]:
    """The account's configuration of methods: nothing but its id is known. source: recorded: spree"""
    return {"id": f"pmc_1{stable(23, work.world.seed, work.account, 'methods')}", "parent": None}
