"""The letterhead: what is said beforehand of the invoices of what is bought on a page.

Owns: reading it, what an invoice of a payment shows of it. Does not own: writing the invoice (fulfilment.py),
invoices (their room), a subscription's invoices (room subscriptions). Money: none. Source: spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import check_custom_fields
from pinstripe.products.invoices import wishes
from pinstripe.products.rendering import invoice_rendering_template as templates
from pinstripe.products.subscriptions import management as subscriptions

Body = dict[str, Any]
DATA, OF_SUBSCRIPTION = "invoice_creation[invoice_data]", "subscription_data[invoice_settings]"
INTERVAL = "subscription_data[pending_invoice_item_interval]"
PRINTED = ("account_tax_ids", "custom_fields", "description", "footer", "issuer", "metadata")


def check(work: Work, params: Params) -> None:
    """What is named for invoices is there. refuses: resource_missing, archived, missing_param,
    out_of_range, too many custom fields. source: spec
    """
    data = (params.get("invoice_creation") or {}).get("invoice_data") or Params()
    check_custom_fields(data, f"{DATA}[custom_fields]")
    if data.get("account_tax_ids"):
        wishes.own_tax_ids(work, data.account_tax_ids, DATA)
    template = (data.get("rendering_options") or {}).get("template")
    if template:
        templates.chosen(work, template, None, f"{DATA}[rendering_options]")
    subscription = params.get("subscription_data") or {}
    settings = subscription.get("invoice_settings") or {}
    for where, given in ((DATA, data), (OF_SUBSCRIPTION, settings)):
        if given.get("issuer"):
            wishes.issuer(work, given["issuer"], where)
    subscriptions.check_interval(subscription.get("pending_invoice_item_interval"), INTERVAL)


def creation(given: Mapping[str, Any] | None) -> Body:
    """The invoice that is written after a payment, as a session shows it. source: recorded: bikeindex (none);
    spec
    """
    asked = given or {}
    data = asked.get("invoice_data") or {}
    rendering = data.get("rendering_options")
    shown: Body = {
        "account_tax_ids": list(data.get("account_tax_ids") or ()) or None,
        "custom_fields": [dict(one) for one in data.get("custom_fields") or ()] or None,
        "description": data.get("description"),
        "footer": data.get("footer"),
        "issuer": dict(data["issuer"]) if data.get("issuer") else None,
        "metadata": merged_metadata(None, data.get("metadata") or {}),
        "rendering_options": None,
    }
    if rendering:
        shown["rendering_options"] = {
            name: rendering.get(name) or None for name in ("amount_tax_display", "template")
        }
    return {"enabled": bool(asked.get("enabled")), "invoice_data": shown}


def printed(work: Work, data: Body) -> Body:
    """What an invoice shows of what was said; a template counts as it is when the invoice is written.
    source: spec; the last inferred
    """
    found = {name: data[name] for name in PRINTED if data[name]}
    options = data["rendering_options"]
    if options is None:
        return found
    template = options["template"]
    version = work.load(template, templates.TEMPLATE.object).version if template else None
    return {**found, "rendering": {**wishes.PRINTED, **options, "template_version": version}}
