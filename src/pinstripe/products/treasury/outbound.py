"""Outbound: money leaves a financial account, for its owner or for somebody else.

Owns: what both kinds have in common: their body, checks, what the network makes of them. Does not own: the
records and their rows (outbound_payment.py, outbound_transfer.py), who is paid (payee.py).
Money: set aside when it is made; it leaves when it is posted, comes back when it is canceled, fails or is
returned. To a financial account of the platform it goes in the same transaction, on both sides.
Times: `expected_arrival_date` by the network's days and cut-offs; a bank's word after a second, what it sends
back five seconds later. What no bank answers can be canceled until its network's cut-off.
Source: spec; docs: Moving money with Treasury, Treasury money movement timelines, Treasury test values.
"""

from __future__ import annotations

import re
from typing import Any, Final, assert_never

from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.port import BankAccount, Credit, Credited
from pinstripe.networks.banks.rails import RAILS
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import payee as payees
from pinstripe.products.treasury import received_credit, refusals
from pinstripe.products.treasury import transaction as transactions
from pinstripe.products.treasury.payee import Payee

LONGEST: Final = {"ach": 10, "us_domestic_wire": 140, "stripe": 500}
"""Letters of a statement descriptor, by network. source: spec"""
LETTERS: Final = re.compile(r"[A-Za-z0-9 \-#.$&*]+")
CODES: Final = frozenset({"account_closed", "invalid_account_number", "invalid_currency", "no_account"})
"""What a bank's word on money that came back is called here; everything else is `declined`."""


def word_of(record: Record | Resource) -> str:
    """`outbound_payment` or `outbound_transfer`."""
    kind = record.type if isinstance(record, Record) else record.object
    return kind.rpartition(".")[2]


def network_of(params: Params, payee: Payee) -> str:
    """The network that carries it. refuses: network_of_banks. source: spec; ACH by default inferred"""
    options = (params.get("destination_payment_method_options") or {}).get("us_bank_account") or {}
    chosen = options.get("network")
    if payee.account is not None:
        if chosen is not None:
            raise refusals.network_of_banks()
        return "stripe"
    return str(chosen or "ach")


def descriptor(params: Params, network: str, usual: str) -> str:
    """What stands on the other side's statement. refuses: descriptor_too_long, descriptor_letters"""
    text = params.get("statement_descriptor")
    if text is None:
        return usual
    if len(text) > LONGEST[network]:
        raise refusals.descriptor_too_long(LONGEST[network], network)
    if not LETTERS.fullmatch(text):
        raise refusals.descriptor_letters()
    return str(text)


def checked(work: Work, resource: Resource, source: Record, params: Params, payee: Payee) -> str:
    """May this leave, and by which network? refuses: feature_inactive, too_low, other_currency, insufficient,
    address_incomplete
    """
    network = network_of(params, payee)
    path = "intra_stripe_flows" if network == "stripe" else f"{word_of(resource)}s.{network}"
    financial_accounts.require(source, path)
    financial_accounts.spend(source, params.amount, params.currency)
    fallback = word_of(resource) == "outbound_transfer"
    if network == "us_domestic_wire" and not payees.addressed(payee, fallback=fallback):
        raise refusals.address_incomplete()
    return network


def create(
    work: Work, resource: Resource, source: Record, params: Params, payee: Payee, **fields: Any
) -> Record:
    """Money is set aside and on its way. params: fields, those of one kind alone. refuses: as `checked`"""
    network = checked(work, resource, source, params, payee)
    text = descriptor(params, network, word_of(resource).removeprefix("outbound_"))
    told = {
        "description": params.get("description"),
        "metadata": merged_metadata(None, params.get("metadata") or {}),
        "statement_descriptor": text,
    }
    return make(work, resource, source, params.amount, payee, network, **told, **fields)


def make(
    work: Work, resource: Resource, source: Record, amount: int, payee: Payee, network: str, **fields: Any
) -> Record:
    """The record, with its transaction; a financial account of the platform is paid in the same moment."""
    kind, key = word_of(resource), work.new_id(resource)
    label = kind.capitalize().replace("_", " ")
    words = f"{payee.title} | {label} | {fields['statement_descriptor']}"
    transaction = transactions.hold(work, transactions.Flow(key, kind, source.id, words), amount, kind)
    said = None if payee.bank is None else ask(work, payee.bank, amount, network, key)
    late = payee.bank.late_days * DAY if payee.bank is not None else 0
    record = work.create(
        resource,
        "processing",
        id=key,
        amount=amount,
        cancelable=payee.account is None,
        currency="usd",
        destination_payment_method=payee.method,
        destination_payment_method_details=payee.details(network),
        expected_arrival_date=work.now if said is None else said.arrives_at - late,
        financial_account=source.id,
        hosted_regulatory_receipt_url=transactions.receipt(work, key),
        transaction=transaction.id,
        **fields,
    )
    if said is None:
        return pay_account(work, record, payee)
    plan(work, record, said, network)
    return record


def ask(work: Work, bank: BankAccount, amount: int, network: str, key: str) -> Credit:
    """What the bank says to money that is sent to it."""
    return work.network("banks").credit(bank, amount, "usd", now=work.now, reference=key, rail=network)


