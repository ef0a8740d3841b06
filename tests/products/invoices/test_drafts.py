"""Drafts with discounts and tax rates: every way to an invoice's amounts is the same bill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import drafts
from pinstripe.products.invoices.drafts import Terms
from pinstripe.products.invoices.line_item import LineDraft
from tests.client import NOW, Answer, Api

VAT = {
    "id": "txr_vat",
    "object": "tax_rate",
    "active": True,
    "country": None,
    "created": NOW,
    "description": None,
    "display_name": "VAT",
    "effective_percentage": None,
    "flat_amount": None,
    "inclusive": False,
    "jurisdiction": None,
    "jurisdiction_level": None,
    "livemode": False,
    "metadata": {},
    "percentage": 20.0,
    "rate_type": "percentage",
    "state": None,
    "tax_type": None,
}
INSIDE = {**VAT, "id": "txr_inside", "inclusive": True, "percentage": 5.0}


def discount(key: str, **coupon: Any) -> dict[str, Any]:
    """A discount as it is handed over: its coupon is expanded."""
    terms = {"percent_off": None, "amount_off": None, "currency": None, **coupon}
    return {"id": key, "object": "discount", "source": {"coupon": terms, "type": "coupon"}}


HALF = discount("di_half", percent_off=50.0)
TEN = discount("di_ten", amount_off=1000, currency="usd")
TERMS = Terms([TEN], [VAT])


def act(api: Api, function: Callable[[Work], Any]) -> Any:
    """Run a function as a unit of work of the test's world."""
    world = next(iter(api.runtime.worlds.open.values()))

    def job(batch: Batch) -> Any:
        work = Work(batch, world.account)
        result = function(work)
        work.keep()
        return result

    async def run() -> Any:
        return await api.runtime.engine.enqueue((world, job))

    return api.loop.run_until_complete(run())


def line(amount: int, **more: Any) -> LineDraft:
    return LineDraft(amount, "usd", "A line", (NOW, NOW), 1, invoice_item="ii_made", **more)


LINES = [line(3000, discounts=[HALF]), line(500, tax_rates=[INSIDE]), line(-200, discountable=False)]


@pytest.fixture
def customer(api: Api) -> str:
    return str(api.ok(api.post("/v1/customers", email="ann@example.com")).id)


@pytest.fixture
def invoice(api: Api, customer: str) -> str:
    """A draft of three lines: one with a discount of its own, one with a rate of its own, one credit."""

    def make(work: Work) -> str:
        made = drafts.draft(
            work,
            customer=work.load(customer, "customer"),
            currency="usd",
            reason="manual",
            lines=LINES,
            period=(NOW, NOW),
            terms=TERMS,
            auto_advance=False,
        )
        return made.id

    return str(act(api, make))


def off(body: Any) -> list[list[tuple[str, int]]]:
    return [
        [(share["discount"], share["amount"]) for share in one["discount_amounts"]]
        for one in body.lines["data"]
    ]


def taxes(body: Any) -> list[list[int]]:
    return [[tax["amount"] for tax in one["taxes"]] for one in body.lines["data"]]


def asked(body: Any) -> tuple[int, ...]:
    return body.subtotal, body.total_excluding_tax, body.total, body.amount_due, body.amount_remaining


def test_a_draft_shows_its_bill(api: Api, invoice: str) -> None:
    found = api.ok(api.get(f"/v1/invoices/{invoice}"))
    # 1500 and 500 share ten off: 750 and 250; 20 % on 750, 5 % inside 250, 20 % of the credit
    assert off(found) == [[("di_half", 1500), ("di_ten", 750)], [("di_ten", 250)], []]
    assert taxes(found) == [[150], [12], [-40]]
    assert asked(found) == (1800, 788, 910, 910, 910)
    assert found.discounts == ["di_ten"] and found.default_tax_rates == [VAT]
    assert [one["discounts"] for one in found.lines["data"]] == [["di_half"], [], []]
    assert found.total_discount_amounts == [
        {"amount": 1500, "discount": "di_half"},
        {"amount": 1000, "discount": "di_ten"},
    ]
    assert [(tax["tax_rate_details"]["tax_rate"], tax["amount"]) for tax in found.total_taxes] == [
        ("txr_vat", 110),
        ("txr_inside", 12),
    ]
    assert found.ending_balance is None


