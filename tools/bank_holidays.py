#!/usr/bin/env python3
"""Write the bank holidays that the package keeps as text.

    python tools/bank_holidays.py

The library `holidays` takes a fifth of a second to import, which a payment must not wait for. A test holds
the files against the library (tests/clock/test_business_days.py): run this when its version changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from pinstripe.clock.business_days import CALENDARS, FIRST_YEAR, FOLDER, LAST_YEAR, asked  # noqa: E402


def lines(calendar: str) -> str:
    """One line a year: the year, then month and day of each weekday on which banks rest."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return "".join(
        " ".join([str(year), *(f"{day:%m%d}" for day in sorted(asked(calendar, year)))]) + "\n"
        for year in years
    )


def main() -> None:
    """Write every file anew."""
    for calendar in CALENDARS:
        (FOLDER / f"{calendar}.txt").write_text(lines(calendar), "ascii")


if __name__ == "__main__":
    main()
