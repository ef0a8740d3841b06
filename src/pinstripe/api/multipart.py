"""File uploads: a multipart/form-data body as pairs and files.

Owns: finding the parts, reading their headers. Does not own: what a file is for (products/files).
Money: none. Source: RFC 7578; refusals inferred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pinstripe.api import errors
from pinstripe.api.forms import LIMITS, Pairs

BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,70})"|([^;\s"]{1,70}))', re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r';\s*([\w-]+\*?)=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))')


@dataclass(slots=True, frozen=True)
class File:
    """One uploaded file, as it came."""

    name: str
    filename: str
    content_type: str
    data: bytes = field(repr=False)


def parse(content_type: str, body: bytes) -> tuple[Pairs, list[File]]:
    """The text fields and the files of an upload, each in its order."""
    boundary = _boundary(content_type)
    pairs: Pairs = []
    files: list[File] = []
    for part in _parts(boundary, body):
        head, gap, data = part.partition(b"\r\n\r\n")
        if not gap:
            raise _malformed("a part has no headers")
        headers = _headers(head)
        kind, _, _ = headers.get("content-disposition", "").partition(";")
        about = _attributes(headers.get("content-disposition", ""))
        if kind.strip().lower() != "form-data" or "name" not in about:
            raise _malformed("a part has no name")
        if "filename" in about:
            default = "application/octet-stream"
            sort = headers.get("content-type", default).strip() or default
            files.append(File(about["name"], about["filename"], sort, data))
        else:
            pairs.append((about["name"], _text(data)))
        if len(pairs) + len(files) > LIMITS.pairs:
            raise errors.refused(f"Too many parameters: at most {LIMITS.pairs} are accepted")
    return pairs, files


def _boundary(content_type: str) -> bytes:
    kind, _, _ = content_type.partition(";")
    found = BOUNDARY.search(content_type)
    if kind.strip().lower() != "multipart/form-data" or found is None:
        raise _malformed("the content type names no boundary")
    try:
        return (found.group(1) or found.group(2)).encode("ascii")
    except UnicodeEncodeError as problem:
        raise _malformed("the boundary is not ASCII") from problem


def _parts(boundary: bytes, body: bytes) -> list[bytes]:
    """What stands between the delimiters; a body that doesn't end with the last one was cut off."""
    delimiter = b"\r\n--" + boundary
    first, *parts = (b"\r\n" + body).split(delimiter)
    if not parts or not parts[-1].startswith(b"--"):
        raise _malformed("the last boundary is missing")
    if first.strip():
        # RFC 2046 allows a preamble, but no client of this API sends one: more likely a wrong boundary.
        raise _malformed("it does not begin with its boundary")
    found = []
    for part in parts[:-1]:
        padding, line_end, rest = part.partition(b"\r\n")
        if not line_end or padding.strip(b" \t"):
            raise _malformed("a boundary is not a line of its own")
        found.append(rest)
    return found


def _headers(head: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in _text(head).split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon:
            raise _malformed("a header has no value")
        headers[name.strip().lower()] = value.strip()
    return headers


def _attributes(disposition: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, quoted, bare in ATTRIBUTE.findall(disposition):
        found[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
    return found


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as problem:
        raise _malformed("a text field is not UTF-8") from problem
    if "\0" in text:
        raise _malformed("a text field has a null byte")
    return text


def _malformed(why: str) -> errors.ApiError:
    """An upload that cannot be read. source: inferred"""
    return errors.refused(f"Invalid multipart/form-data body: {why}")
