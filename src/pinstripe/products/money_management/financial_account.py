"""The storage account record: what an account holds under /v2, in several currencies.

Owns: the record and the balance that it shows. Does not own: addresses, entries (transaction_entry.py).
Money: `balance` equals its ledger accounts, currency by currency.
Source: spec; sdk. That each account has one, whose id follows from it, is inferred: no operation makes one.
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import refusals
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks.v2_event import text_of

CURRENCIES = ("eur", "gbp", "usd")
"""What it can hold. source: spec (currencies of addresses)"""
PARTS = ("available", "inbound_pending", "outbound_pending")
INSURED = "storage.deposit_insurance_eligibility"


def found(work: Work, key: str) -> Record | None:
    """The account's own one, made when it is first asked for."""
    return own(work) if key == id_of(work) else None


# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to
    ("create", "done", ANY, "open"),
)
# fmt: on

FINANCIAL_ACCOUNT = Resource(
    "v2.money_management.financial_account",
    prefix="fa",
    ids="v2",
    path="/v2/money_management/financial_accounts",
    noun="financial_account",
    lifecycle=LIFECYCLE,
    published=found,
    source="spec; sdk",
)


def id_of(work: Work) -> str:
    """The id of the account's own one."""
    return f"fa_test_61{stable(30, work.world.seed, work.account, 'storage')}"


def own(work: Work) -> Record:
    """What the acting account holds. source: inferred"""
    key = id_of(work)
    known = work.peek(key, FINANCIAL_ACCOUNT.object)
    if known is not None:
        return known
    return work.create(
        FINANCIAL_ACCOUNT,
        "done",
        id=key,
        balance={part: {one: amount(0, one) for one in CURRENCIES} for part in PARTS},
        country=work.merchant.country,
        created=text_of(work.world.created),
        storage={"deposit_insurance_eligibility": None, "holds_currencies": list(CURRENCIES)},
        type="storage",
    )


def named(work: Work, key: str, param: str) -> Record:
    """The one that a request names. refuses: resource_missing"""
    if key == id_of(work):
        return own(work)
    return work.find(FINANCIAL_ACCOUNT.object, key, param)


def shown(record: Record, include: list[str] | None) -> dict[str, Any]:
    """It as it is answered. params: include, fields that are shown only when asked for. source: spec"""
    if INSURED not in (include or ()):
        return record.body
    insured = [{"bank_name": "fifth_third", "currencies": ["usd"], "type": "fdic_passthrough"}]
    return {**record.body, "storage": {**record.storage, "deposit_insurance_eligibility": insured}}


def available(record: Record, currency: str) -> int:
    """What may be spent of a currency."""
    return int(record.balance["available"].get(currency, {"value": 0})["value"])


def spend(record: Record, value: int, currency: str) -> None:
    """There is so much. refuses: other_currency, insufficient"""
    holds(record, currency, "amount[currency]")
    if value > available(record, currency):
        raise refusals.insufficient(record.id)


def holds(record: Record, currency: str, param: str) -> None:
    """It can hold the currency. refuses: other_currency"""
    if currency not in record.storage["holds_currencies"]:
        raise refusals.other_currency(currency, param)


def move(work: Work, record: Record, currency: str, impact: dict[str, int]) -> None:
    """Its balance changes by what an entry did."""
    changed = {
        part: {
            **record.balance[part],
            currency: amount(record.balance[part][currency]["value"] + delta, currency),
        }
        for part, delta in impact.items()
    }
    work.amend(record, balance=changed)
