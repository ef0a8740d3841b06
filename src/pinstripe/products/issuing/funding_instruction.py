"""The funding instructions record: where money is sent that cards are to spend.

Owns: the record, its bank details, what comes by them. Does not own: the endpoints (funding_instructions.py),
top-ups from a bank account (room payouts). Money: a transfer comes to the Issuing balance at once.
Source: docs: Issuing funding instructions; recorded: issuing-treasury. An account has one per currency.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.issuing import postings, refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from  to   events  posting
    ("create", "done",  ANY,  "="),
    ("fund",   "done",  ANY,  "=", "",     postings.FUND),
)
# fmt: on

FUNDING_INSTRUCTIONS = Resource(
    "funding_instructions",
    path="/v1/issuing/funding_instructions",
    prefix="fi",
    noun="funding instructions",
    status="",
    lifecycle=LIFECYCLE,
    source="docs: Issuing funding instructions",
)

BY_CURRENCY: Final = {"eur": "eu_bank_transfer", "gbp": "gb_bank_transfer", "usd": "us_bank_transfer"}
NAME: Final = "Stripe Technology Europe Limited"
DUBLIN: Final = {
    "city": "Dublin", "country": "IE", "line1": "1 Grand Canal Street Lower", "line2": None,
    "postal_code": "D02 H210", "state": None,
}  # fmt: skip
BERLIN: Final = {
    "city": "Berlin", "country": "DE", "line1": "Anhalter Str. 1", "line2": None,
    "postal_code": "10963", "state": None,
}  # fmt: skip
LONDON: Final = {
    "city": "London", "country": "GB", "line1": "9th Floor, 107 Cheapside", "line2": None,
    "postal_code": "EC2V 6DN", "state": None,
}  # fmt: skip
BANK_CODE: Final = "50110800"


def ensured(work: Work, currency: str, kind: str) -> Record:
    """An account's instructions for a currency: always the same. refuses: wrong_transfer. source: API
    reference: Issuing funding instructions
    """
    if BY_CURRENCY.get(currency) != kind:
        raise refusals.wrong_transfer(currency, kind)
    key = f"fi_{currency}_{work.account}"
    known = work.peek(key)
    if known is not None:
        return known
    country, addresses = details(work.account, kind)
    transfer = {"country": country, "financial_addresses": addresses, "type": kind}
    return work.create(
        FUNDING_INSTRUCTIONS,
        "done",
        id=key,
        bank_transfer=transfer,
        currency=currency,
        funding_type="bank_transfer",
    )


def details(account: str, kind: str) -> tuple[str, list[dict[str, Any]]]:
    """Country and bank details. source: docs: Issuing funding instructions; US ones inferred"""
    digits = "".join(str(ord(one) % 10) for one in stable(10, "funding", account))
    if kind == "eu_bank_transfer":
        number = BANK_CODE + digits
        check = 98 - int(f"{number}131400") % 97
        iban = {
            "account_holder_address": DUBLIN,
            "account_holder_name": NAME,
            "bank_address": BERLIN,
            "bic": "SXPYDEHH",
            "country": "DE",
            "iban": f"DE{check:02d}{number}",
        }
        return "DE", [{"iban": iban, "supported_networks": ["sepa"], "type": "iban"}]
    if kind == "gb_bank_transfer":
        sort_code = {
            "account_holder_address": DUBLIN,
            "account_holder_name": NAME,
            "account_number": digits[:8],
            "bank_address": LONDON,
            "sort_code": "200000",
        }
        return "GB", [{"sort_code": sort_code, "supported_networks": ["bacs", "fps"], "type": "sort_code"}]
    home = {**DUBLIN, "city": "South San Francisco", "country": "US", "line1": "354 Oyster Point Blvd",
            "postal_code": "94080", "state": "CA"}  # fmt: skip
    aba = {
        "account_holder_address": home,
        "account_holder_name": "Stripe, Inc.",
        "account_number": digits,
        "account_type": "checking",
        "bank_address": home,
        "bank_name": "STRIPE TEST BANK",
        "routing_number": "110000000",
    }
    return "US", [{"aba": aba, "supported_networks": ["ach", "domestic_wire_us"], "type": "aba"}]


def fund(work: Work, instructions: Record, amount: int) -> Record:
    """A transfer has come. source: recorded: issuing-treasury; docs: Issuing funding instructions"""
    transaction = {
        "id": work.new_id(REGISTRY["balance_transaction"]),
        "balance_type": "issuing",
        "description": "Issuing balance funding",
        "source": None,
    }
    move = Move(amount, instructions.currency, {"network": "bank_transfer"}, transaction)
    return work.advance(instructions, "fund", "done", moves=move)
