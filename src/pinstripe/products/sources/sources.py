"""The endpoints of sources.

Owns: create, retrieve, update, verify; which types there are and how each is paid. Does not own: the record
(room methods), its page (authorization.py), what a receiver gets (source_transactions.py). Money: none.
Source: spec; inferred; recorded: omnipay-stripe, active_merchant (cards).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds, older_source
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.sources import authorization, description, order, refusals, share


class Type(NamedTuple):
    """How a type of source is paid: its flow, whether it is good once, its kind, what it shows at first."""

    flow: str
    usage: str
    kind: str
    shows: dict[str, Any]


BANK: Final = ("bank_code", "bank_name", "bic", "iban_last4", "preferred_language", "statement_descriptor")
TYPES: Final[dict[str, Type]] = {
    "card": Type("none", "reusable", "card", {}),
    "alipay": Type(
        "redirect",
        "single_use",
        "alipay",
        dict.fromkeys(("data_string", "native_url", "statement_descriptor")),
    ),
    "bancontact": Type("redirect", "single_use", "bancontact", dict.fromkeys(BANK)),
    "eps": Type("redirect", "single_use", "eps", dict.fromkeys(("reference", "statement_descriptor"))),
    "giropay": Type(
        "redirect",
        "single_use",
        "giropay",
        dict.fromkeys(("bank_code", "bank_name", "bic", "statement_descriptor")),
    ),
    "ideal": Type(
        "redirect",
        "single_use",
        "ideal",
        dict.fromkeys(("bank", "bic", "iban_last4", "statement_descriptor")),
    ),
    "p24": Type("redirect", "single_use", "p24", {"reference": None}),
    "multibanco": Type("receiver", "single_use", "multibanco", {}),
    "ach_credit_transfer": Type("receiver", "reusable", "ach_credit_transfer", {}),
    "wechat": Type("redirect", "single_use", "wechat_pay", {"qr_code_url": None}),
    "acss_debit": Type("none", "reusable", "acss_debit", {}),
    "au_becs_debit": Type("none", "reusable", "au_becs_debit", {}),
    "sepa_debit": Type("none", "reusable", "sepa_debit", {}),
    "klarna": Type("redirect", "single_use", "klarna", {}),
    "sofort": Type("redirect", "single_use", "sofort", dict.fromkeys(BANK)),
    "three_d_secure": Type("redirect", "single_use", "card", {}),
}
"""source of flows and uses: inferred; recorded: liberapay (SEPA)"""


@operation("POST /v1/sources", OLDER_SOURCE, publishable=True)
def create(work: Work, params: Params) -> Record:
    """A payer's promise: good at once, or once they agreed, or sent money. refuses: missing_param, not_made,
    wrong_flow, wrong_usage, wrong_currency, bad_currency, too_low, of_another_type, those of cards, of
    accounts, of orders and mandates, and of sharing. source: spec; inferred
    """
    if params.get("original_source") is not None or params.get("customer") is not None:
        return share.shared(work, params)
    name = params.get("type") or ("card" if params.get("token") else None)
    if name is None:
        raise errors.missing_param("type")
    if name not in TYPES:
        raise refusals.not_made(name)
    kind = TYPES[name]
    refuse(params, name, kind)
    key = work.new_id(OLDER_SOURCE)
    private: dict[str, Any] = {"key": work.mint.letters(24)}
    body: dict[str, Any] = {
        "id": key,
        "amount": params.get("amount"),
        "client_secret": f"src_client_secret_{work.mint.letters(24)}",
        "currency": (params.get("currency") or "").lower() or None,
        "flow": kind.flow,
        "metadata": merged_metadata(None, params.get("metadata")),
        "owner": older_source.blank_owner(params.get("owner")),
        "statement_descriptor": params.get("statement_descriptor"),
        "type": name,
        "usage": params.get("usage") or kind.usage,
    }
    good = kind.flow == "none"
    if good:
        shown, kept = described(work, params, name, key)
        private |= kept
    elif kind.flow == "redirect":
        address = f"{work.public(authorization.PAGE.path(key))}?merchant={work.account}&key={private['key']}"
        back = params.redirect.return_url
        body["redirect"] = {"failure_reason": None, "return_url": back, "status": "pending", "url": address}
        shown = {**kind.shows, **description.page_of(params, name, address)}
        if name == "three_d_secure":
            shown, kept = description.guarded(work, params)
            private |= kept
    else:
        shown, body["receiver"] = receiver(work, key, name, params)
    description.refuse_owner(params, name)
    body[name] = shown
    return agreed(work, params, body, private)


def agreed(work: Work, params: Params, body: dict[str, Any], private: dict[str, Any]) -> Record:
    """The source with its order and its mandate: chargeable once its payer has agreed to that.

    refuses: those of orders and mandates
    """
    if params.get("source_order") is not None:
        body["source_order"] = order.shown(params.source_order, body)
    told = order.mandate(params.get("mandate"), body["type"], body)
    private |= {"mandate": told} if told is not None else {}
    good, standing = body["flow"] == "none", order.standing(told)
    outcome = "chargeable" if good and standing == "accepted" else "pending"
    source = older_source.made(work, outcome, body, private)
    if good and standing in ("refused", "revoked"):
        older_source.agree(work, source, False)
    authorization.expect(work, source)
    return source


def described(work: Work, params: Params, name: str, key: str) -> description.Described:
    """What is good at once: a card, or an account that is debited. refuses: as create"""
    if name != "card":
        return description.bank_debit(work, params, name, key)
    if params.get("token"):
        return older_source.card_facts(work, params.token, "token")
    return older_source.card_facts(work, params.card, "card")


def refuse(params: Params, name: str, kind: Type) -> None:
    """Is said what its type needs? refuses: as create"""
    description.refuse_others(params, name)
    if params.get("flow") not in (None, kind.flow):
        raise refusals.wrong_flow(name, kind.flow)
    if name == "card":
        if not params.get("token") and not params.get("card"):
            raise errors.missing_param("token")
    elif params.get("usage") not in (None, kind.usage):
        raise refusals.wrong_usage(name, kind.usage)
    currency = (params.get("currency") or "").lower()
    if currency and not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED)
    if name == "card":
        return
    for word in ("amount", "currency") if kind.usage == "single_use" else ("currency",):
        if params.get(word) is None:
            raise errors.missing_param(word)
    if params.get("amount") is not None and params.amount < 1:
        raise errors.too_low(1, "amount")
    allowed = kinds.named(kind.kind).currencies
    if allowed and currency not in allowed:
        raise refusals.wrong_currency(name, allowed)
    if kind.flow == "redirect" and not params.get("redirect"):
        raise errors.missing_param("redirect[return_url]")


def receiver(work: Work, key: str, name: str, params: Params) -> tuple[dict[str, Any], dict[str, Any]]:
    """The account that a payer sends money to, in the type's own words. source: spec (fixture)"""
    number = stable(12, work.world.seed, key).lower()
    told = {
        "address": f"110000000-test_{number}" if name == "ach_credit_transfer" else f"12345-{number}",
        "amount_charged": 0,
        "amount_received": 0,
        "amount_returned": 0,
        "refund_attributes_method": (params.get("receiver") or {}).get("refund_attributes_method") or "email",
        "refund_attributes_status": "missing",
    }
    if name == "multibanco":
        return {"entity": "12345", "reference": number[:9]}, told
    return {
        "account_number": f"test_{number}",
        "bank_name": "TEST BANK",
        "fingerprint": stable(16, work.world.seed, key, "account"),
        "routing_number": "110000000",
        "swift_code": "TSTEZ122",
    }, told


