"""The tax id record: under which number a customer, or the account itself, pays taxes.

Owns: the record, its verification on the clock. Does not own: the endpoints (tax_ids.py), how a number is
written (tax_id_formats.py). Money: none.
Source: spec; docs: Tax IDs; recorded: dj-stripe.
"""

from __future__ import annotations

from pinstripe.kernel import payer
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.customers import refusals, tax_id_formats

UPDATED = "customer.tax_id.updated"
# fmt: off
LIFECYCLE = lifecycle(
    # verb     outcome        from       to             event
    ("create", "asked",       ANY,       "pending",     "customer.tax_id.created"),
    ("create", "unasked",     ANY,       "unavailable", "customer.tax_id.created"),
    ("create", "own",         ANY,       "unavailable"),
    ("verify", "verified",    "pending", "verified",    UPDATED),
    ("verify", "unverified",  "pending", "unverified",  UPDATED),
    ("verify", "unavailable", "pending", "unavailable", UPDATED),
    ("remove", "done",        ANY,       "=",           "customer.tax_id.deleted"),
)
# fmt: on

TAX_ID = Resource(
    "tax_id",
    prefix="txi",
    path="/v1/tax_ids",
    noun="tax_id",
    param="id",
    index=("customer", "own=private.own", "account=owner.account", "application=owner.application"),
    lifecycles={"verification.status": LIFECYCLE},
)
ASKED = ("au_abn", "eu_vat", "gb_vat")
"""Kinds that an authority is asked about. source: docs: Tax IDs"""
ANSWERS = {"000000000": "verified", "111111111": "unverified", "222222222": ""}
"""What the authority says of published numbers; of the last, never anything. source: docs: Tax IDs"""
ANSWER_SECONDS = 5
"""How long it takes. source: inferred"""
MOST = 5
"""How many a customer has. source: spec (customers: tax_id_data)"""


def is_taken(kind: str, value: str) -> bool:
    """Is a number taken for one of its kind? Published ones are, whatever they look like."""
    return (kind in ASKED and value in ANSWERS) or tax_id_formats.fits(kind, value)


def of_customer(work: Work, key: str) -> dict[str, str]:
    """A customer as the owner of a tax id, and the account that they may be."""
    whose = payer.account_of(work, key)
    return {"customer": key, **({"customer_account": whose} if whose else {}), "type": "customer"}


def make(work: Work, owner: dict[str, str], kind: str, value: str, param: str) -> Record:
    """A tax id of whoever owns it, as tax ids show it. refuses: bad_tax_id, too_many_tax_ids"""
    customer = owner.get("customer")
    if not is_taken(kind, value):
        raise refusals.bad_tax_id(kind, param)
    if customer is not None and len(work.where("tax_id", MOST, customer=customer)) >= MOST:
        raise refusals.too_many_tax_ids(MOST)
    outcome = "own" if customer is None else "asked" if kind in ASKED else "unasked"
    made = work.create(
        TAX_ID,
        outcome,
        country=tax_id_formats.country_of(kind, value),
        customer=customer,
        owner=owner,
        type=kind,
        value=value,
        verification={"status": None, "verified_address": None, "verified_name": None},
        private={"own": True} if owner["type"] == "self" else None,
    )
    if outcome == "asked":
        answer = next((said for end, said in ANSWERS.items() if value.endswith(end)), "unavailable")
        if answer:
            work.schedule("verify", made, work.now + ANSWER_SECONDS, answer=answer)
    return made


@job(TAX_ID, "verify")
def verify(work: Work, tax_id: Record, *, answer: str) -> None:
    """The authority answers. source: docs: Tax IDs; name and address as published examples have them"""
    known: dict[str, str | None] = {"verified_address": None, "verified_name": None}
    if answer == "verified":
        known = {"verified_address": "123 TEST STREET", "verified_name": "TEST"}
    work.advance(tax_id, "verify", answer, verification={**tax_id.verification, **known, "status": answer})


def remove(work: Work, tax_id: Record) -> None:
    """It is no longer theirs; only a customer's is told of. source: spec"""
    if tax_id.customer is not None:
        work.announce(tax_id, "remove")
    work.delete(tax_id)
