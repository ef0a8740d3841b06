"""The endpoints of secrets: set, find, delete, list.

Owns: these. Does not own: the record (secret.py). Money: none. Source: spec; docs: Secret Store.
A secret is seen by the account that it was set for; of apps there is one, the caller's.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.apps import secret as secrets
from pinstripe.products.apps.secret import SECRET


def found(work: Work, params: Params) -> Record:
    """The secret of a scope and a name. refuses: no_such, those of scope_of"""
    record = secrets.named(work, secrets.scope_of(params.scope), params.name)
    if record is None:
        raise errors.no_such("secret", params.name, "name", 404)
    return record


@operation("POST /v1/apps/secrets", SECRET)
def create(work: Work, params: Params) -> Record:
    """Keep a text under a name, instead of what was kept there. refuses: bad_timestamp, those of secret.
    source: spec"""
    scope = secrets.scope_of(params.scope)
    until = params.get("expires_at")
    if until is not None and until <= work.now:
        raise errors.bad_timestamp("expires_at")
    return secrets.put(work, scope, params.name, params.payload, until)


@operation("GET /v1/apps/secrets/find", SECRET)
def find(work: Work, params: Params) -> Record:
    """The secret of a name. refuses: no_such, those of secret. source: spec"""
    return found(work, params)


@operation("POST /v1/apps/secrets/delete", SECRET)
def delete(work: Work, params: Params) -> dict[str, Any]:
    """Forget what is kept under a name. refuses: no_such, those of secret. source: spec"""
    record = found(work, params)
    work.delete(record)
    return {**record.body, "deleted": True}


@operation("GET /v1/apps/secrets", SECRET)
def list_secrets(work: Work, params: Params) -> Page:
    """The secrets of a scope, newest first. refuses: those of secret. source: spec"""
    scope = secrets.scope_of(params.scope)
    filters = {"type": scope["type"], "user": scope.get("user")}
    return list_records(work, SECRET, params, SECRET.path, filters)