def plan(work: Work, record: Record, said: Credit, network: str) -> None:
    """What follows of a bank's word, by the clock. source: docs: Treasury test values"""
    back = {"returned_at": said.returned_at, "code": said.code if said.code in CODES else "declined"}
    match said.outcome:
        case Credited.ARRIVES:
            work.schedule("settle", record, _due(said), outcome="post", arrives_at=said.arrives_at)
        case Credited.RETURNS:
            work.schedule("settle", record, _due(said), outcome="post", back=back)
        case Credited.FAILS:
            work.schedule("settle", record, _due(said), outcome="fail")
        case Credited.CANCELED:
            work.schedule("settle", record, _due(said), outcome="cancel")
        case Credited.STAYS:
            work.schedule("submit", record, RAILS[network].closes_at(work.now))
        case _:
            assert_never(said.outcome)


def _due(said: Credit) -> int:
    assert said.due_at is not None, "a bank that answers says when"
    return said.due_at


def settle(
    work: Work,
    record: Record,
    outcome: str,
    arrives_at: int | None = None,
    back: dict[str, Any] | None = None,
) -> None:
    """The bank's word is known. params: arrives_at, where that is another day than was expected"""
    if outcome != "post":
        end(work, record, outcome)
        return
    leave(work, record)
    if arrives_at is not None and arrives_at != record.expected_arrival_date:
        work.advance(record, "delay", "done", expected_arrival_date=arrives_at)
    if back is not None:
        work.schedule("return", record, back["returned_at"], code=back["code"])


def submit(work: Work, record: Record) -> None:
    """The network has it: it can no longer be called back. source: spec (cancelable); inferred: the moment"""
    work.amend(record, cancelable=False)


def network_in(record: Record) -> str:
    """The network that carries a record."""
    details = record.destination_payment_method_details
    return str(details[details["type"]]["network"])


def when(record: Record, name: str, moment: int) -> dict[str, Any]:
    """Its moments with one more."""
    return {**record.status_transitions, name: moment}


def transaction_of(work: Work, record: Record) -> Record:
    """What it does to the balance."""
    return work.load(record.transaction, "treasury.transaction")


def leave(work: Work, record: Record) -> Record:
    """It leaves. source: docs: Working with balances and transactions"""
    work.unschedule("", record)
    kind = f"{word_of(record)}_posting"
    transactions.send(work, transaction_of(work, record), kind, network_in(record))
    at = when(record, "posted_at", work.now)
    return work.advance(record, "post", "done", cancelable=False, status_transitions=at)


ENDS = {"fail": ("failed_at", "failure"), "cancel": ("canceled_at", "cancellation")}


def end(work: Work, record: Record, verb: str) -> Record:
    """It does not leave: what was set aside may be spent again. params: verb, `fail` or `cancel`"""
    work.unschedule("", record)
    moment, word = ENDS[verb]
    transactions.void(work, transaction_of(work, record), f"{word_of(record)}_{word}")
    at = when(record, moment, work.now)
    return work.advance(record, verb, "done", cancelable=False, status_transitions=at)


def give_back(work: Work, record: Record, code: str, network: str = "") -> Record:
    """What was sent comes back, in a transaction of its own. source: docs: Moving money with Treasury"""
    work.unschedule("", record)
    kind, sent = word_of(record), transaction_of(work, record)
    flow = transactions.Flow(record.id, kind, record.financial_account, sent.description)
    back = transactions.book(work, flow, record.amount, f"{kind}_return", network or network_in(record))
    details = {"code": code, "transaction": back.id}
    at = when(record, "returned_at", work.now)
    return work.advance(record, "return", "done", returned_details=details, status_transitions=at)


def cancel(work: Work, record: Record) -> Record:
    """It is called back in time. refuses: not_cancelable"""
    if not record.cancelable:
        raise refusals.not_cancelable(record)
    return end(work, record, "cancel")


def return_now(work: Work, record: Record, params: Params) -> Record:
    """A test has it sent back, and posted before where it was not; what a financial account has is there to
    stay. refuses: wrong_state

    source: spec (from processing); docs: Moving money with Treasury (from posted; default code)
    """
    if record.status not in ("processing", "posted") or network_in(record) == "stripe":
        raise refusals.wrong_state(record, "return")
    code = (params.get("returned_details") or {}).get("code") or "declined"
    return give_back(work, leave(work, record) if record.status == "processing" else record, code)


def track(work: Work, record: Record, given: Params) -> Record:
    """The network says by which number it can be found. refuses: not_submitted, tracking_of"""
    if record.cancelable:
        raise refusals.not_submitted(record)
    kind = given.type
    details = dict(given.get(kind) or {})
    if kind != network_in(record) or not details:
        raise refusals.tracking_of(kind)
    if kind == "us_domestic_wire":
        details = {**dict.fromkeys(("chips", "imad", "omad")), **details}
    return work.advance(record, "track", "done", tracking_details={kind: details, "type": kind})


def pay_account(work: Work, record: Record, payee: Payee) -> Record:
    """A financial account of the platform has it at once, whoever owns it: both sides are one transaction.

    source: docs: Moving money with Treasury
    """
    assert payee.account is not None and payee.owner_work is not None
    leave(work, record)
    kind = word_of(record)
    source = work.load(record.financial_account, "treasury.financial_account")
    received_credit.between(payee.owner_work, payee.account, record, kind, source, work.merchant.name)
    return record
