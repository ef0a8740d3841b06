"""Signatures: how the reader of a webhook knows that we sent it, and when.

Owns: the value of the Stripe-Signature header. Does not own: secrets (the endpoint's), sending. Money: none.
Source: sdk (the check that every official SDK makes).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence


def sign(payload: bytes, secret: str | Sequence[str], at: int) -> str:
    """The header's value: the time, and one signature for each secret that is active. source: sdk

    params: secret, one, or several while one is being replaced · at, Unix seconds of the sending.
    """
    secrets = (secret,) if isinstance(secret, str) else secret
    message = b"%d.%b" % (at, payload)
    marks = (f"v1={hmac.digest(key.encode(), message, 'sha256').hex()}" for key in secrets)
    return ",".join((f"t={at}", *marks))
