"""Long generated stories: what many operations do to one world, one after the other. Afterwards the audit
agrees, and whatever is there can be read in every version.

A family of operations is stayed with for a while, so that what one call makes is what the next one changes.
"""

from __future__ import annotations

import pytest

from pinstripe.api.spoken import spoken
from pinstripe.http.auth import world_name
from pinstripe.kernel.operation import HANDLERS
from pinstripe.ledger.audit import audit
from tests.property.place import Place, built
from tests.property.test_requests import VERSIONS, Caller, in_version, routed, told
from tests.property.values import Choose, chance

STORIES = 4
CALLS = 60
MEANT_WELL = 40
"""One value in so many is not what its parameter takes."""
MOVES_ON = 18
"""One call in so many turns to another family."""


def family(path: str) -> str:
    """Operations that work on the same: `/v1/invoices/…`."""
    return path.split("/")[2]


def lived(place: Place, version: str, choose: Choose) -> None:
    """Calls that write, one after the other."""
    caller = Caller(place, choose, spoken(version))
    caller.maker.wild = MEANT_WELL
    every = [one for one in in_version(version, built()) if one.method != "GET"]
    near = family(caller.maker.one_of(every).path)
    for _ in range(CALLS):
        if chance(choose, MOVES_ON):
            near = family(caller.maker.one_of(every).path)
        close = choose(2) and [one for one in every if family(one.path) == near]
        caller.judged(caller.maker.one_of(close or every))
        place.api.settle()


def places(version: str) -> dict[str, str]:
    """Where objects are read in a version, by their types."""
    table = spoken(version).table
    found = {}
    for name in routed(version):
        operation = table.operation(name)
        alone = operation.path.endswith("}") and len(operation.path_params) == 1
        if name in HANDLERS and operation.method == "GET" and alone:
            found.setdefault(HANDLERS[name].resource.object, operation.path.rpartition("/")[0])
    return found


def read(place: Place, version: str) -> None:
    """Every object of the platform, in its shape."""
    state = place.runtime.worlds.get(world_name("pinstripe"))
    rows = place.store.rows("SELECT type,id FROM heads WHERE deleted=0 AND account=?", (state.account,))
    api, known = place.api.with_(version=version), places(version)
    for kind, key in rows:
        if kind in known:
            answer = api.get(f"{known[kind]}/{key}")
            assert answer.status == 200, f"{known[kind]}/{key} in {version}\n{answer!r}"


@pytest.mark.soak
@pytest.mark.parametrize("version", VERSIONS)
def test_a_world_holds_together_whatever_is_asked_of_it(version: str) -> None:
    def story(choose: Choose) -> None:
        place = Place()
        try:
            lived(place, version, choose)
            report = audit(place.store, place.runtime.worlds.get(world_name("pinstripe")).world)
            assert report.agrees, report.faults
            for spoken_now in VERSIONS:
                read(place, spoken_now)
        finally:
            place.close()

    told(story, STORIES, f"story {version}")
