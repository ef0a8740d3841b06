"""What only a person can do: show a document, log in at a bank, go through an onramp.

Owns: the routes. Does not own: what follows (the rooms identity, financial_connections, crypto). Money: none.
Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.payments import on_record
from pinstripe.control.routes import Body, Control, only, route, text
from pinstripe.kernel.world import World
from pinstripe.products.financial_connections import connection
from pinstripe.products.financial_connections.institution import DEFAULT
from pinstripe.products.identity import submission


@route("POST /_pinstripe/identity/verification_sessions/submit")
async def submit(control: Control, world: World, body: Body) -> Any:
    """A person goes through the questions of Identity; gives the verification session as it is then.

    params: session · outcome (success if none, or a documented error code) · account (the
    platform's)
    refuses: a session that asks for nothing, an outcome that its checks cannot have
    """
    only(body, "session", "outcome", "account")
    key, account = text(body, "session"), text(body, "account", world.account)
    outcome = text(body, "outcome", submission.SUCCESS)
    return await on_record(
        control,
        world,
        key,
        account,
        lambda work, session: submission.submit(work, session, outcome),
        "identity.verification_session",
    )


@route("POST /_pinstripe/financial_connections/sessions/complete")
async def complete(control: Control, world: World, body: Body) -> Any:
    """Somebody logs in at a test institution and connects accounts; gives the session as it is then.

    params: session · institution (Test Institution if none) · accounts (names of some; the first if none) ·
    account (the platform's)
    refuses: a session that was gone through, an institution or an account that is not there
    """
    only(body, "session", "institution", "accounts", "account")
    key, account = text(body, "session"), text(body, "account", world.account)
    institution, chosen = text(body, "institution", DEFAULT), body.get("accounts", [])
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        raise errors.bad_array("accounts")
    return await on_record(
        control,
        world,
        key,
        account,
        lambda work, session: connection.complete(work, session, institution, chosen),
        "financial_connections.session",
    )
