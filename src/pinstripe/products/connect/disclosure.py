"""What an account tells of itself, from the request to its fields.

Owns: type and controller, profile, settings and names on statements, company, terms, capabilities asked for,
who may change what. Does not own: what follows from it (assessment.py), persons (person.py). Money: none.
Source: spec; recorded: gumroad, openfoodnetwork 2026-08; docs: Connect account types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.record import Record, merged, merged_metadata
from pinstripe.products.connect import countries, person, refusals
from pinstripe.products.connect.account import CONTROLLERS, settings
from pinstripe.products.connect.assessment import collects
from pinstripe.products.payments import setup_refusals, statement_descriptors

Body = dict[str, Any]

PROFILE = (
    "annual_revenue estimated_worker_count mcc minority_owned_business_designation name product_description "
    "specified_commercial_transactions_act_url support_address support_email support_phone support_url url"
).split()
UNSEEN = ("business_vat_id_number", "registration_number", "export_license_id", "export_purpose_code")
"""What a company tells and is never shown. source: spec"""

LEFT_OUT = ("ownership_exemption_reason", "registration_date", "structure", "tax_id_registrar")
"""What a company does not show at all where it was not told. source: spec"""

THEIRS = ("business_type", "company", "individual", "external_account", "bank_account")
"""What an account tells Stripe itself once it has begun. source: docs: Connect accounts"""


def controlled(params: Params) -> tuple[Body, str]:
    """Who answers for the account, and its type. refuses: exclusive_params, and combinations
    that nobody offers"""
    kind, given = params.get("type"), params.get("controller")
    if kind and given:
        raise errors.exclusive_params(("type", "controller"))
    if given is None:
        kind = kind or "standard"
        fees, losses, collection, dashboard = CONTROLLERS[kind]
    else:
        kind = "none"
        fees = (given.get("fees") or {}).get("payer", "account")
        losses = (given.get("losses") or {}).get("payments", "stripe")
        collection = given.get("requirement_collection", "stripe")
        dashboard = (given.get("stripe_dashboard") or {}).get("type", "full")
        if collection == "application" and (losses, dashboard, fees) != (
            "application",
            "none",
            "application",
        ):
            raise refusals.application_collects()
        if dashboard == "express" and collection != "stripe":
            raise refusals.express_collects()
        if dashboard == "none" and collection == "stripe" and losses != "stripe":
            raise refusals.liable_without_dashboard()
    controller = {
        "fees": {"payer": fees},
        "is_controller": True,
        "losses": {"payments": losses},
        "requirement_collection": collection,
        "stripe_dashboard": {"type": dashboard},
        "type": "application",
    }
    return controller, kind


def is_capability(name: str) -> bool:
    """Is it something that an account can ask for?"""
    return name in Table.load(NEWEST).object("account_capabilities").props


def asked(params: Params, before: tuple[str, ...] | list[str] = ()) -> list[str]:
    """Names of capabilities that are asked for from now on. refuses: unknown_capability,
    cards_without_transfers"""
    names = set(before)
    for name in params.get("requested_capabilities") or ():
        if not is_capability(name):
            raise refusals.unknown_capability(name)
        names.add(name)
    for name, wish in (params.get("capabilities") or {}).items():
        if wish and wish.get("requested") is True:
            names.add(name)
        elif wish and wish.get("requested") is False:
            names.discard(name)
    if names != set(before) and "card_payments" in names and "transfers" not in names:
        raise refusals.cards_without_transfers()
    return sorted(names)


def company(before: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[Body, list[str]]:
    """A company as it is shown with what is told now. gives: fields, names of what is never shown"""
    fields = dict(before)
    for name, value in given.items():
        if name in ("tax_id", "vat_id"):
            fields[f"{name}_provided"] = bool(value)
        elif name == "verification":
            pictures = (value or {}).get("document") or {}
            shown = {**before["verification"]["document"], **pictures}
            fields["verification"] = {"document": shown}
        elif value is None and name in LEFT_OUT:
            fields.pop(name, None)
        elif name not in UNSEEN:
            fields[name] = merged(before.get(name), value)
    return fields, [name for name in UNSEEN if given.get(name)]


def blank_company(country: str) -> Body:
    """A company nothing is known of. source: recorded: openfoodnetwork 2026-08, gumroad"""
    fields: Body = {
        "address": {**dict.fromkeys(person.ADDRESS), "country": country},
        "directors_provided": False,
        "executives_provided": False,
        "name": None,
        "owners_provided": False,
        "tax_id_provided": False,
        "verification": {"document": dict.fromkeys(("back", "details", "details_code", "front"))},
    }
    if country not in countries.PLAIN:
        wide = {"name_kana": None, "name_kanji": None, "ownership_declaration": None}
        fields |= {**wide, "vat_id_provided": False}
    return fields


def refuse_addresses(params: Params) -> None:
    """What is given as an address or a phone number looks like one. refuses: bad_url, bad_email, bad_phone.
    source: docs: error codes; recorded: issue reports (phone numbers)
    """
    about = params.get("business_profile") or {}
    phones = {"business_profile[support_phone]": about.get("support_phone")}
    phones |= {f"{name}[phone]": (params.get(name) or {}).get("phone") for name in ("company", "individual")}
    for place, phone in phones.items():
        person.refuse_phone(phone, place)
    for name in ("url", "support_url"):
        host = website(about.get(name) or "")
        if about.get(name) and ("." not in host or " " in host):
            raise errors.bad_url(f"business_profile[{name}]")
    emails = {"email": params.get("email"), "business_profile[support_email]": about.get("support_email")}
    for place, email in emails.items():
        if email and "@" not in email:
            raise errors.bad_email(email, place)


def profile(before: Mapping[str, Any] | None, given: Mapping[str, Any]) -> Body:
    """What an account says of its business, with every key that answers show."""
    fields = {**dict.fromkeys(PROFILE), **(before or {})}
    for name, value in given.items():
        fields[name] = merged(fields.get(name), value)
    if fields["support_address"]:
        fields["support_address"] = {**dict.fromkeys(person.ADDRESS), **fields["support_address"]}
    return fields


def website(url: str) -> str:
    """The host of an address, as names on statements are made of it."""
    return url.rpartition("://")[2].partition("/")[0].removeprefix("www.")


def named(fields: Body, about: Mapping[str, Any], single: bool) -> Body:
    """Settings with names that nobody has given yet. source: recorded: gumroad (lengths inferred)"""
    name, host = about.get("name"), website(about.get("url") or "")
    full = (name or host).upper()[:22].strip()
    if not full:
        return fields
    payments, cards = dict(fields["payments"]), dict(fields["card_payments"])
    payments["statement_descriptor"] = payments["statement_descriptor"] or full
    short = full[: 12 if len(full) > 15 and not name else 10].strip()
    key = "statement_descriptor_prefix"
    cards[key] = cards[key] or short
    dashboard = dict(fields["dashboard"])
    if not dashboard["display_name"]:
        stem = host.rpartition(".")[0]
        stem = stem if "." in stem else stem.capitalize()
        dashboard["display_name"] = (name if single or not stem else stem) or stem or None
    return {**fields, "payments": payments, "card_payments": cards, "dashboard": dashboard}


def refuse_settings(given: Mapping[str, Any]) -> None:
    """Words that a statement can show, days that there are and that money takes.
    refuses: bad_descriptor, no_such_anchor, below_minimum.
    source: docs: statement descriptors; spec (anchors); recorded: issue reports (days)
    """
    words = {
        f"settings[{where}][{name}]": (given.get(where) or {}).get(name)
        for where, name in (
            ("payments", "statement_descriptor"),
            ("card_payments", "statement_descriptor_prefix"),
            ("payouts", "statement_descriptor"),
        )
    }
    for place, text in words.items():
        fault = statement_descriptors.descriptor_fault(text or "a")
        if fault is not None:
            raise setup_refusals.bad_descriptor(fault, place)
    schedule = (given.get("payouts") or {}).get("schedule") or {}
    place = "settings[payouts][schedule]"
    for name in ("monthly_anchor", "monthly_payout_days"):
        days = schedule.get(name) or []
        if any(not 1 <= day <= 31 for day in ([days] if isinstance(days, int) else days)):
            raise refusals.no_such_anchor(f"{place}[{name}]")
    days = schedule.get("delay_days")
    if schedule.get("interval") != "manual" and isinstance(days, int) and days < countries.LEAST_DAYS:
        raise refusals.below_minimum(countries.LEAST_DAYS, f"{place}[delay_days]")


def with_settings(before: Body, given: Mapping[str, Any] | None, country: str, recipient: bool) -> Body:
    """Settings with what is told now. refuses: those of refuse_settings.
    source: recorded: gumroad (days of manual payouts)
    """
    refuse_settings(given or {})
    fields = dict(before)
    for name, value in (given or {}).items():
        fields[name] = merged(before.get(name), value)
    schedule = (((given or {}).get("payouts") or {}).get("schedule")) or {}
    if schedule:
        payouts = fields["payouts"]
        days = schedule.get("delay_days")
        usual = countries.delay_days(country, payouts["schedule"]["interval"], recipient)
        if not isinstance(days, int):
            days = usual if days == "minimum" or "interval" in schedule else None
        told = {**payouts["schedule"], **({} if days is None else {"delay_days": days})}
        for _, anchor, several, _ in countries.ANCHORS:  # of both names the one that was sent counts
            if anchor in schedule and several not in schedule:
                told.pop(several, None)
        fields["payouts"] = {**payouts, "schedule": countries.schedule(told)}
    return fields


def terms(before: Mapping[str, Any], given: Mapping[str, Any] | None) -> Body:
    """Which terms were agreed to, when and from where."""
    return {**before, **(given or {})}


def opened(key: str, params: Params, country: str, currency: str) -> tuple[Body, Body]:
    """The fields of a new account, and its private facts. refuses: those of refuse_addresses, controlled and
    asked, terms_of_others"""
    refuse_addresses(params)
    controller, kind = controlled(params)
    agreed = terms({"date": None, "ip": None, "user_agent": None}, params.get("tos_acceptance"))
    recipient = agreed.get("service_agreement") == "recipient"
    answered = controller["requirement_collection"] == "application"
    sells = {"mcc": countries.PLATFORM_MCC} if answered else None
    about = profile(sells, params.get("business_profile") or {})
    single = params.get("business_type") in (None, "individual")
    firm, told = company(blank_company(country), params.get("company") or {})
    usual = settings(country)
    if answered:
        usual["payouts"]["debit_negative_balances"] = False
    chosen = with_settings(usual, params.get("settings"), country, recipient)
    fields: Body = {
        "business_profile": about,
        "business_type": params.get("business_type"),
        "company": firm,
        "controller": controller,
        "country": country,
        "default_currency": currency,
        "email": params.get("email"),
        "external_accounts": {
            "object": "list",
            "data": [],
            "has_more": False,
            "total_count": 0,
            "url": f"/v1/accounts/{key}/external_accounts",
        },
        "metadata": merged_metadata(None, params.get("metadata") or {}),
        "settings": named(chosen, about, single),
        "tos_acceptance": agreed,
        "type": kind,
    }
    if params.get("tos_acceptance") and not collects(fields) and not recipient:
        raise refusals.terms_of_others()
    if params.get("groups"):
        fields["groups"] = {"payments_pricing": params.groups.get("payments_pricing")}
    shown = sorted(params.get("documents") or ())
    private = {"asked": asked(params), "told": told, "documents": shown}
    return fields, private | tax_number(params)


def tax_number(params: Params) -> Body:
    """A company's number, which is never shown and may be looked at."""
    number = (params.get("company") or {}).get("tax_id")
    return {"tax_id": number} if number else {}


