"""The programme: may an account give out cards at all?

Owns: this rule. Does not own: capabilities (room connect). Money: none. Source: recorded: stripe_world;
issuing-treasury.
"""

from __future__ import annotations

from pinstripe.kernel.work import Work
from pinstripe.products.issuing import refusals


def require(work: Work) -> None:
    """The platform may; a connected account has to be able to. refuses: not_set_up

    Accounts that the control API made are through with everything. source: recorded: issuing-treasury
    """
    if not enabled(work):
        raise refusals.not_set_up()


def enabled(work: Work) -> bool:
    """Is everything ready?"""
    if work.account == work.world.account:
        return True
    record = work.batch.load(work.world.account, work.account)
    if record is None or record.private.get("waived"):
        return True
    return bool(record.body["capabilities"].get("card_issuing") == "active")
