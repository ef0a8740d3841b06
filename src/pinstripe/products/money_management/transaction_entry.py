"""The transaction entry record of /v2: one change of a storage account's balance.

Owns: the record, and with it every movement of money through storage accounts. Does not own: which entries a
flow makes. Money: each entry is one posting. Times: it counts from when it is made.
Source: spec; sdk. Entries are never changed.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.money_management import financial_account as financial_accounts
from pinstripe.products.money_management import postings
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from to  event posting
    ("create", "expected", ANY, "=", "",   postings.EXPECT),
    ("create", "arrived",  ANY, "=", "",   postings.ARRIVE),
    ("create", "forgone",  ANY, "=", "",   postings.FORGO),
    ("create", "received", ANY, "=", "",   postings.RECEIVE),
    ("create", "taken",    ANY, "=", "",   postings.TAKE),
    ("create", "held",     ANY, "=", "",   postings.HOLD),
    ("create", "released", ANY, "=", "",   postings.RELEASE),
    ("create", "sent",     ANY, "=", "",   postings.SEND),
)
# fmt: on

TRANSACTION_ENTRY = Resource(
    "v2.money_management.transaction_entry",
    prefix="trxne",
    ids="v2",
    path="/v2/money_management/transaction_entries",
    generated="retrieve",
    noun="transaction_entry",
    status="",
    lifecycle=LIFECYCLE,
    index=("transaction",),
    source="spec; sdk",
)

IMPACTS = {
    # outcome: available, inbound_pending, outbound_pending
    "expected": (0, 1, 0),
    "arrived": (1, -1, 0),
    "forgone": (0, -1, 0),
    "received": (1, 0, 0),
    "taken": (-1, 0, 0),
    "held": (-1, 0, 1),
    "released": (1, 0, -1),
    "sent": (0, 0, -1),
}
"""What each movement does to a balance, in amounts of the entry."""


def enter(work: Work, transaction: Record, outcome: str, value: int, network: str = "") -> dict[str, int]:
    """Move money for a transaction, and change its account's balance by it. gives: what the entry did"""
    currency = transaction.amount["currency"]
    done = dict(zip(financial_accounts.PARTS, (sign * value for sign in IMPACTS[outcome]), strict=True))
    names = {"network": network, "financial_account": transaction.financial_account}
    work.create(
        TRANSACTION_ENTRY,
        outcome,
        moves=Move(value, currency, names=names),
        balance_impact={part: amount(change, currency) for part, change in done.items()},
        created=text_of(work.now),
        effective_at=text_of(work.now),
        transaction=transaction.id,
        transaction_details={
            "category": transaction.category,
            "financial_account": transaction.financial_account,
            "flow": transaction.flow,
        },
    )
    account = work.load(transaction.financial_account, financial_accounts.FINANCIAL_ACCOUNT.object)
    financial_accounts.move(work, account, currency, done)
    return done
