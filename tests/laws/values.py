"""What a law knows of a value: which parameters it is or comes from, what stands in it, which word it is.

A value that is a parameter is EXACT: a name read from it is the nested parameter. KEYS are its names. What
was made from a parameter is DEEP; what depends on its presence or truth alone is SHALLOW.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from typing import Any, NamedTuple

EXACT, KEYS, DEEP, SHALLOW = "exact", "keys", "deep", "shallow"
MOST_PARTS = 200
FEW_PARTS = 12
DEEPEST_PATH = 4
DEEPEST_PART = 5
PLACES = ("#", "[")
"""Names of parts that begin so are places in a list."""

Path = tuple[str, ...]


class Source(NamedTuple):
    """One parameter that a value comes from, and how."""

    path: Path
    kind: str


class Use(NamedTuple):
    """One parameter that has an effect: with all that is nested in it, or by its presence alone."""

    path: Path
    whole: bool


class Known:
    """An object of the running package (a function, a resource, a class), told apart by identity."""

    __slots__ = ("it",)

    def __init__(self, it: Any) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


@dataclass(frozen=True)
class OfKind:
    """A record of a type."""

    kind: str


@dataclass(frozen=True, eq=False)
class Value:
    """Sources, parts by name (`#0` is a place in a tuple, `[]` any element of a list), words, objects."""

    sources: frozenset[Source] = frozenset()
    parts: tuple[tuple[str, Value], ...] = ()
    words: frozenset[str] = frozenset()
    known: frozenset[Known] = frozenset()

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """What makes two values the same."""
        return self.sources, tuple((name, part.key) for name, part in self.parts), self.words, self.known

    @cached_property
    def _hash(self) -> int:
        return hash(self.key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Value) and self._hash == other._hash and self.key == other.key
        )

    @cached_property
    def by_name(self) -> dict[str, Value]:
        """The parts."""
        return dict(self.parts)

    @cached_property
    def bears(self) -> bool:
        """Does anything in it come from a parameter?"""
        return bool(self.sources) or any(part.bears for _, part in self.parts)

    @cached_property
    def nests(self) -> bool:
        """Does a parameter itself stand in it, and not only what was made from one?"""
        exact = any(source.kind in {EXACT, KEYS} for source in self.sources)
        return exact or any(part.nests for _, part in self.parts)

    @property
    def empty(self) -> bool:
        """Is nothing known of it?"""
        return not (self.sources or self.parts or self.words or self.known)

    def at(self, name: str) -> Value:
        """What stands under a name: the part that was put there, else the nested parameter."""
        if name in self.by_name:
            return self.by_name[name]
        listed = name[:1] in PLACES
        return Value(
            frozenset(
                below(source, name)
                for source in self.sources
                if source.kind != KEYS and (source.path or not listed)
            )
        )

    @cached_property
    def all_words(self) -> frozenset[str]:
        """The word that it is, or the words that stand in it."""
        placed = [part.all_words for name, part in self.parts if name[:1] in PLACES]
        return frozenset().union(self.words, *placed)

    def any_name(self) -> Value:
        """What stands under a name that is not known; of all parameters together, none."""
        rest = Value(frozenset(source for source in self.sources if source.path))
        return joined((rest, *(part for _, part in self.parts)))

    def elements(self) -> Iterator[Value]:
        """What a loop over it gives: each element that is known, names of a hash, elements of a list."""
        for name, part in self.parts:
            if name[:1] in PLACES:
                yield part
            else:
                yield Value(words=frozenset({name}))
        for one in sorted(self.words):
            yield Value(words=frozenset({one}))
        rest = frozenset(source for source in self.sources if source.path)
        if rest or not (self.parts or self.words):
            yield Value(rest)

    def flat(self, kind: str = DEEP) -> Value:
        """A value made from it."""
        return Value(frozenset(self._flat(kind)))

    def _flat(self, kind: str) -> Iterator[Source]:
        for path, was in self.sources:
            if was == EXACT:
                yield Source(path, kind)
            elif was != KEYS or path:
                yield Source(path, SHALLOW if was == KEYS else was)
        for _, part in self.parts:
            yield from part._flat(kind)

    def uses(self, kind: str = DEEP) -> frozenset[Use]:
        """What has an effect when the value has one."""
        return frozenset(Use(source.path, source.kind == DEEP) for source in self._flat(kind))


NOTHING = Value()


def below(source: Source, name: str) -> Source:
    """The parameter of a name within a parameter; what was made from one stays what it is."""
    if source.kind != EXACT or name[:1] in PLACES or len(source.path) >= DEEPEST_PATH:
        return source
    return Source((*source.path, name), EXACT)


@cache
def record_of(kind: str) -> Value:
    """A record of a type, as a value."""
    return Value(known=frozenset({Known(OfKind(kind))}))


def word_of(*words: str) -> Value:
    """One of these words."""
    return Value(words=frozenset(words))


def hashed(**parts: Value) -> Value:
    """A hash of these parts."""
    return Value(parts=tuple(parts.items()))


def placed(values: Iterable[Value]) -> Value:
    """A tuple or list of these elements, in order; one of too many only knows them together."""
    values = list(values)
    if len(values) > MOST_PARTS:
        return Value(parts=(("[]", joined(values)),))
    return Value(parts=tuple((f"#{number}", one) for number, one in enumerate(values)))


def one_of(value: Value) -> Value:
    """Any element of a tuple or list."""
    return joined(value.elements())


def joined(values: Iterable[Value]) -> Value:
    """One of several values."""
    return reduce(join, values, NOTHING)


def join(one: Value, other: Value, depth: int = 0) -> Value:
    """Either value; a part of one of them is beside the nested parameter of the other."""
    if one is other or other.empty:
        return one
    if one.empty:
        return other
    if depth > DEEPEST_PART:
        return Value(one.flat().sources | other.flat().sources)
    names = list(dict.fromkeys((*one.by_name, *other.by_name)))
    both = Value(
        one.sources | other.sources,
        tuple((name, join(one.at(name), other.at(name), depth + 1)) for name in names),
        one.words | other.words,
        one.known | other.known,
    )
    return one if both == one else both


def spread(value: Value, into: Value) -> Value:
    """A hash with all of another's names written over it."""
    names = list(dict.fromkeys((*into.by_name, *value.by_name)))
    parts = []
    for name in names:
        if name in value.by_name:
            sure = value.by_name[name]
            parts.append((name, sure))
        else:
            parts.append((name, join(into.at(name), value.at(name))))
    return Value(into.sources | value.sources, tuple(parts), frozenset(), into.known | value.known)


