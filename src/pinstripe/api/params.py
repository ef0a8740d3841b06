"""What a caller sent, as the values an operation works with: one pass from the raw key to the exact type.

Owns: the forms of keys (`a[b]`, `a[]`, `a[0][b]`), which refusal comes first, what is required.
Does not own: kinds of values (coerce), splitting of bodies (forms, multipart), clamping of page sizes.
Money: amounts leave here as whole numbers of minor units. Source: tags on each function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import orjson

from pinstripe.api import coerce, errors, spelling
from pinstripe.api.coerce import Coerce, Rule
from pinstripe.api.errors import ApiError
from pinstripe.api.opened import opened
from pinstripe.api.places import Params, Places, shallow, split

__all__ = ["Params", "decode", "decode_json", "decoder_of", "split"]

if TYPE_CHECKING:
    from pinstripe.api.multipart import File
    from pinstripe.api.table import Operation

LONGEST_INDEX: Final = 4  # digits: indices are below 10,000
LONGEST_LIST: Final = 10_000
CARD_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){11,18}", re.ASCII)


def decode(operation: Operation, pairs: Iterable[tuple[str, str]], files: Sequence[File] = ()) -> Params:
    """A form, a query string, or both one after the other, as the operation's parameters.

    refuses: unknown parameters before wrong values before missing ones. source: inferred
    """
    decoder = decoder_of(operation)
    try:
        return decoder.form(pairs, files)
    except ApiError as refusal:
        if decoder.v2:
            errors.in_v2(refusal)
        raise


def decode_json(operation: Operation, body: bytes) -> Params:
    """A JSON body of /v2 as the operation's parameters, by the same rules. source: inferred"""
    try:
        return decoder_of(operation).json(body)
    except ApiError as refusal:
        raise errors.in_v2(refusal) from None


# Operations are frozen and live as long as their table: each is kept beside what was compiled from it.
_DECODERS: dict[int, tuple[Operation, Decoder]] = {}


def decoder_of(operation: Operation) -> Decoder:
    """The operation's decoder, compiled when it is first called."""
    known = _DECODERS.get(id(operation))
    if known is None:
        known = _DECODERS[id(operation)] = (operation, Decoder(operation))
    return known[1]


class Decoder:
    """The compiled parameters of one operation."""

    __slots__ = ("flat", "places", "root", "v2")

    def __init__(self, operation: Operation) -> None:
        self.v2 = operation.path.startswith("/v2/")
        node = opened(operation.params, operation.path)
        self.root = coerce.compiled(node, limit=None if self.v2 else coerce.TEXT_LIMIT)
        props = self.root.props or {}
        self.flat = {name: rule.leaf or rule.scalar for name, rule in props.items()}
        self.places = Places(self.root)

    def form(self, pairs: Iterable[tuple[str, str]], files: Sequence[File] = ()) -> Params:
        """Bare keys and known places are set at once; only other keys with brackets are taken apart."""
        params = Params()
        walk = None
        flat, places = self.flat, self.places
        for key, raw in pairs:
            setter = flat.get(key)
            try:
                if setter is not None:
                    params[key] = setter(raw, key)
                elif not places.put(params, key, raw):
                    walk = walk or Walk(self.root, params)
                    walk.put(key, raw)
            except ApiError as refusal:
                walk = walk or Walk(self.root, params)
                walk.refusals.append(refusal)
        if files:
            walk = walk or Walk(self.root, params)
            walk.attach(files)
        if walk is not None:
            walk.finish()
        if self.root.required or self.root.nested:
            coerce.demand(self.root, params, "")
        return params

    def json(self, body: bytes) -> Params:
        """The whole body at once; it is parsed before it is judged."""
        try:
            sent = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as problem:
            raise errors.refused("Invalid request body: could not be parsed as JSON") from problem
        if not isinstance(sent, dict):
            raise errors.refused("Invalid request body: must be a JSON object")
        shallow(body, sent)
        walk = Walk(self.root, Params())
        params = walk.json(self.root, sent, "")
        walk.finish()
        coerce.demand(self.root, params, "")
        return params  # type: ignore[no-any-return]


