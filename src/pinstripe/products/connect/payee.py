"""Where an account's payouts may go: its external accounts, as whoever pays out sees them.

Owns: finding one by currency or id, the platform's own bank account, what becomes of one that sends money
back; changing an account's settings of payouts. Does not own: the records (bank_account.py), payouts, the
settings of the platform (room payouts). Money: none.
Source: spec; docs: payouts; inferred: that the platform has one test bank account from the beginning.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import numbers
from pinstripe.networks.cards.details import fingerprint
from pinstripe.products.connect import countries
from pinstripe.products.connect.assessment import settle
from pinstripe.products.connect.bank_account import BANK_ACCOUNT, blank

KINDS: Final = ("bank_account", "external_card")
"""Types of external accounts."""
OWN_NUMBER: Final = "000123456789"
"""The platform's bank account, in its own country. source: docs: testing (takes what is sent)"""
ERRORED: Final = "errored"


def known(work: Work) -> list[Record]:
    """External accounts of the account acted for, of each kind the newest first."""
    return [one for kind in KINDS for one in work.each(kind, account=work.account)]


def places(work: Work) -> list[Record]:
    """The same; the platform has one of its own from the beginning."""
    found = known(work)
    if not found and work.account == work.world.account:
        found = [opened(work)]
    return found


def found(work: Work, key: str) -> Record | None:
    """The external account of that id, if the account acted for has it."""
    return next((one for one in places(work) if one.id == key), None)


def default_for(work: Work, currency: str) -> Record | None:
    """Where money of a currency is sent when nobody says where."""
    fitting = [one for one in places(work) if one.currency == currency]
    return next((one for one in fitting if one.default_for_currency), None)


def opened(work: Work) -> Record:
    """The platform's own bank account. No event tells of it: it was there before anybody looked."""
    merchant = work.merchant
    place = f"{merchant.country} {numbers.ACH_ROUTING}"
    bank = numbers.by_number(merchant.country, numbers.ACH_ROUTING, OWN_NUMBER)
    assert bank is not None, f"no test bank account in {merchant.country}"
    return work.create(
        BANK_ACCOUNT,
        "known",
        account=work.account,
        available_payout_methods=["standard", "instant"],
        bank_name="STRIPE TEST BANK",
        country=merchant.country,
        currency=merchant.currency,
        default_for_currency=True,
        fingerprint=fingerprint(f"{place} {bank.number}", work.world.seed),
        future_requirements=blank(),
        requirements=blank(),
        last4=bank.number[-4:],
        routing_number=numbers.ACH_ROUTING,
        private={"bank": bank.key},
    )


def err(work: Work, external: Record) -> None:
    """Money that was sent there came back: automatic payouts stop until somebody looks after it.

    source: spec (status); docs: payouts
    """
    if external.deleted or external.status == ERRORED:
        return
    work.advance(external, "err", "done")
    if work.account != work.world.account:
        platform_work = work.acting_for(work.world.account)
        settle(platform_work, platform_work.load(work.account, "account"))


def mend(work: Work, external: Record) -> None:
    """Somebody has looked after it: payouts may go there again. source: spec (an empty update does so)"""
    if external.status == ERRORED:
        work.advance(external, "mend", "done")


def tell(work: Work, payouts: dict[str, Any]) -> None:
    """A connected account's settings of payouts are these from now on. intent: the work acts for it"""
    platform_work = work.acting_for(work.world.account)
    account = platform_work.load(work.account, "account")
    if account.settings["payouts"] != payouts:
        settle(platform_work, account, settings={**account.settings, "payouts": payouts})


def scheduled(told: dict[str, Any]) -> dict[str, Any]:
    """A schedule with the days that its interval has."""
    return countries.schedule(told)


def usual_days(work: Work) -> int:
    """How long money waits in the account's country where nobody says otherwise."""
    return countries.delay_days(work.merchant.country, "daily", False)
