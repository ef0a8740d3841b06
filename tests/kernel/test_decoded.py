"""Bodies that are read again are parsed once; how many are remembered has an end."""

from __future__ import annotations

import orjson

from pinstripe.kernel.decoded import LONGEST, Decoded
from pinstripe.kernel.record import Record


def test_the_same_bytes_are_parsed_once() -> None:
    known = Decoded()
    raw = orjson.dumps({"id": "cus_1", "metadata": {"a": "1"}})
    first = known.of(raw)
    assert first == {"id": "cus_1", "metadata": {"a": "1"}}
    assert known.of(bytes(bytearray(raw))) is first


def test_what_was_kept_first_goes_first() -> None:
    known = Decoded(most_bytes=100)
    bodies = [orjson.dumps({"id": f"cus_{number}", "pad": "x" * 20}) for number in range(4)]
    first, second = known.of(bodies[0]), known.of(bodies[1])
    known.of(bodies[2])
    assert known.of(bodies[1]) is second
    assert known.of(bodies[0]) is not first


def test_a_body_that_is_kept_twice_takes_its_room_once() -> None:
    known = Decoded(most_bytes=100)
    raw, other = (orjson.dumps({"id": name, "pad": "x" * 20}) for name in ("cus_1", "cus_2"))
    first = known.of(raw)
    for _ in range(9):
        known.keep(raw, {})
    second = known.of(other)
    assert (known.of(raw), known.of(other)) == (first, second)
    assert known.of(other) is second


def test_a_long_body_pushes_nothing_out() -> None:
    known = Decoded()
    small, large = orjson.dumps({"id": "cus_1"}), orjson.dumps({"pad": "x" * LONGEST})
    first = known.of(small)
    assert known.of(large) is not known.of(large)
    assert known.of(small) is first


def test_a_written_body_is_not_parsed_again() -> None:
    record = Record("customer", "acct_1", "cus_1", {"id": "cus_1", "name": "decoded of itself"})
    again = Record("customer", "acct_1", "cus_1", None)
    again.raw = bytes(bytearray(record.encoded()))
    assert again.body is record.body
