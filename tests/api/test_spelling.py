"""Which name was meant: what the API answered, and what it answered nothing to."""

from __future__ import annotations

import pytest

from pinstripe.api import spelling

SUBSCRIPTION = (
    "metadata",
    "off_session",
    "payment_behavior",
    "payment_settings",
    "pending_invoice_item_interval",
)
SESSION = (
    "payment_method_collection",
    "payment_method_options",
    "payment_method_types",
    "payment_intent_data",
)


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("exp_mont", ("cvc", "exp_month", "exp_year", "name", "number"), "exp_month"),
        ("paynebt_method_types", SESSION, "payment_method_types"),
        ("payment_method_configuration", SUBSCRIPTION, "payment_behavior"),
        ('"recurring', ("currency", "product", "recurring", "unit_amount"), "recurring"),
        ("wat", ("email", "name", "tax"), None),
        ("nope", ("custom_fields", "default_payment_method", "footer"), None),
        ("backdate_start_date", ("description", "metadata", "trial_end", "trial_period_days"), None),
        ("client_secret", ("capture_method", "payment_method", "receipt_email"), None),
        ("x", (), None),
    ],
)
def test_what_was_meant_is_what_the_api_says(name: str, known: tuple[str, ...], meant: str | None) -> None:
    assert spelling.meant(name, known) == meant


def test_likeness_and_steps() -> None:
    assert spelling.likeness("martha", "marhta") == pytest.approx(0.9611, abs=1e-4)
    assert spelling.likeness("abc", "xyz") == 0
    assert spelling.steps("kitten", "sitting") == 3
