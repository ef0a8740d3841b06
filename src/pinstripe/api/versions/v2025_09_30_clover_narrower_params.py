"""Some parameters are no longer taken: lengths of phases in periods, payouts at weekends, two method updates.

What older callers send reaches the product as sent: periods become a length only with the price at hand.
source: docs: API changelog 2025-09-30.clover; sdk
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.view import Patch

DATE: Final = "2025-09-30.clover"
DESCRIPTION: Final = "Iterations of phases, weekend payouts and updates of Link and bank methods are refused."
RESOURCES: Final = ("subscription_schedule", "account", "payment_method")
SOURCE: Final = "docs: API changelog 2025-09-30.clover; sdk"
DAYS: Final = ["friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday"]
WEEKLY: Final = "settings.payouts.schedule.weekly_payout_days"
PHASES: Final = Patch(older={"phases.iterations": {"t": "int"}})
PAYOUTS: Final = Patch(
    older={WEEKLY: {"t": "list", "items": {"t": "str", "enum": DAYS}}},
    newer=(WEEKLY,),
)
EMPTY: Final = {"t": "hash", "props": {}}
PARAMS: Final = {
    "POST /v1/subscription_schedules": PHASES,
    "POST /v1/subscription_schedules/{schedule}": PHASES,
    "POST /v1/invoices/create_preview": Patch(older={"schedule_details.phases.iterations": {"t": "int"}}),
    "POST /v1/accounts": PAYOUTS,
    "POST /v1/accounts/{account}": PAYOUTS,
    "POST /v1/payment_methods/{payment_method}": Patch(older={"link": EMPTY, "pay_by_bank": EMPTY}),
}
