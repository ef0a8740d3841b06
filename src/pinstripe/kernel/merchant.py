"""The merchant: what every room that moves money has to know of the account that it acts for.

Owns: these facts, and who tells them. Does not own: the account's record (the room that provides them).
The kernel knows no product, so the room that declares accounts says here how a merchant is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work


class Merchant(NamedTuple):
    """An account as a merchant.

    descriptor: what payers read where nothing else was said. prefix: what stands before a suffix of it.
    delay_days: how long money waits before it is available, None for what is usual in the country.
    pays_fees: does what its own payments cost fall on it, and not on its platform? also: other currencies in
    which it is paid out, and which its payments stay in.
    """

    account: str
    country: str
    currency: str
    name: str
    descriptor: str
    prefix: str | None = None
    delay_days: int | None = None
    pays_fees: bool = True
    also: tuple[str, ...] = ()

    def paid_in(self, currency: str) -> Merchant:
        """The merchant whose money stays in a currency, where it is paid out in that, or comes to its own."""
        return self._replace(currency=currency) if currency in self.also else self


Provider = Callable[["Work"], Merchant]
PROVIDERS: list[Provider] = []


def provides(function: Provider) -> Provider:
    """The function reads the merchant that a work acts for."""
    assert not PROVIDERS, f"{PROVIDERS[0].__module__} provides merchants already"
    PROVIDERS.append(function)
    return function


def of(work: Work) -> Merchant:
    """The merchant that a work acts for."""
    return PROVIDERS[0](work)
