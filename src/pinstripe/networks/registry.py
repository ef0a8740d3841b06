"""The networks by their names, and what each of them may answer.

Owns: which simulator stands for which name; it is loaded when a work first asks that network. Does not own:
the questions (port.py, banks/port.py), the answers (the simulators), faults of a world (control/faults.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from pinstripe.networks import port
from pinstripe.networks.banks import port as banks
from pinstripe.networks.forced import Forced


class Network(Protocol):
    """What every simulator has beside its questions."""

    forced: Forced


class Known(NamedTuple):
    """Where a network's simulator stands, and the outcomes of each of its questions."""

    simulator: str
    outcomes: Mapping[str, tuple[str, ...]]


NETWORKS: dict[str, Known] = {
    "cards": Known("pinstripe.networks.cards.sim.CardNetwork", port.OUTCOMES),
    "banks": Known("pinstripe.networks.banks.sim.BankNetwork", banks.OUTCOMES),
}


def opened(name: str, seed: str, faults: Mapping[str, Any]) -> Any:
    """A world's network of that name. params: faults, those that its control API forces upon this network."""
    module, _, simulator = NETWORKS[name].simulator.rpartition(".")
    return getattr(import_module(module), simulator)(seed, faults)
