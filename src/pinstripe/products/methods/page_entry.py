"""Page entry: what a page asks of somebody who pays by a new method, and the method that they describe.

Owns: what is asked of each kind, reading it, the consent that a page takes down. Does not own: the pages
(rooms and control), making a method (creation.py), mandates (mandate.py). Money: none.
Source: docs: Checkout (what a page collects); the fields are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds

DETAILS: dict[str, tuple[tuple[str, str], ...]] = {
    "acss_debit": (
        ("institution_number", "Institution number"),
        ("transit_number", "Transit number"),
        ("account_number", "Account number"),
    ),
    "au_becs_debit": (("bsb_number", "BSB"), ("account_number", "Account number")),
    "boleto": (("tax_id", "CPF or CNPJ"),),
    "bacs_debit": (("sort_code", "Sort code"), ("account_number", "Account number")),
    "card": (("number", "Card number"), ("expiry", "Expiry (MM/YY)"), ("cvc", "Security code")),
    "nz_bank_account": (
        ("bank_code", "Bank code"),
        ("branch_code", "Branch code"),
        ("account_number", "Account number"),
        ("suffix", "Suffix"),
    ),
    "payto": (("pay_id", "PayID"),),
    "sepa_debit": (("iban", "IBAN"),),
    "us_bank_account": (("routing_number", "Routing number"), ("account_number", "Account number")),
}
"""What a page asks of a kind; the others are agreed to on a page of their own."""
ON_PAGE = {"ip_address": "127.0.0.1", "user_agent": "Mozilla/5.0"}


def described(kind: str, said: Mapping[str, str], owner: Mapping[str, Any]) -> Params:
    """The method that was filled in, as a request would describe it. params: owner, as its billing details"""
    about: dict[str, Any] = {name: value for name, value in said.items() if value}
    if kind == kinds.DEFAULT.name and "expiry" in about:
        month, _, year = about.pop("expiry").partition("/")
        about["exp_month"], about["exp_year"] = number(month), number(year)
    if kind == "us_bank_account":
        about = {"account_holder_type": "individual", **about}
    told = {"type": kind, kind: Params(about)}
    details = Params({name: value for name, value in owner.items() if value})
    return Params({**told, "billing_details": details} if details else told)


def missing(kind: str, said: Mapping[str, str]) -> str:
    """What somebody has yet to fill in, in words; empty where that is nothing."""
    left = [label.partition(" (")[0] for name, label in DETAILS.get(kind, ()) if not said.get(name)]
    return f"Please fill in: {', '.join(left)}." if left else ""


def number(written: str) -> int:
    """A month or a year as it was written; none that there is where it is no number."""
    plain = written.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 4 else 0


UNASKED = "payment_intent_authentication_failure", "setup_intent_authentication_failure"
SAID = (
    "We are unable to authenticate your payment method. "
    "Please choose a different payment method and try again."
)


def failure(error: Mapping[str, Any] | None) -> str:
    """Why a try came to nothing, as a payer is told: not what their merchant is told to do. source: docs:
    error codes (from memory)"""
    if not error:
        return ""
    return SAID if error.get("code") in UNASKED else str(error.get("message") or "")


def consent(work: Work, method: Record, terms: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The page says that whoever pays so agrees to be debited. gives: none, where a kind wants none. source:
    docs: mandates"""
    if not kinds.kind_of(method).mandate:
        return None
    online = {**ON_PAGE, **({"ip_address": work.client} if work.client else {})}
    return {"customer_acceptance": {"online": online, "type": "online"}, "terms": dict(terms or {})}
