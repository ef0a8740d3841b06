"""Every breaking change, in the order in which an answer walks back through them: newest first.

Owns: the list, and what can be read from it for one version. Does not own: any change.
A change is a module with DATE, DESCRIPTION, RESOURCES and SOURCE, and of these what it needs: `answer` (newer
to older), `request` with OPERATIONS (older to newer), UNTIL and SINCE (routes), PARAMS and PROPS (facts of
the tables), ALONE (its objects stand inside no other object, but for lists and events).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, Final

from pinstripe.api.versions import (
    v2019_10_17_customer_names,
    v2020_08_27_checkout_items,
    v2020_08_27_lists_inside,
    v2022_08_01_checkout_params,
    v2022_08_01_checkout_shipping,
    v2022_08_01_customer_currency,
    v2022_08_01_invoice_intents,
    v2022_11_15_charges_inside,
    v2023_10_16_invoice_rendering,
    v2024_04_10_amount_updates,
    v2024_04_10_dispute_row,
    v2024_04_10_product_features,
    v2024_06_20_capability_reasons,
    v2024_06_20_fuel_quantity,
    v2024_06_20_future_requirements,
    v2024_09_30_acacia_new_beside_old,
    v2024_09_30_acacia_reader_consent,
    v2025_03_31_basil_checkout_shipping,
    v2025_03_31_basil_credit_note_refund,
    v2025_03_31_basil_invoice_items,
    v2025_03_31_basil_invoice_lines,
    v2025_03_31_basil_invoice_parent,
    v2025_03_31_basil_invoice_payments,
    v2025_03_31_basil_invoice_taxes,
    v2025_03_31_basil_payment_invoice,
    v2025_03_31_basil_plans,
    v2025_03_31_basil_single_discount,
    v2025_03_31_basil_subscription_period,
    v2025_03_31_basil_undescribed,
    v2025_03_31_basil_upcoming_invoices,
    v2025_03_31_basil_usage_records,
    v2025_09_30_clover_discounts,
    v2025_09_30_clover_narrower_params,
    v2025_09_30_clover_preview_ids,
    v2026_03_25_dahlia_risk_levels,
    v2026_03_25_dahlia_ui_modes,
    v2026_09_30_endive_account_links,
    v2026_09_30_endive_bank_country,
    v2026_09_30_endive_billing_anchor,
    v2026_09_30_endive_hold_reasons,
    v2026_09_30_endive_method_types,
    v2026_09_30_endive_narrower_params,
    v2026_09_30_endive_reject_reasons,
)
from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.known import Version
from pinstripe.api.versions.view import Dated, Patch, VersionTable

CHANGES: Final[tuple[ModuleType, ...]] = (
    v2026_09_30_endive_method_types,
    v2026_09_30_endive_billing_anchor,
    v2026_09_30_endive_reject_reasons,
    v2026_09_30_endive_bank_country,
    v2026_09_30_endive_account_links,
    v2026_09_30_endive_hold_reasons,
    v2026_09_30_endive_narrower_params,
    v2026_03_25_dahlia_ui_modes,
    v2026_03_25_dahlia_risk_levels,
    v2025_09_30_clover_discounts,
    v2025_09_30_clover_preview_ids,
    v2025_09_30_clover_narrower_params,
    v2025_03_31_basil_invoice_taxes,
    v2025_03_31_basil_invoice_lines,
    v2025_03_31_basil_invoice_items,
    v2025_03_31_basil_invoice_parent,
    v2025_03_31_basil_invoice_payments,
    v2025_03_31_basil_upcoming_invoices,
    v2025_03_31_basil_single_discount,
    v2025_03_31_basil_subscription_period,
    v2025_03_31_basil_plans,
    v2025_03_31_basil_usage_records,
    v2025_03_31_basil_payment_invoice,
    v2025_03_31_basil_credit_note_refund,
    v2025_03_31_basil_checkout_shipping,
    v2025_03_31_basil_undescribed,
    v2024_09_30_acacia_reader_consent,
    v2024_09_30_acacia_new_beside_old,
    v2024_06_20_fuel_quantity,
    v2024_06_20_future_requirements,
    v2024_06_20_capability_reasons,
    v2024_04_10_amount_updates,
    v2024_04_10_dispute_row,
    v2024_04_10_product_features,
    v2023_10_16_invoice_rendering,
    v2022_11_15_charges_inside,
    v2022_08_01_checkout_params,
    v2022_08_01_checkout_shipping,
    v2022_08_01_customer_currency,
    v2022_08_01_invoice_intents,
    v2020_08_27_checkout_items,
    v2020_08_27_lists_inside,
    v2019_10_17_customer_names,
)

Answering = Callable[[Body, Context], Body]
Requesting = Callable[[dict[str, Any]], dict[str, Any]]


@cache
def since_when(version: Version) -> str:
    """The newest change that a version has; versions between the same two changes behave alike."""
    return max((change.DATE for change in CHANGES if not version.before(change.DATE)), default="")


@cache
def answering(version: Version) -> dict[str, tuple[Answering, ...]]:
    """What each kind of object goes through on its way back to a version."""
    steps: dict[str, list[Answering]] = defaultdict(list)
    for change in CHANGES:
        if version.before(change.DATE) and hasattr(change, "answer"):
            for kind in change.RESOURCES:
                steps[kind].append(change.answer)
    return {kind: tuple(found) for kind, found in steps.items()}


@cache
def reshaped(version: Version) -> frozenset[str] | None:
    """The kinds of objects that a version shows in another shape; None where any object may hold one."""
    changes = [one for one in CHANGES if version.before(one.DATE) and hasattr(one, "answer")]
    if not all(hasattr(one, "ALONE") for one in changes):
        return None
    return frozenset(kind for one in changes for kind in one.RESOURCES)


@cache
def requesting(version: Version) -> dict[str, tuple[Requesting, ...]]:
    """What the parameters of each operation go through on their way up, oldest change first."""
    steps: dict[str, list[Requesting]] = defaultdict(list)
    for change in reversed(CHANGES):
        if version.before(change.DATE) and hasattr(change, "request"):
            for operation in change.OPERATIONS:
                steps[operation].append(change.request)
    return {operation: tuple(found) for operation, found in steps.items()}


@cache
def dead(version: Version) -> frozenset[str]:
    """The routes that a version does not have: ended by a change, or begun by a later one."""
    names: set[str] = set()
    for change in CHANGES:
        names.update(getattr(change, "SINCE" if version.before(change.DATE) else "UNTIL", ()))
    return frozenset(names)


def alive(operation_name: str, version: Version) -> bool:
    """Whether a version has a route."""
    return operation_name not in dead(version)


def patches(version: Version, kind: str) -> dict[str, list[Dated]]:
    """The facts that changed, by operation or object, oldest change last as answers walk."""
    found: dict[str, list[Dated]] = defaultdict(list)
    for change in reversed(CHANGES):
        facts: dict[str, Patch] = getattr(change, kind, {})
        for name, patch in facts.items():
            found[name].append((version.before(change.DATE), patch))
    return dict(found)


_tables: dict[str, VersionTable] = {}


def table(version: Version) -> VersionTable:
    """The compiled table as a version sees it: its routes, parameters and shapes."""
    key = since_when(version)
    if key not in _tables:
        _tables[key] = VersionTable(
            version, dead(version), patches(version, "PARAMS"), patches(version, "PROPS")
        )
    return _tables[key]
