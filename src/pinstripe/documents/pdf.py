"""Drawing: a paper becomes the bytes of a PDF.

Owns: how a document looks. Does not own: what it says (paper.py, and the rooms). Money: none.
Source: our own. The same paper gives the same bytes: its times are the paper's own. A paper that says
nothing but Western letters takes a font that every reader has; another one carries the letters that it uses,
from whichever fonts have them (fonts.py). Letters that none has lose their accents, or become question marks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from pinstripe.documents import fonts
from pinstripe.documents.paper import ENCODING, Paper, Party, Row

if TYPE_CHECKING:
    from fpdf import FPDF

FONT: Final = "Helvetica"
WIDE: Final = "FiraSans"
"""The font of papers in other letters: its package has a file for each weight."""
WEIGHTS: Final = (("", "Regular"), ("B", "Bold"))
MARGIN: Final = 18.0
LINE: Final = 5.0
"""Millimetres, as all lengths here are."""
SHARES: Final = (0.52, 0.12, 0.18, 0.18)
"""Of the width, what each column of the rows has."""
HEADS: Final = ("Description", "Qty", "Unit price", "Amount")
GREY: Final = 110


def drawn(paper: Paper) -> bytes:
    """The document, as a PDF."""
    from fpdf import FPDF  # heavy, and seldom needed

    sheet = FPDF(format="Letter" if paper.size == "letter" else "A4")
    sheet.core_fonts_encoding = ENCODING
    sheet.set_creation_date(datetime.fromtimestamp(paper.created, UTC))
    paper = spelled(paper, _letters(sheet, paper))
    sheet.set_title(paper.title)
    sheet.set_producer("Pinstripe")
    sheet.set_margins(MARGIN, MARGIN)
    sheet.set_auto_page_break(True, MARGIN)
    sheet.add_page()
    _head(sheet, paper)
    _parties(sheet, paper.parties)
    _text(sheet, paper.headline, 14, bold=True)
    _text(sheet, paper.before)
    _heads(sheet)
    for row in paper.rows:
        _row(sheet, row)
    _rule(sheet)
    _sums(sheet, paper)
    _text(sheet, paper.after)
    _text(sheet, paper.footer, 8, grey=True)
    return bytes(sheet.output())


def _letters(sheet: FPDF, paper: Paper) -> Container[str]:
    """Choose the font of a paper. gives: the letters that it has."""
    western = bytes(range(32, 256)).decode(ENCODING, "ignore") + "\n"
    if spelled(paper, western) == paper:
        sheet.set_font(FONT)
        return western
    for style, weight in WEIGHTS:
        sheet.add_font(WIDE, style, str(files("fontpkg_fira_sans") / "files" / f"FiraSans-{weight}.ttf"))
    sheet.set_font(WIDE)
    font: Any = sheet.current_font
    letters = {chr(code) for code in font.cmap} | {"\n"}
    others = fonts.holding(frozenset(_said(paper)) - letters)
    for number, (path, _) in enumerate(others):
        sheet.add_font(f"Other{number}", "", str(path))
    if others:
        sheet.set_fallback_fonts([f"Other{number}" for number in range(len(others))], exact_match=False)
        sheet.set_text_shaping(True)  # letters that join, and lines from right to left
    return letters.union(*(has for _, has in others))


def _said(said: Any) -> str:
    """All letters of a paper, or of a part of one."""
    if isinstance(said, str):
        return said
    return "".join(map(_said, said)) if isinstance(said, list | tuple) else ""


def spelled(said: Any, letters: Container[str]) -> Any:
    """A paper, or a part of one, in the letters that there are."""
    if isinstance(said, str):
        return "".join(one if one in letters else _letter(one, letters) for one in said)
    if not isinstance(said, list | tuple):
        return said
    parts = [spelled(part, letters) for part in said]
    return type(said)(*parts) if hasattr(said, "_fields") else type(said)(parts)


def _letter(one: str, letters: Container[str]) -> str:
    """A letter that the fonts lack: without its accent, else a question mark. Marks that only steer how text
    runs are left out."""
    if unicodedata.category(one) == "Cf":
        return ""
    base = unicodedata.normalize("NFKD", one)
    bare = "".join(part for part in base if not unicodedata.combining(part))
    return "".join(part if part in letters else "?" for part in bare)


def _style(sheet: FPDF, size: float = 9, bold: bool = False, grey: bool = False) -> None:
    sheet.set_font(sheet.font_family, "B" if bold else "", size)
    sheet.set_text_color(GREY if grey else 0)
    if sheet.text_shaping:
        # A line that begins with another font's letters would leave those after it in the style before.
        sheet.text(sheet.get_x(), sheet.get_y(), "")


def _head(sheet: FPDF, paper: Paper) -> None:
    """What kind of document it is, and its facts in two columns."""
    _style(sheet, 20, bold=True)
    sheet.cell(0, 10, paper.title, new_x="LMARGIN", new_y="NEXT")
    sheet.ln(2)
    for label, value in paper.facts:
        _style(sheet, bold=True)
        sheet.cell(42, LINE, label)
        _style(sheet)
        sheet.multi_cell(0, LINE, value, new_x="LMARGIN", new_y="NEXT", align="L")
    sheet.ln(LINE)


def _parties(sheet: FPDF, parties: Sequence[Party]) -> None:
    """Who sells and who buys, beside each other."""
    named = [party for party in parties if party.lines]
    if not named:
        return
    width, top, bottom = sheet.epw / max(len(named), 2), sheet.get_y(), sheet.get_y()
    for number, party in enumerate(named):
        sheet.set_xy(sheet.l_margin + number * width, top)
        for place, line in enumerate((party.title, *party.lines)):
            _style(sheet, bold=place == 0)
            sheet.set_x(sheet.l_margin + number * width)
            sheet.multi_cell(width - 4, LINE, line, new_x="LEFT", new_y="NEXT", align="L")
        bottom = max(bottom, sheet.get_y())
    sheet.set_xy(sheet.l_margin, bottom)
    sheet.ln(LINE)


def _text(sheet: FPDF, text: str, size: float = 9, bold: bool = False, grey: bool = False) -> None:
    """A paragraph, where there is one."""
    if text:
        _style(sheet, size, bold, grey)
        sheet.multi_cell(0, size * 0.5 + 0.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        sheet.ln(LINE)


def _rule(sheet: FPDF) -> None:
    """A thin line across."""
    sheet.set_draw_color(200)
    sheet.line(sheet.l_margin, sheet.get_y(), sheet.l_margin + sheet.epw, sheet.get_y())
    sheet.ln(1)


def _heads(sheet: FPDF) -> None:
    _style(sheet, 8, grey=True)
    for share, head in zip(SHARES, HEADS, strict=True):
        sheet.cell(sheet.epw * share, LINE, head, align="L" if head == HEADS[0] else "R")
    sheet.ln(LINE + 1)
    _rule(sheet)


def _row(sheet: FPDF, row: Row) -> None:
    """One row; a long description takes several lines and stays on one page."""
    first = sheet.epw * SHARES[0]
    _style(sheet)
    words: Any = sheet.multi_cell(first - 2, LINE, row.description, dry_run=True, output="LINES", align="L")
    if sheet.will_page_break(LINE * (len(words) + bool(row.beneath))):
        sheet.add_page()
        _heads(sheet)
        _style(sheet)
    top = sheet.get_y()
    sheet.multi_cell(first - 2, LINE, row.description, new_x="LMARGIN", new_y="NEXT", align="L")
    if row.beneath:
        _style(sheet, 8, grey=True)
        sheet.multi_cell(first - 2, LINE, row.beneath, new_x="LMARGIN", new_y="NEXT", align="L")
        _style(sheet)
    bottom = sheet.get_y()
    sheet.set_xy(sheet.l_margin + first, top)
    for share, text in zip(SHARES[1:], (row.quantity, row.unit, row.amount), strict=True):
        sheet.cell(sheet.epw * share, LINE, text, align="R")
    sheet.set_xy(sheet.l_margin, bottom + 1)


def _sums(sheet: FPDF, paper: Paper) -> None:
    """What it comes to, on the right."""
    left = sheet.epw * 0.5
    for number, (label, value) in enumerate(paper.sums):
        _style(sheet, bold=number == len(paper.sums) - 1)
        sheet.set_x(sheet.l_margin + left)
        sheet.cell(sheet.epw * 0.3, LINE + 1, label)
        sheet.cell(0, LINE + 1, value, align="R", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(LINE)