class Items(dict[int, Any]):
    """A list while it is being sent: by index, so that a far index costs nothing."""

    __slots__ = ("last", "seen", "top")

    def __init__(self) -> None:
        self.top = 0
        self.last = -1
        self.seen: set[tuple[str, ...]] = set()

    def place(self, index: str, rest: tuple[str, ...], path: str) -> int:
        """Where the next value goes: `[]` opens a new element when it repeats a key. source: inferred"""
        if index:
            if len(index) > LONGEST_INDEX:
                raise errors.bad_array(path)
            at = int(index)
            self.top = max(self.top, at + 1)
            return at
        if rest and self.last >= 0 and ("" in rest or rest not in self.seen):
            self.seen.add(rest)
            return self.last
        at = self.top
        self.top += 1
        if rest:
            self.last, self.seen = at, {rest}
        return at


class Misplaced:
    """Parts sent where one value belongs: shown back as a hash. source: recorded: stripe_world probes"""

    __slots__ = ("parts", "path", "rule")

    def __init__(self, rule: Rule, path: str) -> None:
        self.rule = rule
        self.path = path
        self.parts: dict[str, Any] = {}

    def put(self, rest: tuple[str, ...], raw: str) -> None:
        holder = self.parts
        for part in rest[:-1]:
            holder = holder.setdefault(part or str(len(holder)), {})
            if not isinstance(holder, dict):
                return
        holder[rest[-1] or str(len(holder))] = raw

    def refusal(self) -> ApiError:
        shown = CARD_NUMBER.sub(_masked, orjson.dumps(self.parts).decode())
        if not self.rule.text:
            try:
                self.rule.scalar(shown, self.path)
            except ApiError as refusal:
                return refusal
        return errors.bad_string(shown, self.path)


