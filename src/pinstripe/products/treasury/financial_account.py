"""The financial account record: an account that holds money, with an address and a balance of its own.

Owns: the record, its states, the balance that it shows, what a flow must find of it. Does not own: what its
features are (activation.py), closing (financial_accounts.py), flows, entries (transaction_entry.py).
Money: `balance` equals three ledger accounts of its own: cash, and what is on its way in and out.
Source: spec; docs: Treasury financial accounts, Working with balances and transactions.
Private facts: `features`, by path: `activated`, `status`, `status_details`; `account_number`;
`forwarding`, where its money goes when it is closed.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import TREASURY_CASH, TREASURY_INBOUND, TREASURY_OUTBOUND
from pinstripe.networks.banks.numbers import ISSUED
from pinstripe.products.treasury import refusals

CREATED = "treasury.financial_account.created"
CLOSED = "treasury.financial_account.closed"
FEATURES = "treasury.financial_account.features_status_updated"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from    to        event
    ("create", "done", ANY,    "open",   CREATED),
    ("review", "done", ANY,    "=",      FEATURES),
    ("close",  "done", "open", "closed", CLOSED),
)
# fmt: on

PATHS = (
    "card_issuing",
    "deposit_insurance",
    "financial_addresses.aba",
    "inbound_transfers.ach",
    "intra_stripe_flows",
    "outbound_payments.ach",
    "outbound_payments.us_domestic_wire",
    "outbound_transfers.ach",
    "outbound_transfers.us_domestic_wire",
)
"""Every feature, in the order of answers. source: spec"""

ROUTING = "110000000"
BANK = "STRIPE TEST BANK"
"""source: docs: Treasury test values"""

BALANCES = {"cash": TREASURY_CASH, "inbound_pending": TREASURY_INBOUND, "outbound_pending": TREASURY_OUTBOUND}
"""What a balance shows → the ledger account that holds it."""


def features_of(record: Record) -> dict[str, Any]:
    """Its features as an object: those that were asked for. source: spec"""
    shown: dict[str, Any] = {"object": "treasury.financial_account_features"}
    known = record.private.get("features", {})
    for path in (path for path in PATHS if path in known):
        head, _, name = path.partition(".")
        status = known[path]["status"]
        one = {"requested": True, "status": status, "status_details": known[path]["status_details"]}
        shown[head] = {**shown.get(head, {}), name: one} if name else one
    return shown


def numbered(shower: Any, record: Record) -> list[dict[str, Any]]:
    """Its addresses with the account number, which is shown only when asked for. source: spec"""
    number = record.private.get("account_number")
    return [
        {**one, "aba": dict(sorted({**one["aba"], "account_number": number}.items()))}
        for one in record.financial_addresses
    ]


FINANCIAL_ACCOUNT = Resource(
    "treasury.financial_account",
    prefix="fa",
    generated="retrieve list",
    noun="financial_account",
    param="financial_account",
    lifecycle=LIFECYCLE,
    unexpected=refusals.closed,
    index=("status",),
    includable={
        "features": lambda shower, record: shower.older(features_of(record)),
        "financial_addresses.aba.account_number": numbered,
    },
    books=tuple(
        (f"balance.{name}.usd", account.replace("{financial_account}", "{id}"), 1)
        for name, account in BALANCES.items()
    ),
    defaults={
        "active_features": [],
        "balance": {name: {"usd": 0} for name in BALANCES},
        "country": "US",
        "financial_addresses": [],
        "pending_features": [],
        "restricted_features": [],
        "status_details": {"closed": None},
    },
    source="spec; docs: Treasury financial accounts",
)


def address(work: Work, record: Record) -> tuple[dict[str, Any], str]:
    """Its address for banks, and the account number in it. source: spec; docs: Treasury test values"""
    digest = stable(24, work.world.seed, record.id, "aba")
    number = (ISSUED + "".join(str(ord(letter) % 10) for letter in digest))[:12]
    aba = {
        "account_holder_name": work.merchant.name,
        "account_number_last4": number[-4:],
        "bank_name": BANK,
        "routing_number": ROUTING,
    }
    return {"aba": aba, "supported_networks": ["ach", "us_domestic_wire"], "type": "aba"}, number


def move(work: Work, record: Record, currency: str, impact: dict[str, int]) -> None:
    """Its balance changes by what an entry did."""
    known = record.balance
    changed = {
        name: {**known[name], currency: known[name].get(currency, 0) + delta}
        for name, delta in impact.items()
    }
    work.amend(record, balance=changed)


def cash(record: Record, currency: str = "usd") -> int:
    """What may be spent."""
    return int(record.balance["cash"].get(currency, 0))


def restricted(record: Record, flows: str) -> bool:
    """Does the platform hold up what comes in, or what goes out? params: flows, `inbound` or `outbound`"""
    return (record.platform_restrictions or {}).get(f"{flows}_flows") == "restricted"


def known(work: Work, key: str) -> Record:
    """The account that a flow names. refuses: resource_missing"""
    return work.find("treasury.financial_account", key, "financial_account")


def usable(work: Work, key: str, path: str, param: str = "financial_account") -> Record:
    """An open account that has a feature. refuses: resource_missing, closed, feature_inactive"""
    record = work.find("treasury.financial_account", key, param)
    require(record, path, param)
    return record


def require(record: Record, path: str, param: str = "financial_account") -> None:
    """It is open and has the feature. refuses: closed, feature_inactive"""
    if record.status == "closed":
        raise refusals.closed(record, "use", param)
    if path not in record.active_features:
        raise refusals.feature_inactive(record, path, param)


def reachable(record: Record) -> None:
    """It has an address that others know; one that is closed, or held up by its platform, had one.

    refuses: feature_inactive. source: docs: Moving money with Treasury; inferred
    """
    path = "financial_addresses.aba"
    if path not in (*record.active_features, *record.restricted_features):
        raise refusals.feature_inactive(record, path, "financial_account")


def spends(record: Record) -> bool:
    """May cards that draw on it spend at all? source: docs: Issuing authorizations"""
    able = record.status == "open" and "card_issuing" in record.active_features
    return able and not restricted(record, "outbound")


def spend(record: Record, amount: int, currency: str) -> None:
    """There is so much. refuses: too_low, other_currency, insufficient"""
    amounts(record, amount, currency)
    if amount > cash(record, currency):
        raise refusals.insufficient(record, amount)


def amounts(record: Record, amount: int, currency: str) -> None:
    """An amount that may move at all. refuses: too_low, other_currency"""
    if amount < 1:
        raise errors.too_low(1, "amount")
    if currency not in record.supported_currencies:
        raise refusals.other_currency(currency, "currency")


def elsewhere(work: Work, key: str, param: str) -> tuple[Work, Record]:
    """A financial account of any account of the platform, and the work that acts for its owner.

    refuses: resource_missing. A long id holds the end of its owner's id.
    """
    found = work.peek(key, "treasury.financial_account")
    if found is not None:
        return work, found
    platform_work = work.acting_for(work.world.account)
    tail = key.partition("_")[2][6:16]
    owners = [work.world.account, *(one.id for one in platform_work.each("account"))]
    for owner in (one for one in owners if tail and one.endswith(tail)):
        owner_work = work.acting_for(owner)
        found = owner_work.peek(key, "treasury.financial_account")
        if found is not None:
            return owner_work, found
    return work, work.find("treasury.financial_account", key, param)
