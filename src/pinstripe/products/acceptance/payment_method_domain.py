"""The payment method domain record: a web address where wallets may be shown.

Owns: the record, whether a domain can be validated. Does not own: the endpoints (payment_method_domains.py).
Money: none. No event tells of it. Source: spec; recorded: spree.
"""

from __future__ import annotations

import re
from typing import Any

from pinstripe.kernel.resource import Resource
from pinstripe.products.acceptance import refusals

PAYMENT_METHOD_DOMAIN = Resource(
    "payment_method_domain",
    prefix="pmd",
    generated="retrieve",
    noun="payment_method_domain",
    param="payment_method_domain",
    index=("domain_name", "enabled"),
    defaults={"enabled": True},
    source="spec; recorded: spree",
)

WALLETS = ("amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal")
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
NOWHERE = (".invalid", ".localhost", ".test")
"""Names that nobody can reach; all others are taken for the merchant's. source: inferred"""


def named(given: str, param: str = "domain_name") -> str:
    """A domain as it is kept. refuses: bad_domain. source: recorded: spree; inferred (the rule)"""
    name = given.strip().lower()
    if NAME.fullmatch(name) is None:
        raise refusals.bad_domain(given, param)
    return name


def statuses(name: str) -> dict[str, Any]:
    """What each wallet says to a domain. source: recorded: spree (active); inferred (the others)"""
    if not name.endswith(NOWHERE):
        return {wallet: {"status": "active"} for wallet in WALLETS}
    message = f"The domain {name} could not be reached to be verified."
    lost = {"status": "inactive", "status_details": {"error_message": message}}
    return {wallet: lost if wallet == "apple_pay" else {"status": "active"} for wallet in WALLETS}
