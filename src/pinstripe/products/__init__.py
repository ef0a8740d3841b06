"""The rooms: one package per product family. Rooms register by being listed here, in their published order.

A room may call functions of those listed before it; never the other way round.
"""

from __future__ import annotations

from importlib import import_module

ROOMS = (
    "catalog",
    "webhooks",
    "payments",
    "connect",
    "billing",
)


def register() -> None:
    """Import every room's modules, so that their resources and operations are known; then generate the
    rest."""
    from pinstripe.kernel import generate, search

    for room in ROOMS:
        package = import_module(f"{__name__}.{room}")
        for module in package.MODULES:
            import_module(f"{package.__name__}.{module}")
    generate.install()
    search.install()
