"""Generated parameters: from a compiled node to what a caller might send, mostly meant well, sometimes not.

A generated value is text, a dict or a list, as forms have them; `pairs` makes keys of them in every form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from pinstripe.api.table import Node, Operation
from pinstripe.kernel.operation import Handler
from tests.client import NOW
from tests.property.place import Pool

Choose = Callable[[int], int]
"""One of so many, by its place; 0 is the simplest."""


def seeded(seed: str) -> Choose:
    """The same choices in every run."""
    chance = Random(seed).random
    return lambda count: int(chance() * count)


def simplest(count: int) -> int:
    """In the place of chance."""
    return 0


KINDS: dict[str, str] = {
    "default_payment_method": "payment_method",
    "intent": "payment_intent",
    "meter": "billing.meter",
    "test_clock": "test_helpers.test_clock",
    "stripe_customer_id": "customer",
    "source": "token",
    "default_source": "card",
    "default_price": "price",
    "destination": "account",
    "on_behalf_of": "account",
    "related_customer_account": "customer_account",
}
"""What a parameter names, where its own name doesn't say it."""

TEXTS: dict[str, tuple[str, ...]] = {
    "email": ("ann@example.com", "bob@example.org", "nobody"),
    "country": ("US", "DE", "ZZ", "us"),
    "currency": ("usd", "eur", "USD", "jpy", "kwd", "zzz"),
    "interval": ("day", "week", "month", "year"),
    "event_name": ("tokens", "calls", "nothing"),
    "identifier": ("one", "two", "three"),
    "number": ("4242424242424242", "4000000000000002", "4242424242424241", "4539578763621486"),
    "exp_month": ("1", "12", "13", "0"),
    "exp_year": ("2030", "30", "2020", "99999"),
    "cvc": ("123", "1234", "12"),
    "token": ("tok_visa", "tok_chargeDeclined", "tok_none"),
    "payment_method": ("pm_card_visa", "pm_card_chargeDeclined", "pm_card_threeDSecure2Required"),
    "statement_descriptor": ("PINSTRIPE", "bad<>", "12345"),
    "statement_descriptor_suffix": ("SUFFIX", "*"),
    "lookup_key": ("key", "other"),
    "query": ("name:'Ann'", "metadata['a']:'1'", "created>1", "nonsense", "-"),
    "up_to": ("inf", "5", "10", "0", "-1"),
    "enabled_events": ("*", "customer.created", "charge.succeeded", "no.such.event"),
    "api_version": ("2024-04-10", "2026-05-27.dahlia", "2001-01-01", "x"),
}
PLAIN = (
    "x",
    "Ann",
    "two words",
    "0",
    "-1",
    "true",
    "null",
    "é☃𝄞",
    "\u202etxt",
    "a\tb",
    "&=+%",
    "[]",
    "'\"--",
)
TIMES = (NOW, NOW + 86400, NOW - 86400, NOW - 3600, NOW + 40 * 86400, 0, -1, 1, 2**31, 2**53, 253402300800)
WHOLE = (1, 2, 0, 7, 50, 1000, 99_999_999, 100_000_000, -1, 2**31, 2**63 - 1)
WRONG = {
    "int": ("abc", "12.5", "1e3", " 1", "+1", "٣", "", "9" * 19, "9" * 40, "true", "--1"),
    "bool": ("yes", "2", "", "truee", "null"),
    "num": ("abc", "NaN", "inf", "1e3", "", "1,5", "9" * 30),
    "str": ("", " ", "x" * 5001, "x" * 23, "\n"),
}
DECIMALS = ("1", "0.5", "10.50", "0.000000000001", "-1", "0", "123456789012.12")
NUMBERS = ("0", "1", "10", "12.5", "100", "100.1", "-1")


def chance(choose: Choose, one_in: int) -> bool:
    """A rare thing; what is simpler is that it does not happen."""
    return choose(one_in) == one_in - 1


