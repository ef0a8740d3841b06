"""A customer's balance and tax information had other names.

source: docs: API upgrades 2019-10-17; recorded: liberapay 2019-08-14
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2019-10-17"
DESCRIPTION: Final = "A customer's `account_balance` is `balance`; tax information is a list of tax ids."
RESOURCES: Final = ("customer",)
SOURCE: Final = "docs: API upgrades 2019-10-17"
PROPS: Final = {
    "customer": Patch(
        older={
            "account_balance": {"t": "int"},
            "tax_info": {"t": "any_json", "null": True},
            "tax_info_verification": {"t": "any_json", "null": True},
        }
    )
}


def answer(body: Body, context: Context) -> Body:
    """Say the balance twice; nobody can give tax information in the old way."""
    body["account_balance"] = body.get("balance", 0)
    body["tax_info"] = body["tax_info_verification"] = None
    return body
