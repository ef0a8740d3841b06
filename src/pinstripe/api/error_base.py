"""The form of a refusal and of a kept answer other than 200; everybody imports them from `api.errors`.

Owns: the envelope, error types, the documentation address of a code. Does not own: any message.
Money: none. Source: tags on each function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

INVALID_REQUEST: Final = "invalid_request_error"
CARD: Final = "card_error"
API: Final = "api_error"
IDEMPOTENCY: Final = "idempotency_error"

DOC_ROOT: Final = "https://stripe.com/docs/error-codes/"
# Sent without a page of their own: Stripe never wrote one, or the code is ours.
WITHOUT_PAGE: Final = frozenset(
    {
        "india_recurring_payment_mandate_canceled",
        "not_implemented",
        "more_permissions_required",
        "invalid_fields",
    }
)


@dataclass(slots=True)
class Answer:
    """An answer other than 200 whose work is kept: what a decline gives back instead of raising."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """A refusal: nothing happened. `executed`: the endpoint had begun, so a retry is given the same again."""

    def __init__(
        self,
        status: int,
        type: str,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        executed: bool = True,
        logged: bool = True,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.type = type
        self.message = message
        self.code = code
        self.param = param
        self.extra: dict[str, Any] = dict(extra or {})
        self.headers: dict[str, str] = dict(headers or {})
        self.executed = executed
        self.logged = logged

    def body(self, request_log_url: str | None = None) -> dict[str, Any]:
        """The envelope: keys in alphabetical order, absent ones left out. source: recorded: gumroad"""
        error: dict[str, Any] = {
            "code": self.code,
            "doc_url": doc_url(self.code),
            "message": self.message,
            "param": self.param,
            "type": self.type,
            **self.extra,
        }
        if self.logged:
            error["request_log_url"] = request_log_url
        return {"error": {key: error[key] for key in sorted(error) if error[key] is not None}}

    def answer(self) -> Answer:
        """The same words as a kept answer, for outcomes that stay on the books."""
        return Answer(self.status, self.body(), dict(self.headers))


def doc_url(code: str | None) -> str | None:
    """The page of a code, where it has one. source: recorded: gumroad"""
    if code is None or code in WITHOUT_PAGE:
        return None
    return DOC_ROOT + code.replace("_", "-")


def with_log_url(body: dict[str, Any], request_log_url: str) -> dict[str, Any]:
    """A kept answer's body with the address of its log entry, in its alphabetical place."""
    error = {**body["error"], "request_log_url": request_log_url}
    return {**body, "error": dict(sorted(error.items()))}


def in_v2(error: ApiError) -> ApiError:
    """The same refusal under /v2, where no error goes without a code, and what is not there is not found.
    source: spec (v2.error.not_found); the other code inferred
    """
    error.code = "not_found" if error.status == 404 else error.code or "invalid_fields"
    return error


ORDERS = {tuple(sorted(order)): order for order in (("draft", "open", "void", "paid", "uncollectible"),)}
"""Closed lists whose words the API lists in an order that is not its description's. source: recorded:
stripe_world 13 (states of invoices)"""


def one_of(words: Sequence[str]) -> str:
    """Stripe's way to list: "a or b", "a, b, or c". source: recorded: stripe_world refusal matrix"""
    words = ORDERS.get(tuple(sorted(words)), words)
    if len(words) < 3:
        return " or ".join(words)
    return ", ".join(words[:-1]) + ", or " + words[-1]


def masked(key: str) -> str:
    """A key as Stripe repeats it: prefix and last four readable. source: recorded: pay-rails/pay"""
    head, _, tail = key.rpartition("_")
    prefix = f"{head}_" if head else ""
    return prefix + "*" * max(len(tail) - 4, 0) + tail[-4:]


def refused(message: str, code: str | None = None, param: str | None = None, status: int = 400) -> ApiError:
    return ApiError(status, INVALID_REQUEST, message, code=code, param=param, executed=False)


def invalid(
    message: str,
    *,
    param: str | None = None,
    code: str | None = None,
    status: int = 400,
    executed: bool = True,
    **extra: Any,
) -> ApiError:
    """A request that a rule of the product turns down. source: spec"""
    return ApiError(status, INVALID_REQUEST, message, code=code, param=param, extra=extra, executed=executed)
