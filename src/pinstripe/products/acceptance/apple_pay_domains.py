"""The endpoints of Apple Pay domains.

Owns: create. Does not own: the record (apple_pay_domain.py). Money: none. Source: spec; recorded: gumroad,
spree.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance.apple_pay_domain import APPLE_PAY_DOMAIN
from pinstripe.products.acceptance.payment_method_domain import named


@operation("POST /v1/apple_pay/domains", APPLE_PAY_DOMAIN)
def create(work: Work, params: Params) -> Record:
    """A domain is registered once; again, it is the one that is there. refuses: bad_domain
    source: recorded: gumroad, spree; inferred (again)
    """
    name = named(params.domain_name)
    for known in work.where(APPLE_PAY_DOMAIN.object, limit=1, domain_name=name):
        return known
    return work.create(APPLE_PAY_DOMAIN, domain_name=name)