class Walk:
    """One decoding that needs more than bare keys: its lists in the making, and all that is wrong so far."""

    __slots__ = ("crowded", "lists", "misplaced", "out", "refusals", "root", "strangers")

    def __init__(self, root: Rule, out: Params) -> None:
        self.root = root
        self.out = out
        self.lists: list[tuple[dict[Any, Any], Any, Items]] = []
        self.strangers: dict[str, tuple[str, Rule]] = {}
        self.refusals: list[ApiError | Misplaced] = []
        self.misplaced: dict[str, Misplaced] = {}
        self.crowded: dict[Any, Any] = {}

    def put(self, key: str, raw: str) -> None:
        """One pair whose key has brackets, or is unknown."""
        try:
            parts = split(key)
            if parts is None:
                self._malformed(key)
            else:
                self._follow(parts, raw)
        except ApiError as refusal:
            self.refusals.append(refusal)

    def _follow(self, parts: tuple[str, ...], raw: str) -> None:
        """Walk the key and the rules side by side, making what holds the value on the way."""
        slot: Any = parts[0]
        path = parts[0]
        rule = (self.root.props or {}).get(path)
        if rule is None:
            return self._stranger(self.root, "", path)
        holder: dict[Any, Any] = self.out
        for place in range(1, len(parts)):
            part = parts[place]
            if rule.items is not None and (part == "" or (part.isdecimal() and part.isascii())):
                holder = self._items_at(holder, slot)
                slot = holder.place(part, parts[place + 1 :], path)
                rule = rule.items
                path = f"{path}[{slot}]"
            elif rule.props is not None:
                inner = rule.props.get(part)
                if inner is None:
                    return self._stranger(rule, path, part)
                holder = self._hash_at(holder, slot)
                slot, rule, path = part, inner, f"{path}[{part}]"
            elif rule.values is not None and (part or rule.free):
                holder = self._hash_at(holder, slot)
                slot = part or str(len(holder))
                if rule.notes:
                    self._note(holder, part)
                rule, path = rule.values, f"{path}[{slot}]"
            else:
                return self._astray(rule, path, parts[place:], raw)
        holder[slot] = rule.scalar(raw, path)
        return None

    def _hash_at(self, holder: dict[Any, Any], slot: Any) -> Params:
        found = holder.get(slot)
        if type(found) is not Params:
            found = holder[slot] = Params()
        return found

    def _items_at(self, holder: dict[Any, Any], slot: Any) -> Items:
        found = holder.get(slot)
        if type(found) is not Items:
            found = holder[slot] = Items()
            self.lists.append((holder, slot, found))
        return found

    def _note(self, holder: Params, key: str) -> None:
        coerce.note_key(key)
        if len(holder) >= coerce.MOST_NOTES:
            self.crowded = holder

    def _stranger(self, rule: Rule, path: str, part: str) -> None:
        self.strangers.setdefault(f"{path}[{part}]" if path else part, (part, rule))

    def _astray(self, rule: Rule, path: str, rest: tuple[str, ...], raw: str) -> None:
        if rule.items is not None:
            raise errors.bad_array(path)
        if rule.values is not None:
            raise errors.bad_object(path)
        known = self.misplaced.get(path)
        if known is None:
            known = self.misplaced[path] = Misplaced(rule, path)
            self.refusals.append(known)
        known.put(rest, raw)

    def _malformed(self, key: str) -> None:
        if "metadata[" in key:
            coerce.note_key(key.partition("metadata[")[2])
        self._stranger(self.root, "", key)

    def attach(self, files: Iterable[File]) -> None:
        """The uploaded files, each where the operation expects one."""
        for file in files:
            rule = (self.root.props or {}).get(file.name)
            if rule is None:
                self._stranger(self.root, "", file.name)
            elif rule.leaf is not coerce.no_file:
                self.refusals.append(errors.bad_string(file.filename, file.name))
            else:
                self.out[file.name] = file

    def json(self, rule: Rule, sent: Any, path: str) -> Any:
        """One value of a JSON body; null unsets where the empty string would."""
        try:
            return self._json(rule, sent, path)
        except ApiError as refusal:
            self.refusals.append(refusal)
            return None

    def _json(self, rule: Rule, sent: Any, path: str) -> Any:
        if rule.free:
            return sent
        if isinstance(sent, dict):
            return self._json_hash(rule, sent, path)
        if isinstance(sent, list):
            if rule.items is None:
                sent = {str(index): value for index, value in enumerate(sent)}
                return self._json_hash(rule, sent, path) if rule.text else rule.scalar(_shown(sent), path)
            if len(sent) > LONGEST_LIST:
                raise errors.bad_array(path)
            return [self.json(rule.items, value, f"{path}[{index}]") for index, value in enumerate(sent)]
        if sent is None:
            return rule.scalar("", path)
        if isinstance(sent, str):
            if "\0" in sent:
                raise errors.bad_string("contains a null byte", path)
            return rule.scalar(sent, path)
        return rule.scalar(_shown(sent), path)

    def _json_hash(self, rule: Rule, sent: dict[str, Any], path: str) -> Any:
        if rule.props is None and rule.values is None:
            if rule.text:
                raise errors.bad_string(_shown(sent), path)
            return rule.scalar(_shown(sent), path)
        made = Params()
        for key, value in sent.items():
            inner = rule.values if rule.props is None else rule.props.get(key)
            if inner is None:
                self._stranger(rule, path, key)
                continue
            if rule.notes:
                self._note(made, key)
            below = f"{path}[{key}]" if path else key
            if type(value) is str and inner.leaf is not None and "\0" not in value and not inner.free:
                made[key] = self._text(inner.leaf, value, below)
            else:
                made[key] = self.json(inner, value, below)
        return made

    def _text(self, leaf: Coerce, sent: str, path: str) -> Any:
        """One string, as nearly all values are; the same as `json` with fewer steps."""
        try:
            return leaf(sent, path)
        except ApiError as refusal:
            self.refusals.append(refusal)
            return None

    def finish(self) -> None:
        """Say the first thing that is wrong, or make lists of what was sent by index."""
        if self.strangers:
            raise self._unknown()
        for refusal in self.refusals:
            raise refusal.refusal() if isinstance(refusal, Misplaced) else refusal
        coerce.note_count(len(self.crowded))
        for holder, slot, items in reversed(self.lists):
            if holder.get(slot) is items:
                # An empty element, as old clients send an empty list, is none.
                holder[slot] = [items[index] for index in sorted(items) if items[index] is not None]

    def _unknown(self) -> ApiError:
        if len(self.strangers) > 1:
            return errors.unknown_params(list(self.strangers))
        ((full, (part, rule)),) = self.strangers.items()
        return errors.unknown_param(full, spelling.meant(part, rule.props or ()))


def _masked(number: re.Match[str]) -> str:
    """What may be a card's number is not told back: its last four digits say which. source: inferred"""
    return "*" * 12 + number[0][-4:]


def _shown(sent: Any) -> str:
    return orjson.dumps(sent).decode()
