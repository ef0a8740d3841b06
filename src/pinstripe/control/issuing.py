"""Issuing from the other side: a wallet that takes a card in, Stripe that looks at a cardholder, a bank's
rules.

Owns: the routes. Does not own: what they lead to (products/issuing). Money: none. Source: our own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text, word
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.authorizations import dispute as disputes
from pinstripe.products.issuing import cardholder as cardholders
from pinstripe.products.issuing import token as tokens


@route("POST /_pinstripe/issuing/tokens")
async def provision(control: Control, world: World, body: Body) -> Any:
    """A wallet takes a card in; gives the token.

    params: card · wallet_provider (apple_pay) · status (active, or requested) · account (the platform's)
    refuses: a card that no wallet takes
    """
    only(body, "card", "wallet_provider", "status", "account")
    wallet = word(body, "wallet_provider", tokens.WALLETS, "apple_pay")
    status = word(body, "status", ("active", "requested"), "active")
    return await _on(
        control,
        world,
        body,
        ("issuing.card", "card"),
        lambda work, card: tokens.provision(work, card, wallet, status),
    )


@route("POST /_pinstripe/issuing/cardholders/review")
async def review(control: Control, world: World, body: Body) -> Any:
    """Stripe holds somebody up, or is through with it; gives the cardholder.

    params: cardholder · disabled_reason (listed, rejected.listed, under_review; "" when it is over) · account
    refuses: somebody who is blocked
    """
    only(body, "cardholder", "disabled_reason", "account")
    reason = word(body, "disabled_reason", (*cardholders.REASONS, ""), "")

    def decide(work: Work, holder: Record) -> Record:
        if cardholders.CARDHOLDER.refuses("block", holder):
            raise errors.invalid("This cardholder is blocked.")
        return cardholders.review(work, holder, reason or None)

    return await _on(control, world, body, ("issuing.cardholder", "cardholder"), decide)


@route("POST /_pinstripe/issuing/disputes/answer")
async def answer(control: Control, world: World, body: Body) -> Any:
    """The network decides a dispute that was submitted, or gives the money before it does; gives the dispute.

    params: dispute · outcome (won, lost, credited, withdrawn) · loss_reason (other) · account (the
    platform's) refuses: a dispute that is not submitted, money that was given already
    """
    only(body, "dispute", "outcome", "loss_reason", "account")
    outcome = word(body, "outcome", ("won", "lost", "credited", "withdrawn"), "won")
    reason = word(body, "loss_reason", disputes.LOSS_REASONS, "other")
    return await _on(
        control,
        world,
        body,
        ("issuing.dispute", "dispute"),
        lambda work, dispute: disputes.answered(work, dispute, outcome, reason),
    )


@route("GET /_pinstripe/issuing/settings")
async def settings(control: Control, world: World, body: Body) -> Any:
    """What decides where a question in real time is not answered, and whether the account may pay at all."""
    only(body)
    return shown(world)


def shown(world: World) -> Body:
    """The settings as they are."""
    return {"time_out": "decline", "disabled": False, **world.settings.get("issuing", {})}


@route("POST /_pinstripe/issuing/settings")
async def put(control: Control, world: World, body: Body) -> Any:
    """Choose it. params: time_out (decline, approve) · disabled (true: every payment is declined)"""
    only(body, "time_out", "disabled")
    known = shown(world)
    chosen = {"time_out": word(body, "time_out", ("decline", "approve"), known["time_out"])}
    words = {"true": True, "false": False}
    disabled = body.get("disabled", known["disabled"])
    disabled = words.get(disabled, disabled) if isinstance(disabled, str) else disabled
    if not isinstance(disabled, bool):
        raise errors.bad_boolean(str(disabled), "disabled")
    await control.changed(world, settings={**world.settings, "issuing": {**chosen, "disabled": disabled}})
    return shown(world)


async def _on(
    control: Control, world: World, body: Body, what: tuple[str, str], act: Callable[[Work, Record], Record]
) -> Any:
    """Something that happens to a record, in the order of requests. gives: what comes of it, as it is then"""
    kind, name = what
    key, account = text(body, name), text(body, "account", world.account)

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        made = act(work, work.find(kind, key, name))
        work.keep()
        return made.body

    return await control.runtime.engine.enqueue((world, step))
