"""The endpoint of the table of bank account fields.

Owns: retrieve. Does not own: the table (payout_methods_bank_account_spec.py). Money: none. Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.global_payouts import refusals
from pinstripe.products.global_payouts.payout_methods_bank_account_spec import BANK_ACCOUNT_SPEC, table


@operation("GET /v2/money_management/payout_methods_bank_account_spec", BANK_ACCOUNT_SPEC)
def retrieve(work: Work, params: Params) -> dict[str, Any]:
    """What each country wants to know; all countries if none is named. refuses: no_such_country. source:
    sdk; which countries: those with test accounts
    """
    known, asked = table(), [one.upper() for one in params.get("countries") or ()]
    for country in asked:
        if country not in known:
            raise refusals.no_such_country(country)
    countries = {one: known[one] for one in sorted(asked or known)}
    return {
        "object": BANK_ACCOUNT_SPEC.object,
        "countries": countries,
        "livemode": False,
    }
