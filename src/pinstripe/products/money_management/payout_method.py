"""The payout method record: a bank account that an account is paid at under /v2.

Owns: the record, finding one to pay. Does not own: how one comes to be (outbound_setup_intent.py), endpoints.
Money: none. Source: spec; sdk; which status of usage when, inferred.
Private fact: `bank`, what the banks know.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount
from pinstripe.products.core import v2_account
from pinstripe.products.money_management import refusals
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

PAYOUT_METHOD = Resource(
    "v2.money_management.payout_method",
    prefix="pm",
    ids="v2",
    path="/v2/money_management/payout_methods",
    generated="retrieve",
    noun="payout_method",
    status="",
    source="spec; sdk",
)

WAYS = {"payment": "payments", "transfer": "transfers"}
"""What a method is set up for → its status of usage."""


def usage(intent: str) -> dict[str, str]:
    """What a method may be used for, once it was set up for one thing. source: sdk (disabled); inferred"""
    return {**dict.fromkeys(WAYS.values(), "disabled"), WAYS[intent]: "eligible"}


def add(work: Work, given: dict[str, Any], where: str, intent: str) -> Record:
    """A bank account to be paid at. refuses: bad_numbers, other_currency"""
    country, currency = given["country"].upper(), given["currency"].lower()
    found = checks.found(country, given.get("routing_number") or "", given["account_number"])
    if isinstance(found, checks.Refusal):
        raise refusals.bad_numbers(found.message, f"{where}[bank_account][{found.param}]")
    if found.currency and found.currency != currency:
        raise refusals.other_currency(currency, f"{where}[bank_account][currency]")
    record = work.create(
        PAYOUT_METHOD,
        archived=False,
        bank_account={
            "bank_account_type": given.get("bank_account_type") or "checking",
            "bank_name": "STRIPE TEST BANK",
            "branch_number": given.get("branch_number"),
            "country": country,
            "financial_connections_account": None,
            "last4": found.number[-4:],
            "routing_number": given.get("routing_number"),
            "supported_currencies": [currency],
            "swift_code": given.get("swift_code"),
        },
        created=text_of(work.now),
        restricted=False,
        type="bank_account",
        usage_status=usage(intent),
        private={"bank": found.key},
    )
    v2_event.tell(work, "v2.money_management.payout_method.created", {}, record)
    return record


def change(work: Work, record: Record, **facts: Any) -> Record:
    """Something else is true of it; its last setup shows it as it is."""
    work.amend(record, **facts)
    setup = work.peek(record.latest_outbound_setup_intent or "", "v2.money_management.outbound_setup_intent")
    if setup is not None:
        work.amend(setup, payout_method=record.body)
    v2_event.tell(work, "v2.money_management.payout_method.updated", {}, record)
    return record


def bank_of(record: Record) -> BankAccount:
    """What the banks know of it."""
    bank = numbers.by_key(record.private["bank"])
    assert bank is not None, f"{record.id} is at a bank that nobody knows"
    return bank


def payable(recipient_work: Work, recipient: str, key: str | None, currency: str) -> Record:
    """The method at which a recipient is paid: the one that is named, their default of this currency, or the
    newest that takes it. refuses: resource_missing, archived, no_method. source: spec; the last inferred
    """
    if key is not None:
        method = recipient_work.find(PAYOUT_METHOD.object, key, "to[payout_method]")
        if method.archived:
            raise refusals.archived(method, "to[payout_method]")
        found = [method]
    else:
        found = [one for one in recipient_work.each(PAYOUT_METHOD.object) if not one.archived]
        usual = v2_account.payout_methods(v2_account.told_of(v2_account.of(recipient_work))).get(currency)
        found.sort(key=lambda one: one.id != usual)
    for one in found:
        usable = one.usage_status["payments"] == "eligible"
        if usable and currency in one.bank_account["supported_currencies"]:
            return one
    raise refusals.no_method(recipient)
