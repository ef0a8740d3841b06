"""Compiled parameter nodes as rules: what a parameter may become, and how its text becomes a value.

Owns: the kinds of values, their refusals, the limits of metadata. Does not own: the form of keys (params).
Money: amounts are whole numbers; decimals stay text in one spelling. Source: tags on each function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import orjson

from pinstripe.api import errors

Node = dict[str, Any]
Coerce = Callable[[str, str], Any]

TEXT_LIMIT: Final = 5000
LARGEST: Final = 999_999_999_999
"""Twelve digits: what a whole number may be, so that no product or sum of some leaves what a store holds.

source: docs: currencies (the longest amount has twelve); inferred of everything that is no amount
"""
FARTHEST: Final = 2**53 - 1
"""A moment, or the bound of a range: what readers of JSON hold exactly. Milliseconds pass, for later judges.

source: recorded: stripe-node issue 696 (backdate_start_date in milliseconds)
"""
RANGES: Final = frozenset({"gt", "gte", "lt", "lte"})
JUDGED: Final = ("amount", "balance")
"""What parameters are called whose functions refuse more than twelve digits in words of their own."""
PLACES: Final = 12
MOST_NOTES: Final = 50
BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}
NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
DECIMAL: Final = re.compile(r"(-?)(\d{0,18})(?:\.(\d+))?", re.ASCII)

# Lists that Stripe doesn't speak in the order in which the description has them.
SPOKEN: Final = {
    frozenset(words): words
    for words in (
        ("none", "reverse", "exempt"),
        (
            *("active", "past_due", "unpaid", "canceled", "incomplete", "incomplete_expired", "trialing"),
            *("paused", "all", "ended"),
        ),
    )
}


ADDRESS: Final = frozenset({"city", "country", "line1", "line2", "postal_code", "state"})
SHIPPING: Final = frozenset({"carrier", "name", "phone", "tracking_number"})


class Rule:
    """What a parameter may become: a value, a hash, a list, a map, or some of them by the form of its key."""

    __slots__ = ("clear", "free", "items", "leaf", "notes", "nested", "props", "required", "text", "values")

    def __init__(self, clear: bool = False) -> None:
        self.clear = clear
        self.leaf: Coerce | None = None
        self.props: dict[str, Rule] | None = None
        self.items: Rule | None = None
        self.values: Rule | None = None
        self.required: tuple[str, ...] = ()
        self.nested: tuple[tuple[str, Rule], ...] = ()
        self.text = False  # any text will do, so parts of it must be refused by name
        self.notes = False  # the owner's metadata, with its own limits
        self.free = False  # no schema below: kept as it comes

    def scalar(self, raw: str, path: str) -> Any:
        """One bare value; an empty one asks to unset, where that is allowed."""
        if self.leaf is not None:
            return self.leaf(raw, path)
        if raw == "":
            if self.clear:
                return None
            raise errors.empty_param(path)
        raise errors.bad_array(path) if self.items is not None else errors.bad_object(path)

    def demands(self) -> bool:
        """Whether anything is required here or below."""
        return bool(self.required or self.nested)


def compiled(node: Node, name: str = "", limit: int | None = TEXT_LIMIT) -> Rule:
    """The rule of one node; `name` is the parameter's own, `limit` the length of text where none is given."""
    kind = node["t"]
    rule = Rule(bool(node.get("clear") or node.get("null")))
    if kind == "any":
        _join(rule, node, [compiled(option, name, limit) for option in node["of"]])
    elif kind == "hash":
        _describe(rule, _may_be_empty(name, node["props"]), limit)
    elif kind == "list":
        items = (
            node["items"] | {"clear": True} if rule.clear and node["items"]["t"] == "str" else node["items"]
        )
        rule.items = compiled(items, name, limit)
    elif kind == "map":
        rule.notes = name.endswith("metadata") and node["values"]["t"] == "str"
        # Free text in a map has no limit of its own, and an empty value there is a value.
        rule.values = _noted() if rule.notes else compiled({"max": 0} | node["values"], "", limit)
    elif kind == "any_json":
        rule.free, rule.leaf, rule.values = True, _kept, rule
    else:
        rule.leaf = leaf(node, rule.clear, limit, name)
        rule.text = kind == "str" and "enum" not in node and node.get("fmt") != "decimal"
    return rule


