"""The default source of a customer: which one is charged if none is named.

Owns: adding and replacing sources, whose turn it is when one goes. Does not own: the card's record (room
methods), the endpoints (sources.py). Money: none. Source: docs: Cards; recorded: gumroad-8e80a61d7b.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.methods import source as sources
from pinstripe.products.methods.payment_method import PAYMENT_METHOD


def add(
    work: Work, owner: str, card: str | Params, param: str, notes: Params | None = None, *, ask: bool = True
) -> Record:
    """A card or a bank account for a customer. params: ask, is the card's bank asked first?
    refuses: no_such, used_token, bad_card, not_kept, and what bank accounts are refused for"""
    said = None if isinstance(card, str) else card.get("metadata")
    metadata = merged_metadata(said, notes or {})
    return sources.keep(work, owner, card, param, metadata, ask=ask)


def next_default(work: Work, customer: Record) -> str | None:
    """Which source is the default when the one before is gone: the newest. source: docs: delete a card"""
    left = sources.newest(work, customer)
    return left[0].id if left else None


def replace_default(
    work: Work, customer: Record, card: str | Params, param: str, *, ask: bool = True
) -> Record:
    """A new default source instead of the one before, which goes. source: docs: update a customer"""
    before = sources.linked(work, customer, customer.default_source or "")
    source = add(work, customer.id, card, param, ask=ask)
    if before is not None:
        sources.remove(work, before)
    return source


def make_default(work: Work, customer: Record, key: str | None) -> Record:
    """The source that is charged if none is named, or none."""
    return work.change(customer, default_source=key)


def owned(work: Work, customer: Record, key: str, status: int = 404, param: str = "id") -> Record:
    """A source of this customer. refuses: no_such"""
    source = sources.linked(work, customer, key)
    if source is None:
        raise errors.no_such("source", key, param, status)
    return source


@hears(PAYMENT_METHOD, "detach", "done")
def replace_detached(work: Work, method: Record) -> None:
    """A customer's default payment method is unset when it is detached; another source becomes the default.

    source: recorded: stripe_world phase 6
    """
    owner = work.peek(method.private["left"], "customer")
    if owner is None:
        return
    if owner.at("invoice_settings", "default_payment_method") == method.id:
        work.amend(owner, invoice_settings={**owner.invoice_settings, "default_payment_method": None})
    if owner.default_source == method.id:
        make_default(work, owner, next_default(work, owner))
