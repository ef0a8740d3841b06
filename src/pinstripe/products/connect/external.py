"""The external accounts of an account, bank accounts and debit cards: how one is added, replaced, taken away.

Owns: which is the default of its currency, tokens that stand for one. Does not own: the records
(bank_account.py, external_card.py), the endpoints (bank_accounts.py), what follows for the account
(assessment.py). Money: none. Source: spec; recorded: gumroad; docs: Connect external accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import numbers as banks
from pinstripe.networks.banks.port import Inspected
from pinstripe.networks.cards import numbers as cards
from pinstripe.products.connect import bank_account as bank_accounts
from pinstripe.products.connect import external_card as external_cards
from pinstripe.products.connect import handover, refusals
from pinstripe.products.connect.bank_account import BANK_ACCOUNT, Facts
from pinstripe.products.connect.external_card import EXTERNAL_CARD
from pinstripe.products.methods import tokenization

Given = str | Mapping[str, Any]
KINDS = (BANK_ACCOUNT.object, EXTERNAL_CARD.object)
OF_A_BANK = ("account_holder_name", "account_holder_type", "account_number", "account_type", "routing_number")
OF_A_CARD = ("number", "cvc", *external_cards.FIELDS)
"""What a hash says of one and not of the other. source: sdk"""
UNBORN = 1 << 62
OWNERSHIP = "documents.bank_account_ownership_verification.files"
PROVING = (Inspected.OWNER_PROVEN, Inspected.OWNER_UNPROVEN)


def newest(work: Work) -> list[Record]:
    """External accounts of the account acted for, newest first."""
    found = [one for kind in KINDS for one in work.each(kind, account=work.account)]
    return sorted(found, key=lambda one: one.born or UNBORN, reverse=True)


def shown(records: list[Record]) -> list[dict[str, Any]]:
    """As an account shows them: defaults first. source: inferred"""
    return sorted((one.body for one in records), key=lambda body: not body["default_for_currency"])


def found(work: Work, key: str, status: int = 404) -> Record:
    """An external account of the account acted for. refuses: no_such"""
    record = work.peek(key)
    if record is None or record.type not in KINDS or record.body.get("account") != work.account:
        raise errors.no_such("external account", key, "id", status)
    return record


def owner_of(work: Work, key: str) -> str:
    """Whose external account has this id: the account acted for, or one of a platform's, whose last letters
    stand in the id. refuses: no_such
    """
    if work.account == work.world.account:
        for account in work.each("account"):
            if account.id[-10:] in key:
                own_work = work.acting_for(account.id)
                return account.id if found(own_work, key) else ""
    found(work, key)
    return work.account


def add(work: Work, given: Given, param: str, default: bool, metadata: Any, home: str) -> Record:
    """One more, and the default of its currency if it is the first or shall be. params: given, a hash of
    numbers or a token; home, the account's country. refuses: those of described"""
    resource, (fields, private) = described(work, given, param, home)
    currency = fields["currency"]
    alone = all(one.currency != currency for one in newest(work))
    if default and not alone:
        give_up_default(work, currency)
    key = card_of(work, given) if resource is EXTERNAL_CARD else None
    return work.create(
        resource,
        "made",
        **({"id": key} if key else {}),
        account=work.account,
        default_for_currency=alone or default,
        metadata=merged_metadata(None, metadata or {}),
        private=private,
        **fields,
    )


def card_of(work: Work, given: Given) -> str | None:
    """The id that a token of the account gave its card, which keeps it. source: recorded:
    gumroad-1bdbdc121e
    """
    token = work.peek(given, "token") if isinstance(given, str) else None
    card = (token.body.get("card") or {}).get("id") if token is not None else None
    return card if card and work.account[-10:] in card and work.peek(card) is None else None


