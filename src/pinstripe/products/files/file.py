"""The file record: what was uploaded or written, for which purpose; its bytes stand in a table of the store.

Owns: the record, what each purpose takes, telling a file's kind by its bytes, keeping the bytes, in pieces
where another room writes a large one. Does not own: the endpoints (files.py), links (file_link.py), serving
the bytes (kernel/contents.py). Money: none.
Source: spec; recorded: airbytehq, gumroad. Times: `expires_at` is when its contents go.
"""

from __future__ import annotations

from typing import NamedTuple

from pinstripe.api.multipart import File
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.files import refusals

FILE = Resource(
    "file",
    prefix="file",
    generated="retrieve",
    events="file",
    noun="file upload",
    param="file",
    index=("purpose",),
)


class Rule(NamedTuple):
    """What a purpose takes: kinds of files ("" for any), how many bytes at most, for how many days."""

    kinds: str
    most: int
    days: int | None = None
    linked: bool = True
    """May anybody be given a link to it?"""


KILO, MEGA = 1024, 1024 * 1024
PICTURES, PAPERS = "jpg png", "jpg pdf png"

# fmt: off
RULES: dict[str, Rule] = {
    "account_requirement":          Rule(PAPERS,         10 * MEGA, linked=False),
    "additional_verification":      Rule(PAPERS,         10 * MEGA, linked=False),
    "business_icon":                Rule("gif jpg png",  512 * KILO),
    "business_logo":                Rule("gif jpg png",  512 * KILO),
    "customer_signature":           Rule(PAPERS,         4 * MEGA),
    "dispute_evidence":             Rule(PAPERS,         5 * MEGA, 270),
    "identity_document":            Rule(PAPERS,         10 * MEGA, linked=False),
    "issuing_logo":                 Rule("png",          512 * KILO),
    "issuing_regulatory_reporting": Rule("",             10 * MEGA),
    "pci_document":                 Rule("pdf",          10 * MEGA),
    "platform_terms_of_service":    Rule("",             10 * MEGA),
    "selfie":                       Rule(PICTURES,       10 * MEGA),
    "tax_document_user_upload":     Rule("csv docx jpg pdf png xls xlsx", 10 * MEGA),
    "terminal_android_apk":         Rule("",             16 * MEGA),
    "terminal_reader_splashscreen": Rule("gif jpg png",  2 * MEGA),
    "terminal_wifi_certificate":    Rule("",             MEGA),
    "terminal_wifi_private_key":    Rule("",             MEGA),
}
# fmt: on
"""By purpose. source: docs: File upload (kinds, sizes, from memory); the rest inferred"""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
)
"""How contents of a kind begin."""


def kind_of(file: File) -> str:
    """What kind of file it is, by its bytes; by its name where they do not tell: tests send made-up bytes.

    source: recorded: gumroad (the kind of a picture); names inferred
    """
    for start, kind in MAGIC:
        if file.data.startswith(start):
            return kind
    return file.filename.rpartition(".")[2].lower() if "." in file.filename else ""


def keep(work: Work, file: File, purpose: str) -> Record:
    """A file with its bytes. refuses: empty_file, file_too_large, wrong_kind"""
    rule, kind = RULES[purpose], kind_of(file)
    if not file.data:
        raise refusals.empty_file()
    if len(file.data) > rule.most:
        raise refusals.file_too_large(purpose, rule.most)
    if rule.kinds and kind not in rule.kinds.split():
        raise refusals.wrong_kind(purpose, rule.kinds.split())
    key = work.new_id(FILE)
    shown = purpose != "account_requirement"
    made = work.create(
        FILE,
        id=key,
        expires_at=None if rule.days is None else work.now + rule.days * DAY,
        filename=file.filename or None,
        links={"object": "list", "data": [], "has_more": False, "url": f"/v1/file_links?file={key}"},
        purpose=purpose,
        size=len(file.data),
        type=kind or None,
        url=work.public(f"/v1/files/{key}/contents") if shown else None,
    )
    work.rows("file_contents", (work.world.world, work.account, key, file.data))
    return made


PIECES = 1_000_000
"""So many pieces a file may have beside its first."""


def write(work: Work, key: str, number: int, data: bytes) -> int:
    """A piece of a file that is written here and not uploaded; 0 is the first, the others follow by number.

    gives: its size. The file is there once it is closed.
    """
    place = f"{key}/{number:06d}" if number else key
    work.rows("file_contents", (work.world.world, work.account, place, data))
    return len(data)


def close(work: Work, key: str, purpose: str, filename: str, size: int, end: int | None = None) -> Record:
    """A file whose pieces are all written. params: end, until when it can be read. source: spec"""
    return work.create(
        FILE,
        id=key,
        expires_at=end,
        filename=filename,
        links={"object": "list", "data": [], "has_more": False, "url": f"/v1/file_links?file={key}"},
        purpose=purpose,
        size=size,
        type=filename.rpartition(".")[2],
        url=work.public(f"/v1/files/{key}/contents"),
    )
