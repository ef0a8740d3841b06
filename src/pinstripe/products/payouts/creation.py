"""Creation: what is paid out, where it goes, and what the bank there will say to it.

Owns: the checks of a payout, its body, the jobs that its bank's answer leads to. Does not own: the record and
what becomes of it (payout.py), external accounts (connect).
Money: the payout's. Source: recorded: gumroad (fields, refusals), stripe_world (no external account); spec.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, assert_never

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import numbers as banks
from pinstripe.networks.banks.behaviour import CREDIT_WORDS
from pinstripe.networks.banks.port import BankAccount, Credited, Debited
from pinstripe.networks.banks.rails import paying_out
from pinstripe.networks.cards import numbers as cards
from pinstripe.networks.port import Settled
from pinstripe.products.connect import account as accounts
from pinstripe.products.connect import payee
from pinstripe.products.payouts import refusals
from pinstripe.products.payouts.payout import PAYOUT, PENDING_TRACE, SUBMIT_SECONDS, WORDS, moved

INSTANT_MOST: Final = 9_999
"""Whole units of a currency that may be sent at once. source: recorded: gumroad"""
IN_HUNDREDS: Final = frozenset(("huf", "isk", "twd", "ugx"))
"""Currencies with two decimals whose banks know none. source: docs: currencies"""
DEBITABLE: Final = frozenset(("CA", "US"))
"""Countries whose bank accounts can be debited. source: spec"""
STORAGE: Final = "v2.money_management.financial_account"
"""What an account holds under /v2 (room money_management)."""
SECOND: Final = 1


class Said(NamedTuple):
    """What whoever receives the money says. later: verbs of the clock, seconds after it was sent, and what
    they are told. network: where it goes; reference: how it is known there, None where nobody can ask."""

    arrives_at: int
    later: tuple[tuple[str, int, dict[str, Any]], ...]
    network: str
    reference: str | None


def create(work: Work, params: Params) -> Record:
    """Pay out a part of the balance. refuses: disabled, nowhere_to_send, other_currency, not_instant,
    over_instant_cap, not_in_hundreds, insufficient, too_low, bad_currency, no_such
    """
    amount, currency = params.amount, params.currency.lower()
    if amount < 1:
        raise errors.too_low(1, "amount")
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, "currency")
    if currency in IN_HUNDREDS and amount % 100:
        raise refusals.not_in_hundreds(currency)
    refuse_disabled(work)
    destination = destination_of(work, params, currency)
    method = params.get("method") or "standard"
    if method == "instant":
        refuse_instant(destination, amount, currency)
    source_type = params.get("source_type") or "card"
    source = params.get("source_balance")
    held = work.balance(source or "available", currency) if source or source_type == "card" else 0
    if amount > held:
        raise refusals.insufficient(source or source_type)
    return send(
        work,
        destination,
        amount,
        currency=currency,
        method=method,
        description=params.get("description"),
        metadata=merged_metadata(None, params.get("metadata")),
        private={"balance": source} if source else {},
        source_type=source_type,
        statement_descriptor=params.get("statement_descriptor"),
    )


def refuse_disabled(work: Work) -> None:
    """May the account be paid out? refuses: disabled"""
    shown = accounts.shown(work, work.account)
    if isinstance(shown, Record) and not shown.payouts_enabled:
        raise refusals.disabled(work.account)


def storage_of(work: Work, key: str, currency: str, param: str) -> Record:
    """The storage account that money goes to instead of a bank. refuses: no_such, storage_currency

    source: spec (a v2 FinancialAccount); inferred
    """
    found = work.find(STORAGE, key, param)
    if currency not in found.storage["holds_currencies"]:
        raise refusals.storage_currency(found, currency)
    return found


def destination_of(work: Work, params: Params, currency: str) -> Record:
    """Where the money goes: what was named, else the default of its currency.
    refuses: no_such, other_currency, nowhere_to_send, one_destination, those of storage_of"""
    key, storage = params.get("destination"), params.get("payout_method")
    if storage is not None:
        if key is not None:
            raise refusals.one_destination()
        return storage_of(work, storage, currency, "payout_method")
    if key is None:
        found = payee.default_for(work, currency)
        if found is None:
            raise refusals.nowhere_to_send(currency)
        return found
    named = payee.found(work, key)
    if named is None:
        raise errors.no_such("external account", key, "destination", 400)
    if named.currency != currency:
        raise refusals.other_currency(named, currency)
    return named


def kind_of(destination: Record) -> str:
    """A bank account or a card, as payouts say it; a storage account counts as the former."""
    return "bank_account" if destination.type in ("bank_account", STORAGE) else "card"


def refuse_instant(destination: Record, amount: int, currency: str) -> None:
    """Does it take so much at once? refuses: not_instant, over_instant_cap"""
    if "instant" not in (destination.get("available_payout_methods") or ()):
        raise refusals.not_instant(destination)
    most = INSTANT_MOST * 10 ** currencies.decimals(currency)
    if amount > most:
        shown = currencies.symbol_amount(most, currency).replace(",", "").removesuffix(".00")
        raise refusals.over_instant_cap(kind_of(destination), shown)


def bank_of(destination: Record) -> BankAccount:
    """What the network knows of an external account."""
    found = banks.by_key(destination.private["bank"])
    assert found is not None, f"{destination.id} is at a bank that nobody knows"
    return found


def send(work: Work, destination: Record, amount: int, *, method: str = "standard", **fields: Any) -> Record:
    """Money is on its way to an external account. params: fields, of the payout"""
    key = work.new_id(PAYOUT)
    said = asked(work, destination, amount, key, instant=method == "instant")
    return keep(work, "done", destination, amount, key, said, method=method, **fields)


def collect(work: Work, destination: Record, amount: int, **fields: Any) -> Record:
    """Money is taken from an external account: a payout of less than nothing. source: recorded: gumroad"""
    key, bank = work.new_id(PAYOUT), bank_of(destination)
    given = work.network("banks").debit(bank, amount, destination.currency, reference=key)
    later = seconds(given.later_seconds)
    match given.outcome:
        case Debited.SUCCEEDS:
            verbs: tuple[Any, ...] = (("arrive", later, {}),)
        case Debited.FAILS | Debited.REFUSED:
            verbs = (("fail", later, failure(given.code, given.message)),)
        case Debited.STAYS:
            verbs = ()
        case _:
            assert_never(given.outcome)
    said = Said(work.now - work.now % 86_400, verbs, bank.rail, given.reference)
    return keep(work, "debit", destination, -amount, key, said, **fields)


def keep(
    work: Work, outcome: str, destination: Record, amount: int, key: str, said: Said, **fields: Any
) -> Record:
    """The record of a payout, and what follows from its bank's answer."""
    transaction = work.new_id(REGISTRY["balance_transaction"])
    private = {"network": said.network, "reference": said.reference, **fields.pop("private", {})}
    facts = {"id": transaction, "description": fields.get("description") or WORDS}
    currency = fields.pop("currency", None) or destination.currency
    stored = destination.type == STORAGE
    payout = work.create(
        PAYOUT,
        outcome,
        moves=moved(private, amount, currency, facts),
        id=key,
        **{
            "amount": amount,
            "arrival_date": said.arrives_at,
            "automatic": False,
            "balance_transaction": transaction,
            "currency": currency,
            "destination": None if stored else destination.id,
            "method": "standard",
            "payout_method": destination.id if stored else None,
            "reconciliation_status": "not_applicable",
            "source_type": "card",
            "trace_id": PENDING_TRACE,
            "type": kind_of(destination),
            "private": private,
            **fields,
        },
    )
    work.schedule("submit", payout, work.now + SUBMIT_SECONDS)
    for verb, after, payload in said.later:
        work.schedule(verb, payout, work.now + SUBMIT_SECONDS + after, **payload)
    return payout


