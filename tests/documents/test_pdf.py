"""A document says what it was given, in letters that readers have; the same paper is the same bytes."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest

from pinstripe.documents import Paper, Party, Row, amount, day, drawn
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
    names = ["Łukasz Żółć", "Γιώργος Αθηνά", "Пётр Їжак", "東 Ltd"]
    said = paper()._replace(parties=[Party("Bill to", names)], headline="Zapłać 10,00 zł")
    (text,) = text_of(drawn(said))
    assert all(name in text for name in (*names[:3], "? Ltd", "Zapłać 10,00 zł"))
    assert drawn(said) == drawn(said)
    assert len(drawn(said)) < 60_000
