"""The endpoints of tax registrations.

Owns: create, update, list; what each country's form must say. Does not own: the record (registration.py).
Money: none. Source: spec; docs: Tax registrations.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.tax import geography, refusals
from pinstripe.products.tax import registration as registrations
from pinstripe.products.tax.registration import REGISTRATION

SCHEMES = geography.EU | frozenset("AE AU CH GB JP NO NZ SG".split())
"""Countries whose standard registration has a scheme for the place of supply. source: spec"""
JURISDICTIONS = ("local_amusement_tax", "local_lease_tax")
"""Types of the US that are a city's or a county's. source: spec"""
DELIVERY_FEES = ("CO", "MN")
"""States that take a fee of each delivery. source: spec"""


@operation("POST /v1/tax/registrations", REGISTRATION)
def create(work: Work, params: Params) -> Record:
    """Tax is collected there from then on.

    refuses: bad_country, other_country, missing_param, begins_early, ends_early, registered
    source: docs: Tax registrations
    """
    country = str(params.country).upper()
    options = {country.lower(): _form(params, country)}
    begins = work.now if params.active_from == "now" else int(params.active_from)
    if begins < work.now:
        raise refusals.begins_early()
    ends = _end(work, params)
    if ends is not None and ends <= begins:
        raise refusals.ends_early()
    _refuse_overlap(work, country, options[country.lower()], begins, ends)
    made = work.create(
        REGISTRATION,
        "active" if begins == work.now else "scheduled",
        active_from=begins,
        country=country,
        country_options=options,
        expires_at=ends,
    )
    registrations.plan(work, made)
    return made


def _end(work: Work, params: Params) -> int | None:
    ends = params.get("expires_at")
    return work.now if ends == "now" else ends


def _form(params: Params, country: str) -> dict[str, Any]:
    """What the country's form says. refuses: bad_country, other_country, missing_param, bad_state"""
    key = country.lower()
    if key not in params.country_options:
        raise (
            refusals.other_country(country)
            if params.country_options
            else errors.missing_param(f"country_options[{key}]")
        )
    if len(params.country_options) > 1:
        raise refusals.other_country(country)
    given = dict(params.country_options[key])
    kind, where = given["type"], f"country_options[{key}]"
    if country in SCHEMES and kind == "standard":
        given["standard"] = {"place_of_supply_scheme": "standard", **(given.get("standard") or {})}
    if country == "CA" and kind == "province_standard":
        province = (given.get("province_standard") or {}).get("province")
        if not province:
            raise errors.missing_param(f"{where}[province_standard][province]")
        if province not in geography.STATES["CA"]:
            raise refusals.bad_state(province, f"{where}[province_standard][province]")
    if country == "US":
        _refuse_state(given, where)
    for name in ("standard", "province_standard", *JURISDICTIONS, "state_sales_tax"):
        if name in given and name != kind:
            raise refusals.other_type(name, kind, f"{where}[{name}]")
    return given


def _refuse_state(given: dict[str, Any], where: str) -> None:
    """A form of the US names a state, and a jurisdiction below it where the tax is local. refuses: bad_state,
    missing_param"""
    state, kind = given["state"], given["type"]
    if state not in geography.STATES["US"] or (
        kind == "state_retail_delivery_fee" and state not in DELIVERY_FEES
    ):
        raise refusals.bad_state(state, f"{where}[state]")
    if kind in JURISDICTIONS and not (given.get(kind) or {}).get("jurisdiction"):
        raise errors.missing_param(f"{where}[{kind}][jurisdiction]")


def _refuse_overlap(
    work: Work, country: str, options: dict[str, Any], begins: int, ends: int | None, own: str = ""
) -> None:
    """One at a time for a place and a type. refuses: registered. source: docs: Tax registrations"""
    for other in work.each(REGISTRATION.object):
        if (
            other.id == own
            or other.country != country
            or _place(registrations.options_of(other)) != _place(options)
        ):
            continue
        if (other.expires_at is None or begins < other.expires_at) and (
            ends is None or other.active_from < ends
        ):
            raise refusals.registered(country)


def _place(options: dict[str, Any]) -> tuple[Any, ...]:
    """What a form is about: its type, and the state, province or city."""
    kind = options["type"]
    within = options.get(kind) or {}
    return (kind, options.get("state"), within.get("province"), within.get("jurisdiction"))


@operation("POST /v1/tax/registrations/{id}", REGISTRATION, subject="id")
def update(work: Work, registration: Record, params: Params) -> Record:
    """Another beginning, while it has not begun; another end, now too, or none.

    refuses: begun, begins_early, ends_early, over, registered. source: spec; docs: Tax registrations
    """
    changes: dict[str, Any] = {}
    if registration.status == "expired" and params.keys() & {"active_from", "expires_at"}:
        raise refusals.over()
    if "active_from" in params:
        if registration.status != "scheduled":
            raise refusals.begun()
        changes["active_from"] = work.now if params.active_from == "now" else int(params.active_from)
        if changes["active_from"] < work.now:
            raise refusals.begins_early()
    if "expires_at" in params:
        changes["expires_at"] = _end(work, params)
    if not changes:
        return registration
    after = {**registration.body, **changes}
    begins, ends = after["active_from"], after["expires_at"]
    if ends is not None and "expires_at" in changes and ends < work.now:
        raise refusals.ends_early()
    if ends is not None and ends <= begins and not (params.get("expires_at") == "now" and begins <= work.now):
        raise refusals.ends_early()
    _refuse_overlap(
        work, registration.country, registrations.options_of(registration), begins, ends, registration.id
    )
    work.amend(registration, **changes)
    if registration.status == "scheduled" and begins <= work.now:
        work.advance(registration, "begin", "done")
    if ends is not None and ends <= work.now:
        work.advance(registration, "expire", "done")
    registrations.plan(work, registration)
    return registration


@operation("GET /v1/tax/registrations", REGISTRATION)
def list_registrations(work: Work, params: Params) -> Page:
    """Registrations, newest first; without a status, all. source: spec"""
    status = params.get("status")
    filters = {} if status in (None, "all") else {"status": status}
    return list_records(work, REGISTRATION, params, "/v1/tax/registrations", filters)
