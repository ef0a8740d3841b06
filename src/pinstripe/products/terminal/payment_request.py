"""What a reader is asked to do with payments: take one, read a card for one, keep a card, give one back.

Owns: what each request begins. Does not own: the endpoints (readers.py), what follows when a card is there
(presentation.py), payments, setups and refunds (their rooms). Money: none here.
Source: spec; docs: Terminal server-driven integration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.refunds import creation
from pinstripe.products.terminal import reader as readers
from pinstripe.products.terminal import refusals

WAITING = ("requires_payment_method", "requires_confirmation")
SHAPE = "terminal_reader_reader_resource_"


def shown_config(params: Params, name: str, shape: str) -> dict[str, Any]:
    """How an action is to be done, as the action says it; nothing where nobody said. source: recorded:
    simulated readers (absent where it was not sent)
    """
    given = params.get(name)
    if not given:
        return {}
    known = Table.load(NEWEST).object(SHAPE + shape).props
    return {name: {one: value for one, value in given.items() if one in known and value is not None}}


def remembered(config: Params | None) -> dict[str, Any]:
    """What an action remembers of how it is to be done: may the customer cancel, is there a tip to be asked
    for, may the card be shown again.
    """
    given: Mapping[str, Any] = config or {}
    return {
        "cancelable": bool(given.get("enable_customer_cancellation")),
        "untipped": bool(given.get("skip_tipping")),
        "allow_redisplay": given.get("allow_redisplay") or "unspecified",
    }


def intent_of(work: Work, params: Params) -> Record:
    """The payment that a reader is to take. refuses: no_such, not_for_readers, intent_invalid_state"""
    intent = work.find("payment_intent", params.payment_intent, "payment_intent")
    if not any(readable(name) for name in intent.payment_method_types):
        raise refusals.not_for_readers(intent)
    if intent.status not in WAITING:
        raise refusals.intent_invalid_state(intent)
    return intent


def readable(name: str) -> bool:
    """Can a reader take a kind? Cards as well, whose number is typed in. source: spec
    (present_payment_method)
    """
    return name == kinds.DEFAULT.name or (name in kinds.KINDS and kinds.KINDS[name].flow is Flow.IN_PERSON)


def process_payment_intent(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for a card and takes the payment. refuses: offline, busy, not_for_readers,
    intent_invalid_state. source: recorded: simulated readers; docs: Terminal server-driven integration
    """
    readers.refuse_unreachable(reader)
    intent = intent_of(work, params)
    config = shown_config(params, "process_config", "process_config")
    shown = {"payment_intent": intent.id, **config}
    asked = remembered(params.get("process_config"))
    return readers.begin(work, reader, "process_payment_intent", shown, **asked)


def collect_payment_method(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for a card, which is looked at before it is charged. refuses: as
    process_payment_intent. source: spec; docs: Terminal server-driven integration
    """
    readers.refuse_unreachable(reader)
    intent = intent_of(work, params)
    shown = {"payment_intent": intent.id, **shown_config(params, "collect_config", "collect_config")}
    asked = remembered(params.get("collect_config"))
    return readers.begin(work, reader, "collect_payment_method", shown, **asked)


def confirm_payment_intent(work: Work, reader: Record, params: Params) -> dict[str, Any]:
    """The card that was read is charged; the answer is from before that. refuses: intent_invalid_state,
    no_such. source: spec; docs: Terminal server-driven integration; inferred (how long it takes)
    """
    readers.refuse_unreachable(reader)
    intent = intent_of(work, params)
    method = work.load(intent.payment_method, "payment_method") if intent.payment_method else None
    if method is None or "presence" not in method.private:
        raise refusals.nothing_collected(intent)
    shown = {"payment_intent": intent.id, **shown_config(params, "confirm_config", "confirm_config")}
    readers.begin(work, reader, "confirm_payment_intent", shown)
    before = reader.body
    done = attempts.attempt(work, intent, method, off_session=False)
    conclude(work, reader, intent, done)
    return before


def conclude(work: Work, reader: Record, intent: Record, done: attempts.Attempt) -> None:
    """The action ends as the payment did. source: docs: Terminal server-driven integration"""
    if done.outcome is attempts.Attempted.DECLINED:
        error = intent.last_payment_error
        readers.fail(work, reader, error["code"], error["message"], error)
    else:
        readers.succeed(work, reader)


def process_setup_intent(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for a card that is to be kept. refuses: offline, busy, not_for_readers,
    intent_invalid_state. source: spec
    """
    readers.refuse_unreachable(reader)
    intent = work.find("setup_intent", params.setup_intent, "setup_intent")
    if not any(name in kinds.KINDS and kinds.KINDS[name].generates for name in intent.payment_method_types):
        raise refusals.not_for_readers(intent)
    if intent.status not in WAITING:
        raise refusals.intent_invalid_state(intent)
    shown = {"setup_intent": intent.id, **shown_config(params, "process_config", "process_setup_config")}
    asked = {**remembered(params.get("process_config")), "allow_redisplay": params.allow_redisplay}
    return readers.begin(work, reader, "process_setup_intent", shown, **asked)


REFUND = (
    *("charge", "payment_intent", "metadata"),
    *("refund_application_fee", "refund_payment_config", "reverse_transfer"),
)


def refund_payment(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for the card that paid, to give money back to it. refuses: as a refund, not_read_here.
    source: spec; docs: Terminal refunds
    """
    readers.refuse_unreachable(reader)
    charge = creation.charge_of(work, params)
    creation.refuse_state(charge)
    kind = kinds.KINDS.get(charge.payment_method_details["type"])
    if kind is None or kind.flow is not Flow.IN_PERSON:
        raise refusals.not_read_here(charge.id)
    amount = creation.amount_of(charge, params)
    creation.linked_to(work, charge, params)
    given = {name: value for name, value in params.pick(*REFUND).items() if value is not None}
    asked = {**remembered(params.get("refund_payment_config")), "charge": charge.id}
    return readers.begin(work, reader, "refund_payment", {"amount": amount, **given}, **asked)
