"""The setup intent record: a way to pay that is to be kept for later, without a payment now.

Owns: the record and its states. Does not own: the endpoints (setup_intents.py), asking bank and payer
(setup.py). Money: none. Source: spec; recorded: gumroad, flexile, stripe_world phase 10.
Private facts: `attempts`, `return_url`, `use_stripe_sdk`, `mandate_data` (the consent that was given),
`single_use` (the one payment that it is for), `mismatches` (how often deposits were named wrongly),
`subscription` (what it was opened for).
"""

from __future__ import annotations

from pinstripe.kernel.resource import ANY, Resource, lifecycle
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
