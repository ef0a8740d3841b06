"""Cash: what bank transfers of a customer left with us goes back to the customer, and no charge is meant.

Owns: the checks of such a refund, its body. Does not own: the record and how it ends (refund.py), what a
customer has and its transactions (room customers, which hears of it and refuses more than is there).
Money: it leaves the cash balance when the refund is made, and comes back when it fails or is canceled.
Source: docs: bank transfers; spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.refunds import creation, refusals
from pinstripe.products.refunds.refund import REFUND

ORIGIN = "customer_balance"
OF_CHARGES = ("charge", "payment_intent", "refund_application_fee", "reverse_transfer")
"""What has no meaning where no charge is refunded."""


def create(work: Work, params: Params) -> Record:
    """A part of a customer's cash balance is sent back. refuses: missing_param, cash_has_no_charge, too_low,
    no_cash_in, email_needed. source: docs: bank transfers (all three must be named); wording inferred
    """
    for name in OF_CHARGES:
        if params.get(name):
            raise refusals.cash_has_no_charge(name)
    for name in ("customer", "amount", "currency"):
        if params.get(name) is None:
            raise errors.missing_param(name)
    if params.amount < 1:
        raise errors.too_low(1, "amount")
    currency = params.currency.lower()
    if currency not in creation.TRANSFERS:
        raise refusals.no_cash_in(currency)
    customer = work.find("customer", params.customer, "customer")
    email = params.get("instructions_email") or customer.email
    key = work.new_id(REFUND)
    said = creation.asking(work, currency, email, key)
    refund = work.create(
        REFUND,
        "cash",
        moves=Move(params.amount, currency, {"network": "wire", "customer": customer.id}),
        id=key,
        amount=params.amount,
        balance_transaction=None,
        charge=None,
        currency=currency,
        customer=customer.id,
        metadata=merged_metadata(None, params.get("metadata")),
        payment_intent=None,
        private={"number": said.number, "origin": ORIGIN},
        reason=params.get("reason"),
        **said.fields,
    )
    refund.clock = customer.clock
    for verb, seconds, payload in said.later:
        work.schedule(verb, refund, work.now + seconds, **payload)
    return refund
