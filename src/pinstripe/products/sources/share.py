"""Share: a platform's source or card, copied to a connected account that charges it directly.

Owns: which may be copied, what a copy is. Does not own: the record (room methods). Money: none.
Source: spec (original_source, customer); docs: Connect (a customer's card needs the customer); inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.methods import older_source, tokenization
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.sources import refusals

ALONE: Final = ("card", "mandate", "redirect", "source_order", "token")
"""What a copy has of its original, so that nobody says it."""


def shared(work: Work, params: Params) -> Record:
    """A copy of a platform's source, or of a card that one of its customers keeps.

    refuses: nothing_shared, not_connected, exclusive_params, no_such, source_in_wrong_state, not_reusable,
    missing_param, those of shared_card
    """
    key = params.get("original_source")
    if key is None:
        raise refusals.nothing_shared()
    for name in ALONE:
        if params.get(name) is not None:
            raise errors.exclusive_params(["original_source", name])
    if work.account == work.world.account:
        raise method_refusals.not_connected()
    platform_work = work.acting_for(work.world.account)
    original = platform_work.peek(key, OLDER_SOURCE.object)
    if original is None:
        if not params.get("customer"):
            raise errors.missing_param("customer")
        said = Params({"customer": params.customer, "card": key})
        token = tokenization.shared_card(work, said)
        shown, private = older_source.card_facts(work, token.id, "original_source")
        name, facts = "card", {"currency": None, "owner": None}
    else:
        if original.status != "chargeable":
            raise method_refusals.source_in_wrong_state(original, "share")
        if original.usage != "reusable":
            raise refusals.not_reusable(key)
        if params.get("customer") not in (None, original.get("customer")):
            raise method_refusals.not_the_customers(key, "original_source")
        name = original.body["type"]
        shown, private = original.body[name], {**original.private}
        facts = {"currency": original.currency, "owner": original.owner}
    return made(work, params, name, shown, private, facts)


def made(
    work: Work,
    params: Params,
    name: str,
    shown: dict[str, Any],
    private: dict[str, Any],
    facts: dict[str, Any],
) -> Record:
    """The copy, good at once. refuses: of_another_type"""
    if params.get("type") not in (None, name):
        raise refusals.of_another_type(name, "type")
    if params.get("flow") not in (None, "none"):
        raise refusals.wrong_flow(name, "none")
    owner = {**(facts["owner"] or {}), **(params.get("owner") or {})}
    body = {
        "id": work.new_id(OLDER_SOURCE),
        "amount": params.get("amount"),
        "client_secret": f"src_client_secret_{work.mint.letters(24)}",
        "currency": (params.get("currency") or facts["currency"] or "").lower() or None,
        "flow": "none",
        "metadata": merged_metadata(None, params.get("metadata")),
        "owner": older_source.blank_owner(owner),
        "statement_descriptor": params.get("statement_descriptor"),
        "type": name,
        "usage": params.get("usage") or "reusable",
        name: shown,
    }
    return older_source.made(work, "chargeable", body, {**private, "key": work.mint.letters(24)})
