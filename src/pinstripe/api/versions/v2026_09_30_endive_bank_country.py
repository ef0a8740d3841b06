"""Bank accounts are collected from one country, not from a list of them.

source: sdk (16.1.0 beside 15.6.2)
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inside, like, without
from pinstripe.api.versions.view import Patch

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = "A session of Financial Connections filters by a country; it was a list of countries."
RESOURCES: Final = ("financial_connections.session",)
SOURCE: Final = "sdk"
ALONE: Final = True
OPERATIONS: Final = ("POST /v1/financial_connections/sessions",)
COUNTRIES: Final = {"t": "list", "items": {"t": "str", "max": 5000}}
PARAMS: Final = {OPERATIONS[0]: Patch(older={"filters.countries": COUNTRIES}, newer=("filters.country",))}
PROPS: Final = {
    "bank_connections_resource_link_account_session_filters": Patch(
        older={"countries": {**COUNTRIES, "null": True}}, newer=("country",)
    )
}


def answer(body: Body, context: Context) -> Body:
    """Put the country back into a list."""
    if body.get("filters"):
        filters = dict(body["filters"])
        country = filters.pop("country", None)
        body["filters"] = {"countries": None if country is None else [country], **filters}
    return body


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Take the country out of a list of one; a longer list has no newer form."""

    def single(filters: Any) -> Any:
        listed = filters.get("countries")
        if not listed or len(listed) > 1:
            return filters
        return like(filters, {**without(filters, "countries"), "country": listed[0]})

    return inside(params, "filters", single)
