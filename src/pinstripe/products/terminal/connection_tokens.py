"""The endpoint of connection tokens: what a device's own software shows to reach its account.

Owns: the endpoint. Does not own: the software, which is Stripe's. Money: none. Nobody keeps a token.
Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.terminal.connection_token import CONNECTION_TOKEN


@operation("POST /v1/terminal/connection_tokens", CONNECTION_TOKEN)
def create(work: Work, params: Params) -> dict[str, Any]:
    """A secret that is used once; with a place, for its readers alone. refuses: no_such. source: spec"""
    shown: dict[str, Any] = {"object": "terminal.connection_token"}
    if params.get("location"):
        shown["location"] = work.find("terminal.location", params.location, "location").id
    return {**shown, "secret": f"pst_test_{work.mint.letters(43)}"}
