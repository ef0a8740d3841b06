"""Accounts as customers: a request that names one means the customer behind it, whose objects show both.

Owns: where requests name such an account, that the customer takes its place before any function sees it, that
records of the customer show the account. Does not own: accounts and customers (the room that provides them).
Money: none. Source: docs: Accounts as customers; spec (which objects show it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.resource import Resource
    from pinstripe.kernel.work import Work

SHOWN: Final = "customer_account"
NAMES: Final = (SHOWN, "related_customer_account")
"""Parameters that name such an account; without the last word they name a customer."""
HASHES: Final = ("account_holder", "customer_details", "owner")
"""Parameters in which such a name may stand."""
HEADS: Final = frozenset((*NAMES, *HASHES))
ACCOUNT: Final = "acct_"

Provider = Callable[["Work", str, str], "Record"]
PROVIDERS: list[Provider] = []


def provides(function: Provider) -> Provider:
    """The function gives the customer that an account is. refuses: what it refuses, on the parameter"""
    assert not PROVIDERS, f"{PROVIDERS[0].__module__} provides customers already"
    PROVIDERS.append(function)
    return function


def meant(work: Work, params: Params) -> Params:
    """A request's parameters with customers in place of the accounts that it names.

    refuses: exclusive_params, what the provider refuses. source: docs: Accounts as customers
    """
    found = _replaced(work, params, "")
    for head in HASHES:
        given = params.get(head)
        if isinstance(given, Mapping):
            found[head] = _replaced(work, given, head)
    return found


def _replaced(work: Work, given: Mapping[str, Any], head: str) -> Params:
    found = Params(given)
    for name in NAMES:
        if name not in found:
            continue
        key, customer = found.pop(name), name.removesuffix("_account")
        if key and found.get(customer):
            raise errors.exclusive_params((customer, name), where=head)
        path = f"{head}[{name}]" if head else name
        found[customer] = PROVIDERS[0](work, key, path).id if key else key
    return found


def of_path(work: Work, key: str) -> str:
    """The customer of a path that names an account. refuses: no_such (404), what the provider refuses
    source: docs: Accounts as customers
    """
    return PROVIDERS[0](work, key, "").id


def show(work: Work, resource: Resource, fields: dict[str, Any], before: Mapping[str, Any]) -> None:
    """A record's new customer, as the account that they may be. params: before, the body until now"""
    names = resource.payers
    if names is None:
        props = Table.load(NEWEST).object(resource.schema).props
        names = resource.payers = tuple(
            (name.removesuffix("_account"), name) for name in NAMES if name in props
        )
    for customer, account in names:
        if customer in fields and not fields.get(account):
            shown = account_of(work, fields[customer])
            if shown is not None or before.get(account) is not None:
                fields[account] = shown


def account_of(work: Work, customer: Any) -> str | None:
    """The account that a customer is. intent: the work knows the customer already, but for few jobs"""
    if not isinstance(customer, str):
        return None
    record = work.records.get((work.account, customer)) or work.batch.load(work.account, customer)
    return record.body.get(SHOWN) if record is not None else None
