"""The endpoint of portal sessions.

Owns: create. Does not own: the record (session.py), what a flow may be (flow.py). Money: none.
Source: spec; recorded: pay-rails.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel import addresses
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments import parties
from pinstripe.products.portal import flow as flows
from pinstripe.products.portal import refusals
from pinstripe.products.portal.configuration import CONFIGURATION, default_of
from pinstripe.products.portal.session import SESSION, address


@operation("POST /v1/billing_portal/sessions", SESSION)
def create(work: Work, params: Params) -> Record:
    """A way into the portal for one customer. refuses: must_provide, no_such, no_default, put_away, bad_url,
    bad_timestamp, and what a flow refuses. source: spec; recorded: pay-rails
    """
    if not params.get("customer"):
        raise errors.must_provide(["customer", "customer_account"])
    customer = work.find("customer", params.customer, "customer")
    configuration = _configuration(work, params)
    if params.get("return_url"):
        addresses.check(params.return_url, "return_url")
    after = _after(work, params.get("after_expiration"))
    if params.get("on_behalf_of"):
        parties.refuse_behalf(work, params.on_behalf_of)
    flow = None
    if params.get("flow_data"):
        flow = flows.read(work, params.flow_data, customer, configuration)
    key, token = work.new_id(SESSION), work.mint.letters(32)
    return work.create(
        SESSION,
        id=key,
        **({"after_expiration": after} if after else {}),
        configuration=configuration.id,
        customer=customer.id,
        flow=flow,
        locale=params.get("locale"),
        on_behalf_of=params.get("on_behalf_of"),
        return_url=params.get("return_url") or configuration.default_return_url,
        url=address(work, key, token),
        private={"key": token, "turn": 0, "made": work.world_now, "seen": None, "done": False},
    )


def _after(work: Work, given: Params | None) -> dict[str, Any] | None:
    """Whether a session that is over is good again for a customer who says who they are, and how long.
    refuses: bad_timestamp. source: sdk"""
    if not given:
        return None
    ends = (given.get("customer_login") or {}).get("expires_at")
    if ends is not None and ends <= work.world_now:
        raise errors.bad_timestamp("after_expiration[customer_login][expires_at]")
    return {"customer_login": {"expires_at": ends}, "type": given.type}


def _configuration(work: Work, params: Params) -> Record:
    """The configuration that is named, or the default. refuses: no_such, put_away, no_default"""
    if params.get("configuration"):
        found = work.find(CONFIGURATION.object, params.configuration, "configuration")
        if not found.active:
            raise refusals.put_away(found.id)
        return found
    known = default_of(work)
    if known is None:
        raise refusals.no_default()
    return known
