"""What every answer must be, whatever was asked: a closed set of statuses, shapes, and no parameter lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pinstripe.api import shapes
from pinstripe.api.params import Params
from pinstripe.api.spoken import Spoken
from pinstripe.api.table import NEWEST, Node, Operation, Table
from pinstripe.kernel.operation import HANDLERS, Handler
from tests.client import Answer
from tests.property.place import rooms

REFUSALS = frozenset({400, 402, 403, 404, 409})
OTHERS = {(401, "POST /v2/billing/meter_event_stream"), (424, "POST /v1/forwarding/requests")}
"""The stream takes the token of a session in the place of a key."""
MONEY_OBJECTS = frozenset({"payment_intent", "payment_method", "setup_intent", "source"})

VALUES = (
    *("due_date", "payment_behavior", "trial_end of"),
    *("mandate_data (for ", "to without recipient"),
    *("allowed_payment_method_types[", "payment_method_types["),
    *("trial_from_plan", "subscription_trial_from_plan"),
)
"""Parameters of which single values or forms answer 501: ranges, ways to change, consent to kinds
that have no mandates, own bank accounts, kinds that are not set up."""


@cache
def differing() -> frozenset[tuple[str, str]]:
    """Parameters that an answer shows otherwise under their own name, as the rooms list them with reasons."""
    return frozenset(key for room in rooms() for key in getattr(room, "DIFFERS", {}))


def problems(operation: Operation, version: Spoken, answer: Answer) -> list[str]:
    """What is wrong with an answer by itself."""
    handler = HANDLERS.get(operation.name)
    if answer.status == 200:
        return [] if handler is not None else ["an operation that is missing answered"]
    found = list(refusal(answer, operation, version))
    if answer.status == 501:
        found += list(missing(answer, operation, handler))
    elif answer.status not in REFUSALS and (answer.status, operation.name) not in OTHERS:
        found.append(f"status {answer.status}")
    return found


def refusal(answer: Answer, operation: Operation, version: Spoken) -> Iterator[str]:
    """Is it a well-formed error?"""
    if list(answer.body) != ["error"]:
        yield f"an error with {list(answer.body)}"
        return
    error = answer.error
    names = [name for name in error if name not in MONEY_OBJECTS]
    if list(error) != sorted(error):
        yield "the keys of an error are not in order"
    if any(value is None for value in error.values()):
        yield "an error that shows null"
    if not error.get("message"):
        yield "an error that says nothing"
    if any(not isinstance(error[name], str) for name in names):
        yield "an error with something else than text"
    if operation.path.startswith("/v2/"):
        if not error.get("code") and answer.status != 401:
            yield "an error of v2 without code"
        return
    if "type" not in error:
        yield "an error without type"
    known = Table.load(NEWEST).object("api_errors").props
    for name, value in error.items():
        if name not in known:
            yield f"an error with {name}"
        elif name in MONEY_OBJECTS:
            yield from shapes.problems(value, {"ref": name}, version.table, path=name)
        else:
            yield from shapes.problems(value, known[name], Table.load(NEWEST), path=name)
    if ("doc_url" in error) > ("code" in error):
        yield "a page without a code"


def missing(answer: Answer, operation: Operation, handler: Handler | None) -> Iterator[str]:
    """May it say that it is not built?"""
    error = answer.error
    if error.get("code") != "not_implemented" or error.get("type") != "api_error":
        yield "a 501 that does not say what it is"
    named = error["message"].removeprefix("Pinstripe does not implement ").rstrip(".")
    named = named.partition(" with the parameter ")[0]
    if not operation.name.startswith(named):
        yield f"a 501 that names {named}"
    if answer.headers.get("Stripe-Should-Retry") != "false":
        yield "a 501 that may be tried again"
    if handler is None:
        return
    param, _, value = error.get("param", "").partition("=")
    path = param.replace("[", ".").replace("]", "")
    other_type = value in HANDLERS["POST /v1/payment_methods"].missing
    if path not in handler.missing and not other_type and not param.startswith(VALUES):
        yield f"a 501 about {param or 'the whole'} of what is built"


def ignored(operation: Operation, params: Params, body: Any) -> Iterator[str]:
    """Parameters that were accepted and that the answer shows with another value."""
    if not isinstance(body, dict):
        return
    shape = shapes_of(body.get("object"))
    handler = HANDLERS.get(operation.name)
    include = operation.params["props"].get("include", {}).get("items", {}).get("enum", [])
    every = [*include, *(handler.resource.includable if handler is not None else ())]
    asked_for = {one.partition(".")[0] for one in every}
    for name, value in params.items():
        if name == "expand" or (operation.name, name) in differing():
            continue
        if name in body:
            yield from differs(name, value, body[name])
            if name not in asked_for:
                yield from left_out(name, value, body[name], shape.get(name, {}))
        elif name in shape and name not in asked_for and not nothing(value):
            yield f"{name} was sent and is left out"


OF_OTHERS = (
    "payment_method_options",
    "after_completion[",
    "account_holder[",
    "[liability][account]",
    "owner[",
    "issuer[account]",
    "[issuer][account]",
)
"""What is shown only beside the type that it belongs to."""


def of_another(path: str) -> bool:
    """Does it belong to a type, of which there may be another?"""
    return any(one in path for one in OF_OTHERS)


def left_out(path: str, sent: Any, shown: Any, node: Node) -> Iterator[str]:
    """What was said within a hash and is not there, though it can be shown."""
    if isinstance(sent, dict) and isinstance(shown, dict):
        can_be_shown = shapes_of(node["ref"]) if "ref" in node else node.get("props", {})
        for name, value in sent.items():
            if name in shown:
                yield from left_out(f"{path}[{name}]", value, shown[name], can_be_shown.get(name, {}))
            elif name in can_be_shown and not nothing(value) and not of_another(f"{path}[{name}]"):
                yield f"{path}[{name}] was sent and is left out"


def nothing(value: Any) -> bool:
    """Is nothing said, or is all of it switched off?"""
    if isinstance(value, dict):
        return all(map(nothing, value.values()))
    return value is None or value is False or value in ([], "")


def shapes_of(kind: Any) -> Mapping[str, Node]:
    """What an object of a type can show."""
    try:
        return Table.load(NEWEST).object(str(kind)).props
    except KeyError:
        return {}


def differs(path: str, sent: Any, shown: Any) -> Iterator[str]:
    """Where a value that was sent is shown otherwise; objects in the place of ids count as their id."""
    if isinstance(shown, dict) and isinstance(sent, str):
        shown = shown.get("id", shown)
    if isinstance(sent, dict):
        if sent.get("enabled") is False:
            return  # what is switched off is not shown
        if shown is None and not nothing(sent):
            yield f"{path} was sent and is not there"
        elif isinstance(shown, dict):
            for name, value in sent.items():
                if name in shown:
                    yield from differs(f"{path}[{name}]", value, shown[name])
                elif path.endswith("metadata") and value is not None:
                    yield f"{path}[{name}] was sent and is not there"
    elif isinstance(sent, list):
        if isinstance(shown, list) and len(sent) != len(shown):
            yield f"{path} has {len(shown)} of {len(sent)} elements"
        elif isinstance(shown, list):
            for place, (one, other) in enumerate(zip(sent, shown, strict=True)):
                yield from differs(f"{path}[{place}]", one, other)
    elif sent is None:
        if any(shown.values()) if isinstance(shown, dict) else shown not in (None, "", []):
            yield f"{path} was unset and is {shown!r}"
    elif isinstance(shown, dict | list) or str(sent) == str(shown) or otherwise(path, sent, shown):
        return
    else:
        yield f"{path} was sent as {sent!r} and is {shown!r}"


MOMENTS = frozenset({"now", "max_period_end", "min_period_end", "max_billed_until", "current_period_end"})


def otherwise(path: str, sent: Any, shown: Any) -> bool:
    """Is it the same said otherwise? A test card or token becomes a payment method of its own; a word for a
    moment is shown as that moment, a code in small or capital letters, a year of two digits with four.
    """
    if isinstance(sent, str) and sent.startswith(("pm_card_", "tok_")):
        return True
    name = path.rstrip("]").rpartition("[")[2]
    if name in ("country", "currency"):
        return str(sent).lower() == str(shown).lower()
    if isinstance(shown, float):
        return float(sent) == shown
    if name == "exp_year":
        return bool(shown == 2000 + int(sent))
    if isinstance(shown, str) and shown.endswith(".000Z"):
        moment = datetime.fromisoformat(sent).replace(microsecond=0)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) == datetime.fromisoformat(shown)
    return sent in MOMENTS and isinstance(shown, int | None)
