"""The endpoints of transfers.

Owns: create, list, update. Does not own: the record (transfer.py). Money: a transfer's.
Source: spec; recorded: gumroad; docs: separate charges and transfers.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import parties
from pinstripe.products.transfers import refusals
from pinstripe.products.transfers import transfer as transfers
from pinstripe.products.transfers.transfer import TRANSFER


def refuse_destination(work: Work, key: str) -> None:
    """Money can be sent there: by a platform to an account that is connected to it, by such an account to its
    platform. refuses: to_oneself, no_such, cannot_receive, outside_region

    source: recorded: gumroad (to the platform); docs: Connect transfers
    """
    if key == work.account:
        raise refusals.to_oneself()
    if key == work.world.account:
        return
    account = parties.reached(work, key, "destination")
    parties.refuse_receiver(account, "destination")
    if not parties.within_reach(work, account):
        raise refusals.outside_region(account.body["country"])


def source_of(work: Work, params: Params, currency: str) -> tuple[Record, Record]:
    """The charge whose money is sent on, with its balance transaction. refuses: no_such,
    source_brought_nothing, other_currency
    """
    charge = work.find("charge", params.source_transaction, "source_transaction")
    if charge.balance_transaction is None:
        raise refusals.source_brought_nothing(charge.id)
    row = work.load(charge.balance_transaction, "balance_transaction")
    if row.currency != currency:
        raise refusals.other_currency(row.currency, currency)
    return charge, row


def amount_of(work: Work, params: Params, charge: Record, row: Record) -> int:
    """How much of a source is sent on: all that is left of it, where nobody says less. refuses:
    beyond_source
    """
    before = sum(
        one.amount - one.amount_reversed for one in work.each("transfer", source_transaction=charge.id)
    )
    amount = int(params.get("amount", row.amount - before))
    if amount + before > row.amount or amount < 1:
        words = [currencies.symbol_amount(one, row.currency) for one in (row.amount, before)]
        raise refusals.beyond_source(words[0], words[1] if before else None)
    return amount


def group_of(work: Work, params: Params, charge: Record) -> str:
    """What holds a source and its transfers together, on both. source: docs: separate charges and
    transfers
    """
    group: str = params.get("transfer_group") or charge.transfer_group
    group = group or f"group_{charge.payment_intent or charge.id}"
    if charge.transfer_group is None:
        charges.grouped(work, charge, group)
    return group


@operation("POST /v1/transfers", TRANSFER)
def create(work: Work, params: Params) -> Record:
    """Send money to another account: what can be used, or what a charge brought, also before it can be. What
    a platform takes from an account of its own may leave that owing.

    refuses: missing_param, bad_currency, too_low, insufficient, those of destination and source
    source: recorded: gumroad, pay-rails
    """
    if params.get("amount") is None and not params.get("source_transaction"):
        raise errors.missing_param("amount")
    currency = params.currency.lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED)
    if params.get("amount") is not None and params.amount < 1:
        raise errors.too_low(1, "amount")
    refuse_destination(work, params.destination)
    facts: dict[str, Any] = {
        "description": params.get("description"),
        "metadata": merged_metadata(None, params.get("metadata")),
        "source_type": params.get("source_type") or "card",
    }
    key = work.new_id(TRANSFER)
    if params.get("source_transaction"):
        charge, row = source_of(work, params, currency)
        amount = amount_of(work, params, charge, row)
        facts |= {"source_transaction": charge.id, "transfer_group": group_of(work, params, charge)}
        day = transfers.waits_until(work, row.id)
        return transfers.send(work, key, amount, currency, params.destination, day=day, **facts)
    # All that this balance holds counts as a card's: nothing can be sent of what came otherwise.
    held = work.balance(AVAILABLE, currency) if facts["source_type"] == "card" else 0
    debited = params.destination == work.world.account
    if params.amount > held and not debited:
        raise refusals.insufficient()
    facts["transfer_group"] = params.get("transfer_group")
    return transfers.send(work, key, params.amount, currency, params.destination, **facts)


@operation("GET /v1/transfers", TRANSFER)
def list_transfers(work: Work, params: Params) -> Page:
    """What was sent, newest first. source: spec"""
    filters = params.pick("destination", "transfer_group")
    return show_records(work, TRANSFER, params, "/v1/transfers", filters, None)


@operation("POST /v1/transfers/{transfer}", TRANSFER, subject="transfer")
def update(work: Work, transfer: Record, params: Params) -> Record:
    """Notes on a transfer; nothing else of it changes. source: spec"""
    return work.change(transfer, **updates(transfer, params))