def refuse_foreign(account: Record, params: Params) -> None:
    """An account that tells Stripe itself is not changed by its platform once it has begun.
    refuses: not_ours_to_change, terms_of_others. source: docs: Connect accounts
    """
    if collects(account.body) or account.private.get("waived"):
        return
    if params.get("tos_acceptance"):
        raise refusals.terms_of_others()
    for name in THEIRS:
        if account.private.get("begun") and name in params:
            raise refusals.not_ours_to_change(account.id, name)


def changes(account: Record, params: Params) -> tuple[Body, Body]:
    """The fields of an account that a request changes, and its private facts. refuses: those of
    refuse_addresses
    """
    refuse_addresses(params)
    body, fields = account.body, {}
    if "business_profile" in params:
        fields["business_profile"] = profile(body["business_profile"], params.business_profile or {})
    for name in ("business_type", "email", "default_currency"):
        if params.get(name) is not None:
            fields[name] = params[name]
    private: Body = {"asked": asked(params, account.private.get("asked", ()))}
    private |= tax_number(params)
    if params.get("company"):
        known = body.get("company") or account.private.get("company") or blank_company(body["country"])
        shown, told = company(known, params.company)
        if body.get("company") or collects(body):
            fields["company"] = shown
        else:
            private["company"] = shown
        private["told"] = sorted({*account.private.get("told", ()), *told})
    if params.get("documents"):
        private["documents"] = sorted({*account.private.get("documents", ()), *params.documents})
    if params.get("groups"):
        fields["groups"] = {"payments_pricing": params.groups.get("payments_pricing")}
    if "metadata" in params:
        fields["metadata"] = merged_metadata(body["metadata"], params.metadata)
    if params.get("tos_acceptance"):
        fields["tos_acceptance"] = terms(body["tos_acceptance"], params.tos_acceptance)
    if params.get("settings") or "business_profile" in fields:
        agreed = fields.get("tos_acceptance", body["tos_acceptance"])
        recipient = agreed.get("service_agreement") == "recipient"
        chosen = with_settings(body["settings"], params.get("settings"), body["country"], recipient)
        about = fields.get("business_profile", body["business_profile"]) or {}
        fields["settings"] = named(chosen, about, body["business_type"] in (None, "individual"))
    return fields, private
