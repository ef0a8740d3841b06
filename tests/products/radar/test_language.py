"""Rules of Radar, read and asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pinstripe.products.radar import language, preset

KNOWN: dict[str, Any] = {
    "amount_in_usd": Decimal("25.50"),
    "card_country": "US",
    "email": "Jenny@Example.com",
    "email_domain": "example.com",
    "is_off_session": True,
    "is_disposable_email": False,
    "risk_score": 42,
    "authorized_charges_per_card_number_hourly": 3,
}


class Facts:
    """A payment of which little is known."""

    def attribute(self, name: str) -> Any:
        """What is known."""
        return KNOWN.get(name)

    def note(self, name: str, of_customer: bool) -> str | None:
        """Notes."""
        return {("vip", False): "yes", ("since", True): "2019"}.get((name, of_customer))

    def listed(self, alias: str, value: Any) -> bool:
        """One list."""
        return alias == "friends" and value == "US"


@pytest.mark.parametrize(
    ("predicate", "holds"),
    [
        (":amount_in_usd: > 25", True),
        (":amount_in_usd: <= 25.5", True),
        (":amount_in_usd: < 25.5 or :risk_score: != 42", False),
        (":card_country: = 'us'", True),
        (":card_country: in ('GB', 'US')", True),
        (":card_country: not in ('GB', 'US')", False),
        (":card_country: in @friends", True),
        ("not :card_country: in @friends", False),
        (":card_country: IN @strangers OR :is_off_session:", True),
        (":email: like '%@example.com'", True),
        (":email: LIKE 'jenny%' and not (:card_country: = 'US' and :risk_score: > 50)", True),
        (":email: includes 'example'", True),
        (":email_domain: = 'example.com' and :is_disposable_email: = false", True),
        ("is_missing(:ip_country:)", True),
        ("is_missing(:email:)", False),
        (":ip_country: != 'US'", False),
        ("::vip:: = 'yes'", True),
        ("::customer:since:: >= 2019", True),
        ("::nothing:: = 'yes'", False),
        (":authorized_charges_per_card_number_hourly: >= 3", True),
        (":email: = :email:", True),
    ],
)
def test_a_rule_says_whether_it_holds(predicate: str, holds: bool) -> None:
    rule = language.read(f"Block if {predicate}")
    assert (rule.action, rule.holds(Facts())) == ("block", holds)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("Forbid if :email: = 'x'", 1),
        ("Block if", 9),
        ("Block if :email:", 0),
        ("Block if :mood: = 'x'", 10),
        ("Block if :email: = ", 20),
        ("Block if :email: in (", 22),
        ("Block if :email: in ('a' 'b')", 26),
        ("Block if (:email: = 'a'", 24),
        ("Block if :email: = 'a' :email:", 24),
        ("Block if :amount_in_usd: > 'much'", 28),
        ("Block if :email: ? 'a'", 18),
        ("Block if :email: not 'a'", 22),
        ("Block if is_missing :email:", 21),
        ("Block if ::owner:vip:: = 'a'", 10),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_where(text: str, at: int) -> None:
    if not at:
        assert language.read(text).action == "block"
        return
    with pytest.raises(language.Fault) as fault:
        language.read(text)
    assert fault.value.at == at


def test_actions_are_read_whatever_their_case() -> None:
    texts = ("allow if", "REVIEW if", "Request  3D Secure if", "request three_d_secure IF")
    found = [language.read(f"{text} :email: = 'a'").action for text in texts]
    assert found == ["allow", "review", "request_three_d_secure", "request_three_d_secure"]


def test_the_rules_of_preset_lists_can_be_read() -> None:
    assert [language.read(text).lists for text in preset.RULES.values()] == [
        {alias} for alias in preset.PRESETS
    ]