def leaf(node: Node, clear: bool, limit: int | None, name: str = "") -> Coerce:
    """How one scalar's text becomes its value."""
    kind = node["t"]
    if kind == "str" and "enum" in node:
        return _enum([word for word in node["enum"] if word != ""], clear)
    if kind == "int":
        far = name in RANGES or node.get("fmt") == "unix-time" or name.endswith(JUDGED)
        return _integer(clear, node.get("min"), FARTHEST if far else LARGEST)
    if kind == "bool":
        return _guarded(_boolean, clear)
    if kind == "num":
        return _guarded(_number, clear)
    if kind == "file":
        return no_file
    if node.get("fmt") == "decimal":
        return _guarded(decimal, clear)
    if node.get("fmt") == "currency":
        return _guarded(lambda raw, _: raw.lower(), clear)
    most = node.get("max", limit)
    return _free_text if most == 0 else _text(most, clear, bool(node.get("empty")))


def decimal(raw: str, path: str) -> str:
    """A decimal in its one spelling, "10.50" as "10.5". source: docs: API reference, refusal inferred"""
    found = DECIMAL.fullmatch(raw)
    if found is None or raw in ("", "-"):
        raise errors.bad_decimal(raw, path)
    sign, whole, places = (
        found.group(1),
        found.group(2).lstrip("0") or "0",
        (found.group(3) or "").rstrip("0"),
    )
    if len(places) > PLACES:
        raise errors.bad_decimal(raw, path)
    text = f"{whole}.{places}" if places else whole
    return text if text == "0" else sign + text


def note_key(key: str) -> None:
    """What a key of metadata may be. source: docs: Metadata, wording inferred"""
    if len(key) > 40:
        raise errors.metadata_refused(
            "Metadata keys can have up to 40 characters, but you passed in a key that is "
            f"{len(key)} characters. Invalid key: {key}"
        )
    if "[" in key or "]" in key:
        raise errors.metadata_refused(f"Metadata keys cannot contain square brackets. Invalid key: {key}")


def note_count(count: int) -> None:
    """How many entries metadata may have. source: docs: Metadata, wording inferred"""
    if count > MOST_NOTES:
        raise errors.metadata_refused(f"Metadata can have up to 50 keys, but you passed in {count}")


def _noted() -> Rule:
    rule = Rule(clear=True)
    rule.leaf, rule.text = _note, True
    return rule


def _note(raw: str, path: str) -> str | None:
    """A value of metadata; an empty one deletes its key. source: spec; refusal docs: Metadata"""
    if len(raw) > 500:
        raise errors.metadata_refused(
            "Metadata values can have up to 500 characters, but you passed in a value that is "
            f"{len(raw)} characters. Invalid value: {raw}"
        )
    return raw or None


def _describe(rule: Rule, props: dict[str, Node], limit: int | None) -> None:
    rule.props = {key: compiled(inner, key, limit) for key, inner in props.items()}
    rule.required = tuple(key for key, inner in props.items() if inner.get("req"))
    _look_below(rule)


def _may_be_empty(name: str, props: dict[str, Node]) -> dict[str, Node]:
    """Addresses, parcels and profiles keep parts that are sent empty; a parcel's name is required and may be.

    source: recorded: gumroad (product description), airbytehq (a customer's shipping: address, name, phone);
    other parts of shipping inferred
    """
    if "line1" in props and "postal_code" in props:
        names = ADDRESS
    elif name == "business_profile":
        names = frozenset(props)
    else:
        names = SHIPPING if name == "shipping" else frozenset()
    return {
        key: inner | {"empty": True}
        if key in names and inner["t"] == "str" and (name == "shipping" or not inner.get("req"))
        else inner
        for key, inner in props.items()
    }


def _look_below(rule: Rule) -> None:
    below = ((key, inner) for key, inner in (rule.props or {}).items())
    rule.nested = tuple((key, inner) for key, inner in below if _demanding(inner))


def _demanding(rule: Rule) -> bool:
    inner = (rule.items, None if rule.free else rule.values)
    return rule.demands() or any(part is not None and _demanding(part) for part in inner)


def _join(rule: Rule, node: Node, options: list[Rule]) -> None:
    """One rule of several: by the key's form a hash, list or map; bare values are tried in turn."""
    for option in options:
        rule.clear = rule.clear or option.clear
        rule.items = rule.items or option.items
        rule.values = rule.values or option.values
        rule.text = rule.text or option.text
        if option.props is not None:
            # Several hashes: a caller may fill any one of them, so only what all of them require is required.
            first = rule.props is None
            rule.required = option.required if first else _common(rule.required, option.required)
            rule.props = option.props | (rule.props or {})
    _look_below(rule)
    leaves = [option.leaf for option in options if option.leaf is not None]
    words = [word for option in node["of"] for word in option.get("enum", ())]
    if len(leaves) == 1:
        rule.leaf = _guarded(leaves[0], rule.clear)
    elif leaves:
        rule.leaf = _guarded(_first_of(leaves, words), rule.clear)


