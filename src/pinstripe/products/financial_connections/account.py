"""The Financial Connections account record: an account at another bank, and how fresh what is known of it is.

Owns: the record, its lifecycle and those of its three refreshes, what a payment may be made from. Does not
own: the endpoints (accounts.py), how it came to be (connection.py), what a refresh brings (freshness.py).
Money: none. Source: spec; docs: Financial Connections.
Private facts: `institution` and `held`, the test account that it is; `session`, which collected it;
`refreshes`, ids of transaction refreshes that began, oldest first; `done`, the last that succeeded;
`told_to`, up to when transactions are known.
"""

from __future__ import annotations

from typing import NamedTuple

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, SAME, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import refusals
from pinstripe.products.financial_connections.institution import Held, held

BASE = "financial_connections.account"
# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, event
    ("create",     "linked",  ANY,               "active",       f"{BASE}.created"),
    ("close",      "done",    "active",          "inactive",     f"{BASE}.deactivated"),
    ("relink",     "done",    "inactive",        "active",       f"{BASE}.reactivated"),
    ("disconnect", "done",    "active inactive", "disconnected", f"{BASE}.disconnected"),
    ("warn",       "expiry",  "active",          SAME,           f"{BASE}.upcoming_account_number_expiry"),
    ("renumber",   "done",    "active",          SAME,           f"{BASE}.account_numbers_updated"),
    ("lose",       "soon",    "active",          SAME,           f"{BASE}.upcoming_deactivation"),
    ("extend",     "done",    "active",          SAME,           f"{BASE}.expected_deactivation_date_updated"),
)


def refreshing(feature: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one refresh. source: spec (states, event)"""
    event = f"{BASE}.refreshed_{feature}"
    return (
        (f"refresh_{feature}", "begun",     "- succeeded failed", "pending"),
        (f"fetch_{feature}",   "succeeded", "pending",            "succeeded", event),
        (f"fetch_{feature}",   "failed",    "pending",            "failed",    event),
    )
# fmt: on


class Feature(NamedTuple):
    """What can be refreshed: the permission that it needs, the field that says how fresh it is."""

    permission: str
    field: str


FEATURES = {
    "balance": Feature("balances", "balance_refresh"),
    "ownership": Feature("ownership", "ownership_refresh"),
    "transactions": Feature("transactions", "transaction_refresh"),
}

ACCOUNT = Resource(
    "financial_connections.account",
    prefix="fca",
    index=(
        "account=account_holder.account",
        "customer=account_holder.customer",
        "held=private.held",
        "session=private.session",
    ),
    noun="financial connections account",
    param="account",
    lifecycle=LIFECYCLE,
    lifecycles={
        f"{feature.field}.status": lifecycle(*refreshing(name)) for name, feature in FEATURES.items()
    },
    absent="status_details",
    unexpected=refusals.is_inactive,
    source="spec",
)


def known(account: Record) -> Held:
    """The test account that it is."""
    return held(account.private["institution"], account.private["held"])


def payable(work: Work, key: str, where: str) -> tuple[Record, Held]:
    """The account that a payment method is made of. refuses: resource_missing, is_inactive, not_permitted,
    no_account_numbers. source: docs: Financial Connections
    """
    account = work.find(BASE, key, where)
    if account.status != "active":
        raise refusals.is_inactive(account, "make a payment method of")
    if "payment_method" not in account.permissions:
        raise refusals.not_permitted(account, "a payment method", "payment_method")
    if not known(account).pays:
        raise refusals.no_account_numbers(account, where)
    return account, known(account)
