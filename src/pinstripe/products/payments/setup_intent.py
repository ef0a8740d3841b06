"""The setup intent record: a way to pay that is to be kept for later, without a payment now.

Owns: the record and its states; opening one for a page. Does not own: the endpoints
(setup_intents.py), asking bank and payer (setup.py). Money: none. Source: spec; recorded: gumroad, flexile,
stripe_world phase 10.
Private facts: `attempts`, `return_url`, `use_stripe_sdk`, `mandate_data` (the consent that was given),
`single_use` (the one payment that it is for), `mismatches` (how often deposits were named wrongly),
`subscription`, `checkout` (what it was opened for).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.payments import setup_refusals as refusals

OPEN = "requires_payment_method requires_confirmation requires_action"
ASKING = "requires_action"

# fmt: off
LIFECYCLE = lifecycle(
    # verb           outcome       from    to                         event
    ("create",       "empty",      ANY,    "requires_payment_method", "setup_intent.created"),
    ("create",       "equipped",   ANY,    "requires_confirmation",   "setup_intent.created"),
    ("equip",        "done",       OPEN,   "requires_confirmation"),
    ("confirm",      "done",       OPEN,   "succeeded",               "setup_intent.succeeded"),
    ("confirm",      "challenged", OPEN,   "requires_action",         "setup_intent.requires_action"),
    ("confirm",      "declined",   OPEN,   "requires_payment_method", "setup_intent.setup_failed"),
    ("authenticate", "failed",     ASKING, "requires_payment_method", "setup_intent.setup_failed"),
    ("cancel",       "done",       OPEN,   "canceled",                "setup_intent.canceled"),
)
# fmt: on

SETUP_INTENT = Resource(
    "setup_intent",
    prefix="seti",
    noun="setupintent",
    param="intent",
    lifecycle=LIFECYCLE,
    index=("customer", "payment_method", "attach_to_self"),
    unexpected=refusals.wrong_state,
    defaults={"managed_payments": {"enabled": False}, "usage": "off_session"},
    absent="attach_to_self allowed_payment_method_types",
)


def open_on_page(
    work: Work,
    customer: Record | None,
    types: Sequence[str],
    told: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> Record:
    """A setup that a payer is going to make on a page of this server. params: types, the kinds that it takes;
    told, fields as they stand; facts, private ones. source: docs: Checkout (setup mode)
    """
    key = work.new_id(SETUP_INTENT)
    asked = {name: kinds.KINDS[name].setup for name in types}
    return work.create(
        SETUP_INTENT,
        "empty",
        id=key,
        client_secret=f"{key}_secret_{work.mint.letters(25)}",
        customer=customer.id if customer is not None else None,
        payment_method_options={name: dict(one.options) for name, one in asked.items() if one},
        payment_method_types=list(types),
        private=dict(facts),
        **told,
    )


def prepare(
    work: Work, intent: Record, back: str, data: Mapping[str, Any] | None, customer: str | None
) -> None:
    """What is known before a try on a page: where the payer comes back to, that they agree to debits, and for
    whom the method is kept. source: docs: mandates
    """
    work.note(intent, return_url=back, mandate_data=data)
    work.amend(intent, customer=customer)
