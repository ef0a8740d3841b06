"""An increment: more is held of a card than was, before it is captured.

Owns: whether that can be, asking the bank. Does not own: the endpoint (payment_intents.py), the hold.
Money: none moves; what is held is more. Source: spec; docs: place a hold; inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds import card
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import charge_body, kind_refusals, parties, refusals

MOST = 10
"""How often more can be asked for. source: docs: place a hold (from memory)"""


def increment(work: Work, intent: Record, amount: int, changes: dict[str, Any]) -> Answer | None:
    """Ask for more. gives: the 402 that a declined caller reads; the hold stays as it was. params: changes:
    of the intent, where more is held. refuses: not_incremental, no_increment, too_often
    """
    charge = work.load(intent.latest_charge, "charge")
    kind = kinds.paid_by(charge.body)
    shown = charge.payment_method_details[kind.name]
    possible = shown.get("incremental_authorization_supported") or (
        (shown.get("incremental_authorization") or {}).get("status") == "available"
    )
    if not possible:
        raise kind_refusals.not_incremental(intent)
    if amount <= intent.amount:
        raise kind_refusals.no_increment(intent.amount)
    count = charge.private.get("increments", 0) + 1
    if count > MOST:
        raise kind_refusals.too_often(MOST)
    method = work.load(charge.payment_method, "payment_method")
    reply = work.network("cards").authorize(
        card.known(method),
        amount,
        intent.currency,
        off_session=False,
        reference=f"{intent.id}/increment/{count}",
        authenticated=True,
        in_person=kind.flow is Flow.IN_PERSON,
        more=True,
    )
    work.note(charge, increments=count)
    if not reply.approved:
        fields = charge_body.error_fields(reply, charge.id, method.body)
        return refusals.declined(intent, fields)
    charges.hold_more(work, charge, amount)
    told: dict[str, Any] = {name: changes[name] for name in parties.TOLD if name in changes}
    if told:
        work.amend(charge, **charges.told(told))
    work.advance(intent, "increment", "done", **changes, amount=amount, amount_capturable=amount)
    return None
