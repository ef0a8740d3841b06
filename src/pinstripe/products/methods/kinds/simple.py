"""Kinds that are declared in one call: nothing is known of them but what the payer or the network says.

Owns: reading and showing of such a kind from a few words. Does not own: the kinds (pages.py, vouchers.py).
Money: none. Source: spec (fields).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.methods.kinds import wishes
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner

REFERENCE: Final = "{reference}"
"""In a charge's hash: the number of the payment."""


def simple(
    name: str,
    currencies: str,
    fee: Fee | None,
    *,
    says: str = "",
    must: str = "",
    may: str = "",
    shows: Mapping[str, Any] | None = None,
    **more: Any,
) -> Kind:
    """A kind that is paid after its payer was asked.

    params: says: fields of its hash, null where nobody says them, or "field=value"; must: those that a
    request has to say; may: those that are left out where nobody says them; shows: the charge's hash;
    what the method says goes before it, where it says anything.
    """

    def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
        for field in must.split():
            if given.get(field) is None:
                raise errors.missing_param(f"{where}[{field}]")
        fields = {}
        for word in f"{must} {says}".split():
            field, _, usual = word.partition("=")
            fields[field] = given.get(field) or usual or None
        fields |= {field: given[field] for field in may.split() if given.get(field) is not None}
        terms = given.get("mandate_options") or {}
        wishes.check_terms(terms, f"{where}[mandate_options]", work.now)
        return Facts(fields, {"terms": dict(terms)} if terms else {})

    def details(method: Mapping[str, Any], *, reference: str) -> dict[str, Any]:
        found = {field: reference if word == REFERENCE else word for field, word in (shows or {}).items()}
        return {field: word if method.get(field) is None else method[field] for field, word in found.items()}

    return Kind(
        name, Flow.REDIRECT, name, read, details, currencies=tuple(currencies.split()), fee=fee, **more
    )
