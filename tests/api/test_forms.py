"""Bodies and query strings as pairs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinstripe.api import forms
from pinstripe.api.errors import ApiError

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        (b"", []),
        (b"a=1", [("a", "1")]),
        (b"a=1&a=2&b=", [("a", "1"), ("a", "2"), ("b", "")]),
        (b"a", [("a", "")]),
        (b"&a=1&&b=2&", [("a", "1"), ("b", "2")]),
        (b"a=b=c", [("a", "b=c")]),
        (b"name=Jenny+Rosen&q=1%2B1%3d2", [("name", "Jenny Rosen"), ("q", "1+1=2")]),
        (b"metadata%5Border_id%5D=6735", [("metadata[order_id]", "6735")]),
        (b"items[][price]=p", [("items[][price]", "p")]),
        (b"name=Jos%C3%A9", [("name", "José")]),
        ("name=José".encode(), [("name", "José")]),
    ],
)
def test_pairs(raw: bytes, pairs: list[tuple[str, str]]) -> None:
    assert forms.parse(raw) == pairs


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"name=%FF", "Invalid UTF-8 in request parameters"),
        (b"name=\xff", "Invalid UTF-8 in request parameters"),
        (b"name=%C3", "Invalid UTF-8 in request parameters"),
        (b"name=100%", "Invalid percent-encoding: %"),
        (b"name=%zz", "Invalid percent-encoding: %zz"),
        (b"name=%+1", "Invalid percent-encoding: % 1"),
        (b"name=a%00b", "Invalid null byte in request parameters"),
        (b"name=a\0b", "Invalid null byte in request parameters"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        forms.parse(raw)
    assert (caught.value.status, caught.value.message) == (400, message)
    assert not caught.value.executed


def test_limits() -> None:
    assert len(forms.parse(b"&".join([b"a=1"] * 1000))) == 1000
    with pytest.raises(ApiError, match="at most 1000"):
        forms.parse(b"&".join([b"a=1"] * 1001))
    with pytest.raises(ApiError, match="at most 1000 characters"):
        forms.parse(b"k" * 1001 + b"=1")
    with pytest.raises(ApiError) as caught:
        forms.parse(b"a=12345", forms.Limits(length=5))
    assert caught.value.status == 413


@given(st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=20), st.sampled_from([quote, quote_plus]))
def test_what_was_encoded_comes_back(pairs: list[tuple[str, str]], encode: Callable[..., str]) -> None:
    raw = "&".join(f"{encode(key, safe='')}={encode(value, safe='')}" for key, value in pairs)
    assert forms.parse(raw.encode()) == pairs


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        pairs = forms.parse(raw)
    except ApiError as refusal:
        assert refusal.status == 400
    else:
        assert all(isinstance(part, str) for pair in pairs for part in pair)