class Maker:
    """Chooses values for nodes, naming objects of one world."""

    def __init__(self, choose: Choose, pool: Pool, wild: int = 14) -> None:
        self.choose = choose
        self.pool = pool
        self.wild = wild

    def one_of(self, values: Any) -> Any:
        """One of several, the first when shrunk."""
        every = tuple(values)
        return every[self.choose(len(every))]

    def params(self, operation: Operation, base: dict[str, Any] | None) -> dict[str, Any]:
        """Parameters of an operation: some valid call with changes, or anything its tree allows."""
        props = operation.params["props"]
        made = dict(base) if base is not None else {}
        if base is None:
            for name, node in props.items():
                if node.get("req") and not chance(self.choose, self.wild):
                    made[name] = self.value(node, name)
        for _ in range(self.choose(4)):
            if props:
                name = self.one_of(sorted(props))
                made[name] = self.value(props[name], name)
        if chance(self.choose, 2 * self.wild):
            made[self.one_of(("wat", "custmer", "metadata]", "a[b", "id", "é", "object"))] = "x"
        if chance(self.choose, 2 * self.wild) and made:
            del made[self.one_of(sorted(made))]
        return made

    def value(self, node: Node, name: str, depth: int = 0) -> Any:
        """One value of a node; now and then something else altogether."""
        if chance(self.choose, self.wild):
            return self.misfit()
        kind = node["t"]
        if kind == "any":
            return self.value(self.one_of(node["of"]), name, depth)
        if kind == "hash":
            return self.hash(node, depth)
        if kind == "list":
            count = self.choose(3)
            return [self.value(node["items"], name, depth + 1) for _ in range(count)] if count else ""
        if kind == "map":
            keys = ("key", "other", "value", "stripe_customer_id", "k" * 41, "")
            count = 1 + self.choose(2)
            found = {self.one_of(keys): "" for _ in range(count)}
            return {key: self.value({**node["values"]}, key, depth + 1) for key in found}
        return self.scalar(node, name)

    def hash(self, node: Node, depth: int) -> dict[str, Any]:
        """Required parts, and a few of the others."""
        props = node["props"]
        made = {}
        for key, inner in props.items():
            if inner.get("req") and not chance(self.choose, 2 * self.wild):
                made[key] = self.value(inner, key, depth + 1)
        if props and depth < 4:
            for _ in range(self.choose(3) if made else 1):
                key = self.one_of(sorted(props))
                made[key] = self.value(props[key], key, depth + 1)
        if chance(self.choose, 4 * self.wild):
            made["wat"] = "x"
        return made

    def scalar(self, node: Node, name: str) -> Any:
        """Text of the right kind, at its limits, or of the wrong kind."""
        kind = node["t"]
        if chance(self.choose, self.wild) and kind in WRONG:
            return self.one_of(WRONG[kind])
        if "enum" in node:
            return self.one_of((*(word for word in node["enum"] if word), "no_such_word")[-40:])
        if kind == "int":
            return str(self.one_of(TIMES if node.get("fmt") == "unix-time" else WHOLE))
        if kind == "bool":
            return self.one_of(("true", "false", "TRUE", "1"))
        if kind == "num":
            return self.one_of(NUMBERS)
        if node.get("fmt") == "decimal":
            return self.one_of(DECIMALS)
        if node.get("fmt") == "date-time":
            return self.one_of(("2026-01-01T00:00:00Z", "2026-01-01", "2025-12-31T23:59:59.5+01:00"))
        return self.text(node, name)

    def text(self, node: Node, name: str) -> str:
        """Text that fits the parameter's name: ids of what exists, addresses, words, or nothing special."""
        if name.endswith("url"):
            return str(self.one_of(("https://example.com/x", "http://localhost:1/", "nowhere", "ftp://a")))
        kind = KINDS.get(name, name)
        if kind in self.pool:
            return self.named(kind)
        words = TEXTS["currency"] if node.get("fmt") == "currency" else TEXTS.get(name)
        if words is not None:
            return str(self.one_of(words))
        if name in ("starting_after", "ending_before"):
            return str(self.one_of([ids[0] for ids in self.pool.values()] + ["nobody"]))
        limit = node.get("max")
        if limit and chance(self.choose, self.wild):
            return "x" * (limit + self.choose(2))
        return str(self.one_of(PLAIN))

    def named(self, kind: str) -> str:
        """An id: of the right type, of another, or of nothing."""
        word = TEXTS.get(kind)
        if word is not None and self.choose(2):
            return str(self.one_of(word))
        if chance(self.choose, 6):
            return str(
                self.one_of([ids[0] for ids in self.pool.values()] + [f"{kind}_unknown", "no such id"])
            )
        return str(self.one_of(self.pool[kind]))

    def misfit(self) -> Any:
        """A value of a form that hardly anything expects."""
        return self.one_of(("", "x", ["x"], {"x": "y"}, [{"x": "y"}], {"0": "a", "1": "b"}, " ", "y" * 6000))

    def path(self, operation: Operation, handler: Handler | None, chosen: Mapping[str, str]) -> str:
        """The operation's path with ids in it: mostly those that were chosen."""
        path = operation.path
        for name in operation.path_params:
            if name in chosen and not chance(self.choose, 4):
                key = chosen[name]
            else:
                kind = self.kind(name, handler)
                key = self.named(kind) if kind in self.pool else "no_such"
            path = path.replace(f"{{{name}}}", key.replace(" ", "%20"))
        return path

    def kind(self, name: str, handler: Handler | None) -> str:
        """What a part of a path names: what the operation loads, what the word says, or what it makes."""
        if handler is not None and name == handler.subject:
            return handler.subject_type
        said = KINDS.get(name, name)
        return handler.resource.object if handler is not None and said not in self.pool else said


def pairs(value: Any, key: str, indexed: bool) -> list[tuple[str, str]]:
    """A generated value as form pairs; lists by index, or with empty brackets."""
    if isinstance(value, dict):
        return [pair for name, inner in value.items() for pair in pairs(inner, f"{key}[{name}]", indexed)]
    if isinstance(value, list):
        numbered = [(str(place) if indexed else "", inner) for place, inner in enumerate(value)]
        return [pair for place, inner in numbered for pair in pairs(inner, f"{key}[{place}]", indexed)]
    return [(key, str(value))]
