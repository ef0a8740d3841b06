"""Every story holds, with the same bytes on both stores; the runner notices what does not hold."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.scenarios.runner import Story, Told, all_stories, stories, tell
from tests.scenarios.telling import telling


def label(story: Story) -> str:
    """A story's name in the list of tests."""
    return f"{story.file.removesuffix('.txt')}: {story.title}"


each_story = pytest.mark.parametrize("story", all_stories(), ids=label, scope="module")
"""The tests of one story stand side by side, so that they run in one process and share its telling."""


@each_story
def test_story(story: Story) -> None:
    told = telling(story).told
    assert told.answers
    if told.money:
        assert story.lines[-1].text == "books balanced", "a story about money ends with balanced books"


@each_story
def test_a_story_is_the_same_on_postgresql(story: Story, postgres_dsn: str) -> None:
    """Told again, on the other store: the same, byte by byte."""
    other, first = tell(story, database=postgres_dsn).answers, telling(story).told.answers
    for (line, status, body), (_, _, known) in zip(other, first, strict=False):
        if body == known:
            continue
        shown = [text.decode(errors="replace").splitlines() for text in (known, body)]
        told = difflib.unified_diff(*shown, "sqlite", "postgresql", n=0)
        pytest.fail(f"line {line}, {status}:\n" + "\n".join(told))
    assert other == first


def written(folder: Path, *lines: str) -> Told:
    """A story of these lines, told."""
    path = folder / "story.txt"
    path.write_text("\n".join(("scenario Planted", *lines)), encoding="utf-8")
    return tell(stories(path)[0])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("POST /v1/customers email=a@b.c => email=b@b.c", "email is a@b.c, expected b@b.c"),
        ("POST /v1/customers name=Ann => phone=*", "phone is null"),
        ("POST /v1/customers name=Ann => name=!", "name is Ann"),
        ("POST /v1/customers color=red", "refused with 400"),
        ("POST /v1/customers name=Ann !400 parameter_unknown", "status 200, expected 400"),
        ("POST /v1/customers color=red !400 parameter_missing", "code is parameter_unknown"),
        ("POST /v1/customers color=red !400 parameter_unknown param=name", "param is color"),
        ("GET /v1/customers/{nobody}", "nothing is called nobody"),
        ("events: customer.created", "the events were: none"),
        ("events include: customer.created", "the events were: none"),
        ("entries: network:card > pending 100 usd", "the entries were: none"),
        ("clock advance soon", "not a step of a clock"),
        ("sing a song", "not a line that a story can have"),
    ],
)
def test_what_does_not_hold_is_noticed(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(AssertionError, match="story.txt:2: ") as caught:
        written(tmp_path, line)
    assert why in str(caught.value)


PAID = (
    "POST /v1/payment_intents amount=1000 currency=usd confirm=true payment_method=pm_card_visa "
    "automatic_payment_methods[enabled]=true automatic_payment_methods[allow_redirects]=never"
)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("none", "the entries were: network:card > pending:1767571200 1000 usd, pending:1767571200 > "),
        ("network:card > pending 1000 usd", "the entries were: "),
        ("network:card > pending 1000 usd, pending > stripe:fees 58 usd", "the entries were: "),
        ("network:card > pending 1000 usd, pending > stripe:fees 59 eur", "the entries were: "),
        ("network:card > available 1000 usd, pending > stripe:fees 59 usd", "the entries were: "),
        ("network > pending:@2026-01-06 1000 usd, pending > stripe:fees 59 usd", "the entries were: "),
        ("pending > stripe:fees 59 usd, network:card > pending 1000 usd", "the entries were: "),
        ("network:card 1000 usd, pending > stripe:fees 59 usd", "not an entry: network:card 1000 usd"),
    ],
)
def test_money_that_moved_otherwise_is_noticed(tmp_path: Path, wanted: str, why: str) -> None:
    with pytest.raises(AssertionError, match="story.txt:3: ") as caught:
        written(tmp_path, PAID, f"entries: {wanted}")
    assert why in str(caught.value)


def test_entries_are_named_by_account_and_day(tmp_path: Path) -> None:
    told = written(
        tmp_path,
        PAID,
        "entries: network:card > pending:@2026-01-05 1000 usd, pending > stripe:fees 59 usd",
        "entries: none",
        "POST /_pinstripe/accounts -> other",
        "account {other}",
        "entries: none",
        "POST /v1/customers name=Ann balance=-500 -> ann",
        "entries: balance_adjustments > customer_balance:{ann} 500 usd",
        "account platform",
        "entries: none",
        "books balanced",
    )
    assert told.postings == {"payments.sale", "customers.credit"}


def test_books_that_do_not_balance_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pinstripe.ledger import book

    post = book.post

    def crooked(books, *args):  # type: ignore[no-untyped-def]
        books.deltas[("stripe:fees", "usd")] = 1
        return post(books, *args)

    line = "POST /v1/payment_intents amount=100 currency=usd confirm=true payment_method=pm_card_visa"
    more = " automatic_payment_methods[enabled]=true automatic_payment_methods[allow_redirects]=never"
    assert written(tmp_path, line + more, "books balanced").money
    monkeypatch.setattr(book, "post", crooked)
    with pytest.raises(AssertionError, match="books balanced"):
        written(tmp_path, line + more, "books balanced")


def test_a_change_that_no_event_told_of_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pinstripe.kernel.work import Work

    monkeypatch.setattr(Work, "change", Work.amend)
    with pytest.raises(AssertionError, match="no event told of name"):
        written(tmp_path, "POST /v1/customers name=Ann -> customer", "POST /v1/customers/{customer} name=Bob")


def test_rows_that_are_taken_are_noted(tmp_path: Path) -> None:
    told = written(
        tmp_path,
        "POST /v1/test_helpers/test_clocks frozen_time=@2026-01-01 -> clock",
        "clock {clock} advance 1 month",
        "=> frozen_time=@2026-02-01 name=null",
    )
    rows = {verb for kind, verb, _ in told.rows if kind == "test_helpers.test_clock"}
    assert rows == {"create", "advance", "arrive"}


def test_names_times_and_lists_are_understood(tmp_path: Path) -> None:
    told = written(
        tmp_path,
        "# a comment",
        "POST /v1/customers name='Ann B' metadata[k]=v -> ann => name='Ann B' metadata.k=v created=@now",
        "2 times POST /v1/customers name=c{n} -> last",
        "GET /v1/customers limit=2 expand[]=data.default_source => data.*.name=c2,c1 data.#=2 has_more=true",
        "=> data.0.id={last.id} data.2=! url~customers",
        "clock advance 1 day",
        "GET /v1/customers created[gte]=@now => data.#=0",
        "key sk_test_other",
        "GET /v1/customers => data.#=0",
        "POST /v1/customers name=x idempotency_key=k1",
        "POST /v1/customers name=x idempotency_key=k1 => header.Idempotent-Replayed=true",
        "GET /v1/customers => data.#=1",
    )
    assert [status for _, status, _ in told.answers] == [200] * 9
