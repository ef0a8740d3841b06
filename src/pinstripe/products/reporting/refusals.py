"""Refusals of reports, in Stripe's words where they are known."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.clock.calendar import written_in

UTC = ZoneInfo("UTC")


def _utc(moment: int) -> str:
    return f"{written_in(moment, UTC)} UTC"


def no_type(name: str) -> ApiError:
    """Nothing is reported under this name. source: inferred"""
    return errors.invalid(f"Unrecognized report type: {name}.", param="report_type")


def not_of_type(kind: str, name: str) -> ApiError:
    """Another type has this parameter. source: docs: Report types reference (rule); inferred (wording)"""
    return errors.invalid(
        f"The parameter `{name}` is not supported by the report type {kind}.", param=f"parameters[{name}]"
    )


def no_column(kind: str, name: str) -> ApiError:
    """The type has no such column. source: inferred"""
    return errors.invalid(f"The report type {kind} has no column {name}.", param="parameters[columns]")


def too_early(kind: str, name: str, start: int, moment: int) -> ApiError:
    """Before there are data. source: recorded: stripe-cli issue 957"""
    return errors.invalid(
        f"Data for the report type {kind} is only available starting at {_utc(start)}; you requested "
        f"`{name}` = {_utc(moment)}.",
        param=f"parameters.{name}",
    )


def too_late(kind: str, name: str, end: int, moment: int) -> ApiError:
    """After the newest data. source: docs: Report types reference (rule); inferred (wording)"""
    return errors.invalid(
        f"Data for the report type {kind} is only available until {_utc(end)}; you requested "
        f"`{name}` = {_utc(moment)}.",
        param=f"parameters.{name}",
    )


def empty_interval() -> ApiError:
    """It ends where it begins, or before. source: docs: Report types reference (rule); inferred (wording)"""
    return errors.invalid(
        "`interval_start` must be before `interval_end`.", param="parameters.interval_start"
    )


def no_automatic_payout(key: str) -> ApiError:
    """Nobody knows what a manual payout consists of.

    source: docs: Payout reconciliation report (rule); inferred (wording)
    """
    return errors.invalid(
        f"The payout {key} is not an automatic payout, so it cannot be reconciled.",
        param="parameters[payout]",
    )
