"""Wishes: what a request says of how an invoice is sent, printed and paid, beside its lines and its terms.

Owns: when it is due or final, its number, shipping, printing, who issues it, how it may be paid.
Does not own: the endpoints (invoices.py), what it is billed with (drafts.py). Money: none.
Source: spec; recorded: stripe_world 13, pay-rails/pay 2025-11 (rendering).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.clock.calendar import DAY, add_interval
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import shipping_rate as shipping_rates
from pinstripe.products.customers import default_source
from pinstripe.products.invoices import collection, method_options, refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import statement_descriptors
from pinstripe.products.rendering import invoice_rendering_template as templates

MOST_YEARS: Final = 5
"""An invoice that is sent is due within so many, and a draft final. source: spec"""
PRINTED: Final[dict[str, Any]] = {
    "amount_tax_display": None,
    "pdf": {"page_size": "auto"},
    "template": None,
    "template_version": None,
}
"""How an invoice is printed of which nobody says anything. source: recorded: pay-rails/pay 2025-11"""


def fields(work: Work, customer: Record, params: Params, invoice: Record | None) -> dict[str, Any]:
    """What an invoice shows of all that. params: invoice, as it is; None where it is being made

    refuses: number_taken, finalizes_when, bad_timestamp, resource_missing, bad_descriptor, and what templates
    refuse
    """
    statement_descriptors.refuse(params)
    found: dict[str, Any] = {}
    if "effective_at" in params:
        found["effective_at"] = params.effective_at
    if params.get("number"):
        found["number"] = _number(work, params.number, invoice)
    if "shipping_details" in params:
        found["shipping_details"] = _parcel(params.shipping_details)
    if "account_tax_ids" in params:
        found["account_tax_ids"] = own_tax_ids(work, params.account_tax_ids)
    if params.get("issuer"):
        found["issuer"] = issuer(work, params.issuer)
    if invoice is None or "rendering" in params:
        found["rendering"] = _printed(work, customer, params, invoice)
    return found | _paid_by(work, customer, params, invoice)


def _paid_by(work: Work, customer: Record, params: Params, invoice: Record | None) -> dict[str, Any]:
    """How it may be paid. refuses: resource_missing, kind_unknown, and what wishes of kinds do"""
    found: dict[str, Any] = {}
    if params.get("default_payment_method"):
        method = methods.owned(work, customer, params.default_payment_method, "default_payment_method")
        found["default_payment_method"] = method.id
    if "default_source" in params:
        key = params.default_source
        named = default_source.owned(work, customer, key, 400, "default_source").id if key else None
        found["default_source"] = named
    given = params.get("payment_settings")
    if given:
        method_options.refuse(given, work.now)
        before = invoice.payment_settings if invoice is not None else INVOICE.defaults["payment_settings"]
        types = given.get("payment_method_types", before["payment_method_types"])
        found["payment_settings"] = {**before, "payment_method_types": list(types) if types else None}
        if "default_mandate" in given:
            paying = found.get("default_payment_method") or found.get("default_source")
            key = _mandate(work, customer, given.default_mandate, paying, invoice)
            found["payment_settings"]["default_mandate"] = key
        if method_options.OPTIONS in given:
            options = method_options.asked(given.payment_method_options, before[method_options.OPTIONS])
            found["payment_settings"][method_options.OPTIONS] = options
    return found


def _mandate(
    work: Work, customer: Record, key: str | None, paying: str | None, invoice: Record | None
) -> str | None:
    """The consent that an invoice is to be paid with: of whatever pays it. params: paying, the method that
    the same request names. refuses: resource_missing, other_mandate. source: spec (default_mandate)"""
    if not key:
        return None
    param = "payment_settings[default_mandate]"
    mandate = work.find("mandate", key, param)
    if paying is None:
        found = collection.method_for(work, invoice) if invoice else methods.for_customer(work, customer)
        paying = found.id if found is not None else None
    if mandate.payment_method != paying:
        raise refusals.other_mandate(param)
    return mandate.id


def _number(work: Work, number: str, invoice: Record | None) -> str:
    """A number of the caller's own, which no other invoice has. refuses: number_taken. source: spec"""
    for other in work.where("invoice", number=number, limit=2):
        if invoice is None or other.id != invoice.id:
            raise refusals.number_taken(number)
    return number


def _parcel(given: Params | None) -> dict[str, Any] | None:
    """Where it is sent. source: spec"""
    if not given:
        return None
    blank = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": {**blank, **given.address}, "name": given.name, "phone": given.get("phone")}


def own_tax_ids(work: Work, keys: Any, where: str = "") -> list[str] | None:
    """The account's own tax ids. params: where, the hash that they stand in. refuses: resource_missing"""
    for at, key in enumerate(keys or ()):
        path = f"{where}[account_tax_ids][{at}]" if where else f"account_tax_ids[{at}]"
        if work.find("tax_id", key, path).customer is not None:
            raise errors.no_such("tax_id", key, path, 400)
    return list(keys) if keys else None


def issuer(work: Work, given: Params, where: str = "") -> dict[str, Any]:
    """Whose invoice it is. params: where, the hash that it stands in. refuses: missing_param,
    resource_missing"""
    if given.type == "self":
        return {"type": "self"}
    path = f"{where}[issuer][account]" if where else "issuer[account]"
    if not given.get("account"):
        raise errors.missing_param(path)
    return {"account": work.find("account", given.account, path).id, "type": "account"}


