"""Changes of behaviour, not of shape: products ask by `version.before(SIDE_EFFECTS[name].date)`.

Owns: their names, dates and one sentence each, so that all such places can be listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SideEffect:
    """A behaviour that begins with a version."""

    date: str
    description: str
    source: str


SIDE_EFFECTS: Final[dict[str, SideEffect]] = {
    "plan_at_its_place": SideEffect(
        "2022-08-01",
        "An unknown plan of a subscription's item is refused at its place among the items, not as `plan`.",
        "recorded: pay-rails/pay 2020-08-27 (plan); the release that ended it: inferred",
    ),
    "pending_items_excluded": SideEffect(
        "2022-08-01",
        "A new invoice leaves pending items alone unless it is told to include them.",
        "docs: Upgrades 2022-08-01",
    ),
    "automatic_payment_methods": SideEffect(
        "2023-08-16",
        "A payment intent that names no payment methods takes those of the account's configuration.",
        "docs: API changelog 2023-08-16; recorded: antiwork+gumroad 2020-08-27 (cards alone)",
    ),
    "bank_takes_its_time": SideEffect(
        "2024-04-10",
        "The bank's word on a test dispute takes seconds; before, it is there for the next call.",
        "recorded: antiwork+gumroad 2023-10-16 (at once, in 2023 and 2024), stripe_world (seconds)",
    ),
    "descriptors_of_cards": SideEffect(
        "2024-04-10",
        "A payment intent that takes cards takes a suffix of the statement's words, not the whole of them.",
        "docs: statement descriptors; recorded: liberapay 2019-08-14 (taken); the version inferred",
    ),
    "capture_automatic_async": SideEffect(
        "2024-04-10",
        "A payment intent that names no capture method captures asynchronously.",
        "docs: API changelog 2024-04-10; recorded: antiwork+gumroad 2023-10-16 (automatic)",
    ),
    "metered_needs_meter": SideEffect(
        "2025-03-31.basil",
        "A metered price is refused without a meter.",
        "docs: API changelog 2025-03-31.basil; recorded: stripe_world cassette 07",
    ),
    "checkout_defers_payment": SideEffect(
        "2022-08-01",
        "Checkout makes the payment intent only when the payer confirms.",
        "docs: Upgrades 2022-08-01; recorded: bikeindex+bike_index 2021 (made at once)",
    ),
    "checkout_defers_subscription": SideEffect(
        "2025-03-31.basil",
        "Checkout makes the subscription only after its first payment.",
        "docs: API changelog 2025-03-31.basil",
    ),
    "flexible_billing": SideEffect(
        "2025-09-30.clover",
        "A new subscription is billed flexibly unless it names another mode.",
        "docs: API changelog 2025-09-30.clover; recorded: pay-rails+pay",
    ),
}
