"""The endpoints of accounts in the second version.

Owns: create, retrieve, update, list, close; what thin events tell of an account. Does not own: the view
(v2_account.py), words (translation.py), what follows (room connect). Money: none. Source: sdk; spec.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import disclosure, statement
from pinstripe.products.connect.account import ACCOUNT
from pinstripe.products.core import refusals, translation
from pinstripe.products.core import v2_account as accounts
from pinstripe.products.core import v2_account_token as tokens
from pinstripe.products.core.objections import in_these_words
from pinstripe.products.core.v2_account import CONFIGURATIONS, V2_ACCOUNT
from pinstripe.products.core.v2_account_token import V2_ACCOUNT_TOKEN
from pinstripe.products.webhooks import v2_event as events

PARTS = ("identity", "defaults", "requirements", "future_requirements")
OF_THE_WHOLE = ("contact_email", "contact_phone", "dashboard", "display_name", "metadata")
ALL = (*PARTS, *(f"configuration.{name}" for name in CONFIGURATIONS))
CUSTOMERS = "cus_"
PAGE, MOST = 20, 100
"""Accounts on a page when nobody says how many, and at most. source: inferred"""


def reached(work: Work, key: str) -> tuple[Work, Record]:
    """A connected account with the work of its platform. refuses: no_such, of_a_customer"""
    platform_work = work.acting_for(work.world.account)
    record = platform_work.peek(key, ACCOUNT.object)
    if key.startswith(CUSTOMERS):
        raise refusals.of_a_customer(key)
    if record is None or work.account not in (platform_work.account, key):
        raise refusals.no_such("account", key)
    return platform_work, record


@operation("POST /v2/core/accounts", V2_ACCOUNT)
def create(work: Work, params: Params) -> dict[str, Any]:
    """A new account, with the configurations that it is given. refuses: those of translation and of the first
    version. source: sdk"""
    with in_these_words():
        platform_work = statement.platform_of(work)
        params = with_token(platform_work, params)
        told = Params(translation.first(params, True))
        account = statement.opened(platform_work, told, asked=translation.asked([], params))
        own_work = platform_work.acting_for(account.id)
        record = accounts.make(own_work, translation.remembered({}, params), work.now)
        events.tell(platform_work, "v2.core.account.created", {}, accounts.about(account.id))
        if accounts.is_customer(record):
            kind = "v2.core.account[configuration.customer].updated"
            events.tell(platform_work, kind, {}, accounts.about(account.id))
        configure(own_work, record, params)
    remember(platform_work, account, record)
    return accounts.view(platform_work, account, params.get("include") or ())


@operation("GET /v2/core/accounts/{id}", V2_ACCOUNT)
def retrieve(work: Work, params: Params, id: str) -> dict[str, Any]:
    """One account; its parts where they are named. refuses: no_such. source: sdk"""
    platform_work, account = reached(work, id)
    return accounts.view(platform_work, account, params.get("include") or ())


@operation("POST /v2/core/accounts/{id}", V2_ACCOUNT)
def update(work: Work, params: Params, id: str) -> dict[str, Any]:
    """An account is told more, or configured otherwise. refuses: no_such, closed, those of translation and of
    the first version. source: sdk"""
    platform_work, account = reached(work, id)
    own_work = platform_work.acting_for(id)
    record = known(own_work, account)
    if record.private["closed"]:
        raise refusals.closed(id)
    with in_these_words():
        params = with_token(platform_work, params)
        refuse_another_country(record, params)
        disclosure.refuse_foreign(account, Params(translation.first(params, False)))
        refuse_methods(own_work, (params.get("defaults") or {}).get("payout_methods") or {})
        learn(platform_work, account, params)
    return accounts.view(platform_work, account, params.get("include") or ())


def refuse_another_country(record: Record, params: Params) -> None:
    """An account stays where it is. refuses: country_is_fixed. source: spec (v2.error); when is inferred"""
    before, now = (one.get("identity") or {} for one in (accounts.told_of(record), params))
    if before.get("country") and now.get("country") not in (None, before["country"]):
        raise refusals.country_is_fixed()


def refuse_methods(own_work: Work, chosen: Mapping[str, Any]) -> None:
    """Where an account is paid in a currency is one of its own payout methods that takes it.

    refuses: no_such, unpayable. source: sdk; docs: API changelog; the checks inferred"""
    for currency, key in chosen.items():
        path = f"defaults[payout_methods][{currency}]"
        if not key:
            continue
        method = own_work.find("v2.money_management.payout_method", key, path)
        if method.archived or currency not in method.bank_account["supported_currencies"]:
            raise refusals.unpayable(key, currency, path)


def learn(platform_work: Work, account: Record, params: Params) -> None:
    """An account is what this version's words say from now on, whoever says them."""
    own_work = platform_work.acting_for(account.id)
    record = known(own_work, account)
    own_work.note(record, told=translation.remembered(record.private["told"], params), learning=True)
    before = list(account.private.get("asked", ()))
    told = Params(translation.first(params, False))
    statement.told(platform_work, account, told, asked=translation.asked(before, params))
    configure(own_work, record, params)
    own_work.note(record, learning=False)
    tell(platform_work, account)


def configure(own_work: Work, record: Record, params: Params) -> None:
    """Whoever keeps customers hears that an account is one, and what is told of it as one."""
    if accounts.is_customer(record):
        own_work.note(record, wish=(params.get("configuration") or {}).get("customer") or {})
        own_work.announce(record, "configure", "customer")