@operation("GET /v1/sources/{source}", OLDER_SOURCE, subject="source", publishable=True)
def retrieve(work: Work, source: Record, params: Params) -> Record:
    """A source; a page names its secret. refuses: no_such, missing_param. source: spec"""
    secret = params.get("client_secret")
    if secret is not None and secret != source.client_secret:
        raise errors.no_such(OLDER_SOURCE.noun, source.id, OLDER_SOURCE.param, 404)
    if secret is None and work.publishable:
        raise errors.missing_param("client_secret")
    return source


@operation("POST /v1/sources/{source}", OLDER_SOURCE, subject="source", verb="revise")
def update(work: Work, source: Record, params: Params) -> Record:
    """Another owner, other notes, another amount, order or mandate. refuses: too_low, those of orders and
    mandates. source: spec
    """
    if params.get("amount") is not None and params.amount < 1:
        raise errors.too_low(1, "amount")
    metadata = {}
    if "metadata" in params:
        metadata = {"metadata": merged_metadata(source.metadata, params.metadata)}
    older_source.update(work, source, {**params.pick("amount", "owner"), **metadata})
    if params.get("source_order") is not None:
        told = order.shown(params.source_order, source.body)
        older_source.update(work, source, {"source_order": told})
    if params.get("mandate") is not None:
        order.revise(work, source, params.mandate)
    return source


@operation("POST /v1/sources/{source}/verify", OLDER_SOURCE, subject="source", verb="revise")
def verify(work: Work, source: Record, params: Params) -> Record:
    """No type that can be made is verified by a code. refuses: not_verified_by_code. source: spec"""
    raise refusals.not_verified_by_code(source.id)
