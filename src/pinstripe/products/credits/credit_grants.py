"""The endpoints of credit grants.

Owns: create, list, update, expire, void. Does not own: the record (credit_grant.py). Money: through the
transactions. Source: spec; docs: Billing credits.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.credits import credit_balance_transaction as transactions
from pinstripe.products.credits import credit_grant as grants
from pinstripe.products.credits import refusals
from pinstripe.products.credits.credit_grant import CREDIT_GRANT

AMOUNT = "amount[monetary]"
SCOPE = "applicability_config[scope]"


@operation("POST /v1/billing/credit_grants", CREDIT_GRANT)
def create(work: Work, params: Params) -> Record:
    """A customer may use so much for metered prices before money is asked for.

    refuses: no customer, bad amounts, scopes and times, a hundred grants that are not used up.
    source: spec; docs: Billing credits
    """
    if params.get("customer") is None:
        raise errors.must_provide(["customer", "customer_account"])
    customer = work.find("customer", params.customer, "customer")
    monetary = _monetary(params)
    _check_scope(work, params)
    priority = params.get("priority", 50)
    if not 0 <= priority <= 100:
        raise refusals.bad_priority()
    start = params.get("effective_at", work.now)
    _check_end(work, params.get("expires_at"), start)
    if sum(grants.held(work, one) > 0 for one in grants.of_customer(work, customer.id)) >= grants.MOST_GRANTS:
        raise refusals.too_many_grants(grants.MOST_GRANTS)
    fields = {**stored(CREDIT_GRANT, params), "effective_at": start, "updated": work.now}
    fields["amount"] = {"monetary": monetary, "type": "monetary"}
    grant = work.create(CREDIT_GRANT, "granted", **fields, test_clock=customer.get("test_clock"))
    transactions.credit(work, grant, monetary["value"], "credits_granted", effective_at=start)
    grants.end_later(work, grant)
    return grant


def _monetary(params: Params) -> dict[str, Any]:
    """How much is given. refuses: missing, not above zero, too much, a currency that nobody is paid in"""
    monetary = params.amount.get("monetary")
    if monetary is None:
        raise errors.missing_param(AMOUNT)
    currency = monetary["currency"].lower()
    if not currencies.known(currency):
        raise errors.bad_currency(monetary["currency"], currencies.ACCEPTED, f"{AMOUNT}[currency]")
    if monetary["value"] < 1:
        raise errors.too_low(1, f"{AMOUNT}[value]")
    if monetary["value"] > currencies.LARGEST:
        raise errors.amount_too_large(
            currencies.symbol_amount(currencies.LARGEST, currency), f"{AMOUNT}[value]"
        )
    return {"currency": currency, "value": monetary["value"]}


def _check_scope(work: Work, params: Params) -> None:
    """What the credits may be used for: every metered price, or some. refuses: both, neither, prices without
    a meter, too many. source: sdk"""
    scope = params.applicability_config["scope"]
    named = scope.get("prices")
    if named and scope.get("price_type") is not None:
        raise errors.exclusive_params([f"{SCOPE}[price_type]", f"{SCOPE}[prices]"])
    if not named and scope.get("price_type") is None:
        raise errors.must_provide([f"{SCOPE}[price_type]", f"{SCOPE}[prices]"])
    if named and len(named) > grants.MOST_PRICES:
        raise errors.long_array(f"{SCOPE}[prices]", grants.MOST_PRICES)
    for number, one in enumerate(named or []):
        param = f"{SCOPE}[prices][{number}][id]"
        price = prices.price_for(work, one["id"], param)
        if not (price.recurring or {}).get("meter"):
            raise refusals.not_metered(price.id, param)


def _check_end(work: Work, end: int | None, start: int) -> None:
    if end is not None and end <= work.now:
        raise refusals.ends_in_the_past()
    if end is not None and end <= start:
        raise refusals.ends_before_it_starts()


@operation("GET /v1/billing/credit_grants", CREDIT_GRANT)
def list_grants(work: Work, params: Params) -> Page:
    """Grants of a customer, or of all, newest first. refuses: resource_missing. source: spec"""
    referred(work, params, customer="customer")
    clock = None if params.get("customer") else ""
    filters = params.pick("customer")
    return show_records(work, CREDIT_GRANT, params, CREDIT_GRANT.path, filters, clock)


@operation("POST /v1/billing/credit_grants/{id}", CREDIT_GRANT, subject="id")
def update(work: Work, grant: Record, params: Params) -> Record:
    """When it ends, and notes. refuses: a past end, the end of one that is over. source: spec"""
    changes = updates(grant, params)
    if "expires_at" in params and params.expires_at != grant.expires_at:
        _refuse_over(work, grant, "update")
        _check_end(work, params.expires_at, grant.effective_at)
        changes["expires_at"] = params.expires_at
    if all(grant.get(name) == value for name, value in changes.items()):
        return grant
    work.advance(grant, "update", "done", **changes, updated=work.now)
    if "expires_at" in changes:
        grants.end_later(work, grant)
    return grant


@operation("POST /v1/billing/credit_grants/{id}/expire", CREDIT_GRANT, subject="id")
def expire(work: Work, grant: Record, params: Params) -> Record:
    """Its time is over now: what is left of it is gone. refuses: one that is over. source: docs: Billing
    credits"""
    _refuse_over(work, grant, "expire")
    work.unschedule("expire", grant)
    work.advance(grant, "expire", "done", expires_at=work.now, updated=work.now)
    grants.expire(work, grant)
    return grant


@operation("POST /v1/billing/credit_grants/{id}/void", CREDIT_GRANT, subject="id")
def void(work: Work, grant: Record, params: Params) -> Record:
    """As if it had never been given. refuses: one that is over, or of which something was used.
    source: docs: Billing credits"""
    _refuse_over(work, grant, "void")
    if any((one.debit or {}).get("credits_applied") for one in _transactions(work, grant)):
        raise refusals.was_used(grant.id)
    work.unschedule("expire", grant)
    left = grants.held(work, grant)
    work.advance(grant, "void", "done", voided_at=work.now, updated=work.now)
    transactions.debit(work, grant, left, "credits_voided")
    return grant


def _transactions(work: Work, grant: Record) -> list[Record]:
    return list(work.each(transactions.CREDIT_BALANCE_TRANSACTION.object, credit_grant=grant.id))


def _refuse_over(work: Work, grant: Record, verb: str) -> None:
    if grant.voided_at is not None:
        raise refusals.is_void(grant.id, verb)
    if grants.is_over(grant, work.now):
        raise refusals.has_expired(grant.id, verb)
