"""The application fee record: what a platform earns of a payment of an account that is connected to it.

Owns: the record, what was given back of it. Does not own: its money, which comes with the payment's (room
payments), giving it back (fee_refund.py). Money: none of its own.
Source: spec; recorded: gumroad (52 fees).
"""

from __future__ import annotations

from pinstripe.api.versions.shared import inline_list
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.payments import proceeds

# fmt: off
LIFECYCLE = lifecycle(
    ("create", "done", ANY, "=", "application_fee.created"),
    ("refund", "done", ANY, "=", "application_fee.refunded"),
)
# fmt: on

APPLICATION_FEE = Resource(
    "application_fee",
    prefix="fee",
    generated="retrieve",
    noun="application fee",
    status="",
    lifecycle=LIFECYCLE,
    index=("charge",),
    defaults={"amount_refunded": 0, "refunded": False},
)


def earned(work: Work, charge: Record) -> Record:
    """A platform earned a part of a payment. params: charge, of the account that pays the fee

    source: recorded: gumroad (amount in the payer's currency, originating_transaction)
    """
    platform_work = work.acting_for(work.world.account)
    fee, key = proceeds.given_fee(charge.body, charge.private), charge.application_fee
    made = platform_work.create(
        APPLICATION_FEE,
        "done",
        id=key,
        account=charge.account,
        amount=fee.amount,
        application=charge.application,
        balance_transaction=charge.private["earning"],
        charge=charge.id,
        currency=fee.currency,
        fee_source={"charge": charge.id, "type": "charge"},
        originating_transaction=charge.private.get("origin"),
        refunds=inline_list([], f"/v1/application_fees/{key}/refunds"),
    )
    made.clock = ""
    return made


def given_back(work: Work, fee: Record, refund: Record, amount: int) -> None:
    """Notes what was given back. params: amount, in the fee's currency. source: recorded: gumroad"""
    known = [one.body for one in work.where("fee_refund", 11, fee=fee.id)]
    total = fee.refunds["total_count"] + 1
    listed = {**inline_list(known, fee.refunds["url"]), "total_count": total, "has_more": total > 10}
    gone = fee.amount_refunded + amount
    changes = {"amount_refunded": gone, "refunded": gone == fee.amount, "refunds": listed}
    work.advance(fee, "refund", "done", **changes)
