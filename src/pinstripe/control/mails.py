"""The outbox: what Stripe would have mailed to payers and customers of a world, as HTML. Nothing is sent.

Owns: which events bring a mail, to whom, its words. Does not own: the events. Money: none.
Source: docs: Email receipts (from memory: receipts, refunds); docs: Automate customer emails; docs: Send
customer emails; spec (invoice.sent, email_sent, microdeposits, receipt_email); words are our own. Every mail
is here that an account can switch on; of cards that expire none is, as no event tells of them.
A mail is read from the event that brings it, so that the outbox has nothing to keep: as long as an event is
shown, so is its mail.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

from pinstripe.clock.calendar import utc_date
from pinstripe.control.routes import PAGE, Body, Control, integer, only, route, text
from pinstripe.currencies import symbol_amount
from pinstripe.events import snapshots
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.webhooks import event as events


class Mail(NamedTuple):
    """What is said: to whom, about what, line by line, and where it leads."""

    to: str | None
    kind: str
    subject: str
    lines: tuple[str, ...]
    link: str | None = None


Told = dict[str, Any]


def amount(told: Told, name: str = "amount") -> str:
    """An amount of an object, in its currency."""
    return symbol_amount(told[name] or 0, told["currency"])


def receipt(work: Work, told: Told) -> Mail:
    """Somebody paid, and left an address for the receipt. source: spec (receipt_email)"""
    number = f" #{told['receipt_number']}" if told.get("receipt_number") else ""
    lines = (f"Amount paid: {amount(told)}", f"Date paid: {utc_date(told['created']).isoformat()}")
    paid_for = (told["description"],) if told.get("description") else ()
    name = work.merchant.name
    return Mail(
        told["receipt_email"],
        "receipt",
        f"Your {name} receipt{number}",
        (*lines, *paid_for),
        told["receipt_url"],
    )


def refunded(work: Work, told: Told) -> Mail:
    """Money goes back, and they are told at the same address. source: docs: Email receipts (from memory)"""
    back = amount(told, "amount_refunded")
    lines = (f"Refunded so far: {back} of {amount(told)}",)
    return Mail(
        told["receipt_email"],
        "refund",
        f"Your refund from {work.merchant.name}",
        lines,
        told["receipt_url"],
    )


def invoice(work: Work, told: Told) -> Mail:
    """An invoice is sent to whoever shall pay it. source: spec (invoice.sent)"""
    due = told.get("due_date")
    lines = (f"Amount due: {amount(told, 'amount_due')}",)
    when = (f"Due: {utc_date(due).isoformat()}",) if due else ()
    subject = f"New invoice from {work.merchant.name} #{told['number']}"
    return Mail(told["customer_email"], "invoice", subject, (*lines, *when), told["hosted_invoice_url"])


def paid(work: Work, told: Told) -> Mail | None:
    """An invoice was paid here, not elsewhere. source: docs: Send customer emails"""
    if told["amount_paid"] <= told.get("amount_paid_off_stripe", 0):
        return None
    when = utc_date(told["status_transitions"]["paid_at"]).isoformat()
    lines = (f"Amount paid: {amount(told, 'amount_paid')}", f"Date paid: {when}")
    subject = f"Your receipt from {work.merchant.name} #{told['number']}"
    return Mail(told["customer_email"], "invoice_paid", subject, lines, told["hosted_invoice_url"])


def failed(work: Work, told: Told) -> Mail:
    """An attempt to collect an invoice came to nothing. source: docs: Automate customer emails"""
    again = told.get("next_payment_attempt")
    lines = (f"We could not take {amount(told, 'amount_remaining')}. Please pay with another method.",)
    when = (f"We try again on {utc_date(again).isoformat()}.",) if again else ()
    subject = f"Your payment to {work.merchant.name} was unsuccessful"
    return Mail(
        told["customer_email"], "payment_failed", subject, (*lines, *when), told["hosted_invoice_url"]
    )


def confirmation(work: Work, told: Told) -> Mail:
    """A card's holder has to confirm what an invoice asks. source: docs: Automate customer emails"""
    lines = (f"Your bank wants you to confirm a payment of {amount(told, 'amount_remaining')}.",)
    subject = f"Confirm your payment to {work.merchant.name}"
    return Mail(told["customer_email"], "payment_action", subject, lines, told["hosted_invoice_url"])


def overdue(work: Work, told: Told) -> Mail:
    """An invoice was not paid in time. source: docs: Send customer emails"""
    lines = (f"Amount due: {amount(told, 'amount_remaining')}",)
    when = (f"Was due: {utc_date(told['due_date']).isoformat()}",) if told.get("due_date") else ()
    subject = f"Reminder: invoice from {work.merchant.name} #{told['number']}"
    return Mail(
        told["customer_email"], "invoice_overdue", subject, (*lines, *when), told["hosted_invoice_url"]
    )


