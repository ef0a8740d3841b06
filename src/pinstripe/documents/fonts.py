"""Fonts: the files that hold the letters of documents, in the order in which they are looked for.

Owns: which font has which letters. First those that are installed with us, then those of the extra `cjk`,
then those of the machine. Does not own: how a document looks (pdf.py). Money: none. Source: our own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PACKED: Final = (
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ("fontpkg_noto_sans_devanagari", "files/NotoSansDevanagari[wdth,wght].ttf"),
    ("fontpkg_heebo", "files/Heebo[wght].ttf"),
    ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
)
"""Packages and their files: Arabic, Devanagari, Hebrew, Thai; Chinese, Japanese and Korean by the extra."""
FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "%WINDIR%/Fonts",
)
"""Where systems keep their fonts."""
PATTERNS: Final = (
    *("NotoSansCJK*Regular*", "NotoSans*-Regular.*", "wqy-microhei.ttc", "DroidSansFallback*.ttf"),
    *("Arial Unicode.ttf", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc"),
    *("YuGothR.ttc", "msgothic.ttc", "malgun.ttf", "msyh.ttc", "Nirmala.ttf", "arial.ttf"),
)
"""Files that are worth a look, those with most letters first."""
KINDS: Final = frozenset((".ttf", ".otf", ".ttc", ".otc"))


def holding(wanted: frozenset[str]) -> list[tuple[Path, frozenset[str]]]:
    """The fonts that have these letters, with those of them that each adds; what nobody has is left out."""
    found = []
    for path in _candidates():
        if not wanted:
            break
        has = frozenset(one for one in wanted if ord(one) in _letters(path))
        if has:
            found.append((path, has))
            wanted -= has
    return found


def _candidates() -> Iterator[Path]:
    for package, name in PACKED:
        if find_spec(package) is not None:
            yield Path(str(files(package) / name))
    yield from _of_machine(FOLDERS)


@lru_cache(maxsize=1)
def _of_machine(folders: tuple[str, ...]) -> tuple[Path, ...]:
    """The machine's own fonts. Looked for once: a font that is added counts after a restart."""
    places = [Path(os.path.expandvars(each)).expanduser() for each in folders]
    known: dict[Path, None] = {}
    for pattern in PATTERNS:
        for place in places:
            known.update(dict.fromkeys(sorted(place.rglob(pattern)) if place.is_dir() else ()))
    return tuple(path for path in known if path.suffix.lower() in KINDS)


@lru_cache(maxsize=64)
def _letters(path: Path) -> frozenset[int]:
    """The letters of a font; none of a file that cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError  # with the drawing, and as seldom

    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
