"""The token record: a card as a wallet on somebody's device knows it.

Owns: the record and its states. Does not own: the endpoints (tokens.py), who provisions it (control API).
Money: none.
Source: spec. Wallets make tokens; a control route stands for one.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import refusals
from pinstripe.products.issuing.card import CARD

CREATED: Final = "issuing_token.created"
UPDATED: Final = "issuing_token.updated"

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome      from                          to           events
    ("create",   "requested", ANY,                          "requested", CREATED),
    ("create",   "active",    ANY,                          "active",    CREATED),
    ("activate", "done",      "requested suspended",        "active",    UPDATED),
    ("suspend",  "done",      "active",                     "suspended", UPDATED),
    ("delete",   "done",      "requested active suspended", "deleted",   UPDATED),
)
# fmt: on
WALLETS: Final = ("apple_pay", "google_pay", "samsung_pay")
REQUESTORS: Final = {"apple_pay": "40010030273", "google_pay": "40010075001", "samsung_pay": "40010043095"}
"""Who asks a network for a token. source: inferred"""


def network_data(shower: Any, token: Record) -> Any:
    """What the network says of it, to whoever asks. source: spec (network_data); values inferred"""
    return token.private.get("network_data", ABSENT)


TOKEN = Resource(
    "issuing.token",
    prefix="intok",
    path="/v1/issuing/tokens",
    generated="retrieve",
    noun="issuing token",
    param="token",
    lifecycle=LIFECYCLE,
    index=("card", "status"),
    includable={"network_data": network_data},
    unexpected=refusals.wrong_token_state,
    source="spec",
)


def provision(work: Work, card: Record, wallet: str, outcome: str) -> Record:
    """A wallet takes a card in. refuses: unfit_for_wallet. source: spec; inferred"""
    if card.status != "active":
        raise refusals.unfit_for_wallet(f"it is {card.status}")
    shown = cards.wallets({**card.body, **cards.current(work, card)}, card.private, work.now)["wallets"]
    said = shown["google_pay" if wallet == "google_pay" else "apple_pay"]
    if not said["eligible"]:
        raise refusals.unfit_for_wallet(said["ineligible_reason"])
    device = f"intd_{work.mint.letters(24)}"
    holder = cards.holder_of(work, card)
    network = {
        "device": {
            "device_fingerprint": device,
            "name": "iPhone" if wallet == "apple_pay" else "Phone",
            "type": "phone",
        },
        "type": "visa",
        "visa": {
            "card_reference_id": f"V-{work.mint.number(10**16):016d}",
            "token_reference_id": f"DNITHE{work.mint.number(10**18):018d}",
            "token_requestor_id": REQUESTORS[wallet],
            "token_risk_score": "01",
        },
        "wallet_provider": {
            "account_trust_score": 5,
            "card_number_source": "app",
            "cardholder_name": holder.name,
            "device_trust_score": 5,
            "reason_codes": [],
            "suggested_decision": "approve",
        },
    }
    made = work.create(
        TOKEN,
        outcome,
        card=card.id,
        device_fingerprint=device,
        last4=f"{work.mint.number(10**4):04d}",
        network="visa",
        network_updated_at=work.now,
        wallet_provider=wallet,
        private={"network_data": network},
    )
    if card.wallets["primary_account_identifier"] is None:
        known = {"primary_account_identifier": f"V-{work.mint.number(10**16):016d}"}
        work.change(card, wallets=known, **cards.current(work, card))
    return made


def of_wallet(work: Work, card: Record, wallet: str) -> str | None:
    """The token by which a wallet pays with a card. gives: its id"""
    for token in work.where("issuing.token", 50, card=card.id, status="active"):
        if token.wallet_provider == wallet:
            return str(token.id)
    return None


def move(work: Work, token: Record, verb: str) -> Record:
    """It is used, put aside or given up. refuses: wrong_token_state"""
    if TOKEN.refuses(verb, token):
        raise refusals.wrong_token_state(token, verb)
    return work.advance(token, verb, "done", network_updated_at=work.now)


@hears(CARD, "cancel", "done")
def end_all(work: Work, card: Record) -> None:
    """Wallets lose a card that is canceled. source: inferred"""
    for token in list(work.each("issuing.token", card=card.id)):
        if token.status != "deleted":
            move(work, token, "delete")
