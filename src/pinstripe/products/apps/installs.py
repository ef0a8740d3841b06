"""The endpoints of installs: list, create, reauthorize, uninstall.

Owns: these. Does not own: the record (install.py). Money: none. Source: spec; sdk.
"""

from __future__ import annotations

import re
from typing import Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.apps import install as installs
from pinstripe.products.apps import refusals
from pinstripe.products.apps.install import INSTALL

ONE: Final = "POST /v1/apps/installs/{id}"
CHALLENGE: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
METHOD: Final = "S256"
PRIVATE: Final = "private_test"


@operation("POST /v1/apps/installs", INSTALL)
def create(work: Work, params: Params) -> Record:
    """An app is installed, or once more. refuses: wrong_channel, bad_challenge, missing_param. source: sdk"""
    own = work.account == work.world.account
    channel = params.get("channel") or "public"
    if (channel == PRIVATE) != own:
        raise refusals.wrong_channel(channel, own)
    challenge, way = params.get("code_challenge"), params.get("code_challenge_method")
    if challenge is not None and not own:
        if way is None:
            raise errors.missing_param("code_challenge_method")
        if way != METHOD or not CHALLENGE.fullmatch(challenge):
            raise refusals.bad_challenge("code_challenge" if way == METHOD else "code_challenge_method")
    known = installs.standing(work, params.app)
    if known is not None:
        return installs.reauthorize(work, known)
    code = f"ac_{work.mint.letters(32)}" if challenge is not None and not own else None
    return installs.make(work, params.app, channel, code)


@operation("GET /v1/apps/installs", INSTALL)
def list_installs(work: Work, params: Params) -> Page:
    """Those of the account, newest first. source: spec; sdk (account: only one's own)"""
    account = params.get("account")
    if account is not None and account != work.account:
        raise errors.no_such("account", account, "account", 400)
    filters = params.pick("app", "channel", "created_by", "status")
    if "approval_required" in params:
        filters["approval_required"] = params.approval_required
    return show_records(work, INSTALL, params, INSTALL.path, filters)


@operation(ONE, INSTALL, subject="id", verb="reauthorize")
def update(work: Work, record: Record, params: Params) -> Record:
    """All that its app asks for now is granted. refuses: wrong_state. source: sdk"""
    return installs.reauthorize(work, record)


@operation(f"{ONE}/uninstall", INSTALL, subject="id")
def uninstall(work: Work, record: Record, params: Params) -> Record:
    """It is taken off. refuses: wrong_state. source: sdk"""
    return installs.uninstall(work, record)
