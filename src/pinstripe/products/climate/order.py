"""The climate order record: tons of carbon that are going to be removed, paid from the balance.

Owns: the record, its lifecycle. Does not own: the endpoints (orders.py), what comes of an order in time
(fulfilment.py). Money: an order takes its total from the balance; who cancels gets back what is not a fee, an
order that is not fulfilled comes back whole. Source: spec; docs: id table of the public examples.
"""

from __future__ import annotations

from pinstripe.kernel.pages import page
from pinstripe.kernel.resource import ANY, SAME, Resource, lifecycle
from pinstripe.products.climate import refusals
from pinstripe.products.climate.postings import PURCHASE, REFUND, WHOLE_REFUND

BASE = "climate.order"
# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, event, posting
    ("create",  "confirmed",   ANY,         "confirmed", f"{BASE}.created",             PURCHASE),
    ("cancel",  "requested",   "confirmed", "canceled",  f"{BASE}.canceled",            REFUND),
    ("fulfil",  "unavailable", "confirmed", "canceled",  f"{BASE}.canceled",            WHOLE_REFUND),
    ("fulfil",  "delayed",     "confirmed", SAME,        f"{BASE}.delayed"),
    ("fulfil",  "substituted", "confirmed", SAME,        f"{BASE}.product_substituted"),
    ("fulfil",  "delivered",   "confirmed", "delivered", f"{BASE}.delivered"),
)
# fmt: on

ORDER = Resource(
    "climate.order",
    prefix="climorder",
    generated="retrieve list",
    noun="climate order",
    param="order",
    lifecycle=LIFECYCLE,
    defaults={"delivery_details": []},
    unexpected=refusals.not_cancelable,
    source="spec",
)

CERTIFICATE = page(
    "climate_certificate",
    "climorder",
    title="Certificate of carbon removal",
    means="Here Stripe would show a certificate of the tons that an order removed.",
    instead=("GET /v1/climate/orders/{id}",),
)