def withdraw(platform_work: Work, account: Record) -> None:
    """The account's customer is gone: it is none any more. source: inferred"""
    own_work = platform_work.acting_for(account.id)
    record = accounts.of(own_work)
    if record is not None and accounts.is_customer(record):
        gone = Params(configuration={"customer": {"applied": False}})
        own_work.note(record, told=translation.remembered(record.private["told"], gone))
        tell(platform_work, account)


@operation("POST /v2/core/accounts/{id}/close", V2_ACCOUNT)
def close(work: Work, params: Params, id: str) -> dict[str, Any]:
    """It is used no more. refuses: no_such, not_applied. source: sdk; what follows for its capabilities is
    inferred"""
    platform_work, account = reached(work, id)
    own_work = platform_work.acting_for(id)
    record = known(own_work, account)
    has = accounts.applied(account, record)
    named = params.get("applied_configurations")
    if named is not None and sorted(named) != sorted(has):
        raise refusals.not_applied(has)
    if not record.private["closed"]:
        own_work.note(record, closed=True)
        own_work.announce(record, "withdraw", "customer")
        statement.told(platform_work, account, Params(), asked=[])
        events.tell(platform_work, "v2.core.account.closed", {}, accounts.about(account.id))
    return accounts.view(platform_work, account)


@operation("GET /v2/core/accounts", V2_ACCOUNT)
def list_all(work: Work, params: Params) -> dict[str, Any]:
    """The accounts of a platform, newest first: those that are not closed, or those that are.
    refuses: bad_page. source: sdk; pages inferred"""
    found = (accounts.view(platform, one) for platform, one in wanted(work, params))
    kept = {name: params[name] for name in ("closed", "limit") if name in params}
    wishes = {
        f"applied_configurations[{n}]": one
        for n, one in enumerate(params.get("applied_configurations") or ())
    }
    return paged(found, params, "/v2/core/accounts", kept | wishes)


def paged(found: Iterator[dict[str, Any]], params: Params, path: str, kept: dict[str, Any]) -> dict[str, Any]:
    """A page of a list, whose address names the last object of the page before. refuses: bad_page"""
    after, limit = params.get("page"), min(max(params.get("limit", PAGE), 1), MOST)
    if after is not None and not any(one["id"] == after for one in found):
        raise refusals.bad_page()
    page: list[dict[str, Any]] = []
    for one in found:
        if len(page) == limit:
            following = urlencode({**kept, "page": page[-1]["id"]})
            back = f"{path}?{urlencode(kept)}" if after else None
            return {"data": page, "next_page_url": f"{path}?{following}", "previous_page_url": back}
        page.append(one)
    back = f"{path}?{urlencode(kept)}" if after else None
    return {"data": page, "next_page_url": None, "previous_page_url": back}


def wanted(work: Work, params: Params) -> Iterator[tuple[Work, Record]]:
    """The accounts that a list's parameters ask for."""
    names = set(params.get("applied_configurations") or ())
    closed = bool(params.get("closed"))
    for account in work.each(ACCOUNT.object):
        own_work = work.acting_for(account.id)
        record = accounts.of(own_work)
        shut = bool(record is not None and record.private["closed"])
        if shut is closed and names <= set(accounts.applied(account, record)):
            yield work, account


def with_token(platform_work: Work, params: Params) -> Params:
    """A request with what its account token told. refuses: no_such, used_token"""
    key = params.get("account_token")
    return tokens.used(platform_work, V2_ACCOUNT_TOKEN, key, "account_token", params) if key else params


def known(own_work: Work, account: Record) -> Record:
    """What only this version knows of an account, from now on of one that the first has made, too."""
    record = accounts.of(own_work)
    if record is None:
        chosen: dict[str, Any] = {name: {} for name in accounts.applied(account, None)}
        record = accounts.make(own_work, {"configuration": chosen}, account.body["created"])
    return record


def remember(platform_work: Work, account: Record, record: Record) -> None:
    """What has been told of an account."""
    own_work = platform_work.acting_for(account.id)
    own_work.note(record, shown=accounts.view(platform_work, account, ALL))


@hears(ACCOUNT, "update", "done")
@hears(ACCOUNT, "review", "done")
@hears(ACCOUNT, "reject", "done")
def tell(platform_work: Work, account: Record) -> None:
    """Parts of an account that changed, an event each. source: sdk (names); docs: Thin events; which words
    the event of the whole account is about: inferred
    """
    own_work = platform_work.acting_for(account.id)
    record = accounts.of(own_work)
    if record is None or "shown" not in record.private or record.private.get("learning"):
        return  # while it learns, more of it may change: it is told once, at the end
    before, after = record.private["shown"], accounts.view(platform_work, account, ALL)
    if before == after:
        return
    own_work.note(record, shown=after)
    if any(before.get(name) != after.get(name) for name in OF_THE_WHOLE):
        events.tell(platform_work, "v2.core.account.updated", {}, accounts.about(account.id))
    for name in PARTS:
        if before.get(name) != after.get(name):
            events.tell(platform_work, f"v2.core.account[{name}].updated", {}, accounts.about(account.id))
    for name in CONFIGURATIONS:
        old, new = ((one.get("configuration") or {}).get(name) or {} for one in (before, after))
        kind = f"v2.core.account[configuration.{name}]"
        if {**old, "capabilities": 0} != {**new, "capabilities": 0}:
            events.tell(platform_work, f"{kind}.updated", {}, accounts.about(account.id))
        for word, state in sorted((new.get("capabilities") or {}).items()):
            if (old.get("capabilities") or {}).get(word) != state:
                data = {"updated_capability": word}
                events.tell(
                    platform_work, f"{kind}.capability_status_updated", data, accounts.about(account.id)
                )
