"""The `pinstripe` command: serve, and look after worlds.

Owns: which commands there are. Does not own: what they do (the modules of this package). Money: none.
A command's module is imported when it is called, so that `pinstripe serve` starts fast.
"""

from __future__ import annotations

from importlib import import_module

import click

from pinstripe import __version__

COMMANDS = {
    "accounts": "worlds",
    "audit": "worlds",
    "clock": "clocks",
    "coverage": "coverage",
    "events": "events",
    "explain": "coverage",
    "faults": "worlds",
    "fork": "worlds",
    "keys": "keys",
    "new-resource": "resources",
    "reset": "worlds",
    "serve": "serving",
    "snapshot": "worlds",
    "sql": "queries",
}
"""Command → module of this package that has it under the same name."""


class Commands(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pinstripe.cli.{COMMANDS[cmd_name]}")
        found: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pinstripe")
def main() -> None:
    """The Stripe API as a server that you run yourself, with real state."""
