"""The endpoint of a customer's credit balance: what is left in each currency, and what of it may be used.

Owns: which grants are asked for. Does not own: the sums (credit_balance_summary.py), grants
(credit_grant.py). Money: none. Source: spec; docs: Billing credits.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credits import credit_balance_summary as summaries
from pinstripe.products.credits import credit_grant as grants
from pinstripe.products.credits import refusals
from pinstripe.products.credits.credit_balance_summary import CREDIT_BALANCE_SUMMARY


@operation("GET /v1/billing/credit_balance_summary", CREDIT_BALANCE_SUMMARY)
def retrieve(work: Work, params: Params) -> dict[str, Any]:
    """What a customer has, by currency. refuses: no customer, a filter without what its type names.
    source: docs: Billing credits"""
    if params.get("customer") is None:
        raise errors.must_provide(["customer", "customer_account"])
    customer = work.find("customer", params.customer, "customer")
    return summaries.shown(work, customer.id, _chosen(work, customer.id, params.filter))


def _chosen(work: Work, customer: str, asked: Params) -> list[Record]:
    """The grants that are asked for: one, or those that may be used for metered prices, for all of them or
    for some that are named. source: spec; which grants count for a scope: inferred"""
    given = asked.get(asked.type)
    if not given:
        raise errors.missing_param(f"filter[{asked.type}]")
    if asked.type == "credit_grant":
        grant = work.find("billing.credit_grant", given, "filter[credit_grant]")
        if grant.customer != customer:
            raise refusals.of_another_customer(grant.id, customer)
        return [grant]
    named = given.get("prices")
    if named and given.get("price_type") is not None:
        raise errors.exclusive_params(
            ["filter[applicability_scope][price_type]", "filter[applicability_scope][prices]"]
        )
    if not named and given.get("price_type") is None:
        raise errors.must_provide(
            ["filter[applicability_scope][price_type]", "filter[applicability_scope][prices]"]
        )
    found = grants.of_customer(work, customer)
    if not named:
        return [grant for grant in found if grants.prices_of(grant) is None]
    return [grant for grant in found if any(grants.covers(grant, price["id"]) for price in named)]
