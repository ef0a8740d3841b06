"""What is handed over once by a token: a card, a bank account, what an account or a person tells, a number.

Owns: what each kind of token shows and keeps. Does not own: the record and its single use (token.py), the
endpoint (tokens.py), what is made of it. Money: none. Source: spec; recorded: gumroad (cards).
Private facts of a token: `shared` (a customer's card), `bank` (what the network knows it by), `told` (what an
account or a person tells), `number` (of a person).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks as bank_checks
from pinstripe.networks.banks import details as banks
from pinstripe.networks.banks import numbers
from pinstripe.networks.banks.port import BankAccount
from pinstripe.networks.cards import checks, details
from pinstripe.products.methods import clone, refusals
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card as cards
from pinstripe.products.methods.kinds import us_bank_account as bank_kind
from pinstripe.products.methods.token import TOKEN, billing_of, known_card

SHOWN_ALREADY = ("address_line1_check", "address_postal_code_check", "cvc_check")


def card(work: Work, given: Any, param: str = "card") -> Record:
    """A card's data as a token. refuses: missing_param, bad_card. source: spec; recorded: gumroad"""
    if not isinstance(given, Params):
        raise errors.missing_param(param)
    known = known_card(given, work.now, param)
    month, year = int(given.exp_month), checks.full_year(int(given.exp_year))
    billing = billing_of(given)
    address = billing["address"]
    shown = details.legacy_card_of(
        known,
        month,
        year,
        details.fingerprint(known.number, work.world.seed),
        address={**address, "zip": address["postal_code"]},
        name=given.get("name"),
        cvc_check="unchecked" if "cvc" in given else None,
        line1_check="unchecked" if address["line1"] else None,
        zip_check="unchecked" if address["postal_code"] else None,
        preferred_network=(given.get("networks") or {}).get("preferred"),
    )
    if "currency" in given:
        shown["currency"] = given.currency.lower()
    key = work.mint.long("card", work.now, work.account)
    facts = {"card": known.key, "cvc": "cvc" in given, "billing": billing}
    return work.create(
        TOKEN, type="card", client_ip=work.client or None, card={"id": key, **shown}, private=facts
    )


def shared_card(work: Work, params: Params) -> Record:
    """A card of the platform's customer as a token of the acting account.
    refuses: no_card, and what is not shared. source: recorded: gumroad-1bdbdc121e
    """
    method = clone.kept_by(work, params.customer, params.get("card"), "card")
    if method.private.get(cards.NAME) is None:
        raise refusals.no_card(method.id)
    known, shown_as, billing = cards.known(method), method.card, method.billing_details
    address, made = billing["address"], shown_as["checks"] or {}
    line1, postal, cvc = (made.get(name) for name in SHOWN_ALREADY)
    shown = details.legacy_card_of(
        known,
        shown_as["exp_month"],
        shown_as["exp_year"],
        shown_as["fingerprint"],
        address={**address, "zip": address["postal_code"]},
        name=billing["name"],
        cvc_check=cvc,
        line1_check=line1,
        zip_check=postal,
    )
    key = work.mint.long("card", work.now, work.account)
    facts = {"card": known.key, "cvc": cvc is not None, "billing": billing, "shared": True}
    address_of = work.client or None
    return work.create(TOKEN, type="card", client_ip=address_of, card={"id": key, **shown}, private=facts)


def bank_account(work: Work, given: Mapping[str, Any]) -> Record:
    """A bank account's numbers as a token. refuses: missing_param, bad_bank_account, bad_currency.
    source: spec; recorded: gumroad (the object)
    """
    country = (given.get("country") or "").upper()
    bank = bank_of(given, country, "bank_account")
    currency = (given.get("currency") or bank.currency or "usd").lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, "bank_account[currency]")
    body = {"id": work.mint.long("ba", work.now, work.account), "object": "bank_account"}
    body |= banks.shown(bank, given, currency, work.world.seed)
    facts = {"bank": bank.key, "routing": given.get("routing_number") or ""}
    return work.create(
        TOKEN,
        id=work.mint.long("btok", work.now, work.account),
        type="bank_account",
        client_ip=work.client or None,
        bank_account=body,
        private=facts,
    )


