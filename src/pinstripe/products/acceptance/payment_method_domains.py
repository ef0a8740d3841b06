"""The endpoints of payment method domains.

Owns: create, update, validate, list. Does not own: the record (payment_method_domain.py). Money: none.
Source: spec; recorded: spree.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance.payment_method_domain import PAYMENT_METHOD_DOMAIN, named, statuses

ONE = "/v1/payment_method_domains/{payment_method_domain}"


@operation("POST /v1/payment_method_domains", PAYMENT_METHOD_DOMAIN)
def create(work: Work, params: Params) -> Record:
    """A domain is registered once; again, it is the one that is there. refuses: bad_domain
    source: recorded: spree; inferred (again)
    """
    name = named(params.domain_name)
    enabled = params.get("enabled", True)
    for known in work.where(PAYMENT_METHOD_DOMAIN.object, limit=1, domain_name=name):
        return work.change(known, enabled=enabled) if "enabled" in params else known
    return work.create(PAYMENT_METHOD_DOMAIN, domain_name=name, enabled=enabled, **statuses(name))


@operation(f"POST {ONE}", PAYMENT_METHOD_DOMAIN, subject="payment_method_domain")
def update(work: Work, domain: Record, params: Params) -> Record:
    """Wallets are shown there, or no longer. source: spec"""
    return work.change(domain, **updates(domain, params))


@operation(f"POST {ONE}/validate", PAYMENT_METHOD_DOMAIN, subject="payment_method_domain")
def validate(work: Work, domain: Record, params: Params) -> Record:
    """The wallets look again. source: spec; inferred (what they see)"""
    return work.change(domain, **statuses(domain.domain_name))


@operation("GET /v1/payment_method_domains", PAYMENT_METHOD_DOMAIN)
def list_all(work: Work, params: Params) -> Page:
    """Domains, newest first. source: spec; recorded: spree"""
    filters = params.pick("domain_name", "enabled")
    return show_records(work, PAYMENT_METHOD_DOMAIN, params, "/v1/payment_method_domains", filters)
