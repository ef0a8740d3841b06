#!/usr/bin/env python3
"""Write the rates of Europe into src/pinstripe/products/tax/rates/europe.csv, from two packages.

    pip install '.[rates]'
    python tools/vat_rates.py            write the table anew
    python tools/vat_rates.py --check    end non-zero if it is out of date

Today's rates and the names of the taxes are those of eu-vat-rates-data; since when a standard rate of the
Union counts, and what counted before, says duty27-eu-vat. What a reduced rate is for neither says: REDUCED is
written by hand, and each of its rates must be one that the package knows for the country. Nothing here is run
by the server.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "src/pinstripe/products/tax/rates/europe.csv"
COLUMNS = (
    "country,state,postal,level,name,tax_type,title,applies,percentage,flat,least,below,base,reason,local,"
    "since,until"
)
ZERO = {"IE": ("food", "books"), "GB": ("food", "books", "newspapers")}
"""What is zero-rated. source: inferred (national law as it is generally known)"""
REDUCED: dict[str, dict[str, str]] = {
    "AT": {"food": "10", "books": "10", "newspapers": "10"},
    "BE": {"food": "6", "books": "6"},
    "CH": {"food": "2.6", "books": "2.6", "newspapers": "2.6"},
    "CZ": {"food": "12"},
    "DE": {"food": "7", "books": "7", "newspapers": "7"},
    "ES": {"books": "4", "newspapers": "4"},
    "FI": {"food": "13.5"},
    "FR": {"food": "5.5", "books": "5.5", "newspapers": "2.1"},
    "IT": {"books": "4", "newspapers": "4"},
    "LU": {"food": "3", "books": "3", "newspapers": "3"},
    "NL": {"food": "9", "books": "9", "newspapers": "9"},
    "PL": {"food": "5", "books": "5"},
    "PT": {"food": "6", "books": "6", "newspapers": "6"},
    "RO": {"food": "11", "books": "11"},
    "SE": {"books": "6", "newspapers": "6"},
    "SI": {"food": "9.5", "books": "5"},
}
"""Reduced rates by what they are for. source: inferred (national law as it is generally known)"""
PLAIN = {"DK": "food", "EE": "food", "BG": "food"}
"""What the standard rate is for, too, although elsewhere it is often reduced. source: inferred, as above"""
REGIONS = (
    ("PT", "90 91 92 93 94", "Madeira", "22"),
    ("PT", "95 96 97 98 99", "Azores", "16"),
    ("AT", "6691 6991 6992 6993", "Jungholz and Mittelberg", "19"),
)
"""Postal codes with a standard rate of their own, which the package lists among the reduced ones."""
NOT_COUNTRIES = frozenset(("XI", "XK"))


def number(rate: float) -> str:
    """A rate as it is written: without a fraction that is nothing."""
    return f"{rate:g}"


def row(country: str, name: str, title: str, **cells: str) -> str:
    """One line of the table."""
    known = {"country": country, "level": "country", "name": name, "tax_type": "vat", "title": title, **cells}
    return ",".join(known.get(column, "") for column in COLUMNS.split(","))


def table() -> str:
    """The whole table."""
    from duty27_eu_vat import _data as dated  # type: ignore[import-not-found]
    from eu_vat_rates_data import data_version, get_all_rates  # type: ignore[import-not-found]

    history = {{"EL": "GR"}.get(code, code): steps for code, _, steps in dated.DATA}
    lines = [
        "# Written by tools/vat_rates.py; rates/README.md says what the columns mean.",
        f"# eu-vat-rates-data of {data_version} (MIT); standard rates by date: duty27-eu-vat of "
        f"{dated.DATA_AS_OF} (CC BY 4.0).",
        COLUMNS,
    ]
    for code, known in sorted(get_all_rates().items()):
        if code in NOT_COUNTRIES:
            continue
        name, title = known["country"], known["vat_name"].replace(",", "")
        standard = number(known["standard"])
        lower = {number(rate) for rate in (*known["reduced"], known["super_reduced"]) if rate is not None}
        applies = f"* {PLAIN[code]}" if code in PLAIN else "*"
        steps = history.get(code, (("", standard),))
        assert number(float(steps[-1][1])) == standard, f"{code}: the packages disagree"
        for at, (since, rate) in enumerate(steps):
            until = steps[at + 1][0] if at + 1 < len(steps) else ""
            lines.append(row(code, name, title, applies=applies, percentage=rate, since=since, until=until))
        for group, rate in REDUCED.get(code, {}).items():
            assert rate in lower, f"{code}: no rate of {rate}"
            lines.append(row(code, name, title, applies=group, percentage=rate, reason="reduced_rated"))
        for group in ZERO.get(code, ()):
            lines.append(row(code, name, title, applies=group, percentage="0", reason="zero_rated"))
        for country, postal, region, rate in REGIONS:
            if country == code:
                assert rate in lower, f"{code}: no rate of {rate}"
                lines.append(row(code, region, title, postal=postal, applies="*", percentage=rate))
    return "\n".join(lines) + "\n"


def main() -> int:
    """gives: the process's exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    written = table()
    if parser.parse_args().check:
        return int(TABLE.read_text(encoding="utf-8") != written)
    TABLE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
