"""What a payer does with a source: agrees on its page, refuses, or sends money to its account.

Owns: the page, the job that brings money to a receiver in tests. Does not own: the record (room methods).
Money: none until it is charged. Source: inferred: the test address of a receiver's owner.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlencode

from pinstripe.api import errors
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import older_source
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.sources import refusals
from pinstripe.products.sources import source_transaction as transactions

SENT: Final = re.compile(r"amount_(\d{1,8})@")
"""An owner's address that says what is sent in tests. source: inferred"""
SECONDS: Final = 1


def answered(work: Work, key: str, token: str, choice: str) -> str | None:
    """Somebody chose on the page; its address is good once. gives: where they are sent back"""
    source = work.subject(OLDER_SOURCE.object, key)
    if token != source.private.get("key") or source.status != "pending":
        return None
    older_source.authorize(work, source, choice == "authorize")
    back = source.redirect["return_url"]
    told = urlencode({"source": source.id, "client_secret": source.client_secret, "livemode": "false"})
    return f"{back}{'&' if '?' in back else '?'}{told}"


PAGE = page(
    "sources",
    "src",
    title="A payment to agree to",
    means="Here a bank or a wallet would ask the payer to agree, and send them back.",
    instead=('POST /_pinstripe/sources/authenticate {{"source": "{id}", "succeeded": true}}',),
    choices=(("fail", "fail: the payer refuses"), ("authorize", "authorize: the payer agrees")),
    answer=answered,
)


def authenticate(work: Work, source: Record, succeeded: bool) -> Record:
    """The payer answers. refuses: nothing_asked"""
    if source.status != "pending" or source.get("redirect") is None:
        raise refusals.nothing_asked(source.id)
    older_source.authorize(work, source, succeeded)
    return source


def expect(work: Work, source: Record) -> None:
    """Money is on its way to a receiver whose owner's address says so."""
    found = SENT.match((source.owner or {}).get("email") or "")
    if source.get("receiver") and found:
        work.schedule("fund", source, work.now + SECONDS, amount=int(found[1]))


def send(work: Work, source: Record, amount: int) -> None:
    """Money is sent to a receiver by hand. refuses: nothing_asked, too_low"""
    if source.get("receiver") is None or source.status not in older_source.OPEN.split():
        raise refusals.nothing_asked(source.id)
    if amount < 1:
        raise errors.too_low(1, "amount")
    fund(work, source, amount=amount)


@job(OLDER_SOURCE, "fund")
def fund(work: Work, source: Record, *, amount: int) -> None:
    """Money came to a receiver. source: inferred"""
    if source.status in older_source.OPEN.split() and amount:
        transactions.made(work, source, amount)
        older_source.receive(work, source, amount)
