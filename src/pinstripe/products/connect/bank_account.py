"""The external account record: where an account is paid out to.

Owns: bank accounts, which of them is the default of its currency. Does not own: the endpoints
(bank_accounts.py), payouts, debit cards (501). Money: none. Source: spec; recorded: gumroad.
Private fact: `bank`, what the network knows it by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount
from pinstripe.networks.cards.details import fingerprint
from pinstripe.products.connect import countries, refusals
from pinstripe.products.connect.requirements import nothing

PATH = "/v1/accounts/{account}/external_accounts"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from            to         event
    ("create", "made",   ANY,            "new",     "account.external_account.created"),
    ("create", "known",  ANY,            "new"),
    ("err",    "done",   "new verified", "errored", "account.external_account.updated"),
    ("mend",   "done",   "errored",      "new",     "account.external_account.updated"),
)
# fmt: on

BANK_ACCOUNT = Resource(
    "bank_account",
    prefix="ba",
    path=PATH,
    noun="external account",
    events="account.external_account",
    index=("account",),
    livemode=False,
    absent="customer",
    lifecycle=LIFECYCLE,
)

BANKS = {
    "GB 23-14-70": "WISE PAYMENTS LTD",
    "KR SGSEKRSLXXX": "SG SECURITIES KOREA CO., LTD.",
    "LK AAAALKLXXXX-7010999": "BANK OF CEYLON",
    "TR ADABTRIS": "DUNYA KATILIM BANKASI A.S.",
}
ROUTING = {
    "AU 110000": "11 0000",
    "AZ 123456-123456": "123456123456",
    "MY HBMBMYKL": "TESTMYKLXXX",
    "ZA FIRNZAJJ": "FIRNZAJJXXX",
}
"""Names of banks, and routing numbers that are shown otherwise. source: recorded: gumroad"""


def newest(work: Work) -> list[Record]:
    """External accounts of the account acted for, newest first."""
    return [*work.each("bank_account", account=work.account)]


def shown(records: list[Record]) -> list[dict[str, Any]]:
    """As an account shows them: defaults first. source: inferred"""
    return sorted((one.body for one in records), key=lambda body: not body["default_for_currency"])


def usual(country: str) -> list[BankAccount]:
    """Accounts of a country, whatever their routing numbers. source: recorded: gumroad (GB with 23-14-70)"""
    return [one for one in numbers.accounts().values() if one.country == country]


def known_bank(given: Mapping[str, Any], country: str, param: str) -> BankAccount:
    """The published account of these numbers. refuses: missing_param, bad_account_number"""
    number = given.get("account_number")
    if not number:
        raise errors.missing_param(f"{param}[account_number]")
    routing = given.get("routing_number") or ""
    found = checks.found(country, routing, number)
    if isinstance(found, checks.Refusal):
        plain = checks.plain(number)
        home = numbers.by_number(country, numbers.ACH_ROUTING, plain)
        home = home or next((one for one in usual(country) if one.number == plain), None)
        if home is None:
            raise refusals.bad_account_number(found, param)
        return home
    return found


def add(
    work: Work, given: str | Mapping[str, Any], param: str, default: bool, metadata: Any, home: str
) -> Record:
    """One more, and the default of its currency if it is the first or shall be. params: given, a hash of
    numbers or a published token; home, the account's country. refuses: no_such, not_implemented,
    bad_account_number"""
    if isinstance(given, str):
        known = numbers.by_token(given)
        if known is None:
            raise unknown_token(work, given, param)
        given = {"account_number": known.number, "routing_number": known.routing, "country": known.country}
    elif given.get("object") == "card":
        raise errors.not_implemented("POST /v1/accounts", f"{param}[object]=card")
    country = given.get("country") or home
    usual = countries.CURRENCIES.get(country)
    if usual is None:
        raise errors.bad_country(country, f"{param}[country]")
    currency = (given.get("currency") or usual).lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, f"{param}[currency]")
    bank = replace(known_bank(given, country, param), country=country)
    routing = given.get("routing_number") or numbers.ACH_ROUTING
    place = f"{country} {routing}"
    alone = all(one.currency != currency for one in newest(work))
    if default and not alone:
        give_up_default(work, currency)
    return work.create(
        BANK_ACCOUNT,
        "made",
        account=work.account,
        account_holder_name=given.get("account_holder_name"),
        account_holder_type=given.get("account_holder_type"),
        account_type=given.get("account_type"),
        available_payout_methods=["standard", "instant"] if country == "US" else ["standard"],
        bank_name=BANKS.get(place, "STRIPE TEST BANK"),
        country=country,
        currency=currency,
        default_for_currency=alone or default,
        fingerprint=fingerprint(f"{place} {bank.number}", work.world.seed),
        future_requirements=blank(),
        requirements=blank(),
        last4=bank.number[-4:],
        metadata=merged_metadata(None, metadata or {}),
        routing_number=ROUTING.get(place, routing),
        private={"bank": bank.key},
    )


def unknown_token(work: Work, given: str, param: str) -> Exception:
    """A token of something that payouts are not sent to yet, or of nothing."""
    if work.peek(given, "token") is not None or given.startswith("tok_"):
        return errors.not_implemented("POST /v1/accounts/{account}/external_accounts", f"{param}=tok_")
    return errors.no_such("token", given, param, 400)


def blank() -> dict[str, Any]:
    """Requirements of a bank account that lacks nothing. source: recorded: gumroad"""
    lists = nothing()
    del lists["eventually_due"]
    return lists


def give_up_default(work: Work, currency: str, but: str = "") -> None:
    """Another one of the currency takes the place."""
    for one in newest(work):
        if one.currency == currency and one.default_for_currency and one.id != but:
            work.change(one, default_for_currency=False)


def make_default(work: Work, record: Record) -> None:
    """Payouts in its currency go there from now on."""
    give_up_default(work, record.currency, record.id)
    work.change(record, default_for_currency=True)


def replace_default(work: Work, given: str | Mapping[str, Any], param: str, home: str) -> Record:
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
