"""Payee: the bank account or the financial account on the other side of what somebody moves.

Owns: finding it, checking that it may be used, how a flow shows it. Does not own: payment methods (room
methods), bank accounts of an account (room connect), flows. Money: none.
Source: spec; docs: Moving money with Treasury, Treasury test values; recorded: fixtures of received
(details).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.kinds import us_bank_account
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import refusals

METHOD = "destination_payment_method"
DATA = "destination_payment_method_data"
PLACE = ("city", "country", "line1", "line2", "postal_code", "state")
COMPLETE = ("city", "country", "line1", "postal_code", "state")
"""What a wire must know of an address. source: docs: Moving money with Treasury; inferred: which parts"""
SHOWN = ("account_holder_type", "account_type", "bank_name", "fingerprint", "last4", "routing_number")


class Payee(NamedTuple):
    """Who is on the other side.

    method: the payment method or bank account by its id. bank: what the banks know of it. account, works_for:
    a financial account, and the work that acts for its owner. billing: name and address. facts: the hash of
    the bank account. title: in the description of a transaction
    """

    title: str
    billing: Mapping[str, Any]
    method: str | None = None
    bank: BankAccount | None = None
    facts: Mapping[str, Any] = {}
    account: Record | None = None
    owner_work: Work | None = None

    def details(self, network: str) -> dict[str, Any]:
        """What a flow shows of it. source: recorded: fixtures of received"""
        if self.account is not None:
            inner = {"id": self.account.id, "network": "stripe"}
            return {"billing_details": self.billing, "financial_account": inner, "type": "financial_account"}
        bank = {name: self.facts.get(name) for name in SHOWN} | {"network": network}
        return {
            "billing_details": self.billing,
            "type": "us_bank_account",
            "us_bank_account": dict(sorted(bank.items())),
        }


def billing(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Name and address as flows show them. source: recorded: fixtures of received"""
    known = given or {}
    place = known.get("address") or {}
    address = {name: place.get(name) for name in PLACE}
    return {"address": address, "email": known.get("email"), "name": known.get("name")}


def title(name: str | None, last4: str) -> str:
    """How a transaction's description begins. source: recorded: fixtures of received"""
    return f"{name} ({last4})" if name else f"({last4})"


def own(work: Work, key: str, param: str, direction: str) -> Payee:
    """The account's own bank account: a payment method without a customer, or one of its external accounts.

    params: direction, of the money: `inbound` or `outbound`
    refuses: resource_missing, no_bank_account, a_customers, other_direction
    """
    external = work.peek(key, "bank_account") if key.startswith("ba_") else None
    if external is not None:
        return of_external(external)
    method = methods.resolve(work, key, param)
    if method.customer is not None:
        raise refusals.a_customers(param)
    if not meant_for(work, method, direction):
        raise refusals.other_direction(direction, param)
    return of_method(method, param)


def meant_for(work: Work, method: Record, direction: str) -> bool:
    """Was a method set up for money that goes this way? One that nobody set up goes both.

    source: spec (flow_directions of setup intents); docs: Moving money with Treasury
    """
    setups = work.where("setup_intent", 100, payment_method=method.id)
    said = [one.flow_directions for one in setups if one.status == "succeeded" and one.flow_directions]
    return not said or any(direction in one for one in said)


def of_external(record: Record) -> Payee:
    """A bank account that the account is paid out to."""
    bank = numbers.by_key(record.private["bank"])
    name = record.account_holder_name
    facts = {**record.body, "account_type": record.account_type or "checking"}
    return Payee(title(name, record.last4), billing({"name": name}), record.id, bank, facts)


def of_method(method: Record, param: str) -> Payee:
    """A payment method that is a US bank account. refuses: no_bank_account"""
    if method.body["type"] != us_bank_account.NAME:
        raise refusals.no_bank_account(param)
    facts = method.body[us_bank_account.NAME]
    known = us_bank_account.known(method)
    shown = billing(method.billing_details)
    return Payee(title(shown["name"], facts["last4"]), shown, method.id, known, facts)


def verified(work: Work, payee: Payee) -> bool:
    """Has the owner of a bank account been shown to be so? source: docs: Moving money with Treasury"""
    method = work.peek(payee.method or "", "payment_method")
    return method is None or bool(method.private.get("verified"))


def of_customer(work: Work, key: str, customer: str | None) -> Payee:
    """Somebody else's bank account, kept for a customer; a published name is anybody's.

    refuses: customer_needed, resource_missing, not_the_customers. source: docs: Treasury test values
    """
    if customer is None:
        raise refusals.customer_needed()
    published = numbers.by_method(key) is not None
    method = methods.resolve(work, key, METHOD)
    if not published and method.customer != customer:
        raise refusals.not_the_customers(METHOD)
    return of_method(method, METHOD)


def of_data(work: Work, given: Params, source: Record) -> Payee:
    """Somebody who is described in the request. refuses: missing_param, bad numbers, what a financial account
    lacks
    """
    if given.type == "financial_account":
        key = given.get("financial_account")
        if key is None:
            raise errors.missing_param(f"{DATA}[financial_account]")
        return of_account(work, key, source)
    bank = given.get("us_bank_account") or Params()
    shown = billing(given.get("billing_details"))
    where = f"{DATA}[us_bank_account]"
    linked = bank.get("financial_connections_account")
    if linked is not None:
        facts = us_bank_account.connection(work, linked, bank, f"{where}[financial_connections_account]")
        account = numbers.by_key(facts.private["bank_account"])
        return Payee(title(shown["name"], facts.fields["last4"]), shown, None, account, facts.fields)
    for name in ("account_number", "routing_number"):
        if not bank.get(name):
            raise errors.missing_param(f"{where}[{name}]")
    found = checks.found("US", bank["routing_number"], bank["account_number"])
    if isinstance(found, checks.Refusal):
        raise method_refusals.bad_numbers(found, where)
    typed = us_bank_account.fields(work, found, "", bank.get("account_type") or "checking")
    typed["account_holder_type"] = bank.get("account_holder_type")
    return Payee(title(shown["name"], typed["last4"]), shown, None, found, typed)


def of_account(work: Work, key: str, source: Record) -> Payee:
    """A financial account of this platform. refuses: resource_missing, to_itself, closed, feature_inactive"""
    where = f"{DATA}[financial_account]"
    owner_work, record = financial_accounts.elsewhere(work, key, where)
    if record.id == source.id:
        raise refusals.to_itself(where)
    financial_accounts.require(record, "intra_stripe_flows", where)
    shown = billing({"name": owner_work.merchant.name})
    name = record.nickname or shown["name"]
    return Payee(title(name, record.id[-4:]), shown, account=record, owner_work=owner_work)


def addressed(payee: Payee, *, fallback: bool) -> bool:
    """Does a wire know where it goes? params: fallback, no address at all is the account's own

    source: docs: Moving money with Treasury
    """
    place = payee.billing["address"]
    if fallback and not any(place.values()):
        return True
    return bool(payee.billing["name"]) and all(place[name] for name in COMPLETE)
