"""The balance settings record: how an account is paid out, and how long its money waits.

Owns: the record, what an account and its settings have to say of each other. Does not own: the endpoints
(balance_settings.py), what a schedule does (run.py), the account (connect). Money: none.
What a connected account's own `settings.payouts` say is said there; the record follows it. The platform's
stand in the record alone, and its account shows them. Nobody has a record who was never paid out by schedule
and has changed nothing. Source: spec; inferred: the platform is paid out by hand at first.
Private fact: `account`, the settings of payouts as the account shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.connect import account as accounts
from pinstripe.products.connect import payee

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from to   event
    ("create", "done",   ANY, "="),
    ("update", "done",   ANY, "=", "balance_settings.updated"),
)
# fmt: on

BALANCE_SETTINGS = Resource(
    "balance_settings",
    path="/v1/balance_settings",
    status="",
    lifecycle=LIFECYCLE,
)

RULES: Final = "automatic_transfer_rules_by_currency"
"""Left out where there are none: the official SDK cannot read null there. source: sdk"""
HOLDER: Final = "balance_settings"
"""The id of an account's record, which no caller ever sees."""


def of_account(work: Work) -> tuple[dict[str, Any], bool]:
    """What the account says of payouts, and whether it may be paid out."""
    if work.account == work.world.account:
        return accounts.payouts_told(work), True
    platform_work = work.acting_for(work.world.account)
    account = platform_work.load(work.account, "account")
    return account.settings["payouts"], account.payouts_enabled


def payments(told: Mapping[str, Any], enabled: bool, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """The settings as they are shown. params: before, those that stand nowhere else"""
    schedule = told["schedule"]
    days = ("monthly_payout_days", "weekly_payout_days")
    known = before or {"payouts": {}, "settlement_timing": {}}
    timing: dict[str, Any] = {"delay_days": schedule["delay_days"]}
    override = known["settlement_timing"].get("delay_days_override")
    if override is not None:
        timing["delay_days_override"] = override
    timing["start_of_day"] = known["settlement_timing"].get("start_of_day")
    return {
        "debit_negative_balances": told["debit_negative_balances"],
        "payouts": {
            **({RULES: known["payouts"][RULES]} if known["payouts"].get(RULES) else {}),
            "minimum_balance_by_currency": known["payouts"].get("minimum_balance_by_currency"),
            "schedule": {
                "interval": schedule["interval"],
                **{name: schedule[name] for name in days if name in schedule},
            },
            "statement_descriptor": told["statement_descriptor"],
            "status": "enabled" if enabled else "disabled",
        },
        "settlement_timing": timing,
    }


def shown(work: Work) -> dict[str, Any]:
    """The settings of the account acted for."""
    told, enabled = of_account(work)
    record = work.peek(HOLDER, "balance_settings")
    return payments(told, enabled, record.payments if record is not None else None)


def held(work: Work) -> Record:
    """The record of an account, made when something has to hang on it."""
    record = work.peek(HOLDER, "balance_settings")
    if record is not None:
        return record
    told, _ = of_account(work)
    return work.create(BALANCE_SETTINGS, "done", id=HOLDER, payments=shown(work), private={"account": told})


def keep(work: Work, told: dict[str, Any], changed: dict[str, Any]) -> Record:
    """These are the settings from now on. params: told, as the account shows them"""
    record = held(work)
    if record.private["account"] != told:
        work.note(record, account=told)
    if record.payments != changed:
        work.advance(record, "update", "done", payments=changed)
    return record


def follow(work: Work) -> None:
    """The account has changed: its settings, where they are kept, say the same."""
    record = work.peek(HOLDER, "balance_settings")
    if record is not None:
        told, _ = of_account(work)
        keep(work, told, shown(work))


def automatic(work: Work) -> bool:
    """Is the account paid out by itself, to a bank or to what it holds under /v2?"""
    told, enabled = of_account(work)
    if not enabled or told["schedule"]["interval"] == "manual":
        return False
    record = work.peek(HOLDER, "balance_settings")
    return bool(payee.places(work)) or bool(record is not None and rules(record))


def rules(record: Record) -> dict[str, list[dict[str, Any]]]:
    """What goes by itself to a storage account, by currency."""
    return record.payments["payouts"].get(RULES) or {}
