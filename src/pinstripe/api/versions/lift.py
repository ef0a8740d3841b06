"""Lift the parameters of an older version to the newest form.

Owns: taking parameters through the changes, oldest first. Does not own: decoding, what a change does.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from pinstripe.api.versions.changes import requesting
from pinstripe.api.versions.known import Version

P = TypeVar("P", bound=dict[str, Any])


def request(operation_name: str, params: P, version: Version) -> P:
    """The parameters as the newest version would have sent them; what has no newer form stays as sent.

    Hashes made on the way are of the same kind as the parameters, so that they read alike.
    """
    lifted: dict[str, Any] = params
    for step in requesting(version).get(operation_name, ()):
        lifted = step(lifted)
    return cast(P, lifted)
