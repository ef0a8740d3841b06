"""What is known of a card's checks: which data came with it, and what the bank said of them.

Owns: these facts of a card method. Does not own: asking the bank (networks/cards). Money: none.
Source: recorded: gumroad, openfoodnetwork 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.networks.port import Reply


def checks_given(method: Mapping[str, Any]) -> dict[str, Any]:
    """Which data came with a card method, as the network's questions want it: *_given."""
    checks = method["card"]["checks"] or {}
    return {
        "cvc_given": checks.get("cvc_check") is not None,
        "line1_given": checks.get("address_line1_check") is not None,
        "postal_given": checks.get("address_postal_code_check") is not None,
    }


def method_after(method: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """The method's card once the bank has looked at it: its checks are no longer unchecked.

    source: recorded: gumroad-5ac3af3c8f (after a payment), openfoodnetwork 2026-08 (after attach)
    """
    if reply.challenged or reply.checks is None:
        return dict(method["card"])
    checks = {**(method["card"]["checks"] or {})}
    checks.update({name: found for name, found in reply.checks.items() if found is not None})
    return {**method["card"], "checks": checks}