def asked(work: Work, destination: Record, amount: int, key: str, *, instant: bool) -> Said:
    """What becomes of money that is sent there."""
    if destination.type == STORAGE:
        return Said(work.now, (("arrive", SECOND, {}),), "stripe", None)
    if destination.type == "bank_account":
        return asked_bank(work, destination, amount, key, instant=instant)
    card = cards.by_key(destination.private["card"])
    assert card is not None, f"{destination.id} is a card that nobody knows"
    said = work.network("cards").push(card, amount, destination.currency, reference=key)
    fails = said.outcome is Settled.FAILED_LATER
    verb = ("fail", SECOND, failure(said.failure_reason)) if fails else ("arrive", SECOND, {})
    return Said(work.now, (verb,), "card", None)


def asked_bank(work: Work, destination: Record, amount: int, key: str, *, instant: bool) -> Said:
    """What a bank says to money that is sent to it. source: docs: payouts"""
    bank, currency = bank_of(destination), destination.currency
    said = work.network("banks").credit(bank, amount, currency, now=work.now, reference=key, instant=instant)
    known = seconds((said.due_at or work.now) - work.now)
    match said.outcome:
        case Credited.ARRIVES:
            later: tuple[Any, ...] = (("arrive", known, {}),)
        case Credited.RETURNS:
            back = seconds((said.returned_at or work.now) - work.now)
            later = (("arrive", known, {}), ("fail", back, failure(said.code)))
        case Credited.FAILS:
            later = (("fail", known, failure(said.code)),)
        case Credited.CANCELED:
            later = (("recall", known, {}),)
        case Credited.STAYS:
            later = ()
        case _:
            assert_never(said.outcome)
    rail = paying_out(bank.country, currency).name
    return Said(said.arrives_at, later, rail, said.reference)


def seconds(count: int) -> int:
    """At least one: a bank speaks after it was asked."""
    return max(count, SECOND)


def failure(code: str | None, message: str | None = None) -> dict[str, str]:
    """What the merchant reads of money that did not arrive."""
    code = code or "could_not_process"
    return {"code": code, "message": message or CREDIT_WORDS.get(code, CREDIT_WORDS["could_not_process"])}
