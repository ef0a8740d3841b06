"""The GB bank account record of /v2: one that money is sent to.

Owns: the record. Does not own: endpoints. Money: none. Source: spec; sdk.
Private fact: `bank`, what the banks know.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

GB_BANK_ACCOUNT = Resource(
    "v2.core.vault.gb_bank_account",
    prefix="gbba",
    ids="v2",
    path="/v2/core/vault/gb_bank_accounts",
    generated="retrieve",
    noun="gb_bank_account",
    status="",
    source="spec; sdk",
)
