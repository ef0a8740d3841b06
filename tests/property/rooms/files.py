"""A file and a link to it."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

DIFFERS = {("POST /v1/file_links/{link}", "expires_at"): "`now` is a moment"}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PART = b"--x\r\nContent-Disposition: form-data; name="
FORM = (
    PART
    + b'"purpose"\r\n\r\nbusiness_logo\r\n'
    + PART
    + b'"file"; filename="a.png"\r\n\r\n'
    + PNG
    + b"\r\n--x--"
)


def build(made: Builder) -> None:
    """One file with one link."""
    headers = {
        "authorization": f"Bearer {made.api.key}",
        "content-type": "multipart/form-data; boundary=x",
    }
    file = made.api.ok(made.api.raw("POST", "/v1/files", b"", FORM, headers))
    made.know(file.body)
    made.post("/v1/file_links", file=file.id)


def bases(pool: Pool) -> Bases:
    """Calls of files and links that succeed."""
    return {
        "POST /v1/file_links": [{"file": pool["file"][0]}],
        "POST /v1/file_links/{link}": [{"{link}": pool["file_link"][0], "expires_at": "now"}],
    }
