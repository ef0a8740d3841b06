"""The endpoints of portal configurations.

Owns: create, update. Does not own: the record (configuration.py), features (menu.py). Money: none.
Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel import addresses
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.payments import parties
from pinstripe.products.portal import menu, refusals
from pinstripe.products.portal.configuration import CONFIGURATION, default_of, entrance

PATH = "/v1/billing_portal/configurations"


@operation(f"POST {PATH}", CONFIGURATION)
def create(work: Work, params: Params) -> Record:
    """What customers may do for themselves; an account's first configuration is its default. refuses: what
    features refuse, bad_url. source: spec; recorded: issue reports (the first is the default)
    """
    reasons = menu.own_reasons(work, params.features, [])
    offers, products = menu.read(work, params.features, menu.OFF, [], reasons)
    key = work.new_id(CONFIGURATION)
    fields = _said(params, CONFIGURATION.defaults)
    fields["login_page"] = entrance(work, key, bool((params.get("login_page") or {}).get("enabled")))
    return work.create(
        CONFIGURATION,
        id=key,
        **fields,
        application=parties.application(work),
        features=offers,
        is_default=default_of(work) is None,
        updated=work.now,
        private={"products": products, "reasons": reasons},
    )


@operation(f"POST {PATH}/{{configuration}}", CONFIGURATION, subject="configuration")
def update(work: Work, configuration: Record, params: Params) -> Record:
    """Other features, other addresses, or put away. refuses: default_stays, and what features refuse.
    source: spec
    """
    if params.get("active") is False and configuration.is_default:
        raise refusals.default_stays()
    changes = {**_said(params, configuration.body), **params.pick("active")}
    if params.get("features"):
        known, own = configuration.private["products"], configuration.private.get("reasons", [])
        own = menu.own_reasons(work, params.features, own)
        changes["features"], products = menu.read(work, params.features, configuration.features, known, own)
        work.note(configuration, products=products, reasons=own)
    if params.get("login_page"):
        changes["login_page"] = entrance(work, configuration.id, params.login_page.enabled)
    return work.change(configuration, **changes, updated=work.now)


def _said(params: Params, before: Any) -> dict[str, Any]:
    """What is said beside features. refuses: bad_url"""
    out: dict[str, Any] = params.pick("default_return_url", "name")
    if params.get("default_return_url"):
        addresses.check(params.default_return_url, "default_return_url")
    profile = params.get("business_profile")
    if profile:
        for name in ("privacy_policy_url", "terms_of_service_url"):
            if profile.get(name):
                addresses.check(profile[name], f"business_profile[{name}]")
        out["business_profile"] = {**before["business_profile"], **profile}
    if "metadata" in params:
        out["metadata"] = merged_metadata(before.get("metadata"), params.metadata)
    return out
