"""Consent to later payments that is given on a page, in an app, or with the first payment there.

Owns: the mandate of a payer who agreed so, the account that is debited from then on. Does not own: asking
(room payments), the mandate record (mandate.py). Money: none.
A private fact of a method: `debited_by`, the account behind it, which is debited from then on.
Source: spec (mandates of each kind, generated_sepa_debit); inferred: what a page tells of whoever agreed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import debits

ON_PAGE: Mapping[str, Any] = {
    "customer_acceptance": {"online": {"ip_address": None, "user_agent": None}, "type": "online"}
}
"""What is known of a payer who agreed where this server does not see them."""
DEBITED = debits.SEPA


def given(
    work: Work,
    method: Record,
    data: Mapping[str, Any] | None,
    options: Mapping[str, Any],
    *,
    reusable: bool = True,
    amount: int = 0,
    currency: str = "",
) -> Record | None:
    """The payer agreed to what the merchant's terms say. params: data: `mandate_data`, where there is any;
    options: what is asked of the kind. gives: None for a kind without mandates
    """
    if not mandates.can_stand(method.body["type"]):
        return None
    said = data or ON_PAGE
    terms: dict[str, Any] = dict(options)
    for more in (method.private.get("terms"), said.get("terms"), options.get("mandate_options")):
        terms |= {name: value for name, value in (more or {}).items() if value is not None}
    told = {**said, "terms": terms}
    return mandates.accept(work, method, told, reusable=reusable, amount=amount, currency=currency)


def account_of(work: Work, method: Record, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """The account that the payer used on the page is debited by SEPA from now on: a method of its own, with a
    mandate. gives: what a charge or a setup's try says of it, {} for other kinds
    source: spec (generated_sepa_debit)
    """
    made_of = kinds.kind_of(method).debited_later
    if made_of is None:
        return {}
    facts, billing = made_of(work), method.billing_details
    made = methods.make(work, kinds.KINDS[DEBITED], facts, billing=billing, allow_redisplay="always")
    mandate = mandates.accept(work, made, dict(data or ON_PAGE), reusable=True, amount=0, currency="")
    work.note(method, debited_by=made.id)
    return {"generated_sepa_debit": made.id, "generated_sepa_debit_mandate": mandate.id}


def later(work: Work, key: str) -> str:
    """The method that later payments are made with, after one with this: itself, or the account behind it."""
    method = work.peek(key, "payment_method")
    found: str = (method.private.get("debited_by") if method is not None else None) or key
    return found


def came_from(work: Work, said: Mapping[str, Any], customer: str | None, **whence: str) -> None:
    """Notes what such an account was used for first; the customer keeps it. params: said: as `account_of`
    gives it; whence: charge or setup_attempt
    """
    if not said.get("generated_sepa_debit"):
        return
    made = work.load(said["generated_sepa_debit"], "payment_method")
    origin = {"charge": None, "setup_attempt": None, **whence}
    fields = {**made.body[DEBITED], "generated_from": origin}
    if customer:
        methods.attach(work, made, work.load(customer, "customer"), looked=fields)
    else:
        work.amend(made, **{DEBITED: fields})
