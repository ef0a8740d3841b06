"""The form: what a page asks beside the money, and what was filled in.

Owns: custom fields, texts, consents, names, phone and shipping addresses as a session shows them; checking
answers. Does not own: how the page looks (hosted_page.py), who the buyer becomes (fulfilment.py).
Money: none. Source: spec; docs: Checkout (custom fields); recorded: bikeindex (empty ones).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.products.checkout import refusals

MOST_FIELDS, MOST_OPTIONS, LONGEST_VALUE = 3, 200, 255
"""source: spec (custom_fields)"""
TEXTS = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
LONGEST_TEXT = 1200
Body = dict[str, Any]


def custom_fields(given: Sequence[Params] | None) -> list[Body]:
    """What a merchant asks in addition. refuses: long_array, key_twice, wrong_field. source: spec"""
    if len(given or ()) > MOST_FIELDS:
        raise errors.long_array("custom_fields", MOST_FIELDS)
    found: list[Body] = []
    for number, one in enumerate(given or ()):
        where = f"custom_fields[{number}]"
        if not one.key.isalnum() or not one.key.isascii():
            raise refusals.not_alphanumeric(f"{where}[key]")
        if one.key in [known["key"] for known in found]:
            raise refusals.key_twice(f"{where}[key]")
        found.append(custom_field(one, where))
    return found


def custom_field(given: Params, where: str) -> Body:
    """One field, empty. refuses: wrong_field, missing_param"""
    kind = given.type
    label = {"custom": given.label.custom, "type": given.label.type}
    shown: Body = {"key": given.key, "label": label, "optional": bool(given.get("optional")), "type": kind}
    for other in ("dropdown", "numeric", "text"):
        if other != kind and given.get(other):
            raise refusals.wrong_field(f"{where}[{other}]", f"`{other}` does not belong to a `{kind}` field.")
    said = given.get(kind) or Params()
    if kind == "dropdown":
        options = said.get("options") or []
        if not options:
            raise errors.missing_param(f"{where}[dropdown]")
        if len(options) > MOST_OPTIONS:
            raise errors.long_array(f"{where}[dropdown][options]", MOST_OPTIONS)
        values = [one.value for one in options]
        chosen = said.get("default_value")
        if len(set(values)) < len(values) or (chosen is not None and chosen not in values):
            raise refusals.wrong_field(
                f"{where}[dropdown]", "values are unique, and the default is one of them."
            )
        listed = [{"label": one.label, "value": one.value} for one in options]
        return {**shown, "dropdown": {"default_value": chosen, "options": listed, "value": None}}
    least, most = said.get("minimum_length"), said.get("maximum_length")
    for name, bound in (("minimum_length", least), ("maximum_length", most)):
        if bound is not None and not 0 <= bound <= LONGEST_VALUE:
            raise refusals.wrong_field(f"{where}[{kind}][{name}]", f"at most {LONGEST_VALUE} characters.")
    if least is not None and most is not None and least > most:
        raise refusals.wrong_field(f"{where}[{kind}]", "the minimum length is above the maximum length.")
    bounds = {"maximum_length": most, "minimum_length": least}
    return {**shown, kind: {"default_value": said.get("default_value"), **bounds, "value": None}}


def filled(fields: Sequence[Body], answers: Mapping[str, str]) -> list[Body]:
    """The fields with what was filled in. refuses: not_answered, answered_wrong. source: spec"""
    found = []
    for field in fields:
        kind, label, where = field["type"], field["label"]["custom"], f"custom_fields[{field['key']}]"
        asked = field[kind]
        value = (answers.get(field["key"]) or "").strip() or asked.get("default_value")
        if value is None:
            if not field["optional"]:
                raise refusals.not_answered(label, where)
        else:
            check(field, value, label, where)
        found.append({**field, kind: {**asked, "value": value}})
    return found


def check(field: Body, value: str, label: str, where: str) -> None:
    """Does an answer fit its field? refuses: answered_wrong"""
    kind = field["type"]
    asked = field[kind]
    if kind == "dropdown":
        if value not in [one["value"] for one in asked["options"]]:
            raise refusals.answered_wrong(label, "choose one of the options.", where)
        return
    if kind == "numeric" and not (value.isascii() and value.isdigit()):
        raise refusals.answered_wrong(label, "digits only.", where)
    least, most = asked["minimum_length"] or 0, asked["maximum_length"] or LONGEST_VALUE
    if not least <= len(value) <= most:
        raise refusals.answered_wrong(label, f"{least} to {most} characters.", where)


def custom_text(given: Mapping[str, Any] | None) -> Body:
    """The merchant's own words. refuses: long_string. source: spec; recorded: bikeindex (none)"""
    said = given or {}
    for name in TEXTS:
        words = (said.get(name) or {}).get("message") or ""
        if len(words) > LONGEST_TEXT:
            raise errors.long_string(words, LONGEST_TEXT, f"custom_text[{name}][message]")
    return {name: {"message": said[name]["message"]} if said.get(name) else None for name in TEXTS}


def consent_collection(given: Mapping[str, Any] | None) -> Body | None:
    """What a buyer is asked to agree to. source: spec"""
    if given is None:
        return None
    reuse = given.get("payment_method_reuse_agreement")
    return {
        "payment_method_reuse_agreement": {"position": reuse["position"]} if reuse else None,
        "promotions": given.get("promotions"),
        "terms_of_service": given.get("terms_of_service"),
    }


def consent(asked: Mapping[str, Any] | None, answers: Mapping[str, str]) -> Body | None:
    """What a buyer agreed to. refuses: not_answered. source: spec"""
    if asked is None:
        return None
    terms = asked["terms_of_service"] == "required"
    if terms and not answers.get("terms_of_service"):
        raise refusals.not_answered("Terms of service", "consent[terms_of_service]")
    opted = "opt_in" if answers.get("promotions") else "opt_out"
    return {
        "promotions": opted if asked["promotions"] == "auto" else None,
        "terms_of_service": "accepted" if terms else None,
    }


def name_collection(given: Mapping[str, Any] | None) -> Body | None:
    """Which names are asked for. source: spec"""
    if not given:
        return None
    return {
        kind: {"enabled": bool(given[kind]["enabled"]), "optional": bool(given[kind].get("optional"))}
        for kind in ("business", "individual")
        if given.get(kind)
    }


def names(asked: Mapping[str, Any] | None, answers: Mapping[str, str]) -> Body:
    """The names that were filled in. refuses: not_answered"""
    found: Body = {"business_name": None, "individual_name": None}
    for kind, how in (asked or {}).items():
        if not how["enabled"]:
            continue
        value = answers.get(f"{kind}_name") or None
        if value is None and not how["optional"]:
            raise refusals.not_answered(f"{kind.capitalize()} name", f"collected_information[{kind}_name]")
        found[f"{kind}_name"] = value
    return found


def shipping_details(given: Mapping[str, Any] | None, allowed: Sequence[str] | None) -> Body | None:
    """Where it is sent. refuses: not_sent_there. source: spec"""
    if given is None:
        return None
    address = {name: given["address"].get(name) for name in ADDRESS}
    if allowed is not None and address["country"] not in allowed:
        raise refusals.not_sent_there(address["country"])
    return {"address": address, "name": given["name"]}


ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")
NOWHERE = dict.fromkeys(ADDRESS)
"""An address of which nothing is known."""


def address_of(given: Mapping[str, Any] | None) -> Body | None:
    """An address as a session shows it, None where nothing of it is known."""
    found = {name: (given or {}).get(name) or None for name in ADDRESS}
    return found if any(found.values()) else None
