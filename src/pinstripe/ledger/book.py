"""The one writer of the books: legs become entries, balances and, where asked, a balance transaction.

Owns: entries, materialised balances, holds. Does not own: when money moves (lifecycle rows, functions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinstripe.ledger.accounts import qualified
from pinstripe.ledger.posting import Posting

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work


def post(
    work: Work,
    template: Posting,
    record: Record,
    amount: int | None = None,
    currency: str | None = None,
    transaction: dict[str, Any] | None = None,
    **names: Any,
) -> Record | None:
    """Move money along a template's legs on behalf of a record.

    amount: of the legs that name none. names: amounts of named legs, and words of account names.
    gives: the balance transaction, for templates that make one.
    """
    currency = currency or record.currency
    hold(work, template, record, amount, currency)
    legs: list[tuple[str, str, int]] = []
    for source, target, *which in template.legs:
        minor = names[which[0]] if which else amount
        assert isinstance(minor, int) and minor >= 0, f"{template.name}: a leg needs a positive amount"
        if minor:
            legs.append((_name(work, source, record, names), _name(work, target, record, names), minor))
    made = None
    if template.transaction is not None:
        made = _transaction(work, template, record, legs, currency, transaction or {})
    for source, target, minor in legs:
        work.entry(template.name, record.id, made.id if made else "", source, target, minor, currency)
    return made


def hold(work: Work, template: Posting, record: Record, amount: int | None, currency: str) -> None:
    """Open or resolve a hold; resolving one twice is a programming error, never an API answer."""
    if not template.hold:
        return
    state = work.hold_state(record.id)
    if template.hold == "open":
        assert state is None, f"{record.id} holds money already"
        work.set_hold(record.id, template.name, amount or 0, currency, "held")
    else:
        assert state == "held", f"{record.id}: {template.name} resolves a hold that is {state}"
        work.set_hold(record.id, template.name, amount or 0, currency, template.hold)


def _name(work: Work, name: str, record: Record, names: dict[str, Any]) -> str:
    if "{" in name:
        name = name.format_map(_Words(record, names))
    return qualified(name, work.account)


class _Words(dict[str, Any]):
    """Words of an account name: the call's own first, then the record's fields."""

    def __init__(self, record: Record, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.record = record

    def __missing__(self, name: str) -> Any:
        return getattr(self.record, name)


def _transaction(
    work: Work,
    template: Posting,
    record: Record,
    legs: list[tuple[str, str, int]],
    currency: str,
    fields: dict[str, Any],
) -> Record:
    """A balance transaction computed from the legs themselves, so that it can never differ from them."""
    assert template.transaction is not None
    own = f"{work.account}/"
    gross = fee = 0
    for source, target, minor in legs:
        if target == "stripe:fees":
            fee += minor
        elif source == "stripe:fees":
            fee -= minor
        elif target.startswith(own):
            gross += minor
        elif source.startswith(own):
            gross -= minor
    kind, category = template.transaction
    details = [
        {
            "amount": fee,
            "application": None,
            "currency": currency,
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]
    return work.create_named(
        "balance_transaction",
        amount=gross,
        currency=currency,
        fee=fee,
        fee_details=details if fee else [],
        net=gross - fee,
        type=kind,
        reporting_category=category,
        source=record.id,
        **{
            "available_on": work.now,
            "status": "available",
            "description": None,
            "exchange_rate": None,
            **fields,
        },
    )
