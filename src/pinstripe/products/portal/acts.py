"""Acts of a customer on the page of the portal, done through the rooms whose records they change.

Owns: which acts there are, that the configuration offers them. Does not own: the page (page.py), what an act
means for a record (its room). Money: through invoices, where a change is billed.
Source: spec (features); docs: Customer portal (from memory).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pinstripe.api.params import Params
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Told
from pinstripe.kernel.work import Work
from pinstripe.products.customers import customers
from pinstripe.products.customers import tax_id as tax_ids
from pinstripe.products.methods import creation
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.portal import offers, postponement, refusals
from pinstripe.products.subscriptions import subscription as subscription_records
from pinstripe.products.subscriptions import subscriptions
from pinstripe.products.subscriptions.subscription import ENDED

ADDRESS = ("line1", "line2", "city", "state", "postal_code", "country")
OPERATION = "POST /v1/payment_methods"


class Visit(NamedTuple):
    """Somebody on the page: their session, what it offers, who they are."""

    session: Record
    configuration: Record
    customer: Record

    def feature(self, name: str) -> dict[str, Any]:
        """A feature. refuses: reached_limit where it is off"""
        found: dict[str, Any] = self.configuration.features[name]
        if not found["enabled"]:
            raise refusals.reached_limit()
        return found


def act(work: Work, visit: Visit, sent: Told) -> None:
    """Do what was sent. refuses: nothing_chosen, reached_limit, and what the rooms refuse"""
    done = ACTS.get(sent.get("do", ""))
    if done is None:
        raise refusals.nothing_chosen()
    done(work, visit, sent)


def subscription_of(work: Work, visit: Visit, sent: Told) -> Record:
    """The subscription that an act is about. refuses: of_another_customer, has_ended"""
    key = sent.get("subscription", "")
    found = work.peek(key, "subscription")
    if found is None or found.customer != visit.customer.id:
        raise refusals.of_another_customer(key, "subscription")
    if found.status in ENDED:
        raise refusals.has_ended(key, "subscription")
    return found


def own_reasons(work: Work, configuration: Record) -> list[Record]:
    """The reasons in the merchant's own words that may be given, as far as they are in use. source: docs:
    Feedback options"""
    found = [work.load(key, "billing.feedback_option") for key in configuration.private.get("reasons", [])]
    return [one for one in found if one.status == "active"]


def cancel(work: Work, visit: Visit, sent: Told) -> None:
    """It ends with its period, or at once. refuses: ends_already, reached_limit. source: spec"""
    feature, subscription = visit.feature("subscription_cancel"), subscription_of(work, visit, sent)
    if subscription.cancel_at_period_end:
        raise refusals.ends_already(subscription.id, "subscription")
    details: dict[str, Any] = {}
    reason = sent.get("feedback")
    if reason and reason in feature["cancellation_reason"]["options"]:
        details["feedback"] = reason
    elif reason in [one.id for one in own_reasons(work, visit.configuration)]:
        details["feedback_option"] = reason
    if sent.get("comment"):
        details["comment"] = sent["comment"]
    told = {"cancellation_details": Params(details)} if details else {}
    if feature["mode"] == "at_period_end":
        subscriptions.change(work, subscription, Params({"cancel_at_period_end": True, **told}))
        return
    prorates = feature["proration_behavior"] == "create_prorations"
    subscriptions.cancel(work, subscription, Params({"prorate": prorates, **told}))


def renew(work: Work, visit: Visit, sent: Told) -> None:
    """It goes on after all. source: docs: Customer portal (from memory)"""
    visit.feature("subscription_cancel")
    subscription = subscription_of(work, visit, sent)
    subscriptions.change(work, subscription, Params({"cancel_at_period_end": False}))


def pause(work: Work, visit: Visit, sent: Told) -> None:
    """Nothing is collected for so long; what is billed meanwhile is void. refuses: paused_already,
    nothing_chosen. source: spec (subscription_pause); that collection pauses, and how: inferred
    """
    feature, subscription = visit.feature("subscription_pause"), subscription_of(work, visit, sent)
    if subscription.pause_collection or subscription.status == "paused":
        raise refusals.paused_already(subscription.id, "subscription")
    wanted: dict[str, Any] = {"behavior": "void"}
    if feature["duration"]["type"] == "interval_options":
        options, chosen = feature["duration"]["interval_options"], sent.get("duration", "")
        if not chosen.isdecimal() or int(chosen) >= len(options):
            raise refusals.nothing_chosen()
        one = options[int(chosen)]
        wanted["resumes_at"] = add_interval(work.now, one["interval"], one["interval_count"], 1)
    subscriptions.change(work, subscription, Params({"pause_collection": Params(wanted)}))


def unpause(work: Work, visit: Visit, sent: Told) -> None:
    """It is paid again. source: inferred"""
    visit.feature("subscription_pause")
    subscription = subscription_of(work, visit, sent)
    subscriptions.change(work, subscription, Params({"pause_collection": None}))


def stay(work: Work, visit: Visit, sent: Told) -> None:
    """The coupon that was offered in place of an end is taken. source: spec (retention)"""
    subscription = subscription_of(work, visit, sent)
    about = (visit.session.flow or {}).get("subscription_cancel") or {}
    retention = about.get("retention")
    if not retention or about["subscription"] != subscription.id:
        raise refusals.reached_limit()
    kept = [Params({"discount": key}) for key in subscription.discounts]
    offered = Params({"coupon": retention["coupon_offer"]["coupon"]})
    subscriptions.change(work, subscription, Params({"discounts": [*kept, offered]}))


def update(work: Work, visit: Visit, sent: Told) -> None:
    """Another price, another quantity. refuses: not_updatable, nothing_changes, price_not_included,
    quantity_out_of_range. source: spec (subscription_update)
    """
    visit.feature("subscription_update")
    subscription = subscription_of(work, visit, sent)
    reason = offers.hindrance(work, subscription)
    if reason:
        raise refusals.not_updatable(reason)
    (item,) = subscription.body["items"]["data"]
    price = sent.get("price") or item["price"]["id"]
    quantity = item.get("quantity")
    if sent.get("quantity"):
        if not sent["quantity"].isdecimal():
            raise refusals.quantity_out_of_range("quantity")
        quantity = int(sent["quantity"])
    offers.refuse_change(work, visit.configuration, item, price, quantity, "items[0]")
    told: dict[str, Any] = {}
    if sent.get("code"):
        told["discounts"] = _reduction(work, visit, sent["code"], subscription)
    if price == item["price"]["id"] and quantity == item.get("quantity") and not told:
        raise refusals.nothing_changes()
    _change(work, visit, subscription, price, quantity, told)


def confirm(work: Work, visit: Visit, sent: Told) -> None:
    """The one change that the customer was sent to confirm. source: spec (subscription_update_confirm)"""
    about = (visit.session.flow or {}).get("subscription_update_confirm")
    if not about:
        raise refusals.reached_limit()
    visit.feature("subscription_update")
    subscription = subscription_of(work, visit, {**sent, "subscription": about["subscription"]})
    (wanted,) = about["items"]
    told: dict[str, Any] = {}
    if about["discounts"]:
        reductions = [Params({n: v for n, v in one.items() if v}) for one in about["discounts"]]
        told["discounts"] = [*(Params({"discount": key}) for key in subscription.discounts), *reductions]
    _change(work, visit, subscription, wanted["price"], wanted["quantity"], told)


def _change(
    work: Work,
    visit: Visit,
    subscription: Record,
    price: str,
    quantity: int | None,
    told: dict[str, Any],
) -> None:
    """The change on the terms of the configuration, now or when the period ends; one that brings a discount
    does not wait. source: spec (proration_behavior, billing_cycle_anchor, trial_update_behavior,
    schedule_at_period_end); the last inferred
    """
    feature = visit.configuration.features["subscription_update"]
    (item,) = subscription.body["items"]["data"]
    if not told and postponement.waits(work, feature, item, price, quantity):
        postponement.postpone(work, subscription, price, quantity)
        return
    one = {"id": item["id"], "price": price, **({} if quantity is None else {"quantity": quantity})}
    params: dict[str, Any] = {
        "items": [Params(one)],
        "proration_behavior": feature["proration_behavior"],
        **told,
    }
    if feature["billing_cycle_anchor"] == "now":
        params["billing_cycle_anchor"] = Params({"type": "now"})
    if subscription.status == "trialing" and feature["trial_update_behavior"] == "end_trial":
        params["trial_end"] = "now"
    subscriptions.change(work, subscription, Params(params))


def _reduction(work: Work, visit: Visit, code: str, subscription: Record) -> list[Params]:
    """A promotion code that somebody typed, beside what they have. refuses: reached_limit, unknown_code"""
    feature = visit.configuration.features["subscription_update"]
    if "promotion_code" not in feature["default_allowed_updates"]:
        raise refusals.reached_limit()
    found = next((one for one in work.each("promotion_code", code=code.lower()) if one.active), None)
    if found is None:
        raise refusals.unknown_code(code)
    kept = [Params({"discount": key}) for key in subscription.discounts]
    return [*kept, Params({"promotion_code": found.id})]


def add_method(work: Work, visit: Visit, sent: Told) -> None:
    """A card is kept, and is what is charged from now on. refuses: what methods refuse. source: spec"""
    visit.feature("payment_method_update")
    card: dict[str, Any] = {"number": sent.get("number", ""), "cvc": sent.get("cvc", "")}
    for name in ("exp_month", "exp_year"):
        if not sent.get(name, "").isdecimal():
            raise refusals.nothing_chosen()
        card[name] = int(sent[name])
    data = Params({"type": "card", "card": Params(card)})
    method = creation.described(work, data, "", OPERATION)
    methods.attach(work, method, visit.customer)
    _prefer(work, visit, method.id)


def prefer(work: Work, visit: Visit, sent: Told) -> None:
    """Another method is charged from now on. refuses: not_the_customers. source: docs: Customer portal"""
    visit.feature("payment_method_update")
    _prefer(work, visit, sent.get("payment_method", ""))


def _prefer(work: Work, visit: Visit, key: str) -> None:
    settings = Params({"default_payment_method": key})
    customers.update(work, visit.customer, Params({"invoice_settings": settings}))


def remove_method(work: Work, visit: Visit, sent: Told) -> None:
    """A method is forgotten. refuses: not_the_customers, last_method. source: docs: Customer portal"""
    visit.feature("payment_method_update")
    method = methods.owned(work, visit.customer, sent.get("payment_method", ""), "payment_method")
    others = [one for one in work.each("payment_method", customer=visit.customer.id) if one.id != method.id]
    if not others and subscription_records.of_customer(work, visit.customer):
        raise refusals.last_method()
    methods.detach(work, method)


def details(work: Work, visit: Visit, sent: Told) -> None:
    """Name, address and the like. Only what the configuration allows is taken. source: spec
    (customer_update)
    """
    allowed = visit.feature("customer_update")["allowed_updates"]
    told: dict[str, Any] = {}
    for name in ("email", "name", "phone"):
        if name in allowed and name in sent:
            told[name] = sent[name] or None
    address = {name: sent.get(name) or None for name in ADDRESS if name in sent}
    if "address" in allowed and address:
        told["address"] = Params(address)
    if "shipping" in allowed and sent.get("shipping_line1"):
        place = {name: sent.get(f"shipping_{name}") or None for name in ADDRESS}
        told["shipping"] = Params({"address": Params(place), "name": sent.get("shipping_name", "")})
    customers.update(work, visit.customer, Params(told))


def add_tax_id(work: Work, visit: Visit, sent: Told) -> None:
    """A tax id. refuses: bad_tax_id, too_many_tax_ids. source: spec (customer_update)"""
    if "tax_id" not in visit.feature("customer_update")["allowed_updates"]:
        raise refusals.reached_limit()
    tax_ids.make(
        work,
        tax_ids.of_customer(work, visit.customer.id),
        sent.get("type", ""),
        sent.get("value", ""),
        "value",
    )


def remove_tax_id(work: Work, visit: Visit, sent: Told) -> None:
    """It goes. source: spec (customer_update)"""
    if "tax_id" not in visit.feature("customer_update")["allowed_updates"]:
        raise refusals.reached_limit()
    found = work.subject("tax_id", sent.get("tax_id", ""))
    if found.customer != visit.customer.id:
        raise refusals.reached_limit()
    tax_ids.remove(work, found)


ACTS: dict[str, Callable[[Work, Visit, Told], None]] = {
    "add_method": add_method,
    "add_tax_id": add_tax_id,
    "cancel": cancel,
    "confirm": confirm,
    "details": details,
    "pause": pause,
    "prefer": prefer,
    "remove_method": remove_method,
    "remove_tax_id": remove_tax_id,
    "renew": renew,
    "stay": stay,
    "unpause": unpause,
    "update": update,
}
"""By the word that a form sends as `do`."""
ENDS = frozenset({"add_method", "cancel", "confirm", "details", "pause", "stay", "update"})
"""Acts with which a flow is through."""
