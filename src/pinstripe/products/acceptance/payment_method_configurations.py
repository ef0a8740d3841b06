"""The endpoints of payment method configurations.

Owns: create, update, list. Does not own: the record (payment_method_configuration.py). Money: none. Source:
spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.acceptance import refusals
from pinstripe.products.acceptance.payment_method_configuration import (
    PAYMENT_METHOD_CONFIGURATION,
    account_default,
    names,
    preferences,
)

UNSHOWN = ("apple_pay_later", "fr_meal_voucher_conecs")
"""What can be said and is never shown, because no such kind stands by itself any more. source: spec"""


def asked(params: Params) -> dict[str, str]:
    """What a request says of each kind: on, off or none."""
    found = {}
    for name, given in params.items():
        wish = (given.get("display_preference") or {}) if name in names() and given else {}
        if wish.get("preference"):
            found[name] = wish["preference"]
    return found


def remembered(params: Params) -> dict[str, Any]:
    """What a request says of kinds that no configuration shows."""
    return {name: params[name]["display_preference"] for name in UNSHOWN if params.get(name)}


@operation("POST /v1/payment_method_configurations", PAYMENT_METHOD_CONFIGURATION)
def create(work: Work, params: Params) -> Record:
    """A configuration of an account; in a connected one, a child of the platform's. refuses: no_such,
    child_of_own. source: spec; inferred (application)
    """
    parent = parent_of(work, params)
    wishes = asked(params)
    return work.create(
        PAYMENT_METHOD_CONFIGURATION,
        **preferences(wishes, None if parent is None else parent.body),
        application=None if parent is None else f"ca_{stable(32, work.world.seed, 'application')}",
        name=params.get("name") or "",
        parent=None if parent is None else parent.id,
        private=remembered(params) or None,
    )


def parent_of(work: Work, params: Params) -> Record | None:
    """The platform's configuration that a child has. refuses: no_such, child_of_own"""
    if not params.get("parent"):
        return None
    if work.account == work.world.account:
        raise refusals.child_of_own()
    platform_work = work.acting_for(work.world.account)
    return platform_work.find("payment_method_configuration", params.parent, "parent")


@operation(
    "POST /v1/payment_method_configurations/{configuration}",
    PAYMENT_METHOD_CONFIGURATION,
    subject="configuration",
)
def update(work: Work, configuration: Record, params: Params) -> Record:
    """Other wishes, another name, or put away; children follow. refuses: default_stays. source: spec;
    inferred (children follow)
    """
    changes: dict[str, Any] = params.pick("active", "name")
    if changes.get("active") is False and configuration.is_default:
        raise refusals.default_stays()
    known = {name: configuration.body[name]["display_preference"]["preference"] for name in names()}
    work.note(configuration, **remembered(params))
    return work.change(
        configuration, **changes, **preferences({**known, **asked(params)}, inherited(work, configuration))
    )


def inherited(work: Work, configuration: Record) -> dict[str, Any] | None:
    """What the parent of a child says."""
    if configuration.parent is None:
        return None
    platform_work = work.acting_for(work.world.account)
    parent = platform_work.load(configuration.parent, "payment_method_configuration")
    return dict(parent.body)


@operation("GET /v1/payment_method_configurations", PAYMENT_METHOD_CONFIGURATION)
def list_all(work: Work, params: Params) -> Page:
    """Configurations, the account's own among them. source: spec"""
    own = account_default(work)
    found = {one.id: one for one in work.each("payment_method_configuration")}
    found.pop(own.id, None)
    active, application = params.get("active"), params.get("application")
    shown = [
        one
        for one in (*found.values(), own)
        if active in (None, one.active) and ("application" not in params or application == one.application)
    ]
    noun = PAYMENT_METHOD_CONFIGURATION.noun
    return page_of(shown, params, "/v1/payment_method_configurations", noun)
