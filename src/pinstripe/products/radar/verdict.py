"""What an account's rules say of a payment.

Owns: which rules there are, finding the one that counts. Does not own: the language (language.py), what is
known
of a payment and what follows (payments). Money: none.
Rules stand in the world's settings; those of preset lists count once there is something in the list. Where
there
are neither, nothing is looked at. Source: docs: Radar (order of rules, from memory).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pinstripe.ids import stable
from pinstripe.kernel import remembered
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.radar import language, preset, refusals
from pinstripe.products.radar.value_list import ITEM, VALUE_LIST
from pinstripe.products.radar.value_list_item import compared

ORDER = ("allow", "block", "review")
USED = "radar presets in use"


class Verdict(NamedTuple):
    """What is done with a payment. action: allow, block, review or nothing; rule: its id; secure: the
    holder of
    the card is to be asked."""

    action: str = ""
    rule: str = ""
    secure: bool = False


class Known(Protocol):
    """What a later room knows of a payment."""

    def attribute(self, name: str) -> Any:
        """The value of an attribute, None where it is missing."""
        ...

    def note(self, name: str, of_customer: bool) -> str | None:
        """A value of metadata."""
        ...


class Asked:
    """A payment as rules see it, with the account's lists."""

    def __init__(self, work: Work, known: Known) -> None:
        self.work, self.known = work, known
        self.attribute, self.note = known.attribute, known.note

    def listed(self, alias: str, value: Any) -> bool:
        """Does a list hold the value?"""
        found = list_of(self.work, alias)
        if found is None:
            return False
        text = compared(found.item_type, str(value))
        return bool(self.work.where(ITEM, limit=1, value_list=found.id, compared=text))


def list_of(work: Work, alias: str) -> Record | None:
    """A list that has a record, by its alias."""
    return next(iter(work.where(VALUE_LIST.object, limit=1, alias=alias)), None)


def texts(settings: Mapping[str, Any]) -> Sequence[str]:
    """The rules of a world, as they were written."""
    found: Sequence[str] = settings.get("radar", ())
    return found


def presets_in_use(work: Work) -> tuple[str, ...]:
    """Aliases of preset lists with something in them; remembered where no other process writes."""

    def find() -> tuple[str, ...]:
        found = work.where(VALUE_LIST.object, limit=len(preset.PRESETS) + 1, created_by=preset.BY)
        return tuple(sorted(one.private["preset"] for one in found if one.private["count"]))

    known: tuple[str, ...] = remembered.remember(work, USED, find)
    return known


def forget(work: Work) -> None:
    """Something came into a list, or left it."""
    remembered.forget(work, USED)


def rules_of(work: Work) -> list[language.Rule]:
    """All that count, those of the world first."""
    used = [preset.RULES[alias] for alias in presets_in_use(work)]
    return [language.read(text) for text in (*texts(work.world.settings), *used)]


def any_rules(work: Work) -> bool:
    """Is there anything to look at?"""
    return bool(work.world.settings.get("radar")) or bool(presets_in_use(work))


def decide(work: Work, known: Known) -> Verdict:
    """What is done: a payment that is allowed is neither blocked nor reviewed. source: docs: Radar"""
    facts, rules = Asked(work, known), rules_of(work)
    secure = any(rule.holds(facts) for rule in rules if rule.action == "request_three_d_secure")
    for action in ORDER:
        for rule in rules:
            if rule.action == action and rule.holds(facts):
                return Verdict(action, id_of(work, rule), secure)
    return Verdict(secure=secure)


def id_of(work: Work, rule: language.Rule) -> str:
    """The id that a rule has in a world. source: inferred"""
    return f"rule_{stable(24, work.world.seed, rule.text)}"


def checked(work: Work, wanted: Sequence[str]) -> list[str]:
    """Rules that are going to count. refuses: bad_rule, unknown_list. source: our own; docs: Radar"""
    for place, text in enumerate(wanted):
        try:
            rule = language.read(text)
        except language.Fault as fault:
            raise refusals.bad_rule(place, str(fault)) from None
        for alias in sorted(rule.lists):
            if alias not in preset.PRESETS and list_of(work, alias) is None:
                raise refusals.unknown_list(place, alias)
    return list(wanted)


def refuse_named(work: Work, alias: str) -> None:
    """A list that a rule names stays. refuses: list_in_use. source: spec; recorded: gumroad"""
    for text in texts(work.world.settings):
        if alias in language.read(text).lists:
            raise refusals.list_in_use(alias, text)
