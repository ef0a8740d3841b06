"""The endpoints of capabilities.

Owns: retrieve, list, asking and not asking any more. Does not own: the record (capability.py), what an
account lacks for it (assessment.py). Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import disclosure
from pinstripe.products.connect.assessment import previewed, settle
from pinstripe.products.connect.capability import CAPABILITY, PATH, asked
from pinstripe.products.connect.statement import reached


def found(work: Work, name: str) -> Record:
    """A capability that was asked for. refuses: no_such"""
    record = work.peek(name, "capability")
    if record is None:
        raise errors.no_such("capability", name, "capability", 404)
    return record


@operation(f"GET {PATH}/{{capability}}", CAPABILITY)
def retrieve(work: Work, params: Params, account: str, capability: str) -> Record | dict[str, Any]:
    """One capability; of one that nobody has asked for yet, what would be lacking. refuses: no_such.
    source: spec (unrequested); docs: account capabilities
    """
    own_work = work.acting_for(account)
    if own_work.peek(capability, "capability") is not None or not disclosure.is_capability(capability):
        return found(own_work, capability)
    _, record = reached(work, account)
    asks = {"requested": False, "requested_at": None, "status": "unrequested"}
    body = {"account": account, **previewed(own_work, record), **asks}
    return {"id": capability, "object": "capability", **dict(sorted(body.items()))}


@operation(f"POST {PATH}/{{capability}}", CAPABILITY)
def update(work: Work, params: Params, account: str, capability: str) -> Record:
    """Ask for a capability, or give it back. refuses: unknown_capability, cards_without_transfers.
    source: spec; recorded: gumroad"""
    platform_work, record = reached(work, account)
    own_work = work.acting_for(account)
    if params.get("requested") is not None:
        wish = Params(capabilities=Params({capability: Params(requested=params.requested)}))
        if params.requested:
            wish = Params(requested_capabilities=[capability])
        names = disclosure.asked(wish, record.private.get("asked", ()))
        platform_work.note(record, asked=names)
        settle(platform_work, record)
    return found(own_work, capability)


@operation(f"GET {PATH}", CAPABILITY)
def list_capabilities(work: Work, params: Params, account: str) -> Page:
    """All that the account has asked for, what was asked for last first. source: spec"""
    own_work = work.acting_for(account)
    known = asked(own_work)
    names = sorted(known, key=lambda name: (-(known[name].requested_at or 0), name))
    return Page([known[name] for name in names], False, work.path)