def renewal(work: Work, told: Told) -> Mail:
    """A subscription will be billed again. source: docs: Automate customer emails"""
    moment = told.get("next_payment_attempt") or told["period_end"]
    lines = (f"It renews on {utc_date(moment).isoformat()} for {amount(told, 'amount_due')}.",)
    subject = f"Your {work.merchant.name} subscription will renew soon"
    return Mail(told["customer_email"], "renewal", subject, lines)


def trial_ends(work: Work, told: Told) -> Mail | None:
    """A trial ends soon. source: docs: Automate customer emails"""
    customer = work.peek(told["customer"], "customer")
    if customer is None:
        return None
    lines = (f"It ends on {utc_date(told['trial_end']).isoformat()}.",)
    subject = f"Your {work.merchant.name} trial is about to end"
    return Mail(customer.email, "trial_ends", subject, lines)


def credited(work: Work, told: Told) -> Mail | None:
    """A credit note was made, and its customer is told, if that was wanted. source: spec (email_type)"""
    note = work.peek(told["id"], "credit_note")
    customer = work.peek(told["customer"], "customer")
    if note is None or customer is None or note.private.get("email_type") == "none":
        return None
    lines = (f"Credited: {amount(told, 'total')}",)
    subject = f"Credit note from {work.merchant.name} #{told['number']}"
    return Mail(customer.email, "credit_note", subject, lines, told["pdf"])


def instructions(work: Work, told: Told) -> Mail | None:
    """A payer is asked where a refund is to go. source: spec (next_action.display_details)"""
    sent = ((told.get("next_action") or {}).get("display_details") or {}).get("email_sent")
    if not sent:
        return None
    lines = (f"{work.merchant.name} gives back {amount(told)}. Say to which account.",)
    return Mail(sent["email_sent_to"], "refund_instructions", "Where shall your refund go?", lines)


def deposits(work: Work, told: Told) -> Mail | None:
    """A payer is asked which small deposits came. source: spec (verify_with_microdeposits)"""
    asked = (told.get("next_action") or {}).get("verify_with_microdeposits")
    method = work.peek(told.get("payment_method") or "", "payment_method")
    if not asked or method is None:
        return None
    lines = (f"{work.merchant.name} sent a small deposit to your bank account. Say which.",)
    place = asked["hosted_verification_url"]
    to = method.billing_details["email"]
    return Mail(to, "microdeposits", "Verify your bank account", lines, place)


ACTION, FAILED = "invoice.payment_action_required", "invoice.payment_failed"
BROUGHT: dict[str, Callable[[Work, Told], Mail | None]] = {
    "charge.refunded": refunded,
    "charge.succeeded": receipt,
    "credit_note.created": credited,
    "customer.subscription.trial_will_end": trial_ends,
    "invoice.overdue": overdue,
    "invoice.paid": paid,
    ACTION: confirmation,
    FAILED: failed,
    "invoice.sent": invoice,
    "invoice.upcoming": renewal,
    "payment_intent.requires_action": deposits,
    "refund.created": instructions,
    "setup_intent.requires_action": deposits,
}
"""What brings a mail, by the type of the event."""


def drawn(mail: Mail) -> str:
    """The mail as HTML."""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in mail.lines)
    link = f'\n<p><a href="{escape(mail.link)}">Open</a></p>' if mail.link else ""
    title = escape(mail.subject)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n<h1>{title}</h1>\n{lines}{link}\n</body>\n</html>\n"
    )


def mails(work: Work, limit: int, to: str) -> list[Body]:
    """The newest mails of the account acted for, to anybody or to one address."""
    asked = snapshots.Asked([], [], list(BROUGHT), False)
    found = snapshots.page(work.batch.store, work.world.world, work.account, asked, limit, False)
    shown, told = [], events.shown(work, found)
    asked_for = {(one["data"]["object"]["id"], one["created"]) for one in told if one["type"] == ACTION}
    for one in told:
        if one["type"] == FAILED and (one["data"]["object"]["id"], one["created"]) in asked_for:
            continue  # its holder was asked instead
        mail = BROUGHT[one["type"]](work, one["data"]["object"])
        if mail is None or not mail.to or to not in ("", mail.to):
            continue
        shown.append(
            {
                "id": one["id"],
                "created": one["created"],
                "kind": mail.kind,
                "to": mail.to,
                "subject": mail.subject,
                "link": mail.link,
                "html": drawn(mail),
            }
        )
    return shown


@route("GET /_pinstripe/mails")
async def list_mails(control: Control, world: World, body: Body) -> Any:
    """What would have been mailed, the newest first; `id` is that of the event that brought it.

    params: to (an address; anybody if none) · limit (how many of the newest events are looked at) · account
    (the platform's)
    """
    only(body, "to", "limit", "account")
    account, to = text(body, "account", world.account), text(body, "to", "")
    limit = min(max(integer(body, "limit", PAGE), 1), 10 * PAGE)

    def step(batch: Batch) -> list[Body]:
        return mails(Work(batch, account), limit, to)

    return {"mails": await control.runtime.engine.enqueue((world, step))}
