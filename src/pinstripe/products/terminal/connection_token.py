"""The connection token record: a secret that opens an account to a device once. Nobody keeps one.

Owns: its shape. Does not own: the endpoint (connection_tokens.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

CONNECTION_TOKEN = Resource("terminal.connection_token", path="/v1/terminal/connection_tokens")
