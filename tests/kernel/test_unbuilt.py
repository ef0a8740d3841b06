"""Lists of what is not built, read from the compiled facts."""

from __future__ import annotations

import pytest

from pinstripe.kernel.unbuilt import others


def test_the_others_of_an_operation_are_named() -> None:
    words = others("POST /v1/tokens", but="card expand").split()
    assert {"bank_account", "person", "pii"} <= set(words)
    assert not {"card", "expand"} & set(words)
    assert len(words) == len(set(words))


def test_within_a_hash_they_are_paths() -> None:
    words = others("POST /v1/payment_intents", "payment_method_options", but="card").split()
    assert "payment_method_options.ideal" in words
    assert "payment_method_options.card" not in words


def test_a_path_goes_deeper_and_the_oldest_version_counts() -> None:
    within = "payment_method_options.card"
    words = others("POST /v1/payment_intents", within, but="capture_method").split()
    assert f"{within}.installments" in words
    assert f"{within}.moto" in words, "only the oldest version has it"


def test_lists_are_looked_through() -> None:
    assert "items.price" not in others("POST /v1/subscriptions", "items", but="price").split()


def test_what_is_not_there_fails() -> None:
    with pytest.raises(AssertionError, match="crad"):
        others("POST /v1/tokens", but="crad")
    with pytest.raises(AssertionError, match="has no nothing"):
        others("POST /v1/tokens", "nothing", but="")
    with pytest.raises(AssertionError, match="has no "):
        others("POST /v1/nothing", but="")
