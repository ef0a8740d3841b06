"""Payments from the card holder's side: what a page of the bank would ask.

Owns: the route. Does not own: what an answer leads to (products/payments/attempt.py).
Money: moved by the payment that the answer allows. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import refusals


@route("POST /_pinstripe/payment_intents/authenticate")
async def authenticate(control: Control, world: World, body: Body) -> Any:
    """The holder answers a 3-D Secure challenge; gives the payment intent as it is then.

    params: payment_intent · succeeded (true or false) · account (the platform's)
    refuses: an intent that asks for nothing (payment_intent_unexpected_state)
    """
    only(body, "payment_intent", "succeeded", "account")
    key, account = text(body, "payment_intent"), text(body, "account", world.account)
    if "succeeded" not in body:
        raise errors.missing_param("succeeded")
    succeeded = body["succeeded"]
    if not isinstance(succeeded, bool):
        raise errors.bad_boolean(str(succeeded), "succeeded")

    def answer(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        intent = work.subject("payment_intent", key)
        if intent.status != "requires_action":
            raise refusals.wrong_state(intent, "authenticate")
        attempts.authenticate(work, intent, succeeded)
        work.keep()
        return intent.body

    return await control.runtime.engine.enqueue((world, answer))
