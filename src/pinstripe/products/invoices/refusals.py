"""Refusals of invoices, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import Answer, ApiError
from pinstripe.kernel.record import Record


def wrong_state(invoice: Record, verb: str) -> ApiError:
    """The invoice is past what is asked of it. source: recorded: stripe_world 13; uncollectible inferred"""
    if verb == "finalize":
        return errors.invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
    if verb == "void" and invoice.status == "paid":
        return has_payments()
    if verb == "mark" and invoice.status == "uncollectible":
        return errors.invalid("This invoice has already been marked uncollectible.")
    if verb == "send":
        return errors.invalid(
            "This invoice cannot be sent right now. Please contact us via https://support.stripe.com/contact "
            "with details, so we can help."
        )
    if verb == "pay":
        return already_paid() if invoice.status == "paid" else not_payable()
    return errors.invalid("You can only pass in open invoices. This invoice isn't open.")


def already_paid() -> ApiError:
    """Nobody pays twice. source: recorded: stripe_world 13"""
    return errors.invalid("Invoice is already paid")


def not_payable() -> ApiError:
    """A void invoice asks for nothing. source: inferred"""
    return errors.invalid("You can only pay an invoice that is open. This invoice is void.")


def under_way() -> ApiError:
    """Its money is on its way already. source: inferred"""
    return errors.invalid("This invoice can't be paid again while its payment is processing.")


def only_drafts_go() -> ApiError:
    """What was said to a customer stays. source: recorded: stripe_world 13"""
    return errors.invalid("You can only delete draft invoices.")


def subscriptions_draft() -> ApiError:
    """A subscription's invoice is voided, not deleted.
    source: docs: Subscription invoices; wording inferred
    """
    return errors.invalid("You can't delete invoices created by subscriptions.")


def final_field(name: str) -> ApiError:
    """A final invoice keeps what it says. source: recorded: stripe_world 13"""
    return errors.invalid("Finalized invoices can't be updated in this way", param=name)


def needs_due_date() -> ApiError:
    """Who is sent an invoice must know until when to pay it. source: recorded: stripe_world 13"""
    return errors.invalid(
        "If invoice collection method is 'send_invoice', you must specify 'due_date' or 'days_until_due'."
    )


def no_due_date() -> ApiError:
    """What is charged at once is never due later. source: recorded: stripe_world 13"""
    return errors.invalid(
        "You can only specify 'due_date' or 'days_until_due' if invoice collection method is 'send_invoice'."
    )


def due_too_late() -> ApiError:
    """Invoices are due within five years. source: spec (rule); wording inferred"""
    return errors.invalid("The due date cannot be more than five years in the future.", param="due_date")


def no_method() -> ApiError:
    """Nothing to take the money from. source: docs: pay an invoice; text from memory"""
    return errors.invalid(
        "There is no `default_payment_method` set on this Customer or Invoice. Please set an appropriate "
        "`default_payment_method` or pass one to `payment_method` when paying the invoice."
    )


def requires_action(intent: Record) -> Answer:
    """The holder has to be asked, and is not here; the attempt is kept.
    source: docs: error codes; the wording's end inferred from the subscription's
    """
    error = errors.card_error(
        "This payment requires additional user action before it can be completed successfully. Payment can "
        "be completed using the PaymentIntent associated with the invoice. Additional information is "
        "available here: https://stripe.com/docs/billing/subscriptions/overview#requires-action",
        code="invoice_payment_intent_requires_action",
        payment_intent=intent.body,
    )
    return Answer(error.status, error.body())


def upcoming_of_nobody() -> ApiError:
    """A preview is somebody's. source: recorded: pay-rails/pay 2021"""
    return errors.invalid(
        "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint."
    )


def nothing_to_invoice(of_subscription: bool) -> ApiError:
    """An invoice made by hand asked for what waited, until 2022-08-01.
    source: docs: error codes (codes); recorded: issue reports (wording)"""
    whose = "subscription" if of_subscription else "customer"
    return errors.refused(f"Nothing to invoice for {whose}", f"invoice_no_{whose}_line_items", None, 400)


def nothing_upcoming(customer: str) -> ApiError:
    """Nothing will be billed. source: docs: error codes (code); text from memory"""
    return errors.refused(
        f"No upcoming invoices for customer: {customer}", "invoice_upcoming_none", None, 404
    )


def other_customer(subscription: str) -> ApiError:
    """A subscription of somebody else. source: inferred"""
    return errors.invalid(
        f"The subscription {subscription} does not belong to the customer that was given.",
        param="subscription",
    )


def not_editable() -> ApiError:
    """A final invoice takes no more items. source: recorded: stripe_world 13 (code and text, of add_lines)"""
    return errors.invalid("Invalid invoice: This invoice is no longer editable", code="invoice_not_editable")


def other_invoice(invoice: str) -> ApiError:
    """An invoice of somebody else. source: inferred"""
    return errors.invalid(f"The invoice {invoice} does not belong to this customer.", param="invoice")


def other_subscription(subscription: str) -> ApiError:
    """A subscription of somebody else. source: inferred"""
    return errors.invalid(
        f"The subscription {subscription} does not belong to this customer.", param="subscription"
    )


def one_time_only(param: str) -> ApiError:
    """What comes again belongs to a subscription.
    source: docs: invoice items (rule); text quoted by applications
    """
    return errors.invalid(
        "The price specified is set to `type=recurring` but this field only accepts prices with "
        "`type=one_time`.",
        param=param,
    )


