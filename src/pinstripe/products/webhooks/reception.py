"""Reception: what a command line is given that wants to hear of events or requests (`stripe listen`, `stripe
logs tail`).

Owns: who may listen to what. Does not own: the endpoint (events.py), what is told, and how (events/lines.py).
Money: none.
Source: sdk: the command line tool (1.50.4, 1.52.0); a secret that stays the same for a device inferred.
"""

from __future__ import annotations

from typing import Any

import orjson

from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST
from pinstripe.events import lines
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals

TOKEN_LENGTH = 48
RECONNECT_SECONDS = 300
"""A command line dials anew after so long; what happens meanwhile it is told then. source: inferred"""


def begun(work: Work, params: Params) -> dict[str, Any]:
    """Where a command line hears of this account's events or requests, and what signs them.

    refuses: bad_filters. source: sdk: the command line tool
    """
    features = tuple(params.websocket_features)
    filters = filters_in(params.get("filters"))
    secret = lines.secret_of(work, params.get("device_name", ""))
    token = "cliws_" + work.mint.letters(TOKEN_LENGTH)
    lines.opened_with(work, token, lines.Session(work.world.name, work.account, features, secret, filters))
    address = work.public(lines.PATH)
    return {
        "default_version": work.world.api_version or NEWEST,
        "device_token": lines.device_of(secret),
        "display_connect_filter_warning": bool(filters.get("filter_account")) and not has_accounts(work),
        "latest_version": NEWEST,
        "reconnect_delay": RECONNECT_SECONDS,
        "secret": secret,
        "websocket_authorized_feature": features[0],
        "websocket_id": token,
        "websocket_url": "ws" + address.removeprefix("http"),
    }


def has_accounts(work: Work) -> bool:
    """Is anybody connected to this platform?"""
    return next(iter(work.each("account")), None) is not None


def filters_in(text: str | None) -> dict[str, list[str]]:
    """Which requests a command line wants to hear of, as JSON. refuses: bad_filters"""
    try:
        found = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        raise refusals.bad_filters() from None
    if not isinstance(found, dict) or not found.keys() <= lines.FILTERS:
        raise refusals.bad_filters()
    for values in found.values():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise refusals.bad_filters()
    return found
