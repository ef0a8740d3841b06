"""Lift the parameters of an older version to the newest form.

Owns: taking parameters through the changes, oldest first; finding the older name again where one is refused.
Does not own: decoding, what a change does.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def sent_as(path: str, sent: Mapping[str, Any], lifted: Mapping[str, Any]) -> str:
    """How the caller of an older version called what is now called by this path, as its value tells; the path
    itself where that is not plain. source: inferred (a refusal names what was sent)
    """
    before, after = flat(sent), flat(lifted)
    if path not in after or path in before:
        return path
    found = [one for one, value in before.items() if value == after[path] and one not in after]
    leaf = path.rpartition("[")[2].rstrip("]")
    alike = [one for one in found if one.rpartition("[")[2].rstrip("]") == leaf]
    meant = alike or found
    return meant[0] if len(meant) == 1 else path


def flat(params: Any, where: str = "") -> dict[str, Any]:
    """What stands in parameters, by its path in brackets."""
    if isinstance(params, Mapping):
        inner = ((f"{where}[{name}]" if where else str(name), value) for name, value in params.items())
    elif isinstance(params, list | tuple):
        inner = ((f"{where}[{number}]", value) for number, value in enumerate(params))
    else:
        return {where: params}
    return {path: leaf for name, value in inner for path, leaf in flat(value, name).items()}
