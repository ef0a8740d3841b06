"""The consumer wallet record: an address at which a crypto customer takes what they bought.

Owns: the record. Does not own: what addresses look like (market.py). Money: none.
Source: sdk (shapes of newer previews). Private facts: `customer`.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.crypto import market, refusals

CONSUMER_WALLET = Resource(
    "crypto.consumer_wallet", prefix="ccw", index=("customer=private.customer",), noun="consumer wallet"
)


def register(work: Work, customer: Record, network: str, address: str) -> Record:
    """A wallet of theirs; one that they have is not made twice. refuses: wallet_address_invalid"""
    if network not in market.PAIRS or not market.fits(address, network):
        raise refusals.onramp("wallet_address_invalid", "wallets")
    for known in work.where(CONSUMER_WALLET.object, customer=customer.id):
        if (known.network, known.wallet_address) == (network, address):
            return known
    private = {"customer": customer.id}
    facts = {"network": network, "wallet_address": address, "verified_ownership": False}
    return work.create(CONSUMER_WALLET, private=private, **facts)


def has(work: Work, customer: Record, address: str, network: str | None) -> bool:
    """Is that a wallet of theirs?"""
    return any(
        known.wallet_address == address and network in (None, known.network)
        for known in work.where(CONSUMER_WALLET.object, customer=customer.id)
    )
