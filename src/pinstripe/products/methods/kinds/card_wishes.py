"""What a payment may ask of a card in particular: installments, an authentication that was made elsewhere.

Owns: which plans a card has, how an imported result reads. Does not own: asking the bank (room payments).
Pure. Money: none. Source: docs: Meses sin intereses; docs: Import 3D Secure results; spec.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import Any, Final

from pinstripe.networks.cards.numbers import TestCard
from pinstripe.products.methods import refusals

MONTHS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "MX": ("mxn", (3, 6, 9, 12, 18, 24)),
    "JP": ("jpy", (3, 5, 6, 10, 12, 15, 18, 20, 24)),
}
"""In how many months a country's credit cards may be paid back, and for payments in which currency. source:
docs: Meses sin intereses (a Mexican test card has all of them); Japan's: inferred
"""
OTHER_PLANS: Final[dict[str, tuple[str, ...]]] = {"JP": ("bonus", "revolving")}
"""source: docs: Installments; inferred"""
LOW_RISK: Final = 0x04
"""The bit of Cartes Bancaires' exemptions that stands for a low risk. source: docs: Import 3D Secure results
(BAAA)"""
CRYPTOGRAM_BYTES: Final = 20
NETWORK_OF_OPTIONS: Final = "cartes_bancaires"


def plans(card: Mapping[str, Any], currency: str) -> list[dict[str, Any]]:
    """How a payment may be paid back to the card's bank; nothing changes for the merchant. source: docs:
    Meses sin intereses; docs: Installments
    """
    needed, months = MONTHS.get(card["country"], ("", ()))
    if currency != needed or card["funding"] != "credit":
        return []
    fixed = [{"count": count, "interval": "month", "type": "fixed_count"} for count in months]
    names = OTHER_PLANS.get(card["country"], ())
    return [*fixed, *({"count": None, "interval": None, "type": name} for name in names)]


def widened(options: Mapping[str, Any], card: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """What an intent says of its options once the card is known: the plans that it has. source: spec"""
    said = options.get("installments")
    if not said:
        return dict(options)
    found = plans(card, currency) if said.get("enabled") else []
    return {**options, "installments": {**said, "available_plans": found}}


def plan_of(options: Mapping[str, Any], card: Mapping[str, Any], currency: str) -> dict[str, Any] | None:
    """The plan that a payment is tried with. refuses: no_such_plan. source: spec"""
    said = options.get("installments") or {}
    plan: dict[str, Any] | None = said.get("plan")
    if plan is None:
        return None
    if not said.get("enabled") or plan not in plans(card, currency):
        raise refusals.no_such_plan()
    return plan


def imported(said: Mapping[str, Any], network: str | None, card: TestCard, where: str) -> dict[str, Any]:
    """How the holder's authentication went, which another provider asked for. params: said: as it is
    imported; network: the one that is asked for; where: the path of the hash

    refuses: bad_cryptogram, network_unnamed, unlike_exemptions. source: docs: Import 3D Secure results;
    results by indicator: inferred
    """
    refuse_imported(said, network, where)
    eci, status = said.get("electronic_commerce_indicator"), said.get("ares_trans_status")
    exemption = exemption_of(said)
    if exemption == "low_risk":
        result = "exempted"
    elif status in ("N", "R") or (eci == "07" and status is None):
        result = "failed"
    elif status == "U":
        result = "processing_error"
    else:
        result = "attempt_acknowledged" if eci in ("01", "06") or status == "A" else "authenticated"
    granted = exemption == "low_risk" and card.rated
    applied = {} if exemption is None else {"exemption_indicator_applied": granted}
    return {
        "authentication_flow": None if status is None else "challenge" if status == "C" else "frictionless",
        "electronic_commerce_indicator": eci,
        "exemption_indicator": exemption,
        **applied,
        "result": result,
        "result_reason": "rejected" if result == "failed" else None,
        "transaction_id": said["transaction_id"],
        "version": said["version"],
    }


def refuse_imported(said: Mapping[str, Any], network: str | None, where: str) -> None:
    """Can that be the result of an authentication? refuses: bad_cryptogram, network_unnamed,
    unlike_exemptions
    """
    if len(decoded(said["cryptogram"])) != CRYPTOGRAM_BYTES:
        raise refusals.bad_cryptogram(f"{where}[cryptogram]")
    options = said.get("network_options") or {}
    if options.get(NETWORK_OF_OPTIONS) and network != NETWORK_OF_OPTIONS:
        raise refusals.network_unnamed(f"{where}[network_options]")
    if said.get("exemption_indicator") == "none" and low_risk(said):
        raise refusals.unlike_exemptions(f"{where}[exemption_indicator]")


def exemption_of(said: Mapping[str, Any]) -> str | None:
    """The exemption that was granted: as said, or as Cartes Bancaires' own field has it."""
    found: str | None = said.get("exemption_indicator")
    return found or ("low_risk" if low_risk(said) else None)


def low_risk(said: Mapping[str, Any]) -> bool:
    """Does Cartes Bancaires' field say that the risk was low?"""
    options = (said.get("network_options") or {}).get(NETWORK_OF_OPTIONS) or {}
    bits = decoded(options.get("cb_exemption") or "")
    return bool(bits and bits[0] & LOW_RISK)


def decoded(text: str) -> bytes:
    """What Base64 stands for, nothing where it isn't any."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
