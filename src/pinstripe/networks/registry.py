"""The networks by name: who answers for each, and what a unit of work asks.

Owns: name → simulator, the networks that one unit of work has opened. Does not own: questions and outcomes
(port.py), where faults are kept (kernel/keeping.py). Money: none. Source: our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast, overload

from pinstripe.networks.banks.sim import BankNetwork
from pinstripe.networks.cards.sim import CardNetwork
from pinstripe.networks.port import Banks, Cards
from pinstripe.networks.simulator import Seed, Simulator

NETWORKS: Final[Mapping[str, type[Simulator]]] = {"banks": BankNetwork, "cards": CardNetwork}

if TYPE_CHECKING:
    ANSWERS: tuple[type[Banks], type[Cards]] = (BankNetwork, CardNetwork)
    """Each answers the questions of its port, as mypy sees it."""


class Ask(Protocol):
    """`work.network("cards")`: the network of that name."""

    @overload
    def __call__(self, name: Literal["cards"]) -> Cards: ...

    @overload
    def __call__(self, name: Literal["banks"]) -> Banks: ...


class Opened:
    """The networks that one unit of work has asked. faults: the world's, by the network's name."""

    __slots__ = ("_faults", "_seed", "by_name")

    def __init__(self, seed: Seed, faults: Mapping[str, Any]) -> None:
        self._seed, self._faults = seed, faults
        self.by_name: dict[str, Simulator] = {}

    def network(self, name: str) -> Any:
        """The network of a name, opened when it is first asked for."""
        found = self.by_name.get(name)
        if found is None:
            found = self.by_name[name] = NETWORKS[name](self._seed, self._faults.get(name))
        return found

    @property
    def ask(self) -> Ask:
        """How a unit of work asks."""
        return cast(Ask, self.network)

    def remaining(self) -> dict[str, dict[str, Any]]:
        """The faults of each network that used some up, as they are now."""
        return {name: one.remaining() for name, one in self.by_name.items() if one.used_faults}
