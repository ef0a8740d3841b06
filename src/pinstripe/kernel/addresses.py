"""Addresses on the web that callers name, for others to be sent to.

Owns: what counts as one. Does not own: where they are used. Money: none. Source: docs: error codes.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pinstripe.api import errors


def check(address: str, param: str) -> None:
    """It is an address on the web, with a host. refuses: bad_url. source: docs: error codes; which ones
    count inferred
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        known = False
    if not known or any(letter.isspace() for letter in address):
        raise errors.bad_url(param)
