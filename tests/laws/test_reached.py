"""Every lifecycle row is reached by a story; the list of those that none reaches yet can only shrink.

Every posting is looked at by a story, too: an `entries:` line says what it moved, worked out by hand.
"""

from __future__ import annotations

from collections.abc import Iterable

from pinstripe import products
from pinstripe.kernel.resource import REGISTRY
from pinstripe.ledger.posting import POSTINGS
from tests.laws.code import ROOT
from tests.scenarios.runner import Row, Told, all_stories
from tests.scenarios.telling import telling

LIST = ROOT / "tests" / "laws" / "unreached.txt"

products.register()


def told() -> tuple[Told, ...]:
    """What comes of the stories."""
    return tuple(telling(story).told for story in all_stories())


def reached() -> frozenset[Row]:
    """The rows that the stories take."""
    return frozenset(row for one in told() for row in one.rows)


def unseen(postings: Iterable[str], stories: Iterable[Told]) -> list[str]:
    """Postings whose entries no story looks at."""
    seen = {name for one in stories for name in one.postings}
    return [f"{name}: no story says which entries it makes" for name in sorted(set(postings) - seen)]


def declared() -> frozenset[Row]:
    """Every row of every lifecycle."""
    return frozenset((r.object, verb, outcome) for r in REGISTRY.values() for verb, outcome in r.steps)


def excused() -> frozenset[Row]:
    """The rows that the list names: type, verb, outcome, and then what a story would need."""
    found = set()
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, verb, outcome, *_ = line.split()
            found.add((kind, verb, outcome))
    return frozenset(found)


def problems(rows: Iterable[Row], taken: Iterable[Row], listed: Iterable[Row]) -> list[str]:
    """Rows that nothing reaches and nobody listed; entries of the list that are not needed."""
    every, reached_rows, named = set(rows), set(taken), set(listed)
    found = [f"{' '.join(row)}: no story reaches it" for row in sorted(every - reached_rows - named)]
    found += [f"{' '.join(row)}: reached, so it leaves the list" for row in sorted(named & reached_rows)]
    found += [f"{' '.join(row)}: listed, and no such row" for row in sorted(named - every)]
    return found


def test_every_row_is_reached_or_listed() -> None:
    assert problems(declared(), reached(), excused()) == []


def test_every_posting_is_looked_at() -> None:
    assert unseen([name for name, one in POSTINGS.items() if one.room], told()) == []


def test_a_posting_that_nobody_looks_at_is_caught() -> None:
    assert unseen(["a.sale", "a.fee"], [Told(postings={"a.sale"})]) == [
        "a.fee: no story says which entries it makes"
    ]
    assert unseen(["a.sale"], [Told(postings={"a.sale"})]) == []


def test_what_is_not_reached_is_caught() -> None:
    one, other, none = ("a", "create", "made"), ("a", "pay", "done"), ("a", "fly", "done")
    assert problems([one, other], [one], []) == ["a pay done: no story reaches it"]
    assert problems([one, other], [one, other], [other]) == ["a pay done: reached, so it leaves the list"]
    assert problems([one], [one], [none]) == ["a fly done: listed, and no such row"]
    assert problems([one, other], [one], [other]) == []
