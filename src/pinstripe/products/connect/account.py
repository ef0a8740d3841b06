"""The account record: the platform's own account, and those that it acts for with `Stripe-Account`.

Owns: the record; a minimal connected account, made through /_pinstripe/, that can take money at once.
Does not own: the endpoints (accounts.py), what it tells of itself (disclosure.py), what it lacks
(assessment.py); whether a key reaches an account (http/chain.py). Money: none.
Source: spec; recorded: openfoodfoundation (field set), airbytehq (a platform's own account).
A connected account is a record of its platform; what it owns stands under its own id.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pinstripe.kernel.merchant import Merchant, provides
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.connect.countries import delay_days

KINDS = ("standard", "express", "custom", "none")


CONTROLLERS: dict[str, tuple[str, str, str, str]] = {
    # kind: who pays fees, who bears losses, who collects requirements, the dashboard
    "standard": ("account", "stripe", "stripe", "full"),
    "express": ("application_express", "application", "stripe", "express"),
    "custom": ("application_custom", "application", "application", "none"),
    "none": ("application", "application", "application", "none"),
}
"""source: recorded: openfoodfoundation (standard), gumroad (custom); docs: Connect account types"""


PLATFORM_NAME = "Pinstripe"
"""What an account is called that has not said so."""

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome  from  to   event
    ("create",  "made",   ANY,  "="),
    ("update",  "done",   ANY,  "=", "account.updated"),
    ("review",  "done",   ANY,  "=", "account.updated"),
    ("reject",  "done",   ANY,  "=", "account.updated"),
    ("enforce", "done",   ANY,  "=", "account.updated"),
)
# fmt: on

ACCOUNT = Resource(
    "account",
    prefix="acct",
    generated="list",
    param="account",
    livemode=False,
    absent="groups",
    status="",
    lifecycle=LIFECYCLE,
    tells_itself=True,
    # Not required by the shape, and always shown: named here so that they stand in the alphabet's place.
    defaults=dict.fromkeys(
        "capabilities charges_enabled controller country default_currency details_submitted "
        "external_accounts "
        "future_requirements payouts_enabled requirements tos_acceptance type".split()
    ),
)


def shown(work: Work, account: str) -> Record | dict[str, Any]:
    """The account's record, kept by its platform; the platform itself has none."""
    if account == work.world.account:
        return platform(account, work.world.created, payouts_told(work))
    record = work.batch.load(work.world.account, account)
    assert record is not None, f"{account} acts and does not exist"
    return record


def connect(
    work: Work,
    *,
    kind: str = "standard",
    country: str = "US",
    currency: str = "usd",
    email: str | None = None,
) -> Record:
    """A connected account that is through with everything Stripe would ask. source: inferred

    intent: the work acts for the platform. params: kind, one of KINDS.
    """
    key = work.mint.account(work.now)
    fees, losses, collection, dashboard = CONTROLLERS[kind]
    controller = {
        "fees": {"payer": fees},
        "is_controller": True,
        "losses": {"payments": losses},
        "requirement_collection": collection,
        "stripe_dashboard": {"type": dashboard},
        "type": "application",
    }
    facts = described(key, work.now, kind, country, currency, email)
    fields = {**facts, "controller": controller, "metadata": {}, "private": {"waived": True}}
    return work.create(ACCOUNT, "made", **fields)


def leave(work: Work, record: Record) -> None:
    """The account is connected no more. intent: the work acts for the platform"""
    work.delete(record)


def payouts_told(work: Work) -> dict[str, Any]:
    """What the platform's balance settings say of payouts, as its account shows it. It is paid out by hand
    until they say otherwise. source: inferred
    """
    usual = settings("US")["payouts"]
    platform_work = work.acting_for(work.world.account)
    known = platform_work.peek("balance_settings", "balance_settings")
    if known is None:
        return {**usual, "schedule": {**usual["schedule"], "interval": "manual"}}
    told: dict[str, Any] = known.private["account"]
    return told


