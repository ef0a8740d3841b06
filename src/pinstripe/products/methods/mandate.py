"""The mandate record: a payer's consent to be debited later.

Owns: the record, its states, its end with the method. Does not own: asking for it (room payments). Money:
none.
Source: spec; docs: mandates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.table import NEWEST, Table
from pinstripe.ids import stable
from pinstripe.kernel.generate import completed
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods.payment_method import PAYMENT_METHOD

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from      to          event
    ("create", "accepted", ANY,      "active"),
    ("end",    "done",     "active", "inactive", "mandate.updated"),
)
# fmt: on

MANDATE = Resource(
    "mandate",
    prefix="mandate",
    path="/v1/mandates",
    generated="retrieve",
    param="mandate",
    lifecycle=LIFECYCLE,
    index=("payment_method", "status"),
    absent="multi_use on_behalf_of single_use",
    source="spec; docs: mandates",
)

SHAPE = "mandate_payment_method_details"
MANDATES = page(
    "mandates",
    "mandate",
    title="A mandate",
    means="Here a payer would read what they have agreed to, and who may debit their account.",
)


def accept(
    work: Work, method: Record, data: dict[str, Any], *, reusable: bool, amount: int, currency: str
) -> Record:
    """The payer consents: to this debit, or to later ones as well. params: data: `mandate_data`, and `terms`
    that the merchant set

    source: spec; docs: ACH Direct Debit
    """
    given = data["customer_acceptance"]
    kind = given["type"]
    acceptance: dict[str, Any] = {
        "accepted_at": given.get("accepted_at", work.now),
        "type": kind,
        kind: dict(given.get(kind) or {}),
    }
    use: dict[str, Any] = (
        {"multi_use": {}} if reusable else {"single_use": {"amount": amount, "currency": currency}}
    )
    key = work.new_id(MANDATE)
    terms = data.get("terms") or {}
    reference = (terms.get("reference_prefix") or "") + stable(16, work.world.seed, key).upper()
    details = kinds.kind_of(method).agrees(reference, work.public(MANDATES.path(key)))
    details = agreed_to(method.body["type"], details, terms)
    return work.create(
        MANDATE,
        "accepted",
        id=key,
        customer_acceptance=acceptance,
        payment_method=method.id,
        payment_method_details={method.body["type"]: details, "type": method.body["type"]},
        type="multi_use" if reusable else "single_use",
        **use,
    )


def agreed_to(kind: str, details: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    """What a mandate says of its kind, with the merchant's terms where it shows them. source: spec"""
    table = Table.load(NEWEST)
    node = table.object(SHAPE).props[kind]
    shown = table.object(node["ref"]).props if "ref" in node else node["props"]
    said = {name: value for name, value in terms.items() if name in shown and value}
    whole: dict[str, Any] = completed({**details, **said}, node, table)
    return whole


def can_stand(kind: str) -> bool:
    """Does a mandate know this kind? source: spec"""
    return kind in Table.load(NEWEST).object(SHAPE).props


def standing(work: Work, method: Record) -> Record | None:
    """The consent to be debited again that a method has."""
    found = work.where("mandate", payment_method=method.id, status="active", limit=10)
    return next((one for one in found if one.body["type"] == "multi_use"), None)


def withdraw(work: Work, mandate: Record) -> None:
    """A consent of somebody who turned out not to be the account's owner. source: docs: mandates"""
    if mandate.status == "active":
        work.advance(mandate, "end", "done")


@hears(PAYMENT_METHOD, "detach", "done")
def end_with_method(work: Work, method: Record) -> None:
    """A detached method's consent ends. source: docs: mandates"""
    for mandate in work.where("mandate", payment_method=method.id, status="active", limit=100):
        withdraw(work, mandate)
