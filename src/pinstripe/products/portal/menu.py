"""The menu of a portal, its features: what customers may change, and on which terms.

Owns: reading them, what they may not be together. Does not own: the record (configuration.py), what customers
do (acts.py). Money: none. Source: spec; docs: Customer portal (from memory).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import merged
from pinstripe.kernel.work import Work
from pinstripe.products.catalog.pricing import is_metered
from pinstripe.products.customers import feedback_option as feedback_options
from pinstripe.products.portal import refusals

Body = dict[str, Any]
MOST_PRODUCTS = 10
WHERE = "features[subscription_update]"
LONGEST_PAUSE = {"day": 1096, "week": 156, "month": 36, "year": 3}
"""Three years. source: spec"""
OFF: Body = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": False},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "options": []},
        "enabled": False,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_pause": {
        "duration": {
            "interval_options": [{"interval": "month", "interval_count": 1}],
            "type": "interval_options",
        },
        "enabled": False,
    },
    "subscription_update": {
        "billing_cycle_anchor": None,
        "default_allowed_updates": [],
        "enabled": False,
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}
"""A portal that offers nothing. source: spec (defaults)"""


def own_reasons(work: Work, given: Mapping[str, Any], before: list[str]) -> list[str]:
    """The reasons in the merchant's own words that a portal offers then. params: before, those that it has.
    refuses: resource_missing, is_deactivated. source: docs: Feedback options"""
    reasons = (given.get("subscription_cancel") or {}).get("cancellation_reason") or {}
    if "feedback_options" not in reasons:
        return before
    where = "features[subscription_cancel][cancellation_reason][feedback_options]"
    named = dict.fromkeys(reasons["feedback_options"] or ())
    return [feedback_options.chosen(work, key, f"{where}[{number}]").id for number, key in enumerate(named)]


def read(
    work: Work, given: Mapping[str, Any], before: Body, products: list[Body], own: list[str]
) -> tuple[Body, list[Body]]:
    """What a portal offers then. params: before, the features that it has; products, those of updates; own,
    reasons for leaving in the merchant's words. gives: features, products. refuses: what checks refuse.
    source: spec
    """
    asked = {name: dict(one) for name, one in given.items() if one is not None}
    update = asked.get("subscription_update", {})
    update.pop("products", None)
    for name, one in (
        ("subscription_update", "default_allowed_updates"),
        ("customer_update", "allowed_updates"),
    ):
        if one in asked.get(name, {}):
            asked[name][one] = list(asked[name][one] or [])
    later = asked.get("subscription_update", {}).get("schedule_at_period_end")
    if later is not None:
        conditions = [{"type": one.type} for one in later.get("conditions") or ()]
        asked["subscription_update"]["schedule_at_period_end"] = {"conditions": conditions}
    if asked.get("subscription_pause", {}).get("duration"):
        asked["subscription_pause"]["duration"] = duration(asked["subscription_pause"]["duration"])
    reasons = asked.get("subscription_cancel", {}).get("cancellation_reason")
    if reasons is not None:
        reasons = {name: value for name, value in reasons.items() if name != "feedback_options"}
        if "options" in reasons:
            reasons["options"] = list(reasons["options"] or [])
        asked["subscription_cancel"]["cancellation_reason"] = reasons
    features = {name: merged(one, asked.get(name, {})) for name, one in before.items()}
    told = given.get("subscription_update") or {}
    if "products" in told:
        products = offered(work, told["products"] or [])
    check(work, features, products, given, own)
    return features, products


def duration(given: Params) -> Body:
    """How long a pause may last. refuses: missing_param, too_low, pause_too_long, no_choice. source: spec"""
    where = "features[subscription_pause][duration][interval_options]"
    options = given.get("interval_options") or ()
    if given.type == "interval_options" and not options:
        raise errors.missing_param(where)
    if given.type == "indefinite" and options:
        raise refusals.no_choice(where)
    found = []
    for number, one in enumerate(options):
        count = one.get("interval_count", 1)
        if count < 1:
            raise errors.too_low(1, f"{where}[{number}][interval_count]")
        if count > LONGEST_PAUSE[one.interval]:
            raise refusals.pause_too_long(f"{where}[{number}][interval_count]")
        found.append({"interval": one.interval, "interval_count": count})
    return {"interval_options": found, "type": given.type}


def check(
    work: Work, features: Body, products: Sequence[Body], given: Mapping[str, Any], own: Sequence[str]
) -> None:
    """Features that can be offered together. refuses: missing_param, update_without_method,
    no_invoice_of_an_end, not_with_period_end
    """
    customer, cancel, update = (
        features[name] for name in ("customer_update", "subscription_cancel", "subscription_update")
    )
    if customer["enabled"] and not customer["allowed_updates"]:
        raise errors.missing_param("features[customer_update][allowed_updates]")
    reasons = cancel["cancellation_reason"]
    if reasons["enabled"] and not reasons["options"] and not own:
        raise errors.missing_param("features[subscription_cancel][cancellation_reason][options]")
    behavior = cancel["proration_behavior"]
    if behavior == "always_invoice":
        raise refusals.no_invoice_of_an_end()
    if behavior != "none" and cancel["mode"] == "at_period_end":
        raise refusals.not_with_period_end(behavior)
    if update["enabled"]:
        if not features["payment_method_update"]["enabled"]:
            raise refusals.update_without_method()
        if not update["default_allowed_updates"]:
            raise errors.missing_param(f"{WHERE}[default_allowed_updates]")
        if not products:
            raise errors.missing_param(f"{WHERE}[products]")
    named = (given.get("payment_method_update") or {}).get("payment_method_configuration")
    if named:
        param = "features[payment_method_update][payment_method_configuration]"
        work.find("payment_method_configuration", named, param)


def offered(work: Work, given: Sequence[Params]) -> list[Body]:
    """The products that a subscription may be changed to, with their prices. refuses: long_array, no_such,
    of_another_product, not_offered, least_above_most. source: spec; docs: Customer portal limits
    """
    if len(given) > MOST_PRODUCTS:
        raise errors.long_array(f"{WHERE}[products]", MOST_PRODUCTS)
    found = []
    for number, one in enumerate(given):
        path = f"{WHERE}[products][{number}]"
        product = work.find("product", one.product, f"{path}[product]")
        for place, key in enumerate(one.prices):
            param = f"{path}[prices][{place}]"
            price = work.find("price", key, param)
            if price.product != product.id:
                raise refusals.of_another_product(price.id, product.id, param)
            if price.recurring is None or is_metered(price.body) or not price.active:
                raise refusals.not_offered(price.id, param)
        found.append(
            {
                "adjustable_quantity": adjustable(one.get("adjustable_quantity"), path),
                "prices": list(one.prices),
                "product": product.id,
            }
        )
    return found


def adjustable(given: Params | None, path: str) -> Body:
    """How many somebody may have of a product. refuses: too_low, least_above_most. source: spec"""
    given = given or Params()
    least, most = given.get("minimum"), given.get("maximum")
    if least is not None and least < 1:
        raise errors.too_low(1, f"{path}[adjustable_quantity][minimum]")
    if most is not None and most < (least or 1):
        raise refusals.least_above_most(f"{path}[adjustable_quantity][minimum]")
    return {"enabled": bool(given.get("enabled")), "maximum": most, "minimum": least or 1}
