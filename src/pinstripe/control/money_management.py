"""Storage accounts from the other side: Stripe puts a balance right.

Owns: the route. Does not own: what it leads to (products/global_payouts). Money: the adjustment's. Source:
our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text, word
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.global_payouts import adjustment as adjustments
from pinstripe.products.money_management import financial_account as financial_accounts


@route("POST /_pinstripe/money_management/adjustments")
async def adjust(control: Control, world: World, body: Body) -> Any:
    """Stripe gives something to a storage account, or takes it away; gives the adjustment.

    params: financial_account · value (below zero takes) · currency (usd) · description · adjusted_flow ·
    account
    refuses: what does not exist, a value of 0, more than there is
    """
    only(body, "financial_account", "value", "currency", "description", "adjusted_flow", "account")
    key, account = text(body, "financial_account"), text(body, "account", world.account)
    value = body.get("value")
    value = int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value
    if not isinstance(value, int) or isinstance(value, bool) or not value:
        raise errors.bad_integer(str(value), "value")
    currency = word(body, "currency", financial_accounts.CURRENCIES, "usd")
    why = text(body, "description", "Adjustment")
    flow = text(body, "adjusted_flow", "")

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        owner = financial_accounts.named(work, key, "financial_account")
        if value < 0:
            financial_accounts.spend(owner, -value, currency)
        found = work.peek(flow) if flow else None
        if flow and (found is None or found.type.rpartition(".")[2] not in adjustments.FLOWS):
            raise errors.no_such("flow", flow, "adjusted_flow", 400)
        made = adjustments.make(work, owner, value, currency, why, found)
        work.keep()
        return made.body

    return await control.runtime.engine.enqueue((world, step))
