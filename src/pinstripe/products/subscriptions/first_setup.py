"""The setup that a subscription waits for: there is nothing to pay yet, and nothing to pay with later.

Owns: whether a subscription that begins needs it, what follows when it is done. Does not own: the setup
intent (room payments). Money: none.
Source: docs: Subscriptions (`pending_setup_intent`); spec; inferred (where the holder has to be asked).
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments import setup
from pinstripe.products.payments.setup_intent import SETUP_INTENT
from pinstripe.products.subscriptions.subscription import ENDED


def needed(work: Work, method: Record | None) -> str | None:
    """The id of the setup that is to be opened: without a method, or with one whose holder has to be asked
    before they can be charged later; None where none is. source: docs: Subscriptions; spec
    """
    if method is not None and not setup.must_ask(work, method):
        return None
    return work.new_id(SETUP_INTENT)


def begin(work: Work, subscription: Record, method: Record | None) -> None:
    """The setup that a subscription names is opened, and tried where there is a method."""
    key = subscription.pending_setup_intent
    if key is not None:
        customer = work.load(subscription.customer, "customer")
        setup.open_for(work, key, customer, method, subscription=subscription.id)


@hears(SETUP_INTENT, "confirm", "done")
def ended(work: Work, intent: Record) -> None:
    """Nothing is waited for any longer; a subscription that keeps what it is paid with keeps this.
    source: docs: Subscriptions (save_default_payment_method)
    """
    key = intent.private.get("subscription")
    subscription = work.peek(key, "subscription") if key else None
    if subscription is None or subscription.pending_setup_intent != intent.id or subscription.status in ENDED:
        return
    keeps = subscription.payment_settings["save_default_payment_method"] == "on_subscription"
    default = intent.payment_method if keeps else subscription.default_payment_method
    work.change(subscription, pending_setup_intent=None, default_payment_method=default)
