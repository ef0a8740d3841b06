"""Sending: the money of a payment comes, and a part of it is another account's.

Owns: the transfer of a destination charge, the platform's fee of a payment. Does not own: what a payment says
of other accounts (room payments), transfers that are made by hand (transfers.py).
Money: a transfer's (transfer.py). Source: docs: destination charges; recorded: gumroad (rows, groups, ids).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments import exchange
from pinstripe.products.payments.charge import CHARGE
from pinstripe.products.transfers import application_fee as fees
from pinstripe.products.transfers import transfer as transfers


@hears(CHARGE, "create", "captured")
@hears(CHARGE, "capture", "done")
@hears(CHARGE, "settle", "done")
@hears(CHARGE, "succeed", "done")
def arrived(work: Work, charge: Record) -> None:
    """The money of a payment came: what is another account's goes on to it. source: docs: destination
    charges
    """
    if charge.transfer_data is not None:
        if charge.get("transfer") is not None:
            pass_on(work, charge)
    elif charge.application_fee is not None:
        fees.earned(work, charge)


@hears(CHARGE, "create", "received")
def received(work: Work, charge: Record) -> None:
    """A payment came by a transfer, and its platform keeps a part of it; or the platform asked for it itself.
    source: recorded: gumroad
    """
    if charge.application_fee is not None:
        fees.earned(work, charge)
    debited = charge.private.get("debits")
    if debited:
        debited_work = work.acting_for(debited)
        transfers.debit(debited_work, charge)


def pass_on(work: Work, charge: Record) -> None:
    """The transfer of a destination charge: the whole amount less the fee, which the other account pays, or
    the amount that was named. source: recorded: gumroad (1356 CAD of 1000 USD; 691 USD of 1000)
    """
    row = work.load(charge.balance_transaction, "balance_transaction")
    amount, share = row.amount, charge.transfer_data["amount"]
    said = {**charge.private.get("sent", {})}
    words = said.pop("payment_data", None)
    if share is not None:
        amount = settled(charge, row, share)
    transfers.send(
        work,
        charge.transfer,
        amount,
        row.currency,
        charge.transfer_data["destination"],
        day=transfers.waits_until(work, row.id),
        fee=fee_of(charge, row),
        words=words,
        **said,
        source_transaction=charge.id,
        transfer_group=charge.transfer_group,
    )


def settled(charge: Record, row: Record, amount: int) -> int:
    """A part of a charge in the currency in which it settled."""
    if row.currency == charge.currency:
        return amount
    return exchange.converted(amount, charge.currency, row.currency)


def fee_of(charge: Record, row: Record) -> dict[str, Any] | None:
    """The platform's fee, which the account that gets the payment pays."""
    if charge.application_fee is None:
        return None
    said = charge.application_fee_amount
    return {
        "id": charge.application_fee,
        "amount": settled(charge, row, said),
        "said": {"amount": said, "currency": charge.currency},
        "origin": charge.id,
    }
