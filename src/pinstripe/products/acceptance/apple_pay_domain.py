"""The Apple Pay domain record: a web address where Apple Pay may be shown, as it was before there were
others.

Owns: the record. Does not own: the endpoints (apple_pay_domains.py). Money: none. No event tells of it.
Source: spec; recorded: gumroad, spree.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

APPLE_PAY_DOMAIN = Resource(
    "apple_pay_domain",
    prefix="apwc",
    path="/v1/apple_pay/domains",
    generated="retrieve list delete",
    noun="apple_pay_domain",
    param="domain",
    index=("domain_name",),
    source="spec; recorded: gumroad, spree",
)
