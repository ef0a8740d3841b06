"""The account as the second version has it: what only that version is told, and the view of the whole.

Owns: the record of what only this version knows, configurations, the view. Does not own: the account itself
(room connect), words (vocabulary.py), the endpoints (v2_accounts.py). Money: none. Source: sdk; spec.
It stands under the account that it is of, with an id that nobody is shown. Private facts: `told` (as requests
said it), `closed`, `shown` (what was told of it by thin events last), `wish` (what the last request says of
the customer configuration, for the room that keeps customers), `learning` (while a request is told to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.connect import statement
from pinstripe.products.core import v2_account_person as persons
from pinstripe.products.core import vocabulary
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome     from to
    ("configure", "customer", ANY, "="),
    ("withdraw",  "customer", ANY, "="),
)
# fmt: on

V2_ACCOUNT = Resource(
    "v2.core.account", prefix="core", path="/v2/core/accounts", noun="account", lifecycle=LIFECYCLE
)

CONFIGURATIONS = ("customer", "merchant", "recipient")
STATUSES = {"active": "active", "pending": "pending", "inactive": "restricted"}
STATES = ("past_due", "currently_due", "eventually_due")
Body = dict[str, Any]
Teller = Callable[[Work, Record], Body]
TELLERS: dict[str, Teller] = {}
"""What a room that keeps a configuration's facts says of it."""


def tells(name: str) -> Callable[[Teller], Teller]:
    """The function shows what a later room keeps of a configuration: (platform's work, account)."""

    def bind(function: Teller) -> Teller:
        TELLERS[name] = function
        return function

    return bind


def key_of(account: str) -> str:
    """The id of the record."""
    return f"{V2_ACCOUNT.prefix}_{account.removeprefix('acct_')}"


def of(own_work: Work) -> Record | None:
    """What only this version knows of the account acted for."""
    return own_work.peek(key_of(own_work.account), V2_ACCOUNT.object)


def make(own_work: Work, told: Mapping[str, Any], moment: int) -> Record:
    """From now on this version knows of the account acted for."""
    key, kept = key_of(own_work.account), {"told": dict(told), "closed": False}
    return own_work.create(V2_ACCOUNT, None, id=key, created=text_of(moment), private=kept)


def about(account: str) -> dict[str, str]:
    """The account as thin events name it."""
    return {"id": account, "type": V2_ACCOUNT.object, "url": f"{V2_ACCOUNT.path}/{account}"}


def told_of(record: Record | None) -> Body:
    """What requests of this version said."""
    return record.private["told"] if record is not None else {}


def applied(account: Record, record: Record | None) -> list[str]:
    """Configurations that an account has: those that were told, and those that its capabilities mean."""
    told = told_of(record).get("configuration") or {}
    asked = set(account.private.get("asked", ()))
    means = {
        "customer": False,
        "merchant": bool(asked - {"transfers"}),
        "recipient": "transfers" in asked,
    }
    return [name for name in CONFIGURATIONS if name in told or (record is None and means[name])]


def view(platform_work: Work, account: Record, include: Iterable[str] = ()) -> Body:
    """The account in this version's words. params: include, parts that are shown only where they are named.
    source: sdk; spec"""
    own_work = platform_work.acting_for(account.id)
    record, wanted = of(own_work), set(include)
    told, body = told_of(record), account.body
    whole: Body = {
        "id": account.id,
        "object": V2_ACCOUNT.object,
        "applied_configurations": applied(account, record),
        "closed": bool(record is not None and record.private.get("closed")),
        "contact_email": body["email"],
        "contact_phone": told.get("contact_phone"),
        "created": text_of(body["created"]),
        "dashboard": told.get("dashboard", body["controller"]["stripe_dashboard"]["type"]),
        "display_name": told.get("display_name") or body["settings"]["dashboard"]["display_name"],
        "livemode": False,
        "metadata": body["metadata"],
    }
    chosen = [name for name in CONFIGURATIONS if f"configuration.{name}" in wanted]
    if chosen:
        whole["configuration"] = {
            name: configuration(platform_work, account, record, name)
            for name in chosen
            if name in whole["applied_configurations"]
        }
    if "defaults" in wanted:
        whole["defaults"] = defaults(account, told)
    if "identity" in wanted:
        whole["identity"] = identity(own_work, account, told)
    for name in ("requirements", "future_requirements"):
        if name in wanted:
            whole[name] = entries(account, body[name], record)
    kept = {name: value for name, value in whole.items() if value is not None}
    return {name: kept[name] for name in sorted(kept, key=lambda one: (one != "id", one != "object", one))}


