"""A request of the second version as the first would have said it.

Owns: the whole of an account; parts of it are in vocabulary.py. Does not own: what follows (room connect).
Money: none. Source: sdk; docs: Connect.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import merged
from pinstripe.products.core import refusals, vocabulary
from pinstripe.products.webhooks.v2_event import moment_of

Body = dict[str, Any]
ANSWERED = ("merchant", "recipient")
"""Configurations that somebody has to answer for."""
TERMS = "identity[attestations][terms_of_service][account][date]"


def first(params: Mapping[str, Any], opens: bool) -> Body:
    """What the first version would be told. params: opens, of a new account. refuses:
    those of `controller`, bad_moment
    """
    identity = params.get("identity") or {}
    told: Body = {"settings": {}, "business_profile": {}}
    pairs = {"contact_email": "email", "metadata": "metadata"}
    told |= {old: params[new] for new, old in pairs.items() if new in params}
    if identity.get("entity_type"):
        told["business_type"] = identity["entity_type"]
    if opens:
        told["country"] = identity.get("country")
        told["controller"] = controller(params)
    if identity.get("individual"):
        told["individual"] = vocabulary.person_told(identity["individual"])
    if identity.get("business_details"):
        told["company"] = vocabulary.company_told(identity["business_details"])
        for name in ("annual_revenue", "estimated_worker_count", "monthly_estimated_revenue"):
            if identity["business_details"].get(name):
                told["business_profile"][name] = revenue(identity["business_details"][name])
    attested(told, identity.get("attestations") or {})
    given = params.get("defaults") or {}
    if given.get("currency"):
        told["default_currency"] = given["currency"]
    profile = given.get("profile") or {}
    told["business_profile"] |= {
        old: profile[new] for new, old in vocabulary.PROFILE.items() if new in profile
    }
    if params.get("display_name"):
        told["settings"]["dashboard"] = {"display_name": params["display_name"]}
    sells(told, (params.get("configuration") or {}).get("merchant") or {})
    return {name: value for name, value in told.items() if value not in (None, {})}


def revenue(given: Any) -> Any:
    """A sum of a year or a month: the first version has it in one hash."""
    if not isinstance(given, Mapping):
        return given
    amount = given.get("amount") or {}
    found = {"amount": amount.get("value"), "currency": amount.get("currency")}
    return found | {name: value for name, value in given.items() if name != "amount"}


def attested(told: Body, given: Mapping[str, Any]) -> None:
    """Terms that were agreed to, and which lists of persons are complete."""
    terms = (given.get("terms_of_service") or {}).get("account")
    if terms:
        said = vocabulary.agreed(terms)
        told["tos_acceptance"] = {**said, "date": moment_of(said["date"], TERMS)} if "date" in said else said
    provided = given.get("persons_provided") or {}
    lists = {f"{name}_provided": provided[name] for name in vocabulary.PROVIDED if name in provided}
    if lists:
        told["company"] = {**told.get("company", {}), **lists}


def sells(told: Body, given: Mapping[str, Any]) -> None:
    """What a merchant's configuration says that the first version has among profile and settings."""
    if given.get("mcc"):
        told["business_profile"]["mcc"] = given["mcc"]
    support = given.get("support") or {}
    told["business_profile"] |= {
        old: support[new] for new, old in vocabulary.SUPPORT.items() if new in support
    }
    words = given.get("statement_descriptor") or {}
    cards: Body = dict(given.get("card_payments") or {})
    if "prefix" in words:
        cards["statement_descriptor_prefix"] = words["prefix"]
    if cards:
        told["settings"]["card_payments"] = cards
    if "descriptor" in words:
        told["settings"]["payments"] = {"statement_descriptor": words["descriptor"]}
    if given.get("branding"):
        told["settings"]["branding"] = given["branding"]
    if given.get("bacs_debit_payments"):
        told["settings"]["bacs_debit_payments"] = given["bacs_debit_payments"]


def controller(params: Mapping[str, Any]) -> Body:
    """Who answers for a new account. refuses: responsibilities_needed, express_answers_itself,
    losses_without_fees, country_needed. source: sdk; spec (v2.error); docs: Connect
    """
    country = (params.get("identity") or {}).get("country")
    chosen = params.get("configuration") or {}
    given = (params.get("defaults") or {}).get("responsibilities")
    dashboard = params.get("dashboard")
    if given is None or dashboard is None:
        if any(chosen.get(name) is not None for name in ANSWERED):
            raise refusals.responsibilities_needed()
        given, dashboard = {"fees_collector": "stripe", "losses_collector": "stripe"}, dashboard or "none"
    losses, payer = given["losses_collector"], given["fees_collector"]
    if dashboard == "express" and "stripe" in (losses, payer):
        raise refusals.express_answers_itself()
    if losses == "application" and payer == "stripe":
        raise refusals.losses_without_fees()
    if any(chosen.get(name) is not None for name in ANSWERED) and not country:
        raise refusals.country_needed()
    collects = losses == "application" and dashboard == "none"
    return {
        "fees": {"payer": "account" if payer == "stripe" else "application"},
        "losses": {"payments": losses},
        "requirement_collection": "application" if collects else "stripe",
        "stripe_dashboard": {"type": dashboard},
    }


def asked(before: list[str], params: Mapping[str, Any]) -> list[str]:
    """Capabilities of the first version that are asked for from now on."""
    names = set(before)
    chosen = params.get("configuration") or {}
    merchant = (chosen.get("merchant") or {}).get("capabilities") or {}
    balance = ((chosen.get("recipient") or {}).get("capabilities") or {}).get("stripe_balance") or {}
    wishes = {vocabulary.capability(name): wish for name, wish in merchant.items()}
    wishes["transfers"] = balance.get("stripe_transfers")
    for name, wish in wishes.items():
        if wish and wish.get("requested") is not None:
            names = names | {name} if wish["requested"] else names - {name}
    for name, config in chosen.items():
        if config and config.get("applied") is False:
            names -= (
                {"transfers"}
                if name == "recipient"
                else names - {"transfers"}
                if name == "merchant"
                else set()
            )
    return sorted(names)


def remembered(before: Mapping[str, Any], params: Mapping[str, Any]) -> Body:
    """What only this version knows, with what is told now: no numbers, nobody's person."""
    kept = {**params}
    for name in ("include", "account_token", "metadata", "applied_configurations"):
        kept.pop(name, None)
    identity = {**(kept.pop("identity", None) or {})}
    identity.pop("individual", None)
    if identity.get("business_details"):
        details = {**identity["business_details"]}
        if "id_numbers" in details:
            details["id_numbers"] = [{"type": one["type"]} for one in details["id_numbers"] or ()]
        identity["business_details"] = details
    kept["identity"] = identity
    whole: Body = merged({**before}, kept)
    chosen = {**(whole.get("configuration") or {})}
    for name, config in [*chosen.items()]:
        if config is None or config.get("applied") is False:
            del chosen[name]
    whole["configuration"] = chosen
    return whole
