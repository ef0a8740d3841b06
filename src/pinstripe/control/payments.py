"""Payments from the payer's side: what a bank's page asks, a transfer that is sent, a card held to a reader.

Owns: the routes. Does not own: what an answer leads to (products/payments/attempt.py).
Money: moved by the payment that the answer allows. Source: our own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, integer, only, route, text
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.forwarding import authentication as authentications
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import refusals, setup, setup_refusals
from pinstripe.products.refunds import creation as refunding
from pinstripe.products.sources import authorization


@route("POST /_pinstripe/payment_intents/authenticate")
async def authenticate(control: Control, world: World, body: Body) -> Any:
    """The holder answers a 3-D Secure challenge; gives the payment intent as it is then.

    params: payment_intent · succeeded (true or false) · account (the platform's)
    refuses: an intent that asks for nothing (payment_intent_unexpected_state)
    """
    only(body, "payment_intent", "succeeded", "account")
    key, account = text(body, "payment_intent"), text(body, "account", world.account)
    succeeded = answered(body)

    def answer(work: Work, intent: Record) -> None:
        if intent.status != "requires_action":
            raise refusals.wrong_state(intent, "authenticate")
        attempts.authenticate(work, intent, succeeded)

    return await on_record(control, world, key, account, answer)


@route("POST /_pinstripe/setup_intents/authenticate")
async def authenticate_setup(control: Control, world: World, body: Body) -> Any:
    """The payer answers what a setup asks for; gives the setup intent as it is then.

    params: setup_intent · succeeded (true or false) · account (the platform's)
    refuses: an intent that asks for nothing (setup_intent_unexpected_state)
    """
    only(body, "setup_intent", "succeeded", "account")
    key, account = text(body, "setup_intent"), text(body, "account", world.account)
    succeeded = answered(body)

    def answer(work: Work, intent: Record) -> None:
        if intent.status != "requires_action":
            raise setup_refusals.wrong_state(intent, "authenticate")
        setup.authenticate(work, intent, succeeded)

    return await on_record(control, world, key, account, answer, "setup_intent")


@route("POST /_pinstripe/three_d_secure/authenticate")
async def authenticate_elsewhere(control: Control, world: World, body: Body) -> Any:
    """The holder answers for a payment that another processor makes; gives the 3DS authentication as it is.

    params: authentication · succeeded (true or false) · account (the platform's)
    refuses: one that asks for nothing
    """
    only(body, "authentication", "succeeded", "account")
    key, account = text(body, "authentication"), text(body, "account", world.account)
    succeeded = answered(body)

    def answer(work: Work, authentication: Record) -> None:
        authentications.answer(work, authentication, succeeded)

    return await on_record(control, world, key, account, answer, authentications.AUTHENTICATION.object)


@route("POST /_pinstripe/sources/authenticate")
async def authenticate_source(control: Control, world: World, body: Body) -> Any:
    """The payer answers on a source's page; gives the source as it is then.

    params: source · succeeded (true or false) · account (the platform's)
    refuses: a source that asks for nothing
    """
    only(body, "source", "succeeded", "account")
    key, account = text(body, "source"), text(body, "account", world.account)
    succeeded = answered(body)

    def answer(work: Work, source: Record) -> None:
        authorization.authenticate(work, source, succeeded)

    return await on_record(control, world, key, account, answer, "source")


@route("POST /_pinstripe/sources/fund")
async def fund_source(control: Control, world: World, body: Body) -> Any:
    """Money comes to a source that receives it; gives the source as it is then.

    params: source · amount · account (the platform's)
    refuses: a source that receives nothing
    """
    only(body, "source", "amount", "account")
    key, account = text(body, "source"), text(body, "account", world.account)
    amount = integer(body, "amount")

    def fund(work: Work, source: Record) -> None:
        authorization.send(work, source, amount)

    return await on_record(control, world, key, account, fund, "source")


def answered(body: Body) -> bool:
    """Does the payer agree? refuses: missing_param, bad_boolean"""
    if "succeeded" not in body:
        raise errors.missing_param("succeeded")
    succeeded = body["succeeded"]
    if not isinstance(succeeded, bool):
        raise errors.bad_boolean(str(succeeded), "succeeded")
    return succeeded


@route("POST /_pinstripe/payment_intents/fund")
async def fund(control: Control, world: World, body: Body) -> Any:
    """The payer sends a bank transfer, whole or in parts; gives the payment intent as it is then.

    params: payment_intent · amount (minor units) · account (the platform's)
    refuses: an intent that waits for no transfer, more than it waits for
    """
    only(body, "payment_intent", "amount", "account")
    key, account = text(body, "payment_intent"), text(body, "account", world.account)
    amount = integer(body, "amount")
    if amount < 1:
        raise errors.too_low(1, "amount")
    return await on_record(
        control, world, key, account, lambda work, intent: attempts.fund(work, intent, amount)
    )


@route("POST /_pinstripe/payment_intents/present")
async def present(control: Control, world: World, body: Body) -> Any:
    """A card is held to a reader for an intent; gives the payment intent as it is then.

    params: payment_intent · number (a published test card, the usual one of its kind if none) · stored_at
    (when a reader without a connection read it) · account (the platform's)
    refuses: an intent that is not to be paid in person, an unknown number
    """
    only(body, "payment_intent", "number", "stored_at", "account")
    key, account = text(body, "payment_intent"), text(body, "account", world.account)
    stored = integer(body, "stored_at") if "stored_at" in body else None
    read = attempts.Presented(number=str(body.get("number", "")), stored_at=stored)
    return await on_record(
        control, world, key, account, lambda work, intent: attempts.present(work, intent, read)
    )


@route("POST /_pinstripe/refunds/answer")
async def answer_refund(control: Control, world: World, body: Body) -> Any:
    """Whoever paid by bank transfer says where a refund is to go; gives the refund as it is then.

    params: refund · account (the platform's)
    refuses: a refund that asks for nothing
    """
    only(body, "refund", "account")
    key, account = text(body, "refund"), text(body, "account", world.account)
    return await on_record(control, world, key, account, refunding.answer, "refund")


async def on_record(
    control: Control,
    world: World,
    key: str,
    account: str,
    act: Callable[[Work, Record], Any],
    kind: str = "payment_intent",
) -> Any:
    """Something that a payer does, in the order of requests. gives: the record as it is then"""

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        record = work.subject(kind, key)
        act(work, record)
        work.keep()
        return record.body

    return await control.runtime.engine.enqueue((world, step))
