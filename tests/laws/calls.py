"""What a call does with values: functions of the package are followed, others are known by name.

A call of something unknown (a method of `work`, of a machine, of a network) has an effect with all that it is
given. What only reads or converts has none: it gives a value made from its arguments.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pinstripe.api.table import NEWEST, Node, Table
from pinstripe.kernel import generate
from pinstripe.kernel.resource import REGISTRY, Resource
from tests.laws.code import Function, is_work, word
from tests.laws.values import (
    EXACT,
    KEYS,
    NOTHING,
    PLACES,
    SHALLOW,
    OfKind,
    Source,
    Value,
    hashed,
    join,
    joined,
    lifted,
    one_of,
    placed,
    record_of,
    spread,
    word_of,
)

if TYPE_CHECKING:
    from tests.laws.flow import Reading

SAME = frozenset(
    {"dict", "list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "Params", "copy"}
)
"""They give what they are given, in another form."""
FINDS = frozenset({"peek", "load", "find", "subject", "where", "each"})
READS = frozenset({"peek", "load", "where", "each", "balance", "scheduled", "hold_state", "new_id", "before"})
"""Of `work`: they look something up, and refuse nothing."""
FILLS = frozenset({"append", "add", "update", "extend", "insert", "setdefault", "appendleft"})
LOOKS = frozenset({"get", "pop", "at"})
TEXTS = frozenset(
    {"split", "removeprefix", "removesuffix", "lower", "upper", "strip", "replace", "partition"}
)
TRUTHS = frozenset({"bool", "len", "isinstance", "any", "all", "callable", "hasattr"})

CALCULATORS = frozenset({"pinstripe.products.connect.requirements"})
"""Modules that only work out what follows from what is stored. What is read there alone counts as no use of a
parameter, and what comes out of them as nothing that was made from one: the stricter of the two readings."""


class Given:
    """The arguments of a call."""

    def __init__(self, reading: Reading, node: ast.Call) -> None:
        self.places: list[Value] = []
        self.rest = NOTHING
        """Elements of a starred list whose length is not known."""
        for one in node.args:
            value = reading.value(one)
            if not isinstance(one, ast.Starred):
                self.places.append(value)
            elif any(name[:1] == "#" for name in value.by_name):
                self.places += value.elements()
            else:
                self.rest = join(self.rest, one_of(value))
        self.names: dict[str, Value] = {}
        self.spread = NOTHING
        for keyword in node.keywords:
            value = reading.value(keyword.value)
            if keyword.arg is None:
                self.spread = spread(value, self.spread)
            else:
                self.names[keyword.arg] = value

    def all(self) -> Value:
        """Everything together."""
        return joined((*self.places, self.rest, *self.names.values(), self.spread))

    def flat(self) -> Value:
        """What is made from all of it."""
        values = (*self.places, self.rest, *self.names.values(), self.spread)
        return joined(one.flat() for one in values)

    def first(self) -> Value:
        """The first argument."""
        return self.places[0] if self.places else self.rest

    def named(self) -> Value:
        """The arguments that have names, as a hash."""
        return spread(hashed(**self.names), self.spread)


def called(reading: Reading, node: ast.Call) -> Value:
    """What a call gives; its effects are noted."""
    given = Given(reading, node)
    if isinstance(node.func, ast.Attribute):
        base = reading.value(node.func.value)
        function = reading.attribute(base, node.func.attr) if base.known else NOTHING
        if not function.known:
            return method(reading, node.func, base, given)
    else:
        function = reading.value(node.func)
    if not function.known:
        reading.effect(given.flat())
        return given.flat()
    return joined(object_called(reading, known.it, given) for known in function.known)


def object_called(reading: Reading, it: Any, given: Given) -> Value:
    """A function or class of the package, or of the language, is called."""
    if it in (generate.stored, generate.updates):
        return kept(it, given)
    node = reading.flow.node_of(it)
    if node is not None:
        return followed(reading, it, node, given)
    name = getattr(it, "__name__", "")
    if name == "cast":
        return given.places[1]
    if name in SAME:
        return join(given.first(), given.named()) if given.names else given.first()
    if name == "enumerate":
        return placed(placed((NOTHING, one)) for one in given.first().elements())
    if name == "zip":
        return Value(parts=(("[]", placed(one_of(one) for one in given.places)),))
    if name in TRUTHS:
        return given.all().flat(SHALLOW)
    if name in {"min", "max", "sum", "next"}:
        return joined((one_of(given.first()), given.flat()))
    if isinstance(it, type):
        return made(it, given)
    if (getattr(it, "__module__", None) or "").startswith("pinstripe") and not isinstance(it, type):
        reading.effect(given.flat())
    return given.flat()


def made(kind: type, given: Given) -> Value:
    """An object of a class: its fields can be told apart where they are declared."""
    names = getattr(kind, "_fields", ())
    if dataclasses.is_dataclass(kind):
        names = [one.name for one in dataclasses.fields(kind) if one.init]
    if not names or given.rest.bears:
        return given.flat()
    parts = dict(zip(names, given.places, strict=False)) | given.names
    parts |= {name: given.spread.at(name) for name in names if name not in parts and not given.spread.empty}
    return hashed(**parts)


def followed(reading: Reading, it: Any, node: Function, given: Given) -> Value:
    """A function of the package, read with these arguments where a parameter is among them."""
    if it.__module__ in CALCULATORS:
        return NOTHING
    if not given.all().bears and "Record" not in ast.dump(node.returns or ast.Constant(0)):
        return NOTHING
    summary = reading.flow.call(it, node, dict(bound(reading, it, node, given)))
    reading.uses |= summary.uses
    return summary.gives


def bound(reading: Reading, it: Any, node: Function, given: Given) -> Iterator[tuple[str, Value]]:
    """The function's own names for the arguments."""
    args = node.args
    formal = [one.arg for one in (*args.posonlyargs, *args.args)]
    defaults = dict(zip(reversed(formal), reversed(it.__defaults__ or ()), strict=False))
    defaults |= it.__kwdefaults__ or {}
    for place, name in enumerate((*formal, *(one.arg for one in args.kwonlyargs))):
        if place < len(formal) and place < len(given.places):
            yield name, given.places[place]
        elif name in given.names:
            yield name, given.names[name]
        else:
            default = lifted(defaults[name]) if name in defaults else NOTHING
            yield name, joined((default, given.spread.at(name), given.rest if name in formal else NOTHING))
    if args.vararg:
        yield args.vararg.arg, join(placed(given.places[len(formal) :]), given.rest)
    if args.kwarg:
        others = {name: one for name, one in given.named().by_name.items() if name not in formal}
        yield args.kwarg.arg, Value(given.spread.sources, tuple(others.items()))


