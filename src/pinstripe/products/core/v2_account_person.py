"""The person as the second version has them: a view of the same record.

Owns: the view. Does not own: the record (room connect), words (vocabulary.py), the endpoints
(v2_account_persons.py). Money: none. Source: sdk; spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.products.core import vocabulary
from pinstripe.products.webhooks.v2_event import text_of

V2_PERSON = Resource(
    "v2.core.account_person",
    prefix="person",
    path="/v2/core/accounts/{account_id}/persons",
    noun="person",
)

LISTS = ("additional_addresses", "additional_names", "nationalities")
"""What is an empty list where nobody said anything. source: docs: API reference (The Person object)"""


def view(person: Record) -> dict[str, Any]:
    """A person in the second version's words; what nobody said is left out, or an empty list. source: sdk;
    docs: API reference (The Person object)
    """
    body = person.body
    roles = {**body["relationship"]}
    share = roles.pop("percent_ownership", None)
    found: dict[str, Any] = {
        "account": person.account,
        "additional_addresses": [{**place, "purpose": "registered"} for place in registered(body)],
        "additional_names": names(body),
        "additional_terms_of_service": {"account": agreed(body)},
        "created": text_of(body["created"]),
        "documents": documents(person),
        "id_numbers": numbers(person),
        "nationalities": person.private.get("nationalities")
        or ([body["nationality"]] if body.get("nationality") else []),
        "relationship": {**roles, "percent_ownership": None if share is None else str(share)},
        "script_addresses": {script: body.get(f"address_{script}") for script in vocabulary.SCRIPTS},
        "script_names": scripts(body),
        "updated": text_of(person.private.get("updated", body["created"])),
        **{new: body.get(old) for new, old in vocabulary.PERSON.items() if new != "metadata"},
    }
    if not (found["date_of_birth"] or {}).get("year"):
        found["date_of_birth"] = None
    whole = {**{name: [] for name in LISTS}, **vocabulary.known(found)}
    first = {"id": person.id, "object": V2_PERSON.object}
    rest = {**whole, "livemode": False, "metadata": body.get("metadata") or {}}
    return {**first, **dict(sorted(rest.items()))}


def registered(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Where somebody is registered, if that was said."""
    place = vocabulary.known(body.get("registered_address") or {})
    return [place] if place else []


def agreed(body: dict[str, Any]) -> dict[str, Any]:
    """Terms that somebody agreed to for the account, and when."""
    terms = body["additional_tos_acceptances"]["account"]
    return {**terms, "date": text_of(terms["date"]) if terms["date"] else None}


def documents(person: Record) -> dict[str, Any]:
    """Pictures of identity documents, and files of other kinds. source: sdk"""
    found: dict[str, Any] = {
        kind: {"files": files, "type": "files"} for kind, files in person.private.get("files", {}).items()
    }
    for new, old in vocabulary.PICTURES.items():
        pictures = vocabulary.known({side: person.verification[old][side] for side in ("back", "front")})
        if pictures.get("front"):
            found[new] = {"front_back": pictures, "type": "front_back"}
    return dict(sorted(found.items()))


def names(body: dict[str, Any]) -> list[dict[str, str]]:
    """Other names of a person."""
    found = [{"full_name": alias, "purpose": "alias"} for alias in body.get("full_name_aliases") or ()]
    if body.get("maiden_name"):
        found.append({"purpose": "maiden", "surname": body["maiden_name"]})
    return found


def numbers(person: Record) -> list[dict[str, str]]:
    """Which numbers were told; they are never shown."""
    known = person.private.get("id_number_types")
    if known is None:
        names = {"id_number": "us_ssn", "ssn_last_4": "us_ssn_last_4"}
        home = (person.body.get("address") or {}).get("country") == "US"
        known = [word for name, word in names.items() if home and person.private.get(name)]
    return [{"type": one} for one in known]


def scripts(body: dict[str, Any]) -> dict[str, Any]:
    """Names in other scripts."""
    return {
        script: {"given_name": body.get(f"first_name_{script}"), "surname": body.get(f"last_name_{script}")}
        for script in vocabulary.SCRIPTS
    }
