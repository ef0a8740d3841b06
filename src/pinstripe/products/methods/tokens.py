"""The endpoint of tokens.

Owns: create. Does not own: the record (token.py). Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks, details
from pinstripe.products.methods import clone, refusals
from pinstripe.products.methods.kinds import card as cards
from pinstripe.products.methods.token import TOKEN, billing_of, known_card


@operation(
    "POST /v1/tokens",
    TOKEN,
    missing="account bank_account cvc_update person pii card.networks",
    publishable=True,
)
def create(work: Work, params: Params) -> Record:
    """Card data as a token. refuses: empty_token, missing_param, bad_card. source: spec; recorded: gumroad"""
    if params.get("customer") and not work.publishable:
        return shared(work, params)
    card = params.get("card")
    if card is None:
        raise refusals.empty_token()
    if not isinstance(card, Params):
        raise errors.missing_param("card")
    known = known_card(card, work.now)
    month, year = int(card.exp_month), checks.full_year(int(card.exp_year))
    billing = billing_of(card)
    address = billing["address"]
    shown = details.legacy_card_of(
        known,
        month,
        year,
        details.fingerprint(known.number, work.world.seed),
        address={**address, "zip": address["postal_code"]},
        name=card.get("name"),
        cvc_check="unchecked" if "cvc" in card else None,
        line1_check="unchecked" if address["line1"] else None,
        zip_check="unchecked" if address["postal_code"] else None,
    )
    if "currency" in card:
        shown["currency"] = card.currency
    key = work.mint.long("card", work.now, work.account)
    facts = {"card": known.key, "cvc": "cvc" in card, "billing": billing}
    return work.create(
        TOKEN, type="card", client_ip=work.client or None, card={"id": key, **shown}, private=facts
    )


def shared(work: Work, params: Params) -> Record:
    """A card of the platform's customer as a token of the acting account.
    refuses: no_card, and what is not shared. source: recorded: gumroad-1bdbdc121e
    """
    method = clone.kept_by(work, params.customer, params.get("card"), "card")
    if method.private.get(cards.NAME) is None:
        raise refusals.no_card(method.id)
    known, card, billing = cards.known(method), method.card, method.billing_details
    address, checks_made = billing["address"], card["checks"] or {}
    shown = details.legacy_card_of(
        known,
        card["exp_month"],
        card["exp_year"],
        card["fingerprint"],
        address={**address, "zip": address["postal_code"]},
        name=billing["name"],
        cvc_check=checks_made.get("cvc_check"),
        line1_check=checks_made.get("address_line1_check"),
        zip_check=checks_made.get("address_postal_code_check"),
    )
    key = work.mint.long("card", work.now, work.account)
    facts = {"card": known.key, "cvc": checks_made.get("cvc_check") is not None, "billing": billing}
    return work.create(TOKEN, type="card", client_ip=None, card={"id": key, **shown}, private=facts)
