"""US bank accounts, debited by ACH: the money comes days later, or does not.

Owns: reading account numbers, the account's hash. Does not own: what a bank does (networks/banks).
Money: 0.8 %, at most 5 dollars. Source: docs: ACH Direct Debit; recorded: stripe_world (account facts).
A method's private facts: `bank_account`, what the banks know it by; `verified`, its owner was shown to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount
from pinstripe.products.financial_connections import account as accounts
from pinstripe.products.methods import refusals
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner, Setup, unshown

NAME = "us_bank_account"
BANK = "STRIPE TEST BANK"


def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Routing and account number, typed in: to be verified first; or an account that was connected, which is.
    refuses: missing_param, the refusals of networks/banks/checks.py and of Financial Connections
    """
    connected = given.get("financial_connections_account")
    if connected is not None:
        return connection(work, connected, given, f"{where}[financial_connections_account]")
    for name in ("account_number", "routing_number", "account_holder_type"):
        if given.get(name) is None:
            raise errors.missing_param(f"{where}[{name}]")
    account = checks.found("US", given.routing_number, given.account_number)
    if isinstance(account, checks.Refusal):
        raise refusals.bad_numbers(account, where)
    kind, holder = given.get("account_type", "checking"), given.account_holder_type
    return Facts(fields(work, account, holder, kind), {"bank_account": account.key, "verified": False})


def connection(work: Work, key: str, given: Params, where: str) -> Facts:
    """An account of Financial Connections. source: docs: Financial Connections; spec"""
    linked, held = accounts.payable(work, key, where)
    account = numbers.by_key(held.key)
    assert account is not None, f"{held.name} has an account that nobody knows"
    shown = fields(work, account, given.get("account_holder_type") or "individual", linked.subcategory)
    facts = {**shown, "bank_name": linked.institution_name.upper(), "financial_connections_account": key}
    return Facts(facts, {"bank_account": account.key, "verified": True})


def published(work: Work, key: str) -> Facts | None:
    """A published name (pm_usBankAccount_success): verified. source: docs: testing"""
    account = numbers.by_method(key)
    if account is None or account.rail != "ach":
        return None
    shown = fields(work, account, "individual", "checking")
    billing = {"name": "Jenny Rosen", "email": "jenny@example.com"}
    return Facts(shown, {"bank_account": account.key, "verified": True}, billing)


def fields(work: Work, account: BankAccount, holder: str, kind: str) -> dict[str, Any]:
    """The account's hash. source: recorded: stripe_world"""
    return {
        "account_holder_type": holder,
        "account_type": kind,
        "bank_name": BANK,
        "financial_connections_account": None,
        "fingerprint": stable(16, work.world.seed, account.number),
        "last4": account.number[-4:],
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": account.routing,
        "status_details": {},
    }


def known(method: Record) -> BankAccount:
    """What the banks know of a method's account."""
    account = numbers.by_key(method.private["bank_account"])
    assert account is not None, f"{method.id} has an account that nobody knows"
    return account


def details(account: dict[str, Any], *, mandate: str | None, reference: str | None) -> dict[str, Any]:
    """What a charge says of the account. params: reference: of the payment, once it was made. source: spec"""
    names = ("account_holder_type", "account_type", "bank_name", "fingerprint", "last4", "routing_number")
    agreed = {"mandate": mandate} if mandate else {}
    return {**{name: account[name] for name in names}, **agreed, "payment_reference": reference}


def hears(account: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Networks that are asked for are looked at, and every test account can be reached by them.
    source: spec (networks.requested); inferred
    """
    requested = (options.get("networks") or {}).get("requested") or ()
    networks = account["networks"]
    supported = dict.fromkeys((*networks["supported"], *requested))
    return {**account, "networks": {**networks, "supported": list(supported)}}


US_BANK_ACCOUNT = Kind(
    NAME,
    Flow.DELAYED_DEBIT,
    "ach",
    read,
    details,
    published,
    needs=("name",),
    currencies=("usd",),
    fee=Fee(80, 0, 500),
    at_once=True,
    kept=True,
    mandate=True,
    options={"verification_method": "automatic"},
    built="financial_connections mandate_options networks preferred_settlement_speed setup_future_usage "
    "target_date transaction_purpose verification_method",
    hears=hears,
    setup=Setup(
        unshown,
        options={"mandate_options": {}, "verification_method": "automatic"},
        built="financial_connections mandate_options networks verification_method",
        within={"financial_connections": {"prefetch": []}},
    ),
)
"""source of fee and settlement: docs: ACH Direct Debit (test mode)"""