def lifted(it: Any, depth: int = 0) -> Value:
    """An object of the running package as a value: words and tables of words are understood."""
    if isinstance(it, str):
        return Value(words=frozenset({str(it)}))
    if it is None or isinstance(it, int | float):
        return NOTHING
    known = frozenset({Known(it)})
    if depth < DEEPEST_PART:
        if type(it) in {tuple, list, set, frozenset} and len(it) <= MOST_PARTS:
            order = sorted(it, key=str) if isinstance(it, set | frozenset) else it
            return placed(lifted(one, depth + 1) for one in order)
        if type(it) is dict and len(it) <= MOST_PARTS and all(isinstance(name, str) for name in it):
            return Value(parts=tuple((name, lifted(one, depth + 1)) for name, one in it.items()), known=known)
    return Value(known=known)


def text(values: Iterable[Value], made: Callable[..., str]) -> Value:
    """A text made of parts that are all words, by a function of strings; else made from their sources."""
    values = list(values)
    if all(len(one.words) == 1 for one in values):
        return word_of(made(*(next(iter(one.words)) for one in values)))
    return joined(one.flat() for one in values)


class Names:
    """Places instead of parameters in a call's arguments, so that calls of the same form are read once."""

    def __init__(self) -> None:
        self.behind: dict[str, frozenset[Source]] = {}

    def hidden(self, value: Value, place: str) -> Value:
        """A value that comes from its place. Its parts count where a parameter itself stands in them."""
        if not value.bears and len(value.parts) <= FEW_PARTS:
            return value
        inner = value.parts if value.nests else ()
        made = frozenset(source for source in value.sources if source.kind in {DEEP, SHALLOW})
        if not inner:
            made |= frozenset(one for _, part in value.parts for one in part.flat().sources)
        sources = set()
        if made:
            self.behind[place] = made
            sources.add(Source((place,), DEEP))
        for path, kind in value.sources - made:
            if path:
                self.behind[f"{place}!"] = self.behind.get(f"{place}!", frozenset()) | {Source(path, EXACT)}
            sources.add(Source((f"{place}!",) if path else (), kind))
        parts = tuple((name, self.hidden(part, f"{place}/{name}")) for name, part in inner)
        words = value.words if inner or value.words else value.all_words
        return Value(frozenset(sources), parts, words, value.known)

    def shown(self, value: Value) -> Value:
        """A value in the parameters of the caller."""
        if not value.bears:
            return value
        sources = frozenset(one for source in value.sources for one in self.sources(source))
        parts = tuple((name, self.shown(part)) for name, part in value.parts)
        return Value(sources, parts, value.words, value.known)

    def sources(self, source: Source) -> frozenset[Source]:
        """What stands behind a place."""
        behind = self.behind.get(source.path[0]) if source.path else None
        if behind is None:
            return frozenset({source})
        rest = source.path[1:]
        return frozenset(
            Source((*one.path, *rest)[:DEEPEST_PATH], source.kind) if one.kind == EXACT else one
            for one in behind
        )

    def shown_uses(self, uses: Iterable[Use]) -> frozenset[Use]:
        """Uses in the parameters of the caller."""
        found = (self.sources(Source(use.path, DEEP if use.whole else SHALLOW)) for use in uses)
        return frozenset(Use(one.path, one.kind == DEEP) for some in found for one in some)
