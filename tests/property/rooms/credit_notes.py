"""Credit notes of an open and of a paid invoice."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool
from tests.property.rooms.invoices import drafted


def build(made: Builder) -> None:
    """An open invoice, a paid one, and a credit note of each."""
    ann = made.pool["customer"][0]
    for state in ("open", "paid"):
        key = drafted(made, ann)
        made.post(f"/v1/invoices/{key}/finalize", auto_advance=False)
        if state == "paid":
            made.post(f"/v1/invoices/{key}/pay")
        made.name(f"invoice {state} to be credited", key)
        ways = {"refund_amount": 10} if state == "paid" else {}
        note = made.post("/v1/credit_notes", invoice=key, amount=10, **ways)
        made.name(f"credit_note of {state}", note.id)


def bases(pool: Pool) -> Bases:
    """Calls of credit notes that succeed."""
    opened = {"invoice": pool["invoice open to be credited"][0], "amount": "100"}
    paid = {"invoice": pool["invoice paid to be credited"][0], "amount": "100"}
    back = {"refund_amount": "50", "credit_amount": "30", "out_of_band_amount": "20"}
    note = {"{id}": pool["credit_note of open"][0]}
    return {
        "POST /v1/credit_notes": [opened, {**paid, **back}],
        "GET /v1/credit_notes/preview": [opened, {**paid, **back}],
        "GET /v1/credit_notes/preview/lines": [opened],
        "GET /v1/credit_notes/{id}": [note],
        "POST /v1/credit_notes/{id}": [{**note, "memo": "Sorry"}],
        "POST /v1/credit_notes/{id}/void": [note],
        "GET /v1/credit_notes/{credit_note}/lines": [{"{credit_note}": note["{id}"]}],
    }
