"""What is filled in: card details take the place of blanks in the body that is sent.

Owns: which blanks are whose, values and their masks, what is kept of headers and answers. Does not own: the
card (methods). Money: none. Source: docs: Forwarding (kinds of replacements, masks); names of fields inferred
from what processors call them.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping

NUMBER, EXPIRY, CVC, HOLDER = "card_number", "card_expiry", "card_cvc", "cardholder_name"
SIGNATURE = "request_signature"
NAMES: dict[str, tuple[str, ...]] = {
    "number": (NUMBER, "number", "cardnumber", "pan", "primaryaccountnumber", "creditcardnumber", "ccnumber"),
    "month": (EXPIRY, "expirymonth", "expmonth", "expirationmonth", "expiremonth", "month"),
    "year": (EXPIRY, "expiryyear", "expyear", "expirationyear", "expireyear", "year"),
    "date": (EXPIRY, "expiry", "expirydate", "expirationdate", "expdate", "expire", "cardexpiry"),
    "cvc": (CVC, "cvc", "cvv", "cvv2", "cvc2", "cvn", "cid", "securitycode", "cardsecuritycode", "cardcvc"),
    "holder": (HOLDER, "holdername", "cardholdername", "nameoncard", "cardholder", "name"),
}
"""Which replacement fills a blank of which name; case, dashes and underscores do not count."""
PARTS = {name: part for part, (_, *names) in NAMES.items() for name in names}
BLANK = re.compile(r'(?<!\\)"([A-Za-z0-9_-]+)"(\s*:\s*)(""|null)')
CODE = re.compile(r'(?<!\\)"([A-Za-z0-9_-]+)"(\s*:\s*)"?(\d{3,4})"?')
HIDDEN = "[redacted]"
SECRET = re.compile(
    r"auth|cookie|secret|token|signature|password|(?<!idempotency-)key|credential", re.IGNORECASE
)
"""Names of headers whose values are not kept. source: docs: Forwarding (authentication headers); inferred"""
Headers = Iterable[tuple[str, str]]


def part_of(name: str) -> str | None:
    """What a field of this name is for."""
    return PARTS.get(name.lower().replace("_", "").replace("-", ""))


def filled(body: str, values: Mapping[str, str], wanted: Iterable[str]) -> str:
    """The body with its blanks filled; all else stays as it was written, to the letter."""
    kinds = frozenset(wanted)

    def value(found: re.Match[str]) -> str:
        part = part_of(found[1])
        if part is None or NAMES[part][0] not in kinds:
            return found[0]
        text = values[part].replace("\\", "\\\\").replace('"', '\\"')
        return f'"{found[1]}"{found[2]}"{text}"'

    return BLANK.sub(value, body)


def mask(number: str) -> str:
    """A number as it is kept. source: docs: Forwarding"""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def masked(values: Mapping[str, str]) -> dict[str, str]:
    """What is kept in the place of each value."""
    return {**values, "number": mask(values["number"]), "cvc": "***"}


def kept_answer(body: str, values: Mapping[str, str]) -> str:
    """An answer without the card's number and code, if it repeats them."""

    def hidden(found: re.Match[str]) -> str:
        return f'"{found[1]}"{found[2]}"***"' if part_of(found[1]) == "cvc" else found[0]

    return CODE.sub(hidden, body.replace(values["number"], mask(values["number"])))


def signed(headers: Iterable[tuple[str, str]], body: str, secret: str) -> list[tuple[str, str]]:
    """Headers with the signature of a body in those that are called after it. source: inferred
    (HMAC-SHA256 over the body, in hexadecimal digits)
    """
    made = hmac.new(secret.encode(), body.encode(), "sha256").hexdigest()
    return [(name, made if "signature" in name.lower() else value) for name, value in headers]


def kept_headers(headers: Headers) -> list[dict[str, str]]:
    """Headers as they are kept. source: docs: Forwarding; the mark inferred"""
    return [{"name": name, "value": HIDDEN if SECRET.search(name) else value} for name, value in headers]