def is_customer(record: Record | None) -> bool:
    """Does an account that is not closed have the customer configuration?"""
    told = told_of(record).get("configuration") or {}
    return record is not None and "customer" in told and not record.private["closed"]


def configuration(platform_work: Work, account: Record, record: Record | None, name: str) -> Body:
    """One configuration: what was told, what the account's settings say, how its capabilities stand."""
    told = dict(((told_of(record).get("configuration") or {}).get(name)) or {})
    wishes = told.pop("capabilities", None) or {}
    if name in TELLERS:
        told = TELLERS[name](platform_work, account)
    found: Body = {"applied": True, **vocabulary.known(told)}
    if name == "merchant":
        found |= vocabulary.known(merchant(account.body))
        asked = [one for one in account.body["capabilities"] if one != "transfers"]
        backwards = {old: new for new, old in vocabulary.CAPABILITIES.items()}
        found["capabilities"] = {backwards.get(one, one): standing(account, one) for one in asked}
        found["capabilities"]["stripe_balance"] = {"payouts": payouts(account)}
    elif name == "recipient":
        found["capabilities"] = recipient(account, wishes)
    else:
        found["capabilities"] = {
            one: {"status": "active", "status_details": []}
            for one, wish in wishes.items()
            if wish and wish.get("requested")
        }
        if not found["capabilities"]:
            found.get("automatic_indirect_tax", {}).pop("location", None)
        found.get("billing", {}).get("invoice", {}).setdefault("custom_fields", [])
    return found


def recipient(account: Record, wishes: Mapping[str, Any]) -> Body:
    """Capabilities of whoever is sent money."""
    found: Body = {}
    if "transfers" in account.body["capabilities"]:
        found["stripe_balance"] = {
            "payouts": payouts(account),
            "stripe_transfers": standing(account, "transfers"),
        }
    for name, inner in wishes.items():
        if name == "stripe_balance" or not inner:
            continue
        if "requested" in inner:
            found[name] = standing(account, "transfers")
        else:
            found[name] = {one: standing(account, "transfers") for one, wish in inner.items() if wish}
    return found


def standing(account: Record, name: str) -> Body:
    """How a capability of the first version stands. source: sdk"""
    state = account.body["capabilities"].get(name, "inactive")
    reason = account.body["requirements"]["disabled_reason"] or ""
    details = []
    if state != "active":
        pending = state == "pending" or reason == "requirements.pending_verification"
        code = "requirements_pending_verification" if pending else "requirements_past_due"
        resolution = "no_resolution" if pending else "provide_info"
        if reason.startswith("rejected."):
            code, resolution = reason.replace(".", "_"), "contact_stripe"
        details = [{"code": code, "resolution": resolution}]
    rejected = reason.startswith("rejected.") and state != "active"
    return {
        "status": "rejected" if rejected else STATUSES.get(state, "restricted"),
        "status_details": details,
    }


def payouts(account: Record) -> Body:
    """May it be paid out?"""
    if account.body["payouts_enabled"]:
        return {"status": "active", "status_details": []}
    reason = account.body["requirements"]["disabled_reason"]
    if reason == "requirements.pending_verification":
        code = {"code": "requirements_pending_verification", "resolution": "no_resolution"}
        return {"status": "pending", "status_details": [code]}
    code = {"code": "requirements_past_due", "resolution": "provide_info"}
    return {"status": "restricted", "status_details": [code]}


def merchant(body: Mapping[str, Any]) -> Body:
    """What the first version's settings say of a merchant."""
    settings, profile = body["settings"], body["business_profile"] or {}
    cards = settings["card_payments"]
    return {
        "branding": settings["branding"],
        "card_payments": {"decline_on": cards["decline_on"]},
        "mcc": profile.get("mcc"),
        "statement_descriptor": {
            "descriptor": settings["payments"]["statement_descriptor"],
            "prefix": cards["statement_descriptor_prefix"],
        },
        "support": {new: profile.get(old) for new, old in vocabulary.SUPPORT.items()},
    }


