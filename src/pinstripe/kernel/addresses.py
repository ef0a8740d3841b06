"""Addresses that callers name: on the web, for others to be sent to, and of mail.

Owns: what counts as one. Does not own: where they are used. Money: none. Source: docs: error codes.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from pinstripe.api import errors

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
"""An address of mail; one of a machine without a domain will do. source: inferred"""


def refuse_mail(address: str | None, param: str) -> None:
    """Mail can be sent there. refuses: bad_email. source: recorded: issue reports (wording)"""
    if address and not EMAIL.fullmatch(address):
        raise errors.bad_email(address, param)


def refuse_bare(address: str | None, param: str) -> None:
    """Where somebody is sent has a scheme, which may be an app's own. refuses: url_without_scheme. source:
    docs: error codes; which ones count inferred
    """
    if address and not SCHEME.match(address):
        raise errors.url_without_scheme(param)


def check(address: str, param: str) -> None:
    """It is an address on the web, with a host. refuses: url_without_scheme, bad_url. source: docs: error
    codes; which ones count inferred
    """
    if "://" not in address:
        raise errors.url_without_scheme(param)
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        known = False
    if not known or any(letter.isspace() for letter in address):
        raise errors.bad_url(param)
