"""Refusals of alerts, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(alert: Record, verb: str) -> ApiError:
    """An alert that is so already. source: inferred"""
    return errors.invalid(f"You cannot {verb} this alert because it has a status of {alert.status}.")


def too_many_alerts(most: int) -> ApiError:
    """So many for one meter and one customer. source: docs: Usage-based alerts (rule); inferred (wording)"""
    return errors.invalid(
        f"You can have at most {most} alerts for the same meter and customer.", param="usage_threshold"
    )
