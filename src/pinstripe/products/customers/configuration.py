"""The customer configuration of an account: the customer that stands behind it, the same facts in both.

Owns: making that customer, what follows on one side from changes of the other, what the account shows of it.
Does not own: the account (room core), how a customer is kept (customers.py), where requests name accounts
(kernel/payer.py). Money: none.
Source: docs: Accounts as customers; that the first version's events are sent, too, and what deletion and
closing mean for the other side inferred.
Private facts of such a customer: `facts` (what the account said last), `mapped` (what the customer said).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel import payer
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import statement
from pinstripe.products.connect.account import ACCOUNT
from pinstripe.products.connect.person import PERSON
from pinstripe.products.core import v2_account, v2_accounts
from pinstripe.products.core.v2_account import V2_ACCOUNT
from pinstripe.products.customers import customers, refusals
from pinstripe.products.customers.customer import CUSTOMER, remove, tax_location

Body = dict[str, Any]
SAME = ("address", "business_name", "email", "metadata", "name", "phone", "preferred_locales")
"""Facts of a customer that the account has, too."""
PLAIN = {"contact_email": "email", "display_name": "name", "metadata": "metadata"}
INVOICE = {"custom_fields": "custom_fields", "footer": "footer", "rendering": "rendering_options"}
OWN = {"next_sequence": "next_invoice_sequence", "prefix": "invoice_prefix"}
"""The account's words for them, the customer's."""
CONFIGURATION = "configuration[customer]"
PLACES = {
    "email": "contact_email",
    "invoice_prefix": f"{CONFIGURATION}[billing][invoice][prefix]",
    "invoice_settings[custom_fields]": f"{CONFIGURATION}[billing][invoice][custom_fields]",
    "invoice_settings[default_payment_method]": f"{CONFIGURATION}[billing][default_payment_method]",
    "invoice_settings[rendering_options]": f"{CONFIGURATION}[billing][invoice][rendering]",
    "test_clock": f"{CONFIGURATION}[test_clock]",
}
"""What refusals of a customer point at, where the account is told it."""
SOURCES = {"billing_address": "identity_address", "shipping_destination": "shipping_address"}
COUNTRY_LETTERS = 2


def of(platform_work: Work, account: str) -> Record | None:
    """The customer that stands behind an account."""
    return next(iter(platform_work.where(CUSTOMER.object, 1, customer_account=account)), None)


@payer.provides
def named(work: Work, key: str, path: str) -> Record:
    """The customer that an account is, which a parameter, or the path, names. refuses: no_such,
    not_a_customer. source: docs: Accounts as customers
    """
    account = work.peek(key, ACCOUNT.object)
    if account is None:
        raise errors.no_such("account", key, path, 400) if path else errors.no_such("customer", key, "id")
    own_work = work.acting_for(key)
    record = v2_account.of(own_work)
    customer = of(work, key) if v2_account.is_customer(record) else None
    if customer is None:
        raise refusals.not_a_customer(key, path) if path else errors.no_such("customer", key, "id")
    work.peek(customer.id)  # its time is the work's from here on
    return customer


@hears(V2_ACCOUNT, "configure", "customer")
def configure(own_work: Work, record: Record) -> None:
    """An account is a customer from now on, or is told more as one. refuses: what customers refuse"""
    platform_work = own_work.acting_for(own_work.world.account)
    account = platform_work.load(own_work.account, ACCOUNT.object)
    wishes = asked(record.private["wish"])
    try:
        if of(platform_work, account.id) is None:
            make(platform_work, account, record, wishes)
        else:
            tell(platform_work, account, wishes)
    except ApiError as refusal:
        refusal.param = PLACES.get(refusal.param or "", refusal.param)
        raise


def make(platform_work: Work, account: Record, record: Record, wishes: Mapping[str, Any]) -> None:
    """The customer that an account is."""
    facts = facts_of(platform_work, account, record)
    known = {name: value for name, value in facts.items() if value}
    customer = customers.create(platform_work, Params({**wishes, **known, payer.SHOWN: account.id}))
    platform_work.note(customer, facts=facts, mapped=mapped(customer))


@hears(ACCOUNT, "update", "done")
def follow(platform_work: Work, account: Record) -> None:
    """What an account says anew, its customer says."""
    tell(platform_work, account, {})


@hears(PERSON, "change")
def meet(own_work: Work, person: Record) -> None:
    """What is said anew of whoever an account is, its customer says."""
    platform_work = own_work.acting_for(own_work.world.account)
    account = platform_work.peek(own_work.account, ACCOUNT.object)
    if account is not None:
        follow(platform_work, account)


def tell(platform_work: Work, account: Record, wishes: Mapping[str, Any]) -> None:
    """A customer is told what its account says anew. params: wishes, what it is told as a customer besides"""
    own_work = platform_work.acting_for(account.id)
    record = v2_account.of(own_work)
    customer = of(platform_work, account.id) if v2_account.is_customer(record) else None
    if customer is None:
        return
    facts, before = facts_of(platform_work, account, record), customer.private["facts"]
    told = {name: value for name, value in facts.items() if value != before[name]}
    if "metadata" in told:
        told["metadata"] = {**dict.fromkeys(before["metadata"]), **facts["metadata"]}
    if not told and not wishes:
        return
    seen = {**customer.private["mapped"], **{name: facts[name] for name in told}}
    platform_work.note(customer, facts=facts, mapped=seen)
    customers.told(platform_work, customer, Params({**wishes, **told}))


@hears(CUSTOMER, "change")
def report(work: Work, customer: Record) -> None:
    """What a customer says anew, its account says."""
    key = customer.body.get(payer.SHOWN)
    if not key or "mapped" not in customer.private:
        return
    account = work.load(key, ACCOUNT.object)
    now, before = mapped(customer), customer.private["mapped"]
    told = {name: value for name, value in now.items() if value != before[name]}
    if not told:
        v2_accounts.tell(work, account)
        return
    work.note(customer, mapped=now)
    if "metadata" in told:
        told["metadata"] = {**dict.fromkeys(before["metadata"]), **now["metadata"]}
    v2_accounts.learn(work, account, in_words(account, told))
    own_work = work.acting_for(key)
    work.note(customer, facts=facts_of(work, account, v2_account.of(own_work)))


@hears(CUSTOMER, "delete")
def withdraw(work: Work, customer: Record) -> None:
    """Without its customer the account is none. source: inferred"""
    key = customer.body.get(payer.SHOWN)
    if key:
        v2_accounts.withdraw(work, work.load(key, ACCOUNT.object))


@hears(V2_ACCOUNT, "withdraw", "customer")
def close(own_work: Work, record: Record) -> None:
    """A closed account buys nothing any more. source: docs: Accounts as customers (its event stands for the
    customer's deletion)"""
    platform_work = own_work.acting_for(own_work.world.account)
    customer = of(platform_work, own_work.account)
    if customer is not None:
        remove(platform_work, customer)


def mapped(customer: Record) -> Body:
    """What a customer says of what its account says, too."""
    return {name: customer.body.get(name) for name in SAME}


def facts_of(platform_work: Work, account: Record, record: Record | None) -> Body:
    """What an account says of whom it stands for, in a customer's words.
    source: docs: Accounts as customers
    """
    body, told = account.body, v2_account.told_of(record)
    firm = body.get("company") or account.private.get("company") or {}
    who: Mapping[str, Any] = firm
    if body["business_type"] in (None, "individual"):
        own_work = platform_work.acting_for(account.id)
        head = statement.representative(own_work)
        who = head.body if head is not None else {}
    return {
        "address": place(who.get("address"), (told.get("identity") or {}).get("country")),
        "business_name": firm.get("name"),
        "email": body["email"],
        "metadata": body["metadata"],
        "name": told.get("display_name") or body["settings"]["dashboard"]["display_name"],
        "phone": who.get("phone"),
        "preferred_locales": (told.get("defaults") or {}).get("locales") or [],
    }


def place(address: Mapping[str, Any] | None, country: str | None) -> Body | None:
    """An account's address, or what is known of it: the country."""
    names = ("city", "country", "line1", "line2", "postal_code", "state")
    found = {name: (address or {}).get(name) for name in names}
    if not any(value for name, value in found.items() if name != "country"):
        found["country"] = country
    found["country"] = (found["country"] or "").upper() or None
    return found if any(found.values()) else None


def in_words(account: Record, told: Mapping[str, Any]) -> Params:
    """What a customer says, in the account's words; an address only where its country is one."""
    found: Body = {new: told[old] for new, old in PLAIN.items() if told.get(old) is not None}
    if told.get("preferred_locales"):
        found["defaults"] = {"locales": told["preferred_locales"]}
    person = account.body["business_type"] in (None, "individual")
    inner: Body = {"phone": told["phone"]} if told.get("phone") else {}
    address = told.get("address") or {}
    if len(address.get("country") or "") == COUNTRY_LETTERS:
        inner["address"] = {name: value for name, value in address.items() if value is not None}
    if told.get("business_name") and not person:
        inner["registered_name"] = told["business_name"]
    if inner:
        found["identity"] = {"individual" if person else "business_details": inner}
    return Params(found)


def asked(wish: Mapping[str, Any]) -> Body:
    """What an account is told as a customer, in a customer's words. source: docs: Accounts as customers"""
    billing, tax = wish.get("billing") or {}, wish.get("automatic_indirect_tax") or {}
    invoice = billing.get("invoice") or {}
    found: Body = {old: invoice[new] for new, old in OWN.items() if new in invoice}
    settings = {old: invoice[new] for new, old in INVOICE.items() if new in invoice}
    if "default_payment_method" in billing:
        settings["default_payment_method"] = billing["default_payment_method"]
    if settings:
        found["invoice_settings"] = Params(settings)
    found |= {name: wish[name] for name in ("shipping", "test_clock") if name in wish}
    if "exempt" in tax:
        found["tax_exempt"] = tax["exempt"]
    located = {name: tax[name] for name in ("ip_address", "validate_location") if name in tax}
    return {**found, **({"tax": Params(located)} if located else {})}


@v2_account.tells("customer")
def shown(platform_work: Work, account: Record) -> Body:
    """What an account shows of itself as a customer. source: sdk; docs: Accounts as customers"""
    customer = of(platform_work, account.id)
    if customer is None:
        return {}
    body, settings = customer.body, customer.invoice_settings or {}
    tax = tax_location(None, customer)
    where = tax["location"] or {}
    return {
        "automatic_indirect_tax": {
            "exempt": body["tax_exempt"],
            "ip_address": customer.private.get("ip_address"),
            "location": {name: where.get(name) for name in ("country", "state")},
            "location_source": SOURCES.get(where.get("source", "")),
        },
        "billing": {
            "default_payment_method": settings.get("default_payment_method"),
            "invoice": {
                **{new: settings.get(old) for new, old in INVOICE.items()},
                **{new: body[old] for new, old in OWN.items()},
            },
        },
        "shipping": body["shipping"],
        "test_clock": body.get("test_clock"),
    }
