"""The language of rules: what is done with a payment, and when.

    Block if :card_country: in ('KP', 'IR') and not :email: in @friends
    Review if :amount_in_usd: > 900 or ::vip:: = 'no'
    Request 3D Secure if is_missing(:email:)

Owns: reading a rule, where it is wrong, what it says of a payment. Does not own: values of attributes
(payments),
lists (value_list.py), which rules there are (verdict.py). Money: none.
Source: docs: Radar (from memory); that text is compared without minding case, and that a comparison with
what is missing is false, inferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import translate
from functools import cache, partial
from typing import Any, NoReturn, Protocol

ACTIONS = {
    "allow": "allow",
    "block": "block",
    "review": "review",
    "request 3d secure": "request_three_d_secure",
    "request three_d_secure": "request_three_d_secure",
}
HEAD = re.compile(rf"\s*({'|'.join(ACTIONS).replace(' ', chr(92) + 's+')})\s+if\b", re.IGNORECASE)
TOKEN = re.compile(
    r"\s*(?:(?P<meta>::[^:'\"]+(?::[^:'\"]+)?::)|(?P<attribute>:[a-z0-9_]+:)|(?P<list>@[A-Za-z0-9_-]+)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign><=|>=|!=|=|<|>|\(|\)|,)"
    r"|(?P<word>[A-Za-z_]+))"
)
PERIODS = "hourly|daily|weekly|all_time"
COUNTS = re.compile(
    rf"(authorized|blocked|declined|total)_charges_per_(card_number|customer|email)_({PERIODS})"
)
WORDS = frozenset(
    "amount_in_usd amount_in_eur amount_in_gbp amount_in_cad amount_in_aud currency charge_description "
    "card_bin card_brand card_country card_fingerprint card_funding cvc_check address_zip_check "
    "address_line1_check customer email email_domain is_disposable_email is_off_session is_recurring "
    "ip_address ip_country billing_address billing_address_city billing_address_country "
    "billing_address_postal_code billing_address_state shipping_address_country shipping_address_postal_code "
    "risk_level risk_score statement_descriptor".split()
)
"""Attributes that a rule may ask for, beside counts of charges. source: docs: Radar (from memory)"""
NUMBERS = re.compile(r"amount_in_|risk_score|.*_charges_per_")


class Facts(Protocol):
    """What is known of a payment; None is missing."""

    def attribute(self, name: str) -> Any:
        """The value of an attribute."""
        ...

    def note(self, name: str, of_customer: bool) -> str | None:
        """A value of the payment's metadata, or its customer's."""
        ...

    def listed(self, alias: str, value: Any) -> bool:
        """Does a list hold the value?"""
        ...


Value = Callable[[Facts], Any]


class Fault(Exception):
    """A rule cannot be read. at: the place of the first character that makes no sense, from 1"""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(f"{why} at character {at}")
        self.at = at


@dataclass(frozen=True)
class Rule:
    """What is done, and when. lists: aliases that it names."""

    action: str
    text: str
    holds: Value
    lists: frozenset[str]


@cache
def read(text: str) -> Rule:
    """A rule. refuses: Fault"""
    head = HEAD.match(text)
    if head is None:
        raise Fault(1, "Expected Allow if, Block if, Review if or Request 3D Secure if")
    reader = Reader(text, head.end())
    holds = reader.either()
    if reader.kind:
        reader.fail("Expected the end of the rule, and or or")
    action = ACTIONS[re.sub(r"\s+", " ", head[1].lower())]
    return Rule(action, text.strip(), holds, frozenset(reader.lists))


class Reader:
    """Goes through a rule from left to right."""

    def __init__(self, text: str, at: int) -> None:
        self.source, self.next, self.lists = text, at, set[str]()
        self.kind, self.token, self.at = "", "", at
        self.step()

    def step(self) -> str:
        """Take the token at hand; gives it."""
        taken = self.token
        rest = self.source[self.next :]
        self.at = self.next + len(rest) - len(rest.lstrip()) + 1
        found = TOKEN.match(self.source, self.next) if rest.strip() else None
        if found is None and rest.strip():
            raise Fault(self.at, f"Unexpected {rest.strip()[0]!r}")
        self.kind, self.token = (found.lastgroup or "", found[found.lastgroup or 0]) if found else ("", "")
        self.next = found.end() if found else len(self.source)
        return taken

    def fail(self, why: str) -> NoReturn:
        """What stands here makes no sense."""
        raise Fault(self.at, why)

    def word(self, *words: str) -> bool:
        """Is it one of these words? Then it is taken."""
        if self.kind in {"word", "sign"} and self.token.lower() in words:
            self.step()
            return True
        return False

    def either(self) -> Value:
        """This or that."""
        parts = [self.both()]
        while self.word("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else partial(_any, tuple(parts))

    def both(self) -> Value:
        """This and that."""
        parts = [self.denied()]
        while self.word("and"):
            parts.append(self.denied())
        return parts[0] if len(parts) == 1 else partial(_all, tuple(parts))

    def denied(self) -> Value:
        """Not this."""
        if self.word("not"):
            return partial(_not, self.denied())
        if self.word("("):
            inner = self.either()
            if not self.word(")"):
                self.fail("Expected )")
            return inner
        return self.compared()

    def compared(self) -> Value:
        """An attribute and what it is compared with; or one that is true by itself."""
        if self.word("is_missing"):
            if not self.word("("):
                self.fail("Expected (")
            value = self.named()[0]
            if not self.word(")"):
                self.fail("Expected )")
            return partial(_missing, value)
        value, number = self.named()
        sign = self.token.lower()
        if self.kind == "sign" and sign in {"=", "!=", "<", ">", "<=", ">="}:
            self.step()
            return partial(_compare, sign, value, self.given(number))
        if self.word("like"):
            return partial(_like, value, self.given(False))
        if self.word("includes"):
            return partial(_includes, value, self.given(False))
        denied = self.word("not")
        if self.word("in"):
            found = self.among(value, number)
            return partial(_not, found) if denied else found
        if denied:
            self.fail("Expected in")
        return partial(_true, value)

    def named(self) -> tuple[Value, bool]:
        """An attribute or a note; and is it a number?"""
        if self.kind == "meta":
            owner, _, name = self.token.strip(":").rpartition(":")
            if owner not in {"", "customer"}:
                self.fail("Expected ::key:: or ::customer:key::")
            self.step()
            return partial(_note, name, owner == "customer"), False
        if self.kind != "attribute":
            self.fail("Expected an attribute, such as :card_country:, or ::a key of metadata::")
        name = self.token.strip(":")
        if name not in WORDS and not COUNTS.fullmatch(name):
            self.fail(f"Unknown attribute :{name}:")
        self.step()
        return partial(_attribute, name), NUMBERS.match(name) is not None

    def given(self, number: bool) -> Any:
        """A value that is written down, or another attribute."""
        if self.kind in {"attribute", "meta"}:
            return self.named()[0]
        if number and self.kind != "number":
            self.fail("Expected a number")
        if self.kind == "number":
            return _decimal(self.step())
        if self.kind == "text":
            return self.step()[1:-1]
        if self.kind != "word" or self.token.lower() not in {"true", "false"}:
            self.fail("Expected a value")
        return self.step().lower() == "true"

    def among(self, value: Value, number: bool) -> Value:
        """A list by its alias, or values in brackets."""
        if self.kind == "list":
            alias = self.step()[1:]
            self.lists.add(alias)
            return partial(_listed, value, alias)
        if not self.word("("):
            self.fail("Expected @a_list or (")
        values = [self.given(number)]
        while self.word(","):
            values.append(self.given(number))
        if not self.word(")"):
            self.fail("Expected , or )")
        return partial(_among, value, tuple(values))


def _any(parts: tuple[Value, ...], facts: Facts) -> bool:
    return any(part(facts) for part in parts)


def _all(parts: tuple[Value, ...], facts: Facts) -> bool:
    return all(part(facts) for part in parts)


def _not(part: Value, facts: Facts) -> bool:
    return not part(facts)


def _attribute(name: str, facts: Facts) -> Any:
    return facts.attribute(name)


def _note(name: str, of_customer: bool, facts: Facts) -> Any:
    return facts.note(name, of_customer)


def _missing(value: Value, facts: Facts) -> bool:
    return value(facts) in (None, "")


def _true(value: Value, facts: Facts) -> bool:
    return value(facts) is True or str(value(facts)).lower() == "true"


def _plain(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _compare(sign: str, value: Value, given: Any, facts: Facts) -> bool:
    left, right = _plain(value(facts)), _plain(given(facts) if callable(given) else given)
    if left is None or right is None:
        return False
    if isinstance(right, bool):
        left = left is True or left == "true"
    elif isinstance(left, str) != isinstance(right, str):
        left, right = _decimal(left), _decimal(right)
        if left is None or right is None:
            return sign == "!="
    match sign:
        case "=":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case ">":
            return bool(left > right)
        case "<=":
            return bool(left <= right)
        case _:
            return bool(left >= right)


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _like(value: Value, given: Any, facts: Facts) -> bool:
    left, right = value(facts), given(facts) if callable(given) else given
    if left is None or right is None:
        return False
    pattern = translate(str(right).lower().replace("[", "[[]").replace("*", "[*]").replace("%", "*"))
    return re.match(pattern, str(left).lower()) is not None


def _includes(value: Value, given: Any, facts: Facts) -> bool:
    left, right = value(facts), given(facts) if callable(given) else given
    return left is not None and right is not None and str(right).lower() in str(left).lower()


def _among(value: Value, values: tuple[Any, ...], facts: Facts) -> bool:
    return any(_compare("=", value, one, facts) for one in values)


def _listed(value: Value, alias: str, facts: Facts) -> bool:
    found = value(facts)
    return found is not None and facts.listed(alias, found)
