"""The report type: what can be reported, with which columns and parameters. A table of facts.

Owns: the table, from when to when data are available. Does not own: running one (report_run.py), telling that
data came (arrival.py), what a column says (columns.py). Money: none.
A record of one is there for its events alone; what is shown is computed.
Times: data are there from the beginning, and up to the last midnight or noon, UTC.
Source: docs: Report types reference; docs: Payout reconciliation report (the newest versions); names of the
newer columns and what is shown by default partly inferred.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.products.reporting.columns import ADDRESS

UPDATED = "reporting.report_type.updated"
# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from to   event
    ("create", "known", ANY, "="),
    ("update", "done",  ANY, "=", UPDATED),
)
# fmt: on

REPORT_TYPE = Resource(
    "reporting.report_type", noun="report type", param="report_type", lifecycle=LIFECYCLE, status=""
)

START = 1_262_304_000
"""2010-01-01: before any account. source: inferred (the real API has the day on which the account began)"""
TWICE_A_DAY = DAY // 2
"""How often new data come. source: docs: Reporting API (midnight and noon, UTC)"""


class Kind(NamedTuple):
    """What there is to know of a report type."""

    key: str
    name: str
    about: str
    """activity, payouts, failed (payouts), balance, settled (by automatic payouts), unsettled"""
    shape: str
    """itemized, summary (by category), balance (four rows for each currency)"""
    required: tuple[str, ...]
    optional: tuple[str, ...]
    columns: tuple[str, ...]
    default: tuple[str, ...]

    @property
    def version(self) -> int:
        """The number at the end of its name."""
        return int(self.key.rpartition(".")[2])

    @property
    def connected(self) -> bool:
        """Is it about connected accounts?"""
        return self.key.startswith("connected_account_")


def addresses(*prefixes: str) -> str:
    """The names of the columns of addresses."""
    return " ".join(f"{prefix}_{part}" for prefix in prefixes for part in ADDRESS.split())


def columns(version: int, *, traced: bool = False) -> str:
    """What can be said of a movement: three sets, each larger than the one before. params: traced, with what
    the bank calls its payout

    source: docs: Report types reference
    """
    zoned = version > 2
    words = ["balance_transaction_id created_utc", "created" if zoned else "", "available_on_utc"]
    words += [
        "available_on" if zoned else "",
        "currency gross fee net reporting_category source_id description",
    ]
    words += ["customer_facing_amount customer_facing_currency", "regulatory_tag" if version > 1 else ""]
    words += ["automatic_payout_id", "automatic_payout_effective_at_utc" if zoned else ""]
    words += ["automatic_payout_effective_at customer_id customer_email customer_name customer_description"]
    if version > 1:
        words += [addresses("customer_shipping_address", "customer_address")]
    words += [addresses("shipping_address"), addresses("card_address") if version > 1 else ""]
    words += ["charge_id payment_intent_id charge_created_utc", "charge_created" if zoned else ""]
    words += ["invoice_id", "invoice_number" if version > 1 else "", "subscription_id payment_method_type"]
    words += ["is_link card_brand card_funding card_country statement_descriptor"]
    if version > 1:
        words += ["dispute_reason connected_account_id connected_account_name connected_account_country"]
        words += ["connected_account_direct_charge_id"]
    return " ".join([*words, "trace_id trace_id_status" if traced else ""])


def payout_columns(version: int) -> str:
    """What can be said of a payout. source: docs: Report types reference; partly inferred"""
    zoned = version > 2
    words = ["payout_id effective_at_utc", "effective_at" if zoned else "", "currency gross fee net"]
    words += [
        "reporting_category balance_transaction_id description payout_expected_arrival_date payout_status"
    ]
    words += ["payout_reversed_at_utc", "payout_reversed_at" if zoned else ""]
    words += ["payout_type payout_description payout_destination_id", "regulatory_tag" if version > 1 else ""]
    return " ".join([*words, "trace_id trace_id_status" if zoned else ""])


NEWEST_COLUMNS = "withheld_tax fee_net_of_withheld_tax payout_statement_descriptor payout_reference_token"
"""Columns of the newest versions. source: docs: Payout reconciliation report; inferred (which have them)"""
BY_CATEGORY = "reporting_category currency count gross fee net"
BALANCE = "category description net_amount currency"
SHOWN = "balance_transaction_id {created} {available} currency gross fee net reporting_category description"
PAYOUTS_SHOWN = (
    "payout_id {effective} currency gross fee net reporting_category balance_transaction_id description"
)
INTERVAL, UNTIL, ONE = ("interval_start", "interval_end"), ("interval_end",), ("payout",)
FREE = ("currency", "columns")
ITEMS = ("currency", "reporting_category", "decimal_separator", "columns")


def shown(about: str, zoned: bool) -> str:
    """The columns of an itemized report where none are asked for. source: inferred"""
    if about in {"payouts", "failed"}:
        more = " payout_expected_arrival_date payout_status"
        return PAYOUTS_SHOWN.format(effective="effective_at" if zoned else "effective_at_utc") + more
    words = {"created": "created", "available": "available_on"} if zoned else {}
    given = SHOWN.format_map({"created": "created_utc", "available": "available_on_utc", **words})
    return given if about == "activity" else f"automatic_payout_id automatic_payout_effective_at {given}"


def itemized(
    name: str,
    title: str,
    about: str,
    version: int,
    required: tuple[str, ...],
    size: int,
    traced: bool = False,
    default: str = "",
) -> Kind:
    """An itemized report. params: size, which of the sets of columns, the largest with those of taxes and
    statements · default, the columns where none are asked for
    """
    words = payout_columns(size) if about in {"payouts", "failed"} else columns(min(size, 3), traced=traced)
    words += f" {NEWEST_COLUMNS}" if size > 3 else ""
    optional = (*(ITEMS[1:] if required == ONE else ITEMS), *(("timezone",) if size > 2 else ()))
    chosen = tuple((default or shown(about, size > 2)).split())
    kind = f"{name}.itemized.{version}"
    return Kind(kind, title, about, "itemized", required, optional, tuple(words.split()), chosen)


def summary(name: str, title: str, about: str, required: tuple[str, ...], version: int = 1) -> Kind:
    """A report with a row for each category and currency."""
    words = tuple(BY_CATEGORY.split())
    optional = ("columns",) if required == ONE else (*FREE, "timezone")
    return Kind(f"{name}.summary.{version}", title, about, "summary", required, optional, words, words)


def _kinds() -> list[Kind]:
    """Every report of an account's own balance."""
    activity, payouts = "balance_change_from_activity", "payouts"
    settled, single = "payout_reconciliation", "payout_reconciliation.by_id"
    ending = "ending_balance_reconciliation"
    balance = tuple(BALANCE.split())
    return [
        *(Kind(f"balance.summary.{v}", "Balance summary", "balance", "balance", INTERVAL, (*FREE, "timezone"),
               balance, tuple(sorted(balance))) for v in (1, 2)),
        *(itemized(activity, "Itemized balance change from activity", "activity", v, INTERVAL, size, size > 3)
          for v, size in ((1, 1), (2, 2), (3, 3), (6, 4))),
        summary(activity, "Balance change from activity summary", "activity", INTERVAL),
        *(itemized(payouts, "Itemized payouts", "payouts", v, INTERVAL, v) for v in (1, 2, 3)),
        summary(payouts, "Payouts summary", "payouts", INTERVAL),
        itemized("failed_payouts", "Itemized failed payouts", "failed", 2, INTERVAL, 3),
        *(itemized(settled, "Itemized payout reconciliation", "settled", v, INTERVAL, max(1, v - 2), v > 3)
          for v in (1, 2, 3, 4, 5)),
        *(itemized(settled, "Itemized payout reconciliation", "settled", v, INTERVAL, 4, True, words)
          for v, words in ((6, shown("activity", True)), (7, ""))),
        *(summary(settled, "Payout reconciliation summary", "settled", INTERVAL, v) for v in (1, 2)),
        *(itemized(single, "Itemized single payout reconciliation", "settled", v, ONE, max(1, v - 1), v > 3)
          for v in (1, 2, 3, 4)),
        summary(single, "Single payout reconciliation summary", "settled", ONE),
        *(itemized(ending, "Itemized ending balance reconciliation", "unsettled", v, UNTIL, min(v, 3), True)
          for v in (1, 2, 3, 4)),
        summary(ending, "Ending balance reconciliation summary", "unsettled", UNTIL),
    ]  # fmt: skip


def of_connected(kind: Kind) -> Kind:
    """The same of connected accounts: of one, or of all, with a column that tells which."""
    one = ("connected_account",)
    return kind._replace(
        key=f"connected_account_{kind.key}",
        name=f"Connected account {kind.name[0].lower()}{kind.name[1:]}",
        required=(*kind.required, *(one if kind.required == ONE else ())),
        optional=(*kind.optional, *(() if kind.required == ONE else one)),
        columns=(*kind.columns, "connected_account"),
        default=(*kind.default, "connected_account"),
    )


KINDS: dict[str, Kind] = {kind.key: kind for own in _kinds() for kind in (own, of_connected(own))}
"""By name. Versions of which the name alone is known have the columns and defaults of the one before."""


def available_until(now: int) -> int:
    """The end of the data that can be reported."""
    return now - now % TWICE_A_DAY


def body_of(now: int, kind: Kind) -> dict[str, Any]:
    """A report type as it is shown at a moment."""
    end = available_until(now)
    return {
        "id": kind.key,
        "object": "reporting.report_type",
        "data_available_end": end,
        "data_available_start": START,
        "default_columns": list(kind.default),
        "livemode": False,
        "name": kind.name,
        "updated": end,
        "version": kind.version,
    }
