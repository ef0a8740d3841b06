"""The endpoints of accounts.

Owns: create, retrieve, list, update, delete, reject. Does not own: the record (account.py), what is told
(statement.py, disclosure.py), what follows (assessment.py). Money: none.
Source: spec; recorded: airbytehq, gumroad.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.generate import deleted
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import disclosure, handover, refusals, statement
from pinstripe.products.connect.account import ACCOUNT, leave, shown
from pinstripe.products.connect.assessment import settle
from pinstripe.products.connect.statement import reached


@operation("GET /v1/account", ACCOUNT)
def retrieve_own(work: Work, params: Params) -> Record | dict[str, Any]:
    """Who am I: the account that the request acts for. source: spec"""
    return shown(work, work.account)


@operation("GET /v1/accounts/{account}", ACCOUNT)
def retrieve(work: Work, params: Params, account: str) -> Record | dict[str, Any]:
    """One account that the key reaches; the edge has refused all others. source: recorded: airbytehq"""
    return shown(work, account)


@operation("POST /v1/accounts", ACCOUNT)
def create(work: Work, params: Params) -> Record:
    """A new connected account; it may do what its capabilities say once nothing is lacking.

    refuses: no_platform, those of handover and statement. source: spec; recorded: gumroad, openfoodnetwork
    2026-08
    """
    platform_work = statement.platform_of(work)
    return statement.opened(platform_work, handover.account_told(platform_work, params))


@operation("POST /v1/accounts/{account}", ACCOUNT)
def update(work: Work, params: Params, account: str) -> Record:
    """An account is told more of. refuses: own_account, those of handover, disclosure and statement.
    source: spec; recorded: gumroad
    """
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    params = handover.account_told(own_work, params)
    disclosure.refuse_foreign(record, params)
    return statement.told(platform_work, record, params)


@operation("DELETE /v1/accounts/{account}", ACCOUNT)
def delete(work: Work, params: Params, account: str) -> dict[str, Any]:
    """The account is connected no more. refuses: own_account. source: recorded: openfoodnetwork 2026-08"""
    platform_work, record = reached(work, account)
    leave(platform_work, record)
    return deleted(record)


@operation("POST /v1/accounts/{account}/reject", ACCOUNT)
def reject(work: Work, params: Params, account: str) -> Record:
    """The platform wants nothing to do with it any more; payouts stop, too, unless it says otherwise.
    refuses: own_account, not_rejectable. source: spec; sdk (payouts_action)
    """
    platform_work, record = reached(work, account)
    if record.at("controller", "losses", "payments") == "stripe":
        raise refusals.not_rejectable(account)
    reason = params.reason
    word = reason if reason in ("fraud", "terms_of_service") else "fraud" if "fraud" in reason else "other"
    pays_out = params.get("payouts_action") == "none" and bool(record.payouts_enabled)
    platform_work.note(record, rejected=word, pays_out=pays_out)
    return settle(platform_work, record, "reject")


@operation("POST /v1/accounts/{account}/unreject", ACCOUNT)
def unreject(work: Work, params: Params, account: str) -> Record:
    """It may go on after all. refuses: own_account. source: sdk"""
    platform_work, record = reached(work, account)
    platform_work.note(record, rejected=None, pays_out=False)
    return settle(platform_work, record)
