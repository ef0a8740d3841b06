"""The bank account record: where an account is paid out to.

Owns: bank accounts as they are given. Does not own: debit cards (external_card.py), which of them all is the
default of its currency (external.py), the endpoints (bank_accounts.py), payouts. Money: none.
Source: spec; recorded: gumroad. Private fact: `bank`, what the network knows it by.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import details
from pinstripe.products.connect import countries
from pinstripe.products.connect.requirements import nothing
from pinstripe.products.methods import tokenization

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


Facts = tuple[dict[str, Any], dict[str, Any]]
INSTANT = "110000000"
"""The routing number of the bank at which US accounts are paid at once. source: recorded: gumroad (not
111000000, nor accounts elsewhere)"""


def described(work: Work, given: Mapping[str, Any], param: str, home: str) -> Facts:
    """What is kept of one. params: home, the account's country. gives: fields, private facts.
    refuses: bad_country, bad_currency, missing_param, bad_bank_account"""
    country = given.get("country") or home
    usual = countries.CURRENCIES.get(country)
    if usual is None:
        raise errors.bad_country(country, f"{param}[country]")
    currency = currency_of(given, usual, param)
    bank = tokenization.bank_of(given, country, param)
    shown = details.shown(bank, given, currency, work.world.seed)
    instant = home == country == "US" and shown["routing_number"] == INSTANT
    fields = {
        "available_payout_methods": ["standard", "instant"] if instant else ["standard"],
        "future_requirements": blank(),
        "requirements": blank(),
        **shown,
    }
    return fields, {"bank": bank.key}


def currency_of(given: Mapping[str, Any], usual: str, param: str) -> str:
    """What it is paid in. refuses: bad_currency"""
    currency = (given.get("currency") or usual).lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, f"{param}[currency]")
    return str(currency)


def blank() -> dict[str, Any]:
    """Requirements of a bank account that lacks nothing. source: recorded: gumroad"""
    lists = nothing()
    del lists["eventually_due"]
    return lists