def _printed(work: Work, customer: Record, params: Params, invoice: Record | None) -> dict[str, Any]:
    """How it is printed: as said, else as customers want it. refuses: those of templates, missing_param"""
    wanted = customer.at("invoice_settings", "rendering_options") or {}
    inherited = {name: value for name, value in wanted.items() if value is not None}
    before = (invoice.rendering if invoice is not None else None) or PRINTED
    given = dict(params.get("rendering") or {})
    if invoice is None:
        given = {**inherited, **given}
    found = {**before, **{name: value for name, value in given.items() if not name.startswith("template")}}
    if "pdf" in given:
        found["pdf"] = {"page_size": (given["pdf"] or {}).get("page_size", "auto")}
    if "template" in given or "template_version" in given:
        key = given.get("template", before["template"])
        named = {"template": None, "template_version": None}
        if key:
            named = templates.chosen(work, key, given.get("template_version"), "rendering")
        elif given.get("template_version") is not None:
            raise errors.missing_param("rendering[template]")
        found |= named
    return found


def due(work: Work, params: Params) -> dict[str, Any]:
    """Until when an invoice that is sent is to be paid. refuses: needs_due_date, no_due_date, due_too_late"""
    days, moment = params.get("days_until_due"), params.get("due_date")
    if params.get("collection_method", "charge_automatically") == "charge_automatically":
        if days is not None or moment is not None:
            raise refusals.no_due_date()
        return {}
    if days is None and moment is None:
        raise refusals.needs_due_date()
    if days is not None and moment is not None:
        raise errors.exclusive_params(["due_date", "days_until_due"])
    if moment is not None and moment <= work.now:
        raise errors.bad_timestamp("due_date")
    found: int = params["due_date"] if days is None else work.now + days * DAY
    if found > _horizon(work):
        raise refusals.due_too_late()
    return {"due_date": found}


def due_within(invoice: Record, bounds: Mapping[str, int]) -> bool:
    """Is an invoice due within these bounds? source: spec"""
    moment = invoice.due_date
    signs = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
    return moment is not None and all(signs[name](moment, bound) for name, bound in bounds.items())


def _horizon(work: Work) -> int:
    return add_interval(work.now, "year", 1, MOST_YEARS)


def finalizes_at(work: Work, params: Params) -> int | None:
    """When a draft becomes final by itself, where a caller says it. refuses: bad_timestamp, finalizes_when"""
    moment: int | None = params.get("automatically_finalizes_at")
    if moment is None:
        return None
    if params.get("auto_advance") is False:
        raise refusals.finalizes_when("`auto_advance` must not be false.")
    if moment <= work.now:
        raise errors.bad_timestamp("automatically_finalizes_at")
    if moment > _horizon(work):
        raise refusals.finalizes_when("It can be at most five years in the future.")
    return moment


def shipping(work: Work, params: Params, currency: str) -> dict[str, Any]:
    """What sending costs, by a rate that there is or that is made. No manual tax rate counts on it.
    refuses: exclusive_params. source: spec; the tax inferred"""
    if "shipping_cost" not in params:
        return {}
    given = params.shipping_cost or Params({})
    if given.get("shipping_rate_data"):
        if given.get("shipping_rate"):
            raise errors.exclusive_params(["shipping_rate", "shipping_rate_data"], where="shipping_cost")
        path = "shipping_cost[shipping_rate_data]"
        rate = shipping_rates.make(work, given.shipping_rate_data, path)
    elif given.get("shipping_rate"):
        rate = shipping_rates.find(work, given.shipping_rate, "shipping_cost[shipping_rate]")
    else:
        return {"amount_shipping": 0, "shipping_cost": None}
    amount = shipping_rates.amount_in(rate, currency, "shipping_cost[shipping_rate]")
    cost = {"amount_subtotal": amount, "amount_tax": 0, "amount_total": amount, "shipping_rate": rate.id}
    return {"amount_shipping": amount, "shipping_cost": cost}


def payer(work: Work, invoice: Record, params: Params) -> Record | None:
    """What a caller wants to pay with. refuses: exclusive_params, resource_missing, other_mandate"""
    customer = work.load(invoice.customer, "customer")
    if params.get("payment_method") and params.get("source"):
        raise errors.exclusive_params(["payment_method", "source"])
    method = None
    if params.get("payment_method"):
        method = methods.resolve(work, params.payment_method, "payment_method")
        if method.customer is None:
            methods.attach(work, method, customer)
        elif method.customer != customer.id:
            methods.owned(work, customer, method.id, "payment_method")
    if params.get("source"):
        method = default_source.owned(work, customer, params.source, 400, "source")
    if params.get("mandate"):
        paying = method or collection.method_for(work, invoice)
        mandate = work.find("mandate", params.mandate, "mandate")
        if paying is None or mandate.payment_method != paying.id:
            raise refusals.other_mandate()
    return method


def sweeps(work: Work, params: Params) -> str:
    """Are pending items taken along, and must there be some? source: docs: Upgrades 2022-08-01; older sdk
    (`include_and_require` was meant where nothing was said)"""
    older = work.version.before(SIDE_EFFECTS["pending_items_excluded"].date)
    return str(
        params.get("pending_invoice_items_behavior") or ("include_and_require" if older else "exclude")
    )
