"""Which payment method an intent is for, whether it is paid or set up.

Owns: reading the method of a request, whose it may be, whose secret opens the intent. Does not own: making a
method (room methods), what it is asked for (attempt.py, setup.py). Money: none.
Source: spec; recorded: stripe_world, gumroad, spree.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance import payment_method_configuration as configurations
from pinstripe.products.methods import creation
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.payments import kind_refusals, refusals


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


def standing(work: Work, intent: Record) -> Record | None:
    """The method that an intent has already."""
    return work.load(intent.payment_method, "payment_method") if intent.payment_method else None


def mandated(work: Work, params: Params, method: Record | None) -> Record | None:
    """The method that a payment is made with: that of the consent which a request names, where it says no
    other. refuses: no_such, bad_mandate. source: spec; docs: error codes
    """
    if not params.get("mandate"):
        return method
    mandate = work.find("mandate", params.mandate, "mandate")
    mine = method is None or mandate.payment_method == method.id
    if mandate.status != "active" or mandate.body["type"] != "multi_use" or not mine:
        raise kind_refusals.bad_mandate()
    return method or work.load(mandate.payment_method, "payment_method")


def refuse_secret(work: Work, intent: Record, params: Params) -> None:
    """A page may touch only the intent whose secret it has. source: inferred"""
    secret = params.get("client_secret")
    if secret is not None and secret != intent.client_secret:
        raise refusals.wrong_secret(intent)
    if secret is None and work.publishable:
        raise errors.missing_param("client_secret")


def configuration_of(work: Work, params: Params) -> Record | None:
    """The configuration of methods that a request names; None for the account's own. refuses: no_such,
    inactive_configuration, types_named. source: spec; inferred (the rules)
    """
    key = params.get("payment_method_configuration")
    if not key:
        return None
    automatic = params.get("automatic_payment_methods") or {}
    if params.get("payment_method_types") is not None or automatic.get("enabled") is False:
        raise kind_refusals.types_named()
    name = "payment_method_configuration"
    found = configurations.published(work, key) or work.find("payment_method_configuration", key, name)
    if not found.active:
        raise kind_refusals.inactive_configuration(key)
    return found
