"""The endpoints of tokens.

Owns: list, update. Does not own: the record (token.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import token as tokens
from pinstripe.products.issuing.token import TOKEN

VERBS: Final = {"active": "activate", "suspended": "suspend", "deleted": "delete"}


@operation("GET /v1/issuing/tokens", TOKEN)
def list_tokens(work: Work, params: Params) -> Page:
    """A card's tokens, newest first. source: spec"""
    referred(work, params, card="issuing.card")
    return show_records(work, TOKEN, params, TOKEN.path, params.pick("card", "status"))


@operation("POST /v1/issuing/tokens/{token}", TOKEN, subject="token")
def update(work: Work, token: Record, params: Params) -> Record:
    """Let it pay, put it aside, give it up. refuses: wrong_token_state. source: spec"""
    return tokens.move(work, token, VERBS[params.status])
