"""The endpoint that forwards a request.

Owns: create. Does not own: the record (request.py), which processors may be spoken to (allowance.py), what is
filled in (replacement.py), the exchange (networks/forwarder.py). Money: none. Source: spec; docs: Forwarding.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.outside import Asking, Outside
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.networks import forwarder
from pinstripe.products.forwarding import allowance, refusals, replacement
from pinstripe.products.forwarding.request import KEPT_SECONDS, REQUEST
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card

LONGEST_BODY = 5000
TYPE = ("Content-Type", "application/json")
OWN = frozenset("connection content-length host keep-alive transfer-encoding upgrade te trailer".split())
"""Headers of the connection, which nobody else sets."""
NAME, VALUE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"), re.compile(r"[\t\x20-\x7e\x80-\xff]*")


@operation("POST /v1/forwarding/requests", REQUEST)
def create(work: Work, params: Params) -> Asking:
    """A request goes to another processor with a card's details filled in; whatever it answers is kept.

    refuses: is_inactive, not_allowed, bad_url, no_json, bad_header, no_card, no_cvc, those of
    signed_headers, and what goes wrong outside. source: docs: Forwarding
    """
    settings = work.world.settings.get("forwarding", {})
    if not settings.get("active", True):
        raise refusals.is_inactive()
    wanted = list(dict.fromkeys(params.replacements))
    if not wanted:
        raise refusals.nothing_replaced()
    given = params.get("request") or {}
    place = allowance.read(params.url)
    if not allowance.allowed(place, work.world.settings):
        raise refusals.not_allowed(params.url)
    body, headers = body_of(given), headers_of(given)
    method = methods.resolve(work, params.payment_method, "payment_method")
    values = values_of(method, wanted)
    sent = replacement.filled(body, values, wanted)
    if replacement.SIGNATURE in wanted:
        headers = signed_headers(headers, sent, settings.get("signing_secret"))
    kept = replacement.filled(body, replacement.masked(values), wanted)
    if replacement.CVC in wanted:
        methods.use_code(work, method)
    seconds = settings.get("timeout_seconds", allowance.SECONDS)
    asked = (params.url, place.host, place.port, headers, sent.encode())
    try:
        answer = yield Outside(forwarder.post, *asked, seconds, seconds=seconds + 1)
    except forwarder.Forbidden:
        raise refusals.private_address(place.host) from None
    except forwarder.Unreached:
        raise refusals.unreached() from None
    except forwarder.Dropped:
        raise refusals.dropped() from None
    except forwarder.Broken:
        raise refusals.unusable() from None
    except TimeoutError:
        raise refusals.timed_out() from None
    details = {"body": kept, "headers": replacement.kept_headers(headers), "http_method": "POST"}
    return keep(work, params, method, details, answer, values)


def keep(
    work: Work,
    params: Params,
    method: Record,
    details: dict[str, Any],
    answer: forwarder.Answered,
    values: dict[str, str],
) -> Record:
    """What is kept of an exchange: nothing of the card. source: docs: Forwarding; form inferred"""
    made = work.create(
        REQUEST,
        metadata=merged_metadata(None, params.get("metadata")),
        payment_method=method.id,
        replacements=list(params.replacements),
        request_context={
            "destination_duration": answer.duration_ms,
            "destination_ip_address": answer.address,
        },
        request_details=details,
        response_details={
            "body": replacement.kept_answer(answer.body, values),
            "headers": replacement.kept_headers(answer.headers),
            "status": answer.status,
        },
        url=params.url,
    )
    work.schedule("forget", made, work.now + KEPT_SECONDS)
    return made


def body_of(given: dict[str, Any]) -> str:
    """The body, with blanks. refuses: missing_param, long_string, no_json. source: spec; docs: Forwarding"""
    body = given.get("body")
    if body is None:
        raise errors.missing_param("request[body]")
    if len(body) > LONGEST_BODY:
        raise errors.long_string(body, LONGEST_BODY, "request[body]")
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        raise refusals.no_json() from None
    return str(body)


def headers_of(given: dict[str, Any]) -> list[tuple[str, str]]:
    """The headers, and the type of the body where none is named. refuses: bad_header. source: spec"""
    found = []
    for place, one in enumerate(given.get("headers") or ()):
        name, value = one["name"], one["value"]
        if not NAME.fullmatch(name) or not VALUE.fullmatch(value) or name.lower() in OWN:
            raise refusals.bad_header(place)
        found.append((name, value))
    typed = any(name.lower() == TYPE[0].lower() for name, _ in found)
    return found if typed else [*found, TYPE]


def signed_headers(headers: list[tuple[str, str]], body: str, secret: str | None) -> list[tuple[str, str]]:
    """Headers with the signature of what is sent, where one has room for it. refuses: no_secret,
    no_signature_header. source: spec (request_signature); how it is made inferred
    """
    if secret is None:
        raise refusals.no_secret()
    made = replacement.signed(headers, body, secret)
    if made == headers:
        raise refusals.no_signature_header()
    return made


def values_of(method: Record, wanted: list[str]) -> dict[str, str]:
    """What the blanks are filled with. refuses: no_card, no_cvc. source: docs: Forwarding"""
    kind = method.body["type"]
    if kind != card.NAME:
        raise refusals.no_card(kind)
    code = card.code_of(method)
    if replacement.CVC in wanted and code is None:
        raise refusals.no_cvc()
    month, year = method.card["exp_month"], method.card["exp_year"]
    return {
        "number": card.known(method).number,
        "month": f"{month:02d}",
        "year": str(year),
        "date": f"{month:02d}/{year % 100:02d}",
        "cvc": code or "",
        "holder": method.billing_details["name"] or "",
    }
