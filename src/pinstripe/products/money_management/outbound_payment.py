"""The outbound payment record of /v2: a recipient is paid out of a storage account.

Owns: the record and its states, what a new one needs. Does not own: endpoints, who is paid and where
(payout_method.py), verifications of recipients (room global_payouts).
Money: set aside when it is made, sent when it is posted; released when it fails or is canceled. What comes
back is entered by a transaction of its own.
Times: the day of arrival by the network's days and cut-offs; the bank's word after a second, what it sends
back five seconds later.
Source: spec; sdk; docs: Treasury test values, Treasury money movement timelines; reasons: which one when,
inferred.
Private fact: `transaction`, the one that holds its money.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, assert_never

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.port import Credited
from pinstripe.products.money_management import financial_account as financial_accounts
from pinstripe.products.money_management import payout_method as payout_methods
from pinstripe.products.money_management import refusals
from pinstripe.products.money_management import transaction as transactions
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome       from          to
    ("create", "processing", ANY,          "processing"),
    ("post",   "done",       "processing", "posted"),
    ("fail",   "done",       "processing", "failed"),
    ("cancel", "done",       "processing", "canceled"),
    ("return", "done",       "posted",     "returned"),
)
# fmt: on

OUTBOUND_PAYMENT = Resource(
    "v2.money_management.outbound_payment",
    prefix="obp",
    ids="v2",
    path="/v2/money_management/outbound_payments",
    generated="retrieve",
    noun="outbound_payment",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    source="spec; sdk",
)

RAILS: Final = {
    "ach": "ach",
    "fedwire": "us_domestic_wire",
    "fps": "faster_payments",
    "rtp": "ach_same_day",
    "sepa": "sepa",
}
"""Networks as /v2 calls them → rails. source: inferred (of rtp)"""
REASONS: Final = {
    "account_closed": "payout_method_closed",
    "invalid_account_number": "payout_method_invalid_account_number",
    "invalid_currency": "payout_method_currency_unsupported",
    "no_account": "payout_method_does_not_exist",
}
"""Why a bank sends money back → how /v2 says it. source: spec; inferred"""


USUAL: Final = {"eur": "sepa", "gbp": "fps", "usd": "ach"}
"""Currency → the network that carries it where none is preferred. source: inferred"""
RECIPIENTS: Final = ("account", "v2.core.account")
"""Types of whoever can be paid."""
PROVED: Final = ("acknowledged", "verified")
"""States of a verification that a payment may name. source: spec"""


class Order(NamedTuple):
    """A payment that may be made: where its money comes from, how much, where it goes and by which rail, and
    the other facts of its record."""

    account: Record
    value: int
    currency: str
    method: Record
    rail: str
    facts: dict[str, Any]


def ordered(work: Work, params: Params, *, funded: bool = True) -> Order:
    """What a request asks for, checked. params: funded, the money must be there already

    refuses: resource_missing, converted, too_low, other_currency, insufficient, no_method, unproved
    """
    source, target = params["from"], params.to
    account = financial_accounts.named(work, source["financial_account"], "from[financial_account]")
    value, currency = params.amount["value"], params.amount["currency"].lower()
    if {source["currency"], target.get("currency") or currency} != {currency}:
        raise refusals.converted("to[currency]")
    if value < 1:
        raise errors.in_v2(errors.too_low(1, "amount[value]"))
    if funded:
        financial_accounts.spend(account, value, currency)
    recipient = target["recipient"]
    known = work.batch.load(work.world.account, recipient)
    if known is None or known.deleted or known.type not in RECIPIENTS:
        raise errors.in_v2(errors.no_such("account", recipient, "to[recipient]", 400))
    recipient_work = work.acting_for(recipient)
    method = payout_methods.payable(recipient_work, recipient, target.get("payout_method"), currency)
    options = target.get("payout_method_options")
    facts = {
        "description": params.get("description"),
        "metadata": merged_metadata(None, params.get("metadata") or {}),
        "recipient_notification": dict(params.get("recipient_notification") or {"setting": "configured"}),
        "recipient_verification": proof(work, params.get("recipient_verification"), method),
        "statement_descriptor": params.get("statement_descriptor") or "payment",
        "to": {
            "credited": amount(value, currency),
            "payout_method": method.id,
            "payout_method_options": preferred(options),
            "recipient": recipient,
        },
    }
    return Order(account, value, currency, method, rail_of(options, currency), facts)


def proof(work: Work, key: str | None, method: Record) -> str | None:
    """A verification of the recipient that stands. refuses: resource_missing, unproved. source: spec"""
    if key is None:
        return None
    known = work.find("v2.money_management.recipient_verification", key, "recipient_verification")
    if known.status not in PROVED or known.payout_method != method.id:
        raise refusals.unproved(known)
    return str(known.id)


def send(work: Work, order: Order, **more: Any) -> Record:
    """The payment is made. params: more, of its record"""
    return begin(
        work, order.account, order.value, order.currency, order.method, order.rail, **order.facts, **more
    )


def rail_of(options: Params | None, currency: str) -> str:
    """The rail of the first network that is preferred and carries the currency, else its usual one."""
    bank = (options or Params()).get("bank_account") or Params()
    ach = (bank.get("preferred_network_options") or {}).get("ach") or {}
    for network in bank.get("preferred_networks") or ():
        if network not in RAILS or (network in ("ach", "fedwire", "rtp")) != (currency == "usd"):
            continue
        if network == "ach" and ach.get("submission") == "same_day":
            return "ach_same_day"
        return RAILS[network]
    same_day = ach.get("submission") == "same_day" and currency == "usd"
    return "ach_same_day" if same_day else RAILS[USUAL[currency]]


def preferred(options: Params | None) -> dict[str, Any] | None:
    """What was preferred, as it is shown."""
    bank = (options or Params()).get("bank_account")
    if not bank:
        return None
    ach = (bank.get("preferred_network_options") or {}).get("ach")
    wishes = (
        {"submission": ach.get("submission"), "transaction_purpose": ach.get("transaction_purpose")}
        if ach
        else None
    )
    return {
        "bank_account": {
            "preferred_network_options": {"ach": wishes} if wishes else None,
            "preferred_networks": bank.get("preferred_networks"),
        }
    }


def tell(work: Work, record: Record, word: str) -> Record:
    """What happened is told. source: sdk"""
    v2_event.tell(work, f"v2.money_management.outbound_payment.{word}", {}, record)
    return record


def begin(
    work: Work, account: Record, value: int, currency: str, method: Record, rail: str, **fields: Any
) -> Record:
    """Money is set aside and on its way. source: spec; sdk"""
    key = work.new_id(OUTBOUND_PAYMENT)
    facts = {"counterparty": {"name": None}, "description": fields.get("description")}
    made = transactions.begin(
        work, account.id, key, "outbound_payment", -value, currency, posted=False, **facts
    )
    transactions.enter(work, made, "held", value)
    bank = payout_methods.bank_of(method)
    said = work.network("banks").credit(bank, value, currency, now=work.now, reference=key, rail=rail)
    record = work.create(
        OUTBOUND_PAYMENT,
        "processing",
        id=key,
        amount=amount(value, currency),
        cancelable=True,
        created=text_of(work.now),
        expected_arrival_date=text_of(said.arrives_at),
        status_transitions=dict.fromkeys(("canceled_at", "failed_at", "posted_at", "returned_at")),
        tracking_details={
            "bank_account": {"trace_id": None},
            "card": None,
            "status": "pending",
            "type": "bank_account",
        },
        private={"transaction": made.id, "trace": said.reference},
        **{"from": {"debited": amount(value, currency), "financial_account": account.id}, **fields},
    )
    match said.outcome:
        case Credited.ARRIVES:
            work.schedule("settle", record, said.due_at or work.now, outcome="post")
        case Credited.RETURNS:
            reason = REASONS.get(said.code or "", "unknown_failure")
            back = {"at": said.returned_at, "reason": reason}
            work.schedule("settle", record, said.due_at or work.now, outcome="post", back=back)
        case Credited.FAILS:
            work.schedule("settle", record, said.due_at or work.now, outcome="fail")
        case Credited.CANCELED:
            work.schedule("settle", record, said.due_at or work.now, outcome="cancel")
        case Credited.STAYS:
            pass
        case _:
            assert_never(said.outcome)
    return tell(work, record, "created")


def at(record: Record, name: str, now: int) -> dict[str, Any]:
    """Its moments with one more."""
    return {**record.status_transitions, name: text_of(now)}


def held_by(work: Work, record: Record) -> Record:
    """The transaction that holds its money."""
    return work.load(record.private["transaction"], transactions.TRANSACTION.object)


@job(OUTBOUND_PAYMENT, "settle")
def settle(work: Work, record: Record, *, outcome: str, back: dict[str, Any] | None = None) -> None:
    """The bank's word is known. source: docs: Treasury test values"""
    if outcome != "post":
        end(work, record, outcome)
        return
    transaction = held_by(work, record)
    transactions.enter(work, transaction, "sent", record.amount["value"], "bank")
    transactions.settle(work, transaction)
    tracking = {
        **record.tracking_details,
        "bank_account": {"trace_id": record.private["trace"]},
        "status": "supported",
    }
    moved = at(record, "posted_at", work.now)
    facts = {"cancelable": False, "status_transitions": moved, "tracking_details": tracking}
    tell(work, work.advance(record, "post", "done", **facts), "posted")
    if back is not None:
        work.schedule("return", record, back["at"], reason=back["reason"])


