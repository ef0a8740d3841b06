"""The confirmation token record: what a payer said on the merchant's page, confirmed once by its server.

Owns: the record, what it is good for, its end. Does not own: the endpoints (confirmation_tokens.py), the
confirmation (payment_intents.py, setup_intents.py). Money: none. Source: spec.
Private facts: `method` (one that is there already), or `made` (what a method is to be made of: its kind, the
kind's hash and facts, billing details, consent to being shown again, notes).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds.kind import Facts
from pinstripe.products.payments import confirmation_refusals as refusals

OPTIONS = "payment_method_options"
GOOD_SECONDS = 12 * 3600
"""How long it can be used. source: spec"""

CONFIRMATION_TOKEN = Resource(
    "confirmation_token",
    prefix="ctoken",
    generated="retrieve",
    noun="ConfirmationToken",
    param="confirmation_token",
    defaults={"use_stripe_sdk": True},
)


def unfolded(work: Work, params: Params) -> Params:
    """A request with what its confirmation token says; what the request says itself goes first.

    refuses: no_such, used, expired, and what the method is refused for. source: spec
    """
    key = params.get("confirmation_token")
    if not key:
        return params
    token = work.find("confirmation_token", key, "confirmation_token")
    if token.payment_intent is not None or token.setup_intent is not None:
        raise refusals.used(key)
    if token.expires_at <= work.now:
        raise refusals.expired(key)
    said: dict[str, Any] = {"use_stripe_sdk": token.use_stripe_sdk}
    for name in ("return_url", "setup_future_usage", "shipping"):
        if token.body[name] is not None:
            said[name] = token.body[name]
    chosen = {name: one for name, one in (token.body[OPTIONS] or {}).items() if one}
    if chosen:
        said[OPTIONS] = merged(given_of(chosen), params.get(OPTIONS) or {})
        params = Params({name: value for name, value in params.items() if name != OPTIONS})
    if not params.get("payment_method") and not params.get("payment_method_data"):
        said["payment_method"] = method_of(work, token).id
    return Params({**said, **params})


def given_of(options: dict[str, Any]) -> dict[str, Any]:
    """What a token says of kinds as a request would: what it leaves open is not said."""
    return {
        name: {one: value for one, value in of_kind.items() if value is not None}
        for name, of_kind in options.items()
    }


def method_of(work: Work, token: Record) -> Record:
    """The method that a token is about: it is made now, unless it was there before."""
    if "method" in token.private:
        return work.load(token.private["method"], "payment_method")
    made = token.private["made"]
    return methods.make(
        work,
        kinds.KINDS[made["kind"]],
        Facts(made["fields"], made["private"]),
        billing=made["billing"],
        metadata=made["metadata"],
        allow_redisplay=made["allow_redisplay"],
        radar_options=made.get("radar_options"),
    )


def spend(work: Work, params: Params, intent: Record) -> None:
    """The token of a request is used up by the intent that it confirms, and expires no more.
    source: spec; sdk (stripe-php: no time once it was used)
    """
    if params.get("confirmation_token"):
        token = work.load(params.confirmation_token, "confirmation_token")
        work.amend(token, expires_at=None, **{intent.type: intent.id})
