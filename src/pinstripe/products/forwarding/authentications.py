"""The endpoints of 3DS authentications.

Owns: create, submit, cancel, list. Does not own: the record and what a bank says (authentication.py), cards
(room methods). Money: none. Source: spec; docs: Standalone 3DS.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details
from pinstripe.products.forwarding import authentication as authentications
from pinstripe.products.forwarding import refusals
from pinstripe.products.forwarding.authentication import AUTHENTICATION
from pinstripe.products.methods import creation, kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card

ALL = AUTHENTICATION.path
ONE = f"{ALL}/{{authentication}}"
METHODS = ("payment_method", "payment_method_data")


@operation(f"POST {ALL}", AUTHENTICATION)
def create(work: Work, params: Params) -> Record:
    """The holder of a card is to be asked for a payment that another processor makes, at once where the
    caller says so. refuses: exclusive_params, must_provide, missing_param, bad_currency, only_cards,
    no_authentication, not_authenticated. source: docs: Standalone 3DS
    """
    refuse(work, params)
    method = method_of(work, params)
    server = server_of(params, method)
    key = work.new_id(AUTHENTICATION)
    looks = params.channel["type"] == "browser" and card.known(method).authentication != "unsupported"
    fields = stored(AUTHENTICATION, params, frozenset((*METHODS, "directory_server", "future_usage")))
    if params.get("future_usage"):
        fields["future_usage"] = planned(params.future_usage)
    made = work.create(
        AUTHENTICATION,
        "done",
        **{
            **fields,
            "id": key,
            "directory_server": server,
            "fingerprinting_url": work.public(authentications.FINGERPRINT.path(key)) if looks else None,
            "payment_method": method.id,
        },
        private={"key": work.mint.letters(24)},
    )
    when = params.get("submit")
    if when == "always" or (when == "if_fingerprinting_not_supported" and not looks):
        return authentications.submit(work, made)
    return made


def refuse(work: Work, params: Params) -> None:
    """What has to be said, and what cannot be said together. source: spec"""
    if all(params.get(name) for name in METHODS):
        raise errors.exclusive_params(METHODS)
    if not any(params.get(name) for name in METHODS):
        raise errors.must_provide(METHODS)
    if params.get("reason") and params.get("flow_preference"):
        raise errors.exclusive_params(["flow_preference", "reason"])
    if params.message_category == "payment_authentication":
        for name in ("amount", "currency"):
            if params.get(name) is None:
                raise errors.missing_param(name)
    if params.get("amount") is not None and params.amount < 0:
        raise errors.too_low(0, "amount")
    if params.get("currency") and not currencies.known(params.currency):
        raise errors.bad_currency(params.currency, currencies.ACCEPTED)
    kind = params.channel["type"]
    said = params.channel.get(kind)
    if not said:
        raise errors.missing_param(f"channel[{kind}]")
    if kind == "three_r_i":
        where = "channel[three_r_i][previous_authentication]"
        before = work.find(AUTHENTICATION.object, said["previous_authentication"], where)
        if before.status != "succeeded":
            raise refusals.not_authenticated(before.id)


def planned(said: Params) -> dict[str, Any]:
    """For which later payments the holder is asked: every day, where nobody says how often. refuses:
    missing_param. source: spec; inferred (the interval)
    """
    kind = said["type"]
    if kind in FUTURE and not said.get(kind):
        raise errors.missing_param(f"future_usage[{kind}]")
    found: dict[str, Any] = {"type": kind}
    for name in FUTURE:
        if said.get(name):
            expiry = said[name]["expiry"]
            if expiry["type"] == "date" and not expiry.get("date"):
                raise errors.missing_param(f"future_usage[{name}][expiry][date]")
            found[name] = {"interval": "day", "interval_count": 1, **said[name]}
    return found


FUTURE = ("installment", "recurring")


def method_of(work: Work, params: Params) -> Record:
    """The card, which is described or there already. refuses: only_cards"""
    if params.get("payment_method"):
        found = methods.resolve(work, params.payment_method, "payment_method")
    else:
        found = creation.described(work, params.payment_method_data, "payment_method_data", f"POST {ALL}")
    if found.body["type"] != kinds.DEFAULT.name:
        raise refusals.only_cards(found.body["type"])
    return found


def server_of(params: Params, method: Record) -> str:
    """The directory server that knows the card. refuses: no_authentication"""
    shown = method.body[kinds.DEFAULT.name]
    names = {details.DIRECTORY_NAMES.get(one) for one in (shown["brand"], *shown["networks"]["available"])}
    wanted: str | None = params.get("directory_server") or details.DIRECTORY_NAMES.get(shown["brand"])
    if wanted is None or wanted not in names:
        raise refusals.no_authentication(shown["brand"])
    return wanted


@operation(f"POST {ONE}/submit", AUTHENTICATION, subject="authentication")
def submit(work: Work, authentication: Record, params: Params) -> Record:
    """The holder's bank is asked, with what was seen of the holder's device. source: docs: Standalone 3DS"""
    if authentication.status != "requires_submission":
        raise refusals.wrong_state(authentication, "submit")
    work.note(authentication, seen=params.get("fingerprinting_result"))
    noted(work, authentication, params)
    return authentications.submit(work, authentication)


@operation(f"POST {ONE}/cancel", AUTHENTICATION, subject="authentication")
def cancel(work: Work, authentication: Record, params: Params) -> Record:
    """Nobody will be asked any more. source: docs: Standalone 3DS"""
    noted(work, authentication, params)
    work.unschedule("lapse", authentication)
    gone = {"challenge_url": None, "fingerprinting_url": None, "outcome": "canceled"}
    return work.advance(authentication, "cancel", "done", **gone)


def noted(work: Work, authentication: Record, params: Params) -> None:
    """The caller's notes."""
    if "metadata" in params:
        notes: dict[str, Any] = merged_metadata(authentication.get("metadata"), params.metadata)
        work.amend(authentication, metadata=notes)


@operation(f"GET {ALL}", AUTHENTICATION)
def list_authentications(work: Work, params: Params) -> Page:
    """Authentications, newest first. source: spec"""
    return show_records(work, AUTHENTICATION, params, ALL, params.pick("status"))
