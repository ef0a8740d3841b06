"""From a call to its function: which one it is, what it may be given, the record that it acts on.

Owns: the choice of the function, the order load → state → function. Does not own: batches (engine.py), what
the function does, customers that are named as accounts (payer.py). Money: none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinstripe.api import errors
from pinstripe.kernel import payer
from pinstripe.kernel.generate import deleted
from pinstripe.kernel.operation import HANDLERS, Handler, has
from pinstripe.kernel.resource import REGISTRY

if TYPE_CHECKING:
    from pinstripe.kernel.call import Call
    from pinstripe.kernel.work import Work


def handler_of(call: Call) -> Handler:
    """The function of an operation, and of the parameters it was given. refuses: not_implemented"""
    name = call.operation.name
    handler = HANDLERS.get(name)
    if handler is None:
        raise errors.not_implemented(name)
    if handler.missing_heads.isdisjoint(call.params):
        return handler
    for param in handler.missing:
        head, _, rest = param.partition(".")
        value = call.params.get(head)
        if value is not None and (not rest or has(value, rest.split("."))):
            raise errors.not_implemented(
                name, param.replace(".", "[", 1).replace(".", "][") + "]" if rest else head
            )
    return handler


def run(handler: Handler, work: Work, call: Call) -> Any:
    """Load the subject, check its state against the lifecycle, call the function."""
    work.path = call.path
    params, paths = call.params, call.path_params
    if not payer.HEADS.isdisjoint(params):
        params = payer.meant(work, params)
    if paths and paths.get("customer", "").startswith(payer.ACCOUNT):
        paths = {**paths, "customer": payer.of_path(work, paths["customer"])}
    if not handler.subject:
        return handler.function(work, params, **paths)
    key = paths[handler.subject]
    resource = REGISTRY[handler.subject_type]
    record = work.peek(key, handler.subject_type)
    if record is None and resource.published is not None:
        record = resource.published(work, key)
    if record is None:
        if handler.verb == "retrieve" and resource.deleted == "stub":
            known = work.batch.load(work.account, key)
            if known is not None and known.type == resource.object:
                return deleted(known)
        if resource.unknown is not None:
            raise resource.unknown(key)
        raise errors.no_such(resource.noun, key, handler.param or resource.param, 404)
    if resource.refuses(handler.verb, record):
        assert resource.unexpected is not None, f"{resource.object} has no refusal for a wrong state"
        raise resource.unexpected(record, handler.verb)
    others = {name: value for name, value in paths.items() if name != handler.subject}
    return handler.function(work, record, params, **others)
