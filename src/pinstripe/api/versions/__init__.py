"""API versions: the code knows the newest shape, callers of older versions are met on the way in and out.

Owns: the known versions, the breaking changes, walking answers back, lifting requests, the life of routes.
Does not own: the compiled tables, behaviour that differs by version (`side_effects` lists it, products ask).

Answers: `answer(body, version, private, store)`. Expandable fields stay ids, so expansion comes after the
walk: each object that is fetched for it is answered in its turn (old paths such as
`latest_invoice.payment_intent` exist only there). An event is walked with what it carries,
`previous_attributes` included.
Requests: decode with `table(version).operation(name)`, then `request(name, params, version)`.

Facts that only older versions show stand beside the body, as private facts that product code fills:

| object | private fact | what it is | when absent |
| --- | --- | --- | --- |
| price | `aggregate_usage` | how usage is summed up | `sum` if metered without a meter, else null |
| product | `type` | service or good | service |
| invoice | `subscription`, `quote` | ids, where the parent is silent | null |
| invoice | `subscription_proration_date` | time of a previewed proration | left out |
| invoice | `payment_intent`, `charge` | ids | of the default payment, and the last charge of its intent |
| invoice | `paid_out_of_band` | whether it was paid elsewhere | false |
| invoice | `application_fee_amount`, `transfer_data` | as they were given | null |
| line_item | `tax_rates` | ids of the rates set on the line by hand | none |
| v2.core.account_link | `configurations` | those that an older request named | none |
| payment_intent, charge | `invoice` | id of the invoice that is paid | null |
| subscription, invoice | — | `discount` is the first of `discounts`, found by lookup | null |

Looked up: price, tax_rate, coupon, discount, payment_intent (for an invoice's last charge).
Listed: charges of an intent, refunds of a charge, cards, subscriptions and tax ids of a customer.
"""

from __future__ import annotations

from pinstripe.api.versions.changes import CHANGES, alive, dead, table
from pinstripe.api.versions.context import Context
from pinstripe.api.versions.known import CURRENT, KNOWN, OLDEST_SPOKEN, Version, asked, is_known, resolve
from pinstripe.api.versions.lift import request, sent_as
from pinstripe.api.versions.shared import plan_of
from pinstripe.api.versions.side_effects import SIDE_EFFECTS
from pinstripe.api.versions.walk import answer

__all__ = [
    "CHANGES",
    "CURRENT",
    "KNOWN",
    "OLDEST_SPOKEN",
    "SIDE_EFFECTS",
    "Context",
    "Version",
    "alive",
    "answer",
    "asked",
    "dead",
    "is_known",
    "plan_of",
    "request",
    "resolve",
    "sent_as",
    "table",
]
