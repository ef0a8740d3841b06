"""A document says what it was given, in letters that readers have; the same paper is the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from pinstripe.documents import Paper, Party, Row, amount, day, drawn, fonts
from pinstripe.documents.pdf import spelled

NOW = 1_767_225_600


def paper(rows: int = 1, size: str = "a4") -> Paper:
    """A paper with so many rows."""
    return Paper(
        title="Invoice",
        facts=[("Invoice number", "A-0001"), ("Date due", day(NOW))],
        parties=[Party("From", ["Acme"]), Party("Bill to", ["Zoë Ångström", "1 Main St"])],
        headline="$10.00 due January 1, 2026",
        rows=[Row(f"Tea number {n}", "2", "$5.00", "$10.00", "a month") for n in range(rows)],
        sums=[("Total", "$10.00"), ("Amount due", "$10.00")],
        created=NOW,
        before="A memo",
        footer="Thanks – and €1 back",
        size=size,
    )


def text_of(drawn_: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(drawn_)).pages]


def test_everything_stands_on_it_in_order() -> None:
    (text,) = text_of(drawn(paper()))
    words = (
        *(
            "Invoice",
            "Invoice number",
            "A-0001",
            "January 1, 2026",
            "From",
            "Acme",
            "Zoë Ångström",
            "$10.00 due",
        ),
        *("A memo", "Description", "Tea number 0", "a month", "$5.00", "Total", "Amount due"),
        "Thanks – and €1 back",
    )
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_a_long_one_goes_on_with_its_heads() -> None:
    pages = text_of(drawn(paper(rows=80, size="letter")))
    assert len(pages) > 2
    assert all("Unit price" in page for page in pages[:-1])
    assert sum(page.count("Tea number") for page in pages) == 80


def test_the_same_paper_is_the_same_bytes() -> None:
    assert drawn(paper()) == drawn(paper())


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [(1050, "usd", "$10.50"), (-500, "jpy", "-¥500"), (1000, "pln", "10.00 PLN"), ("2.5", "eur", "€0.025")],
)
def test_money_is_written_in_letters_that_there_are(value: int | str, currency: str, shown: str) -> None:
    assert amount(value, currency) == shown


def test_letters_that_fonts_lack_lose_their_accents() -> None:
    western = bytes(range(32, 256)).decode("cp1252", "ignore")
    assert spelled("Dvořák, Ñandú, 東", western) == "Dvorák, Ñandú, ?"


def test_a_paper_carries_letters_of_other_scripts() -> None:
    names = ["Łukasz Żółć", "Γιώργος Αθηνά", "Пётр Їжак"]
    said = paper()._replace(parties=[Party("Bill to", names)], headline="Zapłać 10,00 zł")
    (text,) = text_of(drawn(said))
    assert all(name in text for name in (*names, "Zapłać 10,00 zł"))
    assert drawn(said) == drawn(said)
    assert len(drawn(said)) < 60_000


@pytest.mark.parametrize(
    ("name", "street"),
    [
        ("محمد علي", "شارع النيل"),
        ("राहुल शर्मा", "क्षत्रिय नगर"),
        ("דוד כהן", "רחוב הרצל"),
        ("สมชาย ใจดี", "ถนนสุขุมวิท"),
    ],
)
def test_letters_that_join_or_run_the_other_way(name: str, street: str) -> None:
    said = paper()._replace(parties=[Party("From", ["Acme"]), Party("Bill to", [name, f"12 {street}"])])
    (drawn_text,) = text_of(drawn(said))
    # A glyph that stands for a part of a letter is given by its number alone.
    text = "".join(one for one in drawn_text if ord(one) >= 32)
    for word in (*name.split(), *street.split(), "Acme", "Total", "$10.00"):
        assert word in text
    assert "12" in text and "?" not in text
    assert drawn(said) == drawn(said)
    assert len(drawn(said)) < 80_000


JAPANESE = {"山": "a", "田": "b"}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a machine's fonts, with nothing installed beside."""
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(fonts, "PACKED", ())
    fonts._of_machine.cache_clear()
    yield tmp_path
    fonts._of_machine.cache_clear()


def font(path: Path) -> None:
    """A font with two letters."""
    pen = TTGlyphPen(None)
    for at in ((0, 0), (0, 700), (700, 700)):
        (pen.lineTo if at[1] else pen.moveTo)(at)
    pen.closePath()
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "a", "b"])
    made.setupCharacterMap({ord(one): glyph for one, glyph in JAPANESE.items()})
    made.setupGlyf(dict.fromkeys((".notdef", "a", "b"), pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys((".notdef", "a", "b"), (1000, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Two", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(path)


def test_fonts_of_the_machine_lend_their_letters(own: Path) -> None:
    (own / "noto").mkdir()
    (own / "noto" / "NotoSansCJK-Regular.ttc").write_bytes(b"no font")
    font(own / "noto" / "NotoSansJP-Regular.ttf")
    said = paper()._replace(parties=[Party("Bill to", ["山田 太郎"])])
    (text,) = text_of(drawn(said))
    assert "山田 ??" in text, "what no font has is a question mark"


def test_letters_that_nobody_has_are_question_marks(own: Path) -> None:
    (text,) = text_of(drawn(paper()._replace(headline="山田 \u2066Ltd")))
    assert "?? Ltd" in text, "a mark that nobody sees is no letter"