def described(work: Work, given: Given, param: str, home: str) -> tuple[Resource, Facts]:
    """Which kind was given, and what is kept of it. refuses: no_such, missing_param, used_token, wrong_token,
    no_debit_card, card_without_currency, bad_bank_account, bad_card, unknown_param"""
    if not isinstance(given, str):
        card = given.get("object") == "card"
        beside = next((name for name in (OF_A_BANK if card else OF_A_CARD) if given.get(name)), None)
        if beside is not None:
            raise errors.unknown_param(f"{param}[{beside}]")
        if not card:
            return BANK_ACCOUNT, bank_accounts.described(work, given, param, home)
        given = tokenization.card(work, given, param).id
    known, bank = cards.by_token(given), banks.by_token(given)
    if known is not None:
        return EXTERNAL_CARD, external_cards.published(work, known)
    if bank is not None:
        numbers = {"account_number": bank.number, "routing_number": bank.routing, "country": bank.country}
        return BANK_ACCOUNT, bank_accounts.described(work, numbers, param, home)
    token = handover.taken(work, given, "", param)
    kind = token.body["type"]
    if kind == "card":
        return EXTERNAL_CARD, external_cards.of_token(token)
    if kind == "bank_account":
        return BANK_ACCOUNT, bank_accounts.described(work, tokenization.numbers_of(token), param, home)
    raise refusals.wrong_token(given, "bank_account", param)


def awaits(record: Record) -> bool:
    """Does somebody still look at whose bank account it is? source: docs: Connect testing"""
    looked_at = record.private.get("looked") or record.private.get("shown_by")
    return record.type == BANK_ACCOUNT.object and not looked_at and inspection(record) in PROVING


def inspection(record: Record) -> Inspected:
    """What looking at a bank account gives."""
    bank = banks.by_key(record.private["bank"])
    return bank.inspection if bank is not None else Inspected.GOOD


def looked_at(work: Work, record: Record) -> None:
    """Whose it is has been looked at: who cannot prove it shows a document. source: docs: Connect testing"""
    work.note(record, looked=True)
    if inspection(record) is Inspected.OWNER_UNPROVEN:
        due = {"currently_due": [OWNERSHIP], "past_due": [OWNERSHIP]}
        work.change(record, requirements={**bank_accounts.blank(), **due})


def lacking(records: list[Record]) -> set[str]:
    """What an account lacks because of its bank accounts."""
    lists = (one.body.get("requirements") or {} for one in records if one.type == BANK_ACCOUNT.object)
    return {name for found in lists for name in found.get("currently_due", ())}


def documented(work: Work, record: Record, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a bank account once somebody has shown whose it is. source: docs: Connect testing"""
    files = (given.get("bank_account_ownership_verification") or {}).get("files")
    if not files:
        return {}
    handover.refuse_unknown_files(work, given, "documents")
    work.note(record, shown_by=files[0])
    return {name: bank_accounts.blank() for name in ("requirements", "future_requirements")}


def give_up_default(work: Work, currency: str, but: str = "") -> None:
    """Another one of the currency takes the place."""
    for one in newest(work):
        if one.currency == currency and one.default_for_currency and one.id != but:
            work.change(one, default_for_currency=False)


def make_default(work: Work, record: Record) -> None:
    """Payouts in its currency go there from now on."""
    give_up_default(work, record.currency, record.id)
    work.change(record, default_for_currency=True)


def replace_default(work: Work, given: Given, param: str, home: str) -> Record:
    """A new default; the former one of its currency goes. source: spec"""
    before = [one for one in newest(work) if one.default_for_currency]
    made = add(work, given, param, True, None, home)
    for one in before:
        if one.currency == made.currency:
            work.delete(one)
    return made


def remove(work: Work, record: Record, default_currency: str) -> None:
    """It leaves. refuses: last_of_its_currency. source: docs: Connect external accounts"""
    others = [one for one in newest(work) if one.currency == record.currency and one.id != record.id]
    if record.default_for_currency and (record.currency == default_currency or others):
        raise refusals.last_of_its_currency()
    work.delete(record)
