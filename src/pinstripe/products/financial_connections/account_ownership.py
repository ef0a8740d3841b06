"""The account ownership record: who owned an account when somebody looked.

Owns: the record, its owners. Does not own: when it is looked at (freshness.py), the list of owners
(accounts.py). Money: none. No event tells of it. Source: spec; docs: id table of the public examples (owner).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections.institution import OWNED_BY_OTHERS

ACCOUNT_OWNERSHIP = Resource(
    "financial_connections.account_ownership",
    prefix="fcaowns",
    noun="financial connections account ownership",
    param="ownership",
    index=("account=private.account",),
    source="spec",
)
OWNER = "financial_connections.account_owner"
SOMEBODY = {"name": "Jane Smith", "email": "nobody+janesmith@stripe.com", "phone": "+1 555-555-5555"}
ADDRESS = "123 Main Street, Everytown USA"


def seen(work: Work, account: Record) -> Record:
    """Who owns the account now: its holder, as far as the business knows them. source: spec; inferred"""
    key = work.new_id(ACCOUNT_OWNERSHIP)
    holder = account.account_holder or {}
    customer = work.peek(holder["customer"], "customer") if holder.get("customer") else None
    told = dict(SOMEBODY)
    if customer is not None and account.display_name != OWNED_BY_OTHERS:
        told.update({name: customer.body[name] for name in told if customer.body.get(name)})
    owner: dict[str, Any] = {
        "id": work.mint.long("fcaown", work.now, work.account),
        "object": OWNER,
        **told,
        "ownership": key,
        "raw_address": ADDRESS,
        "refreshed_at": work.now,
    }
    url = f"/v1/financial_connections/accounts/{account.id}/owners?ownership={key}"
    return work.create(
        ACCOUNT_OWNERSHIP,
        id=key,
        owners={"object": "list", "data": [owner], "has_more": False, "url": url},
        private={"account": account.id},
    )
