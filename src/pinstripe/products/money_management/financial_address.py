"""The financial address record: where banks send money for a storage account.

Owns: the record and its numbers. Does not own: endpoints, credits that come to it. Money: none.
Times: an address is there a moment after it was asked for.
Source: spec; sdk; numbers and their form inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.ids import stable
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.check_digits import with_check
from pinstripe.products.webhooks import v2_event

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome   from       to
    ("create",   "pending", ANY,       "pending"),
    ("activate", "done",    "pending", "active"),
)
# fmt: on

FINANCIAL_ADDRESS = Resource(
    "v2.money_management.financial_address",
    prefix="finaddr",
    ids="v2",
    path="/v2/money_management/financial_addresses",
    generated="retrieve",
    noun="financial_address",
    lifecycle=LIFECYCLE,
    index=("financial_account",),
    source="spec; sdk",
)

KINDS: Final = {"eur": ("iban", "IE"), "gbp": ("sort_code", "GB"), "usd": ("aba", "US")}
"""Currency → form of the address, and the country where none is said. source: spec; inferred"""
NETWORKS: Final = {
    "eur": ("sepa",),
    "gbp": ("chaps", "fps"),
    "usd": ("ach", "fedwire", "rtp"),
}
"""Currency → networks that lead there. source: spec (network of a simulated credit)"""
BANK: Final = "STRIPE TEST BANK"


def digits(work: Work, key: str, count: int) -> str:
    """Digits that belong to an address."""
    letters = stable(count, work.world.seed, key, "address")
    return "".join(str(ord(letter) % 10) for letter in letters)


def numbers_of(work: Work, record: Record, currency: str) -> dict[str, Any]:
    """What the sender has to know, by the form of the address."""
    holder = work.merchant.name
    match currency:
        case "usd":
            aba = {"account_number": digits(work, record.id, 12), "routing_number": "110000000"}
            return {"aba": {"account_holder_name": holder, "address": None, "bank_name": BANK, **aba}}
        case "gbp":
            code = {"account_number": digits(work, record.id, 8), "sort_code": "108800"}
            return {"sort_code": {"account_holder_name": holder, **code}}
        case _:
            country = record.bank_account["country"]
            number = with_check(country, f"PINS{digits(work, record.id, 14)}")
            return {"iban": {"account_holder_name": holder, "bank_name": BANK, "iban": number}}


@job(FINANCIAL_ADDRESS, "activate")
def activate(work: Work, record: Record) -> None:
    """It is there. source: sdk (event); inferred: when"""
    bank = record.bank_account
    given = {**bank, **numbers_of(work, record, bank["currency"])}
    work.advance(record, "activate", "done", bank_account=given)
    v2_event.tell(work, "v2.money_management.financial_address.activated", {}, record)
