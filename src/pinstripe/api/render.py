"""From records to the bytes of an answer: computed fields, older versions, expansion.

Owns: showing a record to a caller's version. Does not own: the version changes (api/versions), shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from pinstripe.api import versions
from pinstripe.api.expand import expand
from pinstripe.kernel.call import Page
from pinstripe.kernel.record import PRETTY, Record
from pinstripe.kernel.resource import REGISTRY

if TYPE_CHECKING:
    from pinstripe.api.sight import Sight
    from pinstripe.api.spoken import Spoken
    from pinstripe.kernel.walked import Walked
    from pinstripe.kernel.work import Work


class Shower:
    """Shows records to one caller: in its version, with what it asked to expand."""

    __slots__ = ("fetched", "homes", "looked", "past", "paths", "sight", "table", "version", "walked", "work")

    def __init__(
        self,
        work: Work,
        version: Spoken,
        paths: Sequence[str] = (),
        sight: Sight | None = None,
        walked: Walked | None = None,
    ) -> None:
        self.work = work
        self.version = version
        self.paths = paths
        self.sight = sight
        self.walked = walked
        self.fetched: dict[tuple[str, tuple[str, ...]], Any] = {}
        self.homes: dict[str, str] = {}
        self.past = False
        """Is it an event, which shows what stood in a record then?"""
        self.looked = False
        """Did an older shape want to know of other records?"""
        self.table = version.table

    def permit(self, kind: str) -> None:
        """An expansion is about to show an object of this kind. refuses: what the key may not read"""
        if self.sight is not None:
            self.sight.permit(kind)

    def body(self, record: Record) -> dict[str, Any]:
        """The record's body as this caller's version has it, nothing expanded."""
        body = self.whole(record)
        return body if self.version.same(record.type) else self.older(body, record.private)

    def whole(self, record: Record) -> dict[str, Any]:
        """The record's body in the newest shape, with the fields that are computed whenever it is shown."""
        resource, body = REGISTRY.get(record.type), record.body
        if resource is None or not resource.computed:
            return body
        shown = body
        if resource.embedded and not self.past:
            shown = differing(body, {name: self._standing(body[name]) for name in resource.embedded})
        if resource.derived is None:
            return shown
        return differing(shown, resource.derived(shown, record.private, self._now(record)))

    def _standing(self, value: Any) -> Any:
        """A whole record, or a list of them, as they are by now; in an event they stay as they were."""
        if isinstance(value, list):
            return [self._standing(one) for one in value]
        if not isinstance(value, dict):
            return value
        place = (self.work.account, value["id"])
        record = self.work.records.get(place) or self.work.batch.load(*place)
        return value if record is None else self.whole(record)

    def older(self, body: dict[str, Any], private: dict[str, Any] | None = None) -> dict[str, Any]:
        """A body of the newest shape as this caller's version has it."""
        return versions.answer(body, self.version.version, private, self)

    def _now(self, record: Record) -> int:
        clock = record.clock and self.work.peek(record.clock)
        return clock.frozen_time if isinstance(clock, Record) else self.work.world_now

    def lookup(self, kind: str, key: str) -> Record | None:
        """A stored record that a version module needs to rebuild an older shape; deleted ones included."""
        self.looked = True
        work = self.work
        record = work.records.get((work.account, key)) or work.batch.load(work.account, key)
        return record if record is not None and record.type == kind else None

    def listed(self, kind: str, /, **owner: str) -> list[dict[str, Any]]:
        """What belongs to an object, for versions that carried it along; newest first."""
        self.looked = True
        for resource in REGISTRY.values():
            for twin in resource.twins:
                if twin.object == kind:
                    records = self.work.where(resource.object, 1000, **owner)
                    return [twin.view(one.body, one.private) for one in records if twin.applies(one)]
        found = self.work.where(kind, 1000, **owner) if kind in REGISTRY else []
        return [self.whole(record) for record in found]

    def whole_bytes(self, record: Record) -> bool:
        """Is nothing computed, expanded or hidden when it is shown?"""
        return not self.paths and self.sight is None and not REGISTRY[record.type].computed

    def bytes_of(self, record: Record) -> bytes:
        """Such a record's bytes: as they are stored, as they were walked back before, or walked back now."""
        raw = record.encoded()
        if self.version.stored(record.type, raw):
            return raw
        walked = self.walked if record.untouched else None
        known = walked.find(self.work.world, self.version.name, record.seq) if walked is not None else None
        if known is not None:
            return known
        self.looked = False
        shown = orjson.dumps(self.body(record), option=PRETTY)
        if walked is not None and not self.looked:
            walked.keep(self.work.world, self.version.name, record.seq, shown)
        return shown

    def one(self, result: Record | dict[str, Any]) -> bytes:
        """The bytes of a single object."""
        if isinstance(result, Record):
            if self.whole_bytes(result):
                return self.bytes_of(result)
            body = self.body(result)
            if body is result.body and not self.paths and self.sight is None:
                return result.encoded()
        else:
            body = self._computed(result)
        if self.paths:
            body = expand(body, self.paths, self, listed=False)
        return self._dumped(body)

    def _dumped(self, body: dict[str, Any]) -> bytes:
        return orjson.dumps(self.sight.shown(body) if self.sight is not None else body, option=PRETTY)

    def _computed(self, body: dict[str, Any]) -> dict[str, Any]:
        """A body that no record stands behind; an event keeps the version in which it was told."""
        kind = body.get("object", "list")
        return body if kind == "event" or self.version.same(kind) else self.older(body)

    def page(self, page: Page) -> bytes:
        """The bytes of a list or a search result."""
        if page.stored is not None:
            return self._joined(page, page.stored)
        records = [item for item in page.items if isinstance(item, Record)]
        if not page.extra and len(records) == len(page.items) and all(map(self.whole_bytes, records)):
            return self._joined(page, [self.bytes_of(record) for record in records])
        data = [self.body(item) if isinstance(item, Record) else self._computed(item) for item in page.items]
        body: dict[str, Any] = {
            "object": page.kind,
            "data": data,
            "has_more": page.has_more,
            "url": page.url,
            **page.extra,
        }
        if page.kind == "search_result":
            body["next_page"] = page.next_page
        if page.counted is not None and "total_count" in self.paths:
            page.total_count = page.counted()
        if page.total_count is not None:
            body["total_count"] = page.total_count
        if self.paths:
            body = expand(body, self.paths, self, listed=True)
        return self._dumped(body)

    def _joined(self, page: Page, bodies: Sequence[bytes]) -> bytes:
        """Stored bytes joined without parsing; JSON text holds no raw newline, so indenting is a replace."""
        lines = b",\n".join(bodies).replace(b"\n", b"\n    ")
        data = b"[\n    " + lines + b"\n  ]" if bodies else b"[]"
        more = b"true" if page.has_more else b"false"
        tail = b""
        if page.kind == "search_result":
            tail += b',\n  "next_page": ' + orjson.dumps(page.next_page)
        if page.total_count is not None:
            tail += b',\n  "total_count": %d' % page.total_count
        return b"".join(
            (
                b'{\n  "object": "%b",\n  "data": ' % page.kind.encode(),
                data,
                b',\n  "has_more": ',
                more,
                b',\n  "url": ',
                orjson.dumps(page.url),
                tail,
                b"\n}",
            )
        )


def differing(body: dict[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A body with these fields: itself, where it has them all already, so that its bytes are known."""
    for name, value in fields.items():
        if name not in body or body[name] != value:
            return {**body, **fields}
    return body