def end(work: Work, record: Record, verb: str) -> Record:
    """It does not leave: what was set aside may be spent again. params: verb, `fail` or `cancel`"""
    work.unschedule("", record)
    transaction = held_by(work, record)
    transactions.enter(work, transaction, "released", record.amount["value"])
    transactions.void(work, transaction)
    word = {"cancel": "canceled", "fail": "failed"}[verb]
    facts: dict[str, Any] = {"cancelable": False, "status_transitions": at(record, f"{word}_at", work.now)}
    if verb == "fail":
        reason = {"reason": "unknown_failure"}
        facts["status_details"] = {"failed": reason, "processing": None, "returned": None}
    return tell(work, work.advance(record, verb, "done", **facts), word)


@job(OUTBOUND_PAYMENT, "return")
def give_back(work: Work, record: Record, *, reason: str) -> None:
    """What was sent comes back. source: docs: Treasury test values"""
    value, currency = record.amount["value"], record.amount["currency"]
    account = record.body["from"]["financial_account"]
    facts = {"counterparty": {"name": None}, "description": record.description}
    category = "outbound_payment_reversal"
    made = transactions.begin(work, account, record.id, category, value, currency, posted=True, **facts)
    transactions.enter(work, made, "received", value, "bank")
    details = {"failed": None, "processing": None, "returned": {"reason": reason}}
    moved = at(record, "returned_at", work.now)
    back = work.advance(record, "return", "done", status_details=details, status_transitions=moved)
    tell(work, back, "returned")
