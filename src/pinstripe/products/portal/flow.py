"""A flow of the portal: the one thing that a customer was sent there for.

Owns: what a flow may be about, and whether the portal offers it. Does not own: the record (session.py), what
the customer does (acts.py). Money: none. Source: spec; docs: Customer portal deep links (from memory).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel import addresses
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.portal import offers, refusals
from pinstripe.products.subscriptions.subscription import ENDED

Body = dict[str, Any]
KINDS = ("subscription_cancel", "subscription_pause", "subscription_update", "subscription_update_confirm")
BLANK: Body = {name: None for name in KINDS if name != "subscription_pause"}


def read(work: Work, given: Params, customer: Record, configuration: Record) -> Body:
    """What a flow is about, as a session shows it. refuses: missing_param, feature_disabled,
    no_method_update, no_details_update, and what its own kind refuses. source: spec
    """
    kind = given.type
    for other in KINDS:
        if other != kind and given.get(other):
            raise errors.exclusive_params([f"flow_data[{other}]", f"flow_data[{kind}]"], None)
    after = completion(given.get("after_completion"))
    if kind == "payment_method_update":
        if not configuration.features["payment_method_update"]["enabled"]:
            raise refusals.no_method_update()
        return {**BLANK, "after_completion": after, "type": kind}
    if kind == "customer_update":
        if not configuration.features[kind]["enabled"]:
            raise refusals.no_details_update()
        return {**BLANK, "after_completion": after, "type": kind}
    about = given.get(kind)
    if not about:
        raise errors.missing_param(f"flow_data[{kind}]")
    where = f"flow_data[{kind}]"
    param = f"{where}[subscription]"
    subscription = work.find("subscription", about.subscription, param)
    if subscription.customer != customer.id:
        raise refusals.of_another_customer(about.subscription, param)
    if subscription.status in ENDED:
        raise refusals.has_ended(subscription.id, param)
    if kind == "subscription_cancel":
        shown = _cancel(work, subscription, about, configuration, where)
    elif kind == "subscription_pause":
        shown = _pause(subscription, configuration, param)
    else:
        _updatable(work, subscription, configuration)
        shown = {"subscription": subscription.id}
        if kind == "subscription_update_confirm":
            shown |= _confirm(work, subscription, about, configuration, where)
    return {**BLANK, kind: shown, "after_completion": after, "type": kind}


def completion(given: Params | None) -> Body:
    """Where somebody is afterwards. refuses: missing_param, bad_url. source: spec"""
    given = given or Params()
    kind = given.get("type", "portal_homepage")
    confirmation = redirect = None
    if kind == "hosted_confirmation":
        confirmation = {"custom_message": (given.get(kind) or {}).get("custom_message")}
    if kind == "redirect":
        where = "flow_data[after_completion][redirect]"
        if not given.get(kind):
            raise errors.missing_param(where)
        addresses.check(given.redirect.return_url, f"{where}[return_url]")
        redirect = {"return_url": given.redirect.return_url}
    return {"hosted_confirmation": confirmation, "redirect": redirect, "type": kind}


def _cancel(work: Work, subscription: Record, about: Params, configuration: Record, where: str) -> Body:
    """An end that is offered. refuses: feature_disabled, ends_already, no_such"""
    if not configuration.features["subscription_cancel"]["enabled"]:
        raise refusals.feature_disabled("subscription cancel", "canceled")
    if subscription.cancel_at_period_end or subscription.cancel_at:
        raise refusals.ends_already(subscription.id, f"{where}[subscription]")
    retention = about.get("retention")
    if retention:
        param = f"{where}[retention][coupon_offer][coupon]"
        work.find("coupon", retention.coupon_offer.coupon, param)
        retention = {
            "coupon_offer": {"coupon": retention.coupon_offer.coupon},
            "type": retention.type,
        }
    return {"retention": retention or None, "subscription": subscription.id}


def _pause(subscription: Record, configuration: Record, param: str) -> Body:
    """A pause that is offered. refuses: feature_disabled, paused_already. source: spec"""
    if not configuration.features["subscription_pause"]["enabled"]:
        raise refusals.feature_disabled("subscription pause", "paused")
    if subscription.pause_collection or subscription.status == "paused":
        raise refusals.paused_already(subscription.id, param)
    return {"subscription": subscription.id}


def _updatable(work: Work, subscription: Record, configuration: Record) -> None:
    """A change that is offered. refuses: feature_disabled, not_updatable"""
    if not configuration.features["subscription_update"]["enabled"]:
        raise refusals.feature_disabled("subscription update", "updated")
    reason = offers.hindrance(work, subscription)
    if reason:
        raise refusals.not_updatable(reason)


def _confirm(work: Work, subscription: Record, about: Params, configuration: Record, where: str) -> Body:
    """The change of one item. refuses: one_item, no_such_item, nothing_changes, price_not_included,
    quantity_out_of_range, long_array. source: spec
    """
    wanted = about["items"]
    if len(wanted) != 1:
        raise refusals.one_item(f"{where}[items]")
    (one,), path = wanted, f"{where}[items][0]"
    (item,) = subscription.body["items"]["data"]
    if one.id != item["id"]:
        raise refusals.no_such_item(one.id, f"{path}[id]")
    price = one.get("price") or item["price"]["id"]
    quantity = one.get("quantity")
    work.find("price", price, f"{path}[price]")
    offers.refuse_change(work, configuration, item, price, quantity, path)
    reductions = about.get("discounts") or []
    if len(reductions) > 1:
        raise errors.long_array(f"{where}[discounts]", 1)
    for number, reduction in enumerate(reductions):
        _known_reduction(work, reduction, f"{where}[discounts][{number}]")
    if price == item["price"]["id"] and quantity in (None, item.get("quantity")) and not reductions:
        raise refusals.nothing_changes()
    shown = {"id": one.id, "price": price, "quantity": item.get("quantity") if quantity is None else quantity}
    named = ("coupon", "promotion_code")
    return {
        "discounts": [{name: each.get(name) for name in named} for each in reductions] or None,
        "items": [shown],
    }


def _known_reduction(work: Work, given: Params, path: str) -> None:
    """A coupon or a code. refuses: exclusive_params, missing_param, no_such"""
    names = [name for name in ("coupon", "promotion_code") if given.get(name)]
    if len(names) > 1:
        raise errors.exclusive_params([f"{path}[{name}]" for name in names])
    if not names:
        raise errors.missing_param(f"{path}[coupon]")
    work.find(names[0], given[names[0]], f"{path}[{names[0]}]")
