"""The terminal refund: an object of which the description says nothing.

Owns: its name. Does not own: the endpoint (refunds.py), giving money back. Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

TERMINAL_REFUND = Resource("terminal.refund", path="/v1/terminal/refunds")