def kept_bank(work: Work, given: Mapping[str, Any], customer: str | None) -> Record:
    """The bank account of a payment method as a token. One that a customer keeps needs the customer, any
    other is used up.

    refuses: no_such, not_a_bank, customer_for_clone, not_the_customers, consumed_method, other_bank
    source: docs: API reference (tokens)
    """
    method = methods.resolve(work, given["payment_method"], "bank_account[payment_method]")
    if method.body["type"] != bank_kind.NAME:
        raise refusals.not_a_bank(method.id)
    bank = bank_kind.known(method)
    if customer is not None and method.customer != work.find("customer", customer, "customer").id:
        raise refusals.not_the_customers(method.id, "bank_account[payment_method]")
    if customer is None and method.customer is not None:
        raise refusals.customer_for_clone()
    if given["account_number"][-4:] != bank.number[-4:] or given["country"].upper() != bank.country:
        raise refusals.other_bank(method.id)
    if method.customer is None:
        if method.private.get("used"):
            raise refusals.consumed_method()
        work.note(method, used=True)
    said = method.body[bank_kind.NAME]
    told = {"account_holder_name": method.billing_details["name"], "routing_number": bank.routing}
    told |= {name: said[name] for name in ("account_holder_type", "account_type")}
    return bank_account(work, {**told, "account_number": bank.number, "country": bank.country})


def bank_of(given: Mapping[str, Any], country: str, param: str) -> BankAccount:
    """The published account of these numbers. refuses: missing_param, bad_bank_account"""
    number = given.get("account_number")
    if not number:
        raise errors.missing_param(f"{param}[account_number]")
    found = banks.known(country, given.get("routing_number") or "", number)
    if isinstance(found, bank_checks.Refusal):
        raise refusals.bad_bank_account(found, param)
    return found


def numbers_of(token: Record) -> dict[str, Any]:
    """A bank account as a token was told of it: what a request would say."""
    bank = numbers.by_key(token.private["bank"])
    assert bank is not None, "a token names an account that nobody published"
    shown = token.bank_account
    holder = {name: shown[name] for name in ("account_holder_name", "account_holder_type", "account_type")}
    return {
        **holder,
        "account_number": bank.number,
        "routing_number": token.private["routing"] or None,
        "country": shown["country"],
        "currency": shown["currency"],
    }


def cvc_update(work: Work, given: Mapping[str, Any]) -> Record:
    """A card's security code that its holder typed again. refuses: missing_param, bad_card. source: spec"""
    code = given.get("cvc")
    if not code:
        raise errors.missing_param("cvc_update[cvc]")
    if not (code.isdecimal() and len(code) in (3, 4)):
        raise refusals.bad_card(checks.INVALID_CVC)
    return work.create(
        TOKEN,
        id=work.mint.long("cvctok", work.now, work.account),
        type="cvc_update",
        client_ip=work.client or None,
        private={"code": code},
    )


def legal(work: Work, kind: str, prefix: str, given: Mapping[str, Any]) -> Record:
    """What an account or a person tells, kept until it is used. source: spec"""
    return work.create(
        TOKEN,
        id=work.mint.long(prefix, work.now, work.account),
        type=kind,
        client_ip=work.client or None,
        private={"told": dict(given)},
    )


def pii(work: Work, given: Mapping[str, Any]) -> Record:
    """A person's number as a token. refuses: missing_param. source: spec"""
    if not given.get("id_number"):
        raise errors.missing_param("pii[id_number]")
    return work.create(
        TOKEN,
        id=work.mint.long("pii", work.now, work.account),
        type="pii",
        client_ip=work.client or None,
        private={"number": given["id_number"]},
    )