def method(reading: Reading, function: ast.Attribute, base: Value, given: Given) -> Value:
    """A method of a value: of parameters, of what is being put together, of `work`."""
    name, owner = function.attr, word(function.value).rpartition(".")[2]
    if is_work(owner):
        return asked(reading, name, given)
    if name == "pick":
        words = sorted(joined(given.places).all_words | given.rest.all_words)
        return hashed(**{one: base.at(one) for one in words})
    if name == "keys":
        sources = frozenset(Source(s.path, KEYS) if s.kind == EXACT else s for s in base.sources)
        return Value(sources, placed(word_of(one) for one, _ in base.parts if one[:1] not in PLACES).parts)
    if name in {"items", "values"}:
        return listed(base, name == "items")
    if name == "_replace":
        return spread(given.named(), base)
    if name in FILLS:
        return filled(reading, function.value, name, base, given)
    if name in LOOKS and (base.sources or base.parts):
        words = sorted(given.first().words)
        found = [base.at(one) for one in words] if words else [base.any_name(), given.first().flat(SHALLOW)]
        return joined((*found, *given.places[1:]))
    texts = spoken(name, base, given)
    if texts is not None:
        return texts
    if not base.bears and name not in LOOKS and hasattr(base, "known") and unknown(function.value):
        reading.effect(given.flat())
    return join(base.flat(), given.flat())


