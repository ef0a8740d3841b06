"""The endpoints of balance settings.

Owns: both, and what follows when an account changes. Does not own: the record (balance_setting.py), what a
schedule does (run.py). Money: none. Source: spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import payee
from pinstripe.products.connect.account import ACCOUNT
from pinstripe.products.payouts import balance_setting as settings
from pinstripe.products.payouts import creation, refusals, run
from pinstripe.products.payouts.balance_setting import BALANCE_SETTINGS

LONGEST = 31
"""Days that money may be held at most. source: docs: Connect account settings (delay days); inferred"""


@operation("GET /v1/balance_settings", BALANCE_SETTINGS)
def retrieve(work: Work, params: Params) -> dict[str, Any]:
    """How the account is paid out. source: spec"""
    return {"object": "balance_settings", "payments": settings.shown(work)}


@operation("POST /v1/balance_settings", BALANCE_SETTINGS)
def update(work: Work, params: Params) -> Record:
    """The account is paid out otherwise from now on. refuses: missing_param, too_long, no_such_day, those of
    rules_of and start_of. source: spec
    """
    given = params.get("payments") or {}
    payouts, timing = given.get("payouts") or {}, given.get("settlement_timing") or {}
    record = settings.held(work)
    told = dict(record.private["account"])
    if given.get("debit_negative_balances") is not None:
        told["debit_negative_balances"] = given["debit_negative_balances"]
    if "statement_descriptor" in payouts:
        told["statement_descriptor"] = payouts["statement_descriptor"]
    told["schedule"] = schedule(work, told["schedule"], payouts.get("schedule") or {}, timing)
    before = record.payments
    if "minimum_balance_by_currency" in payouts:
        kept = minimum(
            before["payouts"]["minimum_balance_by_currency"], payouts["minimum_balance_by_currency"]
        )
        before = {**before, "payouts": {**before["payouts"], "minimum_balance_by_currency": kept}}
    if "automatic_transfer_rules_by_currency" in payouts:
        found = rules_of(work, settings.rules(record), payouts["automatic_transfer_rules_by_currency"])
        before = {**before, "payouts": {**before["payouts"], "automatic_transfer_rules_by_currency": found}}
    if "delay_days_override" in timing:
        changed = {**before["settlement_timing"], "delay_days_override": timing["delay_days_override"]}
        before = {**before, "settlement_timing": changed}
    if "start_of_day" in timing:
        start = start_of(before["settlement_timing"].get("start_of_day"), timing["start_of_day"])
        before = {**before, "settlement_timing": {**before["settlement_timing"], "start_of_day": start}}
    _, enabled = settings.of_account(work)
    settings.keep(work, told, settings.payments(told, enabled, before))
    if work.account != work.world.account:
        payee.tell(work, told)
    run.arrange(work)
    return record


def schedule(
    work: Work, before: dict[str, Any], given: dict[str, Any], timing: dict[str, Any]
) -> dict[str, Any]:
    """When the account is paid out. refuses: missing_param, too_long, no_such_day"""
    told = {**before, **{name: value for name, value in given.items() if value is not None}}
    for interval, days in (("weekly", "weekly_payout_days"), ("monthly", "monthly_payout_days")):
        if told["interval"] == interval and not told.get(days):
            raise errors.missing_param(f"payments[payouts][schedule][{days}]")
    for day in given.get("monthly_payout_days") or ():
        if not 1 <= day <= 31:
            raise refusals.no_such_day(day)
    if "delay_days_override" in timing:
        days = timing["delay_days_override"]
        if days is not None and not 1 <= days <= LONGEST:
            raise refusals.delay_out_of_range(LONGEST)
        told["delay_days"] = payee.usual_days(work) if days is None else days
    return payee.scheduled(told)


def minimum(before: dict[str, int] | None, given: dict[str, int | None] | None) -> dict[str, int] | None:
    """What is kept back in each currency. refuses: bad_currency"""
    if given is None:
        return None
    both = {**(before or {}), **{currency.lower(): amount for currency, amount in given.items()}}
    return {currency: amount for currency, amount in sorted(both.items()) if amount is not None} or None


def rules_of(work: Work, before: dict[str, Any], given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What goes by itself to a storage account, currency by currency.

    refuses: rule_amount, those of storage_of. source: spec
    """
    if given is None:
        return None
    found: dict[str, Any] = dict(before)
    for name, said in given.items():
        currency = name.lower()
        at = f"payments[payouts][automatic_transfer_rules_by_currency][{name}]"
        kept = []
        for index, rule in enumerate(said or ()):
            here, most = f"{at}[{index}]", rule.get("transfer_up_to_amount")
            creation.storage_of(work, rule.payout_method, currency, f"{here}[payout_method]")
            if (rule.type == "transfer_all") != (most is None) or (most is not None and most < 1):
                raise refusals.rule_amount(here)
            kept.append(
                {"payout_method": rule.payout_method, "transfer_up_to_amount": most, "type": rule.type}
            )
        found[currency] = kept
    return {currency: kept for currency, kept in sorted(found.items()) if kept} or None


def start_of(before: dict[str, Any] | None, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """When the account's own day begins. refuses: incomplete_start, no_such_start

    source: docs: customized start of day
    """
    if given is None:
        return None
    names = ("hour", "minutes", "timezone")
    start = {**(before or {}), **{name: given[name] for name in names if given.get(name) is not None}}
    for name in names:
        if name not in start:
            raise refusals.incomplete_start(name)
    if not 0 <= start["hour"] <= 23:
        raise refusals.no_such_start("hour", start["hour"])
    if start["minutes"] not in (0, 30):
        raise refusals.no_such_start("minutes", start["minutes"])
    if start["timezone"] not in available_timezones():
        raise refusals.no_such_start("timezone", start["timezone"])
    return dict(sorted(start.items()))


@hears(ACCOUNT, "create", "made")
@hears(ACCOUNT, "update", "done")
@hears(ACCOUNT, "review", "done")
@hears(ACCOUNT, "reject", "done")
def account_changed(work: Work, account: Record) -> None:
    """What it says of payouts, or whether it may be paid out, may have changed."""
    own_work = work.acting_for(account.id)
    settings.follow(own_work)
    run.arrange(own_work)


@hears(ACCOUNT, "delete")
def account_gone(work: Work, account: Record) -> None:
    """Nobody pays it out any more."""
    own_work = work.acting_for(account.id)
    record = own_work.peek(settings.HOLDER, "balance_settings")
    if record is not None:
        own_work.unschedule("pay_out", record)
