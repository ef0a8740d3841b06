"""A dispute named its first balance transaction beside the list of them, which nobody describes, and
Visa's older word for fraud.

source: recorded: gumroad 2023-10-16, airbytehq 2022-11-15 (shown); that the version decides: inferred
(the older word: in October 2023 and December 2024, by callers of 2023-10-16)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-04-10"
DESCRIPTION: Final = "A dispute shows no `balance_transaction`, and Visa's newer reason codes."
RESOURCES: Final = ("dispute",)
SOURCE: Final = "sdk; recorded: antiwork+gumroad 2023-10-16; airbytehq 2022-11-15"
PROPS: Final = {"dispute": Patch(older={"balance_transaction": {"t": "str", "null": True}})}
OLDER_CODES: Final = {"10.4": "83"}


def answer(body: Body, context: Context) -> Body:
    """The first one, by its id; the reason by its older code."""
    rows = body.get("balance_transactions") or []
    body["balance_transaction"] = rows[0]["id"] if rows else None
    details = body.get("payment_method_details") or {}
    card = details.get("card")
    if card:
        code = card.get("network_reason_code")
        card = {**card, "network_reason_code": OLDER_CODES.get(code, code)}
        body["payment_method_details"] = {**details, "card": card}
    return body
