"""The inbound transfer record of /v2: an owner moves money from their bank account to a storage account.

Owns: the record, its history. Does not own: endpoints, the bank account (us_bank_account.py).
Money: expected when it is made, there when the bank's debit succeeds; what a bank takes back is entered.
Times: the bank's word after a second, what it takes back five seconds later.
Source: spec; sdk; docs: testing (numbers); when each part of the history comes, inferred. It shows no status:
its history does.
"""

from __future__ import annotations

from typing import Any, Final, assert_never

from pinstripe.ids import stable
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.port import Debited
from pinstripe.products.money_management import transaction as transactions
from pinstripe.products.money_management import us_bank_account as us_bank_accounts
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

INBOUND_TRANSFER = Resource(
    "v2.money_management.inbound_transfer",
    prefix="ibt",
    ids="v2",
    path="/v2/money_management/inbound_transfers",
    generated="retrieve",
    noun="inbound_transfer",
    status="",
    source="spec; sdk",
)

REASONS: Final = {
    "account_closed": "bank_account_closed",
    "debit_not_authorized": "bank_debit_not_authorized",
    "insufficient_funds": "insufficient_funds",
    "invalid_account_number": "bank_account_not_found",
    "no_account": "bank_account_not_found",
}
"""Why a bank turns a debit down → how /v2 says it; everything else could not be processed. source: spec"""
OTHERWISE: Final = "bank_debit_could_not_be_processed"
LEVELS: Final = ("failed", "processing", "queued", "returned", "succeeded")


def step(work: Work, record: Record, word: str, facts: dict[str, Any] | None = None) -> Record:
    """One more line of its history, newest last, and the event that tells of it. source: spec; sdk"""
    place = len(record.transfer_history)
    line = {
        **{f"bank_debit_{one}": None for one in LEVELS},
        f"bank_debit_{word}": facts or {},
        "created": text_of(work.now),
        "effective_at": text_of(work.now),
        "id": f"ibthist_test_61{stable(30, work.world.seed, record.id, place)}",
        "type": f"bank_debit_{word}",
    }
    work.amend(record, transfer_history=[*record.transfer_history, dict(sorted(line.items()))])
    v2_event.tell(work, f"v2.money_management.inbound_transfer.bank_debit_{word}", {}, record)
    return record


def begin(work: Work, bank: Record, account: Record, value: int, currency: str, description: str) -> Record:
    """Money is asked for. source: spec; sdk"""
    key = work.new_id(INBOUND_TRANSFER)
    known = us_bank_accounts.known(bank)
    said = work.network("banks").debit(known, value, currency, reference=key, now=work.now)
    facts = {"counterparty": {"name": work.merchant.name}, "description": description}
    made = transactions.begin(
        work, account.id, key, "inbound_transfer", value, currency, posted=False, **facts
    )
    transactions.enter(work, made, "expected", value, "ach")
    record = work.create(
        INBOUND_TRANSFER,
        id=key,
        amount=amount(value, currency),
        created=text_of(work.now),
        description=description,
        to={"credited": amount(value, currency), "financial_account": account.id},
        transfer_history=[],
        private={"transaction": made.id},
        **{
            "from": {
                "debited": amount(value, currency),
                "payment_method": {"type": "us_bank_account", "us_bank_account": bank.id},
            }
        },
    )
    step(work, step(work, record, "queued"), "processing")
    reason = REASONS.get(said.code or "", OTHERWISE)
    match said.outcome:
        case Debited.SUCCEEDS:
            work.schedule("settle", record, said.due_at or work.now, back_at=said.disputed_at)
        case Debited.FAILS | Debited.REFUSED:
            work.schedule("settle", record, said.due_at or work.now, reason=reason)
        case Debited.STAYS:
            pass
        case _:
            assert_never(said.outcome)
    return record


@job(INBOUND_TRANSFER, "settle")
def settle(work: Work, record: Record, *, back_at: int | None = None, reason: str | None = None) -> None:
    """The bank's word is known. source: docs: testing"""
    transaction = work.load(record.private["transaction"], "v2.money_management.transaction")
    value = record.amount["value"]
    if reason is not None:
        transactions.enter(work, transaction, "forgone", value, "ach")
        transactions.void(work, transaction)
        step(work, record, "failed", {"failure_reason": reason})
        return
    transactions.enter(work, transaction, "arrived", value)
    transactions.settle(work, transaction)
    step(work, record, "succeeded")
    v2_event.tell(work, "v2.money_management.inbound_transfer.available", {}, record)
    if back_at is not None:
        work.schedule("return", record, back_at)


@job(INBOUND_TRANSFER, "return")
def give_back(work: Work, record: Record) -> None:
    """The holder of the bank account takes the money back. source: docs: testing"""
    first = work.load(record.private["transaction"], "v2.money_management.transaction")
    value, currency = record.amount["value"], record.amount["currency"]
    facts = {"counterparty": first.counterparty, "description": first.description}
    category = "inbound_transfer_reversal"
    made = transactions.begin(
        work, first.financial_account, record.id, category, -value, currency, posted=True, **facts
    )
    transactions.enter(work, made, "taken", value, "ach")
    step(work, record, "returned", {"return_reason": "bank_debit_not_authorized"})
