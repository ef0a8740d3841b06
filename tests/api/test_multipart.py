"""Uploads: text fields, files, and bodies that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.api.errors import ApiError
from pinstripe.api.multipart import File, parse

TYPE = "multipart/form-data; boundary=XX"


def part(head: str, data: bytes) -> bytes:
    return b"--XX\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n"


PURPOSE = part('Content-Disposition: form-data; name="purpose"', b"dispute_evidence")
FILE = part(
    'Content-Disposition: form-data; name="file"; filename="a \\"b\\".png"\r\nContent-Type: image/png',
    b"\x89PNG\r\n\x00",
)


def test_fields_and_files() -> None:
    pairs, files = parse(TYPE, PURPOSE + FILE + b"--XX--\r\n")
    assert pairs == [("purpose", "dispute_evidence")]
    assert files == [File("file", 'a "b".png', "image/png", b"\x89PNG\r\n\x00")]


def test_forms_that_clients_use() -> None:
    quoted = 'Multipart/Form-Data; charset=utf-8; boundary="XX"'
    bare = part("content-disposition: form-data; name=file; filename=a.txt", b"")
    assert parse(quoted, bare + b"--XX--") == ([], [File("file", "a.txt", "application/octet-stream", b"")])
    assert parse(TYPE, b"--XX--\r\n") == ([], [])


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", PURPOSE + b"--XX--"),
        ("application/json; boundary=XX", PURPOSE + b"--XX--"),
        ("multipart/form-data; boundary=é", PURPOSE + b"--XX--"),
        (TYPE, b""),
        (TYPE, PURPOSE),
        (TYPE, PURPOSE + FILE[:-5]),
        (TYPE, b"junk\r\n" + PURPOSE + b"--XX--"),
        (TYPE, b"--XXjunk\r\n\r\n--XX--"),
        (TYPE, b"--XX\r\nno headers\r\n--XX--"),
        (TYPE, part("X-Nothing: 1", b"a") + b"--XX--"),
        (TYPE, part("broken", b"a") + b"--XX--"),
        (TYPE, part('Content-Disposition: attachment; name="a"', b"a") + b"--XX--"),
        (TYPE, part("Content-Disposition: form-data", b"a") + b"--XX--"),
        (TYPE, part('Content-Disposition: form-data; name="a"', b"\xff") + b"--XX--"),
        (TYPE, part('Content-Disposition: form-data; name="a"', b"\0") + b"--XX--"),
    ],
)
def test_what_cannot_be_read_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(ApiError) as caught:
        parse(content_type, body)
    assert caught.value.status == 400 and not caught.value.executed
    assert caught.value.message.startswith("Invalid multipart/form-data body: ")


@given(st.binary(max_size=80).filter(lambda data: b"\r\n--XX" not in data))
def test_files_come_back_byte_by_byte(data: bytes) -> None:
    head = 'Content-Disposition: form-data; name="file"; filename="f"'
    assert parse(TYPE, part(head, data) + b"--XX--")[1][0].data == data


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for raw in (body, b"--XX\r\n" + body + b"\r\n--XX--"):
        try:
            fields, files = parse(TYPE, raw)
        except ApiError as refusal:
            assert (refusal.status, refusal.executed) == (400, False)
        else:
            assert all(isinstance(one.data, bytes) for one in files) and isinstance(fields, list)