def platform(account: str, created: int, payouts: dict[str, Any]) -> dict[str, Any]:
    """The platform's own account, which nobody controls but itself. source: recorded: airbytehq"""
    own = {
        "object": "account",
        "controller": {"type": "account"},
        "settings": {**settings("US"), "payouts": payouts},
    }
    body = {**described(account, created, "standard", "US", "usd", None), **own}
    return {"id": body.pop("id"), "object": body.pop("object"), **dict(sorted(body.items()))}


def described(
    key: str, created: int, kind: str, country: str, currency: str, email: str | None
) -> dict[str, Any]:
    """What an account shows that may take and pay out money. source: recorded: openfoodfoundation"""
    return {
        "id": key,
        "business_profile": dict.fromkeys(
            "annual_revenue estimated_worker_count mcc minority_owned_business_designation name "
            "product_description specified_commercial_transactions_act_url support_address support_email "
            "support_phone support_url url".split()
        ),
        "business_type": None,
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": country,
        "created": created,
        "default_currency": currency,
        "details_submitted": True,
        "email": email,
        "external_accounts": {
            "object": "list",
            "data": [],
            "has_more": False,
            "total_count": 0,
            "url": f"/v1/accounts/{key}/external_accounts",
        },
        "future_requirements": nothing_due(),
        "payouts_enabled": True,
        "requirements": nothing_due(),
        "settings": settings(country),
        "tos_acceptance": {"date": created, "ip": None, "user_agent": None},
        "type": kind,
    }


def nothing_due() -> dict[str, Any]:
    """Requirements of an account that has met them all. source: recorded: gumroad"""
    lists = ("alternatives", "currently_due", "errors", "eventually_due", "past_due", "pending_verification")
    return {"current_deadline": None, "disabled_reason": None, **{name: [] for name in lists}}


def settings(country: str) -> dict[str, Any]:
    """Settings nobody has touched. source: recorded: openfoodfoundation; days of other countries: inferred"""
    prefix = "statement_descriptor_prefix"
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False},
            **dict.fromkeys((prefix, f"{prefix}_kana", f"{prefix}_kanji")),
        },
        "dashboard": {"display_name": None, "timezone": "Etc/UTC"},
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": "offer"},
        "payments": dict.fromkeys(
            ("statement_descriptor", "statement_descriptor_kana", "statement_descriptor_kanji")
        ),
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": delay_days(country, "daily", False), "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }


@provides
def merchant_of(work: Work) -> Merchant:
    """The acting account as a merchant. source: spec (settings, business profile); their order: inferred"""
    account = work.account
    if account == work.world.account:
        if work.batch.load(account, "balance_settings") is None:
            return platform_merchant(account)
        return merchant(account, platform(account, 0, payouts_told(work)))
    record = work.batch.load(work.world.account, account)
    assert record is not None, f"{account} acts and does not exist"
    return merchant(account, record.body)


def paid_besides(body: dict[str, Any]) -> tuple[str, ...]:
    """Currencies beside its own in which an account is paid out: those of its other external accounts.

    source: docs: Connect currencies (a payment in one of them is not converted)
    """
    found = {one["currency"] for one in body["external_accounts"]["data"]}
    return tuple(sorted(found - {body["default_currency"]}))


@lru_cache(maxsize=1024)
def platform_merchant(account: str) -> Merchant:
    """The platform as a merchant that has changed none of its settings: it is read once."""
    return merchant(account, platform(account, 0, settings("US")["payouts"]))


def merchant(account: str, body: dict[str, Any]) -> Merchant:
    """What an account's body says of it as a merchant."""
    settings, profile = body["settings"], body["business_profile"]
    named = settings["dashboard"]["display_name"] or (profile or {}).get("name")
    name = named or PLATFORM_NAME
    return Merchant(
        account=account,
        country=body["country"],
        currency=body["default_currency"],
        name=name,
        descriptor=settings["payments"]["statement_descriptor"] or name,
        prefix=settings["card_payments"]["statement_descriptor_prefix"],
        delay_days=settings["payouts"]["schedule"]["delay_days"],
        # source: docs: direct charge fee payer behavior (of those with words of their own the account pays)
        pays_fees=body["controller"].get("fees", {}).get("payer") != "application",
        also=paid_besides(body),
    )