def defaults(account: Record, told: Mapping[str, Any]) -> Body:
    """Currency, profile, and who answers for what."""
    body = account.body
    controller, profile = body["controller"], body["business_profile"] or {}
    payer = controller["fees"]["payer"]
    found: Body = {
        "currency": body["default_currency"],
        "locales": (told.get("defaults") or {}).get("locales"),
        "payout_methods": payout_methods(told),
        "profile": {new: profile.get(old) for new, old in vocabulary.PROFILE.items()},
        "responsibilities": {
            "fees_collector": "stripe" if payer == "account" else payer,
            "losses_collector": controller["losses"]["payments"],
            "requirements_collector": controller["requirement_collection"],
        },
    }
    return vocabulary.known(found)  # type: ignore[no-any-return]


def payout_methods(told: Mapping[str, Any]) -> dict[str, str]:
    """Where an account is paid if nobody says, by currency. source: sdk; docs: API changelog"""
    chosen = (told.get("defaults") or {}).get("payout_methods") or {}
    return {currency: key for currency, key in sorted(chosen.items()) if key}


def identity(own_work: Work, account: Record, told: Mapping[str, Any]) -> Body:
    """Who it is."""
    body, given = account.body, told.get("identity") or {}
    terms = body["tos_acceptance"]
    attested = {**(given.get("attestations") or {})}
    seen = {name: terms.get(name) for name in ("date", "ip", "user_agent") if terms.get(name) is not None}
    if "date" in seen:
        seen["date"] = text_of(seen["date"])
    if seen:
        attested["terms_of_service"] = {"account": seen}
    found: Body = {
        "attestations": attested,
        "country": body["country"].lower(),
        "entity_type": body["business_type"],
    }
    head = statement.representative(own_work)
    if body["business_type"] in (None, "individual") and head is not None:
        shown = persons.view(head)
        found["individual"] = {name: value for name, value in shown.items() if name != "livemode"}
    firm = body.get("company") or account.private.get("company")
    if body["business_type"] not in (None, "individual") and firm:
        details = {**(given.get("business_details") or {})}
        details["id_numbers"] = [{"type": one["type"]} for one in details.get("id_numbers") or ()]
        pairs = {"registered_name": "name", "phone": "phone", "address": "address", "structure": "structure"}
        if details.get("structure") in vocabulary.STRUCTURES and not firm.get("structure"):
            del pairs["structure"]
        found["business_details"] = {**details, **{new: firm.get(old) for new, old in pairs.items()}}
    return vocabulary.known(found)  # type: ignore[no-any-return]


def entries(account: Record, lists: Mapping[str, Any], record: Record | None) -> Body:
    """What is lacking, an entry each. source: sdk; texts of errors as the first version has them"""
    wrong = {one["requirement"]: one for one in lists["errors"]}
    found = []
    names = sorted({*lists["eventually_due"], *lists["pending_verification"]})
    for name in names:
        state = next((one for one in STATES if name in lists[one]), "currently_due")
        head = name.partition(".")[0]
        entry: Body = {
            "awaiting_action_from": "stripe" if name in lists["pending_verification"] else "user",
            "description": vocabulary.requirement(name),
            "errors": [
                {"code": wrong[name]["code"], "description": wrong[name]["reason"]}
                for one in (name,)
                if one in wrong
            ],
            "impact": {"restricts_capabilities": restricted(account, record, state)},
            "minimum_deadline": {"status": state},
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        if head.startswith("person_"):
            entry["reference"] = {"resource": head, "type": "person"}
        found.append(entry)
    worst = [one for one in STATES if any(entry["minimum_deadline"]["status"] == one for entry in found)]
    return {"entries": found, **({"summary": {"minimum_deadline": {"status": worst[0]}}} if worst else {})}


def restricted(account: Record, record: Record | None, state: str) -> list[Body]:
    """Which capabilities hang on something that is lacking."""
    names = applied(account, record)
    found = []
    for name in account.body["capabilities"]:
        whose = "recipient" if name == "transfers" and "recipient" in names else "merchant"
        word = "stripe_balance.stripe_transfers" if name == "transfers" else name
        if whose in names:
            found.append({"capability": word, "configuration": whose, "deadline": {"status": state}})
    return found
