"""Held updates: a change waits until its invoice is paid, and is dropped if nobody pays in time.

Owns: what a change that waits may say, its invoice, its end. Does not own: the change (subscriptions.py
hands it over). What it would cost is found by making it in a work that nobody keeps.
Money: the invoice's, through the room invoices.
Source: docs: Pending updates; spec (pending_update); recorded: issue reports (refusal).
Private facts: of a subscription, held: the invoice, when it was asked, what was asked; of an invoice, holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.invoices import collection, drafts
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.subscriptions import demand, refusals
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION, next_boundary

WAIT_SECONDS = 23 * 3600
"""How long an invoice is waited for. source: docs: Pending updates"""
WANTED = "pending_if_incomplete"
CHANGES = ("items", "billing_cycle_anchor", "trial_end", "trial_from_plan")
"""What is changed when the invoice is paid; the rest says how it is billed."""
BILLED = ("payment_behavior", "proration_behavior", "proration_date", "off_session", "add_invoice_items")
OF_ITEMS = ("id", "price", "plan", "quantity", "price_data", "current_trial", "deleted", "clear_usage")
"""source: docs: Pending updates (reference); what may stand in items: inferred"""
Changes = Callable[[Work, Record, Params], Any]


def refuse(subscription: Record, params: Params) -> None:
    """What a change that waits may say. refuses: unsupported_pending, only_charged. source: docs: Pending
    updates
    """
    for name in params:
        if name not in (*CHANGES, *BILLED, "expand"):
            raise refusals.unsupported_pending(name)
    for number, item in enumerate(params.get("items") or []):
        for name in item:
            if name not in OF_ITEMS:
                raise refusals.unsupported_pending(f"items[{number}][{name}]")
    if subscription.collection_method != "charge_automatically":
        raise refusals.only_charged("hold an update of")


def hold(work: Work, subscription: Record, params: Params, change: Changes) -> bool:
    """The change is billed before it is made. gives: whether it was made, or waits; false, it costs nothing

    source: docs: Pending updates
    """
    thought = Work(work.batch, work.account, version=work.version)
    then = thought.subject("subscription", subscription.id)
    change(thought, then, Params({**params, "payment_behavior": "default_incomplete"}))
    if then.latest_invoice == subscription.latest_invoice:
        return False
    asked = thought.load(then.latest_invoice, "invoice")
    if asked.status != "open":
        return False
    waiting = {**params.pick(*CHANGES), **_priced(work, thought, params)}
    made = _billed(work, thought, subscription, asked)
    work.note(subscription, held=[made.id, work.now, waiting])
    demand.ask(work, made, "allow_incomplete", bool(params.get("off_session")))
    if subscription.private.get("held"):
        expires = min(_limits(work, subscription))
        work.schedule("drop_update", subscription, expires)
        restarts = then.billing_cycle_anchor != subscription.billing_cycle_anchor
        shown = {
            "billing_cycle_anchor": then.billing_cycle_anchor if restarts else None,
            "expires_at": expires,
            "subscription_items": then.body["items"]["data"] if "items" in params else None,
            "trial_end": then.trial_end if "trial_end" in params else None,
            "trial_from_plan": params.get("trial_from_plan"),
        }
        work.change(subscription, latest_invoice=made.id, pending_update=shown)
    return True


def _billed(work: Work, thought: Work, subscription: Record, asked: Record) -> Record:
    """The invoice of a change that is only thought of, with the invoice items that the thought made."""
    lines = [line_items.draft_of(thought, line) for line in line_items.of(thought, asked)]
    keys = [line.invoice_item for line in lines if line.invoice_item is not None]
    for item in [one for one in thought.touched.values() if one.id in keys]:
        if work.peek(item.id, "invoiceitem") is None:
            invoice_items.again(work, item)
    made = drafts.draft(
        work,
        customer=work.load(subscription.customer, "customer"),
        currency=subscription.currency,
        reason="subscription_update",
        lines=lines,
        subscription=subscription,
        period=(asked.period_start, asked.period_end),
        waits=False,
        auto_advance=False,
        facts={"holds": True},
    )
    invoice_items.bind(work, made, [work.load(key, "invoiceitem") for key in keys])
    return made


def _priced(work: Work, thought: Work, params: Params) -> dict[str, Any]:
    """The items of a change that waits, by the prices that it described on the way. source: inferred"""
    if "items" not in params:
        return {}
    new = [one for one in thought.touched.values() if one.type == "price" and not work.peek(one.id, "price")]
    made = iter([prices.again(work, one).id for one in new])
    told = [({**item}, item.get("price_data") is not None) for item in params.get("items") or []]
    for item, described in told:
        item.pop("price_data", None)
        if described:
            item |= {"price": next(made), "agreed": True}
    return {"items": [item for item, _ in told]}


def _limits(work: Work, subscription: Record) -> list[int]:
    """When a change is waited for no longer. source: docs: Pending updates"""
    trial = [int(subscription.trial_end)] if subscription.status == "trialing" else []
    return [work.now + WAIT_SECONDS, next_boundary(subscription), *trial]


def paid(work: Work, invoice: Record, change: Callable[[Work, Record, Params, int], Any]) -> None:
    """The invoice that a change waited for is paid: the change is made, as of when it was asked.
    source: docs: Pending updates
    """
    subscription = _waiting_for(work, invoice)
    if subscription is None:
        return
    _, since, told = subscription.private["held"]
    waited = subscription.pending_update is not None
    work.unschedule("drop_update", subscription)
    work.note(subscription, held=None)
    work.amend(subscription, pending_update=None, latest_invoice=invoice.id)
    change(work, subscription, _revived(told), since)
    if waited:
        work.announce(subscription, "apply_update")


def _revived(value: Any) -> Any:
    """What was stored, as the parameters that it was."""
    if isinstance(value, dict):
        return Params({name: _revived(one) for name, one in value.items()})
    return [_revived(one) for one in value] if isinstance(value, list) else value


def _waiting_for(work: Work, invoice: Record) -> Record | None:
    """The subscription whose change waits for this invoice."""
    if not invoice.private.get("holds"):
        return None
    subscription = work.peek(invoice.private["subscription"], "subscription")
    if subscription is None or subscription.status in ENDED:
        return None
    return subscription if (subscription.private.get("held") or [None])[0] == invoice.id else None


@hears(INVOICE, "void", "done")
def voided(work: Work, invoice: Record) -> None:
    """The invoice is void: what waited for it is dropped. source: docs: Pending updates"""
    subscription = _waiting_for(work, invoice)
    if subscription is not None:
        work.unschedule("drop_update", subscription)
        work.note(subscription, held=None)
        work.change(subscription, pending_update=None)
        work.announce(subscription, "drop_update")


@job(SUBSCRIPTION, "drop_update")
def drop(work: Work, subscription: Record) -> None:
    """Nobody paid in time, or something else is asked: the invoice is void. source: docs: Pending updates"""
    held = subscription.private.get("held")
    invoice = work.peek(held[0], "invoice") if held else None
    if invoice is not None and invoice.status in ("open", "uncollectible"):
        collection.void(work, invoice)
