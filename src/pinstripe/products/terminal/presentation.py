"""A customer at a simulated reader: a card, answers, or neither.

Owns: what a reader's action comes to. Does not own: what a reader is asked (payment_request.py,
customer_request.py), payments, setups and refunds (their rooms). Money: that of the payment or refund.
Source: spec; docs: Terminal testing.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.multipart import File
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import in_person as cards
from pinstripe.products.files import file as files
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds import card as card_kind
from pinstripe.products.methods.kinds.kind import Facts
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import setup
from pinstripe.products.payments.attempt import Presented
from pinstripe.products.refunds import creation
from pinstripe.products.terminal import reader as readers
from pinstripe.products.terminal import refusals
from pinstripe.products.terminal.payment_request import WAITING, conclude

SIGNATURE = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
"""A picture of nothing, which stands for a signature."""
ANSWERS = {
    "email": "customer@example.com",
    "numeric": "123456789",
    "phone": "+15555550100",
    "text": "Some text",
}
"""What a simulated customer types in. source: inferred"""


def refuse_real(reader: Record) -> None:
    """Nobody can be simulated at a device, nor at a reader that is not there. refuses: simulated_only,
    offline
    """
    if not readers.simulated(reader):
        raise refusals.simulated_only()
    readers.refuse_unreachable(reader)


def present_payment_method(work: Work, reader: Record, params: Params) -> Record:
    """A customer holds a card to the reader. refuses: simulated_only, offline, nothing_to_present,
    unknown_card, wrong_kind. source: spec; docs: Terminal testing
    """
    refuse_real(reader)
    kind = readers.acting(reader)
    if kind is None or kind not in PRESENTED:
        raise refusals.nothing_to_present()
    PRESENTED[kind](work, reader, presented(work, reader, params))
    return reader


def presented(work: Work, reader: Record, params: Params) -> Presented:
    """What is held to the reader. source: spec"""
    kind = params.get("type") or next((one for one in kinds.KINDS if params.get(one)), "")
    given = params.get(kind) or Params()
    asked = reader.private["asked"]
    typed: Facts | None = None
    if kind == kinds.DEFAULT.name:
        if not given:
            raise refusals.number_needed(kind)
        typed = card_kind.read(work, given, kind, None)
    return Presented(
        kind=kind if kind != kinds.DEFAULT.name else "",
        number=given.get("number") or "",
        typed=typed,
        tip=None if asked.get("untipped") else params.get("amount_tip"),
        reader=reader.id,
        location=reader.location,
        allow_redisplay=asked.get("allow_redisplay", "unspecified"),
    )


def pay(work: Work, reader: Record, card: Presented) -> None:
    """A payment is taken. refuses: unknown_card, wrong_kind"""
    intent = work.load(reader.action["process_payment_intent"]["payment_intent"], "payment_intent")
    if over(work, reader, intent):
        return
    conclude(work, reader, intent, attempts.present(work, intent, card))


def collect(work: Work, reader: Record, card: Presented) -> None:
    """A card is read, and the intent has it. source: docs: Terminal server-driven integration"""
    intent = work.load(reader.action["collect_payment_method"]["payment_intent"], "payment_intent")
    if over(work, reader, intent):
        return
    method = attempts.collect(work, intent, card)
    readers.progress(work, reader, payment_method=method.body)
    readers.succeed(work, reader)


def keep(work: Work, reader: Record, card: Presented) -> None:
    """A card is kept. source: docs: Terminal testing (a card that is declined)"""
    intent = work.load(reader.action["process_setup_intent"]["setup_intent"], "setup_intent")
    if over(work, reader, intent):
        return
    made = setup.present(work, intent, card)
    if made is None:
        error = intent.last_setup_error
        readers.fail(work, reader, error["code"], error["message"], error)
    else:
        readers.succeed(work, reader, generated_card=made.id)


def over(work: Work, reader: Record, intent: Record) -> bool:
    """Was the intent paid or canceled while the reader waited? Then its action fails. source: inferred"""
    if intent.status in WAITING:
        return False
    refusal = refusals.intent_invalid_state(intent)
    readers.fail(work, reader, refusal.code, refusal.message)
    return True


def give_back(work: Work, reader: Record, card: Presented) -> None:
    """Money goes back to the card that is there. source: docs: Terminal refunds; docs: Terminal testing
    (parts that are declined)
    """
    asked = reader.action["refund_payment"]
    charge = work.load(reader.private["asked"]["charge"], "charge")
    code = cards.given_back(asked["amount"], charge.amount)
    if code:
        error = creation.declined(code)
        readers.fail(work, reader, error["code"], error["message"], error)
        return
    linked = {name: asked[name] for name in (creation.REVERSES, creation.GIVES_FEE) if name in asked}
    given = Params({"amount": asked["amount"], "metadata": asked.get("metadata") or {}, **linked})
    refund = creation.create(work, charge, given, at_reader=True)
    readers.succeed(work, reader, refund=refund.id)


PRESENTED = {
    "process_payment_intent": pay,
    "collect_payment_method": collect,
    "process_setup_intent": keep,
    "refund_payment": give_back,
}
"""What a card does, by what the reader was asked."""


def succeed_input_collection(work: Work, reader: Record, params: Params) -> Record:
    """The customer answers all that is asked, or only what they must. refuses: simulated_only, offline,
    nothing_asked. source: spec
    """
    refuse_asked(reader)
    skips = params.get("skip_non_required_inputs") == "all"
    asked = reader.action["collect_inputs"]["inputs"]
    answered = [one if skips and not one["required"] else answer(work, one) for one in asked]
    skipped = [{**one, "skipped": skips and not one["required"]} for one in answered]
    return readers.succeed(work, reader, inputs=skipped)


def answer(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A question with an answer, and its switches as they were. source: spec; inferred (what is said)"""
    kind = asked["type"]
    toggles = [{**one, "value": one["default_value"] or "disabled"} for one in asked["toggles"]]
    if kind == "selection":
        first = asked[kind]["choices"][0]
        said = {**asked[kind], "id": first["id"], "text": first["text"]}
    elif kind == "signature":
        picture = File("file", "signature.png", "image/png", SIGNATURE)
        said = {"value": files.keep(work, picture, "customer_signature").id}
    else:
        said = {"value": ANSWERS[kind]}
    return {**asked, kind: said, "toggles": toggles}


def timeout_input_collection(work: Work, reader: Record, params: Params) -> Record:
    """The customer answers nothing. refuses: simulated_only, offline, nothing_asked. source: recorded:
    simulated readers (code and words)
    """
    refuse_asked(reader)
    return readers.fail(work, reader, "collect_inputs_timeout", "collect inputs was timed out")


def refuse_asked(reader: Record) -> None:
    """Is the customer being asked? refuses: simulated_only, offline, nothing_asked"""
    refuse_real(reader)
    if readers.acting(reader) != "collect_inputs":
        raise refusals.nothing_asked()