def unknown(node: ast.expr) -> bool:
    """Is it the method of an object, and not of a text or a number that was written down?"""
    return not isinstance(node, ast.Constant | ast.JoinedStr)


def spoken(name: str, base: Value, given: Given) -> Value | None:
    """A method of a text that is known."""
    texts = sorted(base.words)
    if not texts or name not in TEXTS or base.sources:
        return None
    arguments = [next(iter(one.words)) if len(one.words) == 1 else None for one in given.places]
    if None in arguments or given.names:
        return given.flat()
    results = [getattr(one, name)(*arguments) for one in texts]
    if all(isinstance(one, str) for one in results):
        return word_of(*results)
    return lifted([part for one in results for part in one]) if name == "split" else NOTHING


def listed(base: Value, names: bool) -> Value:
    """The values of a hash, with their names or without."""
    found = [(word_of(name), part) for name, part in base.parts if name[:1] not in PLACES]
    found += [(NOTHING, part) for name, part in base.parts if name[:1] in PLACES]
    rest = Value(frozenset(source for source in base.sources if source.path))
    if rest.sources or not found:
        found.append((rest.flat(), rest))
    return placed(placed(pair) if names else pair[1] for pair in found)


def filled(reading: Reading, target: ast.expr, name: str, base: Value, given: Given) -> Value:
    """Something is put into a hash or list that is being made."""
    match name:
        case "update":
            put = spread(given.named(), given.first())
        case "setdefault":
            put = Value(parts=tuple((one, joined(given.places[1:])) for one in given.first().words))
        case "extend":
            put = Value(parts=(("[]", one_of(given.first())),))
        case _:
            put = Value(parts=(("[]", joined(given.places)),))
    if isinstance(target, ast.Name) and target.id in reading.env:
        reading.put(target.id, put)
    elif put.bears:
        reading.effect(put)
    return join(base, put) if name == "setdefault" else NOTHING


def asked(reading: Reading, name: str, given: Given) -> Value:
    """`work` is asked for something, or told to write."""
    if name not in READS:
        reading.effect(given.flat())
    if name in FINDS or name == "create":
        kinds = [word for one in given.places[:2] for word in one.words if word in REGISTRY]
        kinds += [k.it.object for one in given.places[:1] for k in one.known if isinstance(k.it, Resource)]
        record = joined(record_of(kind) for kind in dict.fromkeys(kinds))
        return join(record, given.flat() if name in READS else NOTHING)
    if name in {"change", "amend", "advance", "note"}:
        return Value(known=given.first().known)
    return given.flat() if name in READS else NOTHING


def shown(node: Node) -> dict[str, Node]:
    """The properties of an answer's value, through a named object."""
    if "ref" in node:
        return dict(Table.load(NEWEST).object(node["ref"]).props)
    if node["t"] == "any":
        return {name: one for option in node["of"] for name, one in shown(option).items()}
    return shown(node["items"]) if node["t"] == "list" else node.get("props", {})


def kept(it: Any, given: Given) -> Value:
    """`stored` and `updates` keep the parameters that are fields of the record, but for some."""
    kinds = [k.it.kind for k in given.places[0].known if isinstance(k.it, OfKind)]
    kinds += [k.it.object for k in given.places[0].known if isinstance(k.it, Resource)]
    without = given.places[2].all_words if len(given.places) > 2 else frozenset()
    without |= given.names.get("without", NOTHING).all_words
    params = given.places[1]
    parts = NOTHING
    for kind in kinds:
        for name, node in Table.load(NEWEST).object(REGISTRY[kind].schema).props.items():
            value = params.at(name)
            if name in without or not value.bears:
                continue
            inner = shown(node)
            if inner and value.sources:
                value = Value(value.flat(SHALLOW).sources, tuple((one, value.at(one)) for one in inner))
            parts = join(parts, Value(parts=((name, value),)))
    return parts