def test_one_more_line_moves_the_shares_of_the_others(api: Api, customer: str, invoice: str) -> None:
    item = api.ok(api.post("/v1/invoiceitems", customer=customer, invoice=invoice, amount=2000))
    found = api.ok(api.get(f"/v1/invoices/{invoice}"))
    assert off(found) == [
        [("di_half", 1500), ("di_ten", 375)],
        [("di_ten", 125)],
        [],
        [("di_ten", 500)],
    ]
    assert taxes(found) == [[225], [18], [-40], [300]]
    assert asked(found) == (3800, 2782, 3285, 3285, 3285)
    listed = api.ok(api.get(f"/v1/invoices/{invoice}/lines"))
    assert listed.data == found.lines["data"]
    api.ok(api.delete(f"/v1/invoiceitems/{item.id}"))
    again = api.ok(api.get(f"/v1/invoices/{invoice}"))
    assert off(again)[0] == [("di_half", 1500), ("di_ten", 750)] and again.total == 910


def test_finalization_keeps_discounts_and_taxes(api: Api, customer: str, invoice: str) -> None:
    before = api.ok(api.get(f"/v1/invoices/{invoice}"))
    api.ok(api.post(f"/v1/customers/{customer}", balance=-300))
    final = api.ok(api.post(f"/v1/invoices/{invoice}/finalize"))
    assert (off(final), taxes(final)) == (off(before), taxes(before))
    assert asked(final) == (1800, 788, 910, 610, 610)
    assert (final.body["status"], final.starting_balance, final.ending_balance) == ("open", -300, 0)
    (payment,) = api.ok(api.get("/v1/invoice_payments", invoice=invoice)).data
    assert payment["amount_requested"] == 610


def test_who_became_exempt_pays_no_tax_on_the_final_invoice(api: Api, customer: str, invoice: str) -> None:
    api.ok(api.post(f"/v1/customers/{customer}", tax_exempt="exempt"))
    final = api.ok(api.post(f"/v1/invoices/{invoice}/finalize"))
    assert taxes(final) == [[0], [0], [0]]
    assert {tax["taxability_reason"] for tax in final.total_taxes} == {"customer_exempt"}
    assert asked(final) == (1800, 788, 788, 788, 788)
    assert final.lines["data"] == api.ok(api.get(f"/v1/invoices/{invoice}/lines")).data


def test_older_callers_read_the_same_amounts(api: Api, invoice: str) -> None:
    found = api.ok(api.with_(version="2024-04-10").get(f"/v1/invoices/{invoice}"))
    assert (found.tax, found.total, found.total_excluding_tax) == (122, 910, 788)
    first, second, _ = found.lines["data"]
    assert (first["tax_rates"], [rate["id"] for rate in second["tax_rates"]]) == ([], ["txr_inside"])
    assert (first["amount_excluding_tax"], second["amount_excluding_tax"]) == (3000, 488)


def test_a_bill_for_lines_is_the_draft_that_they_become(api: Api, customer: str) -> None:
    """What a preview or a first payment would ask for is what the invoice asks for."""

    def both(work: Work) -> tuple[dict[str, Any], dict[str, Any]]:
        found = work.load(customer, "customer")
        lines = LINES[:2]
        foreseen = drafts.bill_for(work, found, "usd", lines, Terms()).bill.body
        made = drafts.draft(
            work, customer=found, currency="usd", reason="manual", lines=lines, period=(NOW, NOW), waits=False
        )
        return foreseen, {name: made.body[name] for name in foreseen}

    foreseen, made = act(api, both)
    assert foreseen == made and foreseen["total"] == 2000


def test_rates_of_a_subscription_reach_its_invoices(api: Api, customer: str) -> None:
    """The default rates of a subscription stand on its next invoice."""
    price = api.ok(
        api.post("/v1/prices", currency="usd", unit_amount=1000, recurring={"interval": "month"},
                 product_data={"name": "Seat"})
    ).id  # fmt: skip
    subscription: Answer = api.ok(
        api.post("/v1/subscriptions", customer=customer, items=[{"price": price, "quantity": 2}],
                 collection_method="send_invoice", days_until_due=7)
    )  # fmt: skip

    def tax(work: Work) -> None:
        work.amend(work.load(subscription.id, "subscription"), default_tax_rates=[VAT])

    act(api, tax)
    foreseen = api.ok(api.post("/v1/invoices/create_preview", subscription=subscription.id))
    assert (taxes(foreseen), foreseen.total) == ([[400]], 2400)
    assert foreseen.default_tax_rates == [VAT]
