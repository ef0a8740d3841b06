"""The combination: which parameters of a session go together.

Owns: what a mode, a way of showing the page and a customer allow and need. Does not own: values that make a
session (creation.py). Pure. Money: none. Source: spec; docs: Checkout; recorded: issue reports (wordings).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel import addresses
from pinstripe.products.checkout import refusals

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
COLOR = re.compile(r"#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?")
LONGEST_REFERENCE = 200
HOSTED, EMBEDDED = "hosted_page", "embedded_page"
SOONEST, LATEST = 1800, DAY
TOLERANCE = 60
"""A request takes its time: an end of exactly 30 minutes after it was written still counts. source:
inferred"""
SOONEST_TRIAL = 2 * DAY
OF_MODE = {
    "payment_intent_data": ("payment",),
    "setup_intent_data": ("setup",),
    "subscription_data": ("subscription",),
    "shipping_options": ("payment",),
    "line_items": ("payment", "subscription"),
    "optional_items": ("payment", "subscription"),
    "discounts": ("payment", "subscription"),
    "allow_promotion_codes": ("payment", "subscription"),
    "custom_fields": ("payment", "subscription"),
    "saved_payment_method_options": ("payment", "subscription"),
    "payment_method_collection": ("subscription",),
    "submit_type": ("payment", "subscription"),
}
"""Modes in which a parameter means something. source: spec; docs: Checkout"""
NOT_IN_ELEMENTS = (
    *(
        "after_expiration",
        "branding_settings",
        "cancel_url",
        "custom_fields",
        "custom_text",
        "optional_items",
    ),
    *("origin_context", "consent_collection", "locale", "submit_type"),
)
"""What a merchant's own page shows for itself. source: spec"""


def refuse_mode(params: Params, mode: str) -> None:
    """What the mode has no use for. refuses: not_in_mode, creation_in_payment, invoice_in_payment,
    taxed_setup"""
    if mode == "setup" and wanted(params, "automatic_tax"):
        raise refusals.taxed_setup()
    if params.get("customer_creation") and mode == "subscription":
        raise refusals.creation_in_payment()
    if (params.get("invoice_creation") or {}).get("enabled") and mode != "payment":
        raise refusals.invoice_in_payment()
    for name, modes in OF_MODE.items():
        if mode not in modes and wanted(params, name):
            raise refusals.not_in_mode(name, mode)


def wanted(params: Params, name: str) -> bool:
    """Does a request ask for this? Saying that something is not wanted asks for nothing."""
    value = params.get(name)
    if isinstance(value, dict) and "enabled" in value:
        return bool(value["enabled"])
    return bool(value)


def refuse_buyer(params: Params) -> None:
    """Who buys is said once. refuses: exclusive_params, bad_email, only_with, name_stays"""
    for other in ("customer_email", "customer_creation"):
        if params.get("customer") and params.get(other):
            raise errors.exclusive_params(["customer", other])
    email = params.get("customer_email")
    if email and not EMAIL.fullmatch(email):
        raise errors.bad_email(email, "customer_email")
    if params.get("customer_update") and not params.get("customer"):
        raise refusals.only_with("customer_update", "customer")
    if (params.get("customer_update") or {}).get("shipping") == "auto" and not params.get(
        "shipping_address_collection"
    ):
        raise refusals.only_with("customer_update[shipping]", "shipping_address_collection")
    asks = (params.get("tax_id_collection") or {}).get("enabled") and params.get("customer")
    if asks and (params.get("customer_update") or {}).get("name") != "auto":
        raise refusals.name_stays()
    if params.get("discounts") and params.get("allow_promotion_codes") is not None:
        raise errors.exclusive_params(["allow_promotion_codes", "discounts"])
    reference = params.get("client_reference_id") or ""
    if len(reference) > LONGEST_REFERENCE:
        raise errors.long_string(reference, LONGEST_REFERENCE, "client_reference_id")


def refuse_page(params: Params, ui_mode: str, linked: bool) -> None:
    """Where a buyer is sent to. params: linked, a link opened it, which says so itself. refuses:
    missing_param, url_without_scheme, bad_url, not_with, not_a_color. source: spec; docs: Checkout (embedded)
    """
    hosted = ui_mode == HOSTED
    for name in ("success_url", "cancel_url", "return_url"):
        address = params.get(name)
        if not address:
            continue
        if hosted == (name == "return_url"):
            raise refusals.not_with(name, "ui_mode", ui_mode)
        parts = urlsplit(address)
        addresses.refuse_bare(address, name)
        if parts.scheme in ("http", "https") and not parts.netloc:
            raise errors.bad_url(name)
    redirect = params.get("redirect_on_completion")
    if redirect and ui_mode != EMBEDDED:
        raise refusals.not_with("redirect_on_completion", "ui_mode", ui_mode)
    if hosted and not linked and not params.get("success_url"):
        raise errors.missing_param("success_url")
    if ui_mode == EMBEDDED and redirect != "never" and not params.get("return_url"):
        raise errors.missing_param("return_url")
    if redirect == "never" and params.get("return_url"):
        raise refusals.not_with("return_url", "redirect_on_completion", "never")
    if params.get("permissions") and hosted:
        raise refusals.not_with("permissions", "ui_mode", ui_mode)
    for name in ("background_color", "button_color"):
        color = (params.get("branding_settings") or {}).get(name)
        if color and not COLOR.fullmatch(color):
            raise refusals.not_a_color(f"branding_settings[{name}]")
    if ui_mode == "elements":
        for name in NOT_IN_ELEMENTS:
            if params.get(name):
                raise refusals.not_with(name, "ui_mode", ui_mode)


def refuse_times(params: Params, now: int) -> None:
    """When it ends, and when free time does. refuses: ends_too_soon, ends_too_late, trial_end_too_soon,
    exclusive_params"""
    ends = params.get("expires_at")
    if ends is not None and ends < now + SOONEST - TOLERANCE:
        raise refusals.ends_too_soon()
    if ends is not None and ends > now + LATEST + TOLERANCE:
        raise refusals.ends_too_late()
    data = params.get("subscription_data") or {}
    if data.get("trial_end") is not None and data["trial_end"] < now + SOONEST_TRIAL:
        raise refusals.trial_end_too_soon()
    if data.get("trial_end") is not None and data.get("trial_period_days") is not None:
        raise errors.exclusive_params(
            ["subscription_data[trial_end]", "subscription_data[trial_period_days]"]
        )
    days = data.get("trial_period_days")
    if days is not None and days < 1:
        raise errors.too_low(1, "subscription_data[trial_period_days]")
