"""What a change may ask while it walks an answer back.

Owns: looking up stored bodies and private facts. Does not own: any change. Money: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pinstripe.api.versions.known import Version

Body = dict[str, Any]
Private = Mapping[str, Any]


class Store(Protocol):
    """Where a walk finds what else is stored; a discount keeps its coupon, so deleted ones count too."""

    def lookup(self, kind: str, key: str, /) -> Any:
        """A record (with `body` and `private`) or a bare newest body; None when there is none."""

    def listed(self, kind: str, /, **owner: str) -> list[Body]:
        """The stored bodies of a kind that belong to an owner, newest first."""


@dataclass(frozen=True, slots=True)
class Context:
    """The version asked for, what is stored, and the private facts of the body that is walked."""

    version: Version
    store: Store | None = None
    own: Mapping[tuple[str, str | None], Private] = field(default_factory=dict)

    def lookup(self, kind: str, key: str) -> Body | None:
        """The stored body of that id, in the newest shape."""
        found = self._found(kind, key)
        body: Body | None = found if found is None or isinstance(found, dict) else found.body
        return body

    def listed(self, kind: str, /, **owner: str) -> list[Body]:
        """The stored bodies of a kind that belong to an owner, newest first; none where nothing is stored."""
        return self.store.listed(kind, **owner) if self.store is not None else []

    def private_of(self, body: Body) -> Private:
        """The facts beside a body that only older versions show; a plan's stand beside its price."""
        kind, key = body["object"], body.get("id")
        own = self.own.get((kind, key))
        if own is not None or key is None:
            return own or {}
        kind = "price" if kind == "plan" else kind
        own = self.own.get((kind, key))
        private: Private = getattr(self._found(kind, key), "private", {}) if own is None else own
        return private

    def embedded(self, kind: str, value: Any) -> Body | None:
        """The whole object where an id may stand: as it was expanded, or as it is stored."""
        return value if value is None or isinstance(value, dict) else self.lookup(kind, value)

    def _found(self, kind: str, key: str) -> Any:
        return self.store.lookup(kind, key) if self.store is not None else None