def _common(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in one if key in tuple(other))


def _first_of(leaves: list[Coerce], words: list[str]) -> Coerce:
    """A word of the list as itself; everything else is what the other alternative makes of it."""
    known = frozenset(words)
    last = next((one for one in reversed(leaves) if not getattr(one, "is_enum", False)), leaves[-1])

    def coerce(raw: str, path: str) -> Any:
        return raw if raw in known else last(raw, path)

    return coerce


def _guarded(inner: Coerce, clear: bool) -> Coerce:
    """The empty string first: it unsets, or it is refused. source: recorded: stripe-dotnet issue 1828"""

    def coerce(raw: str, path: str) -> Any:
        if raw == "":
            if clear:
                return None
            raise errors.empty_param(path)
        return inner(raw, path)

    return coerce


def _text(limit: int | None, clear: bool, empty: bool) -> Coerce:
    """Text as it was sent. source: docs: API reference"""

    def coerce(raw: str, path: str) -> str | None:
        if raw == "":
            if clear or empty:
                return None if clear else raw
            raise errors.empty_param(path)
        if limit is not None and len(raw) > limit:
            raise errors.long_string(raw, limit, path)
        if raw.isspace():
            raise errors.blank_param(path)
        return raw

    return coerce


def _integer(clear: bool, minimum: int | None, most: int) -> Coerce:
    """A whole number that every store holds. source: recorded: stripe_world 09"""

    def coerce(raw: str, path: str) -> int | None:
        if raw == "":
            if clear:
                return None
            raise errors.empty_param(path)
        digits = raw[1:] if raw[0] == "-" else raw
        if not (digits.isdecimal() and digits.isascii() and len(digits) < 20):
            raise errors.bad_integer(raw, path)
        value = int(raw)
        if not -most <= value <= most:
            raise errors.bad_integer(raw, path)
        if minimum is not None and value < minimum:
            raise errors.too_low(minimum, path)
        return value

    return coerce


def _enum(words: list[str], clear: bool) -> Coerce:
    """One word of a closed list. source: recorded: stripe_world refusal matrix"""
    known = frozenset(words)
    spoken = SPOKEN.get(known, tuple(words))

    def coerce(raw: str, path: str) -> str | None:
        if raw in known:
            return raw
        if raw == "":
            if clear:
                return None
            raise errors.empty_param(path)
        raise errors.bad_enum(spoken, path)

    coerce.is_enum = True  # type: ignore[attr-defined]
    return coerce


def _boolean(raw: str, path: str) -> bool:
    value = BOOLEANS.get(raw.lower())
    if value is None:
        raise errors.bad_boolean(raw, path)
    return value


def _number(raw: str, path: str) -> Any:
    """A percentage and the like, as JSON has it: 15 is shown as 15.0. source: recorded: pay-rails/pay"""
    if NUMBER.fullmatch(raw) is None:
        raise errors.bad_number(raw, path)
    sign, digits = ("-", raw[1:]) if raw[0] == "-" else ("", raw)
    whole, _, places = digits.partition(".")
    return orjson.loads(f"{sign}{whole.lstrip('0') or '0'}.{places or '0'}")


def _free_text(raw: str, path: str) -> str:
    return raw


def _kept(raw: Any, path: str) -> Any:
    return raw


def no_file(raw: str, path: str) -> Any:
    """Text where a file is expected. source: inferred"""
    raise errors.refused("Invalid file: must be uploaded as multipart/form-data", None, path)


def demand(rule: Rule, sent: Any, path: str) -> None:
    """Refuse what lacks something required, level by level in the order of the description. source: spec

    The place in a list stays in the path. source: recorded: line_items[0][price_data][currency], 2025
    """
    if isinstance(sent, list):
        for index, element in enumerate(sent):
            demand(rule.items or rule, element, f"{path}[{index}]")
    elif isinstance(sent, dict) and rule.props is not None:
        for name in rule.required:
            if name not in sent:
                raise errors.missing_param(f"{path}[{name}]" if path else name)
        for name, inner in rule.nested:
            if name in sent:
                demand(inner, sent[name], f"{path}[{name}]" if path else name)
    elif isinstance(sent, dict) and rule.values is not None and not rule.free:
        for name, value in sent.items():
            demand(rule.values, value, f"{path}[{name}]")