def too_many() -> ApiError:
    """An invoice has an end. source: docs: invoices (limit); wording inferred"""
    return errors.invalid("An invoice can have at most 250 line items.", param="invoice")


def deleted_with_draft() -> ApiError:
    """The draft that had it is gone, and so is the item. source: recorded: stripe_world 13"""
    return errors.invalid("This invoice item has been deleted.")


def attached_for_good() -> ApiError:
    """It was billed, or went with its draft. source: recorded: stripe_world 13"""
    return errors.invalid(
        "Can't delete an invoice item that is attached to an invoice that is no longer editable"
    )


def two_ways_of_tax(param: str) -> ApiError:
    """Taxes are chosen, or worked out. source: docs: Tax (rule); inferred (wording)"""
    return errors.invalid("You can't set tax rates where `automatic_tax[enabled]` is true.", param=param)


def has_payments() -> ApiError:
    """What was paid, in parts too, is not undone. source: recorded: stripe_world 13; in parts inferred"""
    return errors.invalid("Invoices with `paid` payments cannot be voided.")


def not_attachable(status: str) -> ApiError:
    """Only an invoice that asks for money takes it. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        f"Payments can only be attached to open invoices. This invoice has a status of {status}.",
        param="invoice",
    )


def gone_payment(param: str, key: str) -> ApiError:
    """A payment that will never come. source: inferred"""
    return errors.invalid(f"The payment {key} is canceled and cannot be attached to an invoice.", param=param)


def other_payer(intent: str) -> ApiError:
    """A payment of somebody else. source: docs: Partial payments (rule); inferred (wording)"""
    return errors.invalid(
        f"The PaymentIntent {intent} does not belong to the invoice's customer.", param="payment_intent"
    )


def other_money(param: str, currency: str) -> ApiError:
    """A payment in another currency. source: docs: Partial payments (rule); inferred (wording)"""
    return errors.invalid(f"The payment's currency must match the invoice's, {currency}.", param=param)


def attached_already(key: str) -> ApiError:
    """A payment counts once. source: inferred"""
    return errors.invalid(f"The payment {key} is already attached to an invoice.")


def other_currency(given: str, wanted: str) -> ApiError:
    """All of an invoice is in one currency. source: docs: invoice items (rule); inferred (wording)"""
    return errors.invalid(
        f"The currency of the invoice item ({given}) must match the currency of its invoice ({wanted}).",
        param="currency",
    )


def bad_percentage(param: str) -> ApiError:
    """A part of a hundred. source: spec (tax rates); inferred (wording)"""
    return errors.invalid("The percentage of a tax rate must be between 0 and 100.", param=param)


def other_line(key: str, param: str) -> ApiError:
    """A line of another invoice, or of none. source: inferred"""
    return errors.no_such("invoice line item", key, param, 400)


def no_item(key: str) -> ApiError:
    """The path names no invoice item. source: recorded: stripe_world 13 (words and the missing space)"""
    message = f"No such Invoice Item: '{key}'(livemode=false)"
    return errors.invalid(message, code="resource_missing", param="id", status=404, executed=False)


def no_line(key: str) -> ApiError:
    """The path names no line of the invoice. source: inferred"""
    return errors.no_such("invoice line item", key, "line_item_id")


def twice(key: str, param: str) -> ApiError:
    """One line is changed once in a call. source: inferred"""
    return errors.invalid(f"The line item {key} is named more than once.", param=param)


def not_waiting(item: str, param: str) -> ApiError:
    """Only an item that waits can join. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"The invoice item {item} is already attached to an invoice.", param=param)


def stays_assigned(param: str) -> ApiError:
    """What a subscription bills belongs to its invoice. source: inferred"""
    return errors.invalid("Only line items that come from invoice items can be unassigned.", param=param)


def item_alone(param: str) -> ApiError:
    """An item that there is brings its own amount. source: inferred"""
    return errors.invalid("You can't set an amount or a price for an existing `invoice_item`.", param=param)


def number_taken(number: str) -> ApiError:
    """No two invoices have one number. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"An invoice with the number {number} already exists.", param="number")


def finalizes_when(rule: str) -> ApiError:
    """When a draft may become final by itself. source: spec (rule); inferred (wording)"""
    return errors.invalid(f"Invalid automatically_finalizes_at: {rule}", param="automatically_finalizes_at")


def other_mandate(param: str = "mandate") -> ApiError:
    """A consent to something else. source: spec (rule); inferred (wording)"""
    return errors.invalid("The mandate does not belong to the payment method used.", param=param)


def not_revisable(status: str) -> ApiError:
    """Only what is still owed, and of which nothing was paid, is done over. source: docs: Invoice revisions
    (rule); inferred (wording)"""
    return errors.invalid(
        f"You can only revise invoices that are open or uncollectible, and unpaid. This one is {status}.",
        param="from_invoice[invoice]",
    )


def subscriptions_revision() -> ApiError:
    """A subscription's invoices are not done over. source: docs: Invoice revisions (rule); inferred
    (wording)"""
    return errors.invalid(
        "You can't revise invoices created by subscriptions.", param="from_invoice[invoice]"
    )


def other_payers_revision() -> ApiError:
    """A revision is for whoever the original was for. source: inferred"""
    return errors.invalid("A revision is for the customer of the invoice that it revises.", param="customer")
