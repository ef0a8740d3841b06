"""The tax location record: where something takes place, such as a concert, which is taxed there.

Owns: the record, finding its place. Does not own: what an address must say (location.py), sales that name one
(calculations.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.tax.location import Place, place_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to
    ("create", "done", ANY, "="),
)
# fmt: on

TAX_LOCATION = Resource(
    "tax.location",
    prefix="taxloc",
    path="/v1/tax/locations",
    generated="retrieve",
    noun="tax location",
    status="",
    lifecycle=LIFECYCLE,
    index=("type",),
    source="spec",
)


def named(work: Work, key: str, param: str) -> tuple[Record, Place]:
    """The one that a request names, with its place. refuses: resource_missing"""
    record = work.find("tax.location", key, param)
    place = place_of(record.address)
    assert place is not None, f"{record.id} was taken without a place"
    return record, place
