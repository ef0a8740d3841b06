"""Lines of a draft come, change and go: its amounts are those of all its lines, whatever was read."""

from __future__ import annotations

import random
from typing import Any

import pytest

from pinstripe.kernel.batch import Batch
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import drafts, recount
from pinstripe.products.invoices import line_item as line_items
from tests.client import Api

SHARES = ("discount_amounts", "pretax_credit_amounts", "taxes")


def told(api: Api, invoice: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the draft and its lines say."""
    body = api.ok(api.get(f"/v1/invoices/{invoice}")).body
    return body, api.ok(api.get(f"/v1/invoices/{invoice}/lines", limit=100)).data


def counted(api: Api, invoice: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What they say once all lines were read and billed anew; nothing of it is kept."""
    world = next(iter(api.runtime.worlds.open.values()))

    def job(batch: Batch) -> Any:
        work = Work(batch, world.account)
        draft = work.load(invoice, "invoice")
        lines = line_items.of(work, draft)
        found = drafts.bill_again(work, draft, lines, work.load(draft.customer, "customer"))
        return drafts.asked(invoice, lines, found), [dict(line.body) for line in lines]

    async def run() -> Any:
        return await api.runtime.engine.enqueue((world, job))

    return api.loop.run_until_complete(run())


class Draft:
    """A draft whose lines are changed by chance."""

    def __init__(self, api: Api, seed: int, **terms: Any) -> None:
        self.api, self.chance = api, random.Random(seed)
        self.customer = api.ok(api.post("/v1/customers", balance=self.chance.choice((0, -700, 300)))).id
        rates = {"display_name": "VAT", "percentage": "7.25"}
        self.rates = [
            api.ok(api.post("/v1/tax_rates", inclusive=inclusive, **rates)).id for inclusive in (True, False)
        ]
        percents = ("12.5", "33.3")
        self.coupons = [
            api.ok(api.post("/v1/coupons", percent_off=percent, duration="forever")).id
            for percent in percents
        ]
        fixed = {"amount_off": 450, "currency": "usd", "duration": "forever"}
        self.coupons.append(api.ok(api.post("/v1/coupons", **fixed)).id)
        named = {
            "default_tax_rates": [self.rates[at] for at in terms.get("rates", ())],
            "discounts": [{"coupon": self.coupons[at]} for at in terms.get("coupons", ())],
        }
        given = {name: value for name, value in named.items() if value}
        self.id = api.ok(api.post("/v1/invoices", customer=self.customer, **given)).id

    def terms(self) -> dict[str, Any]:
        """What a line costs, and what counts for it alone."""
        chance = self.chance
        said: dict[str, Any] = {"amount": chance.choice((chance.randint(1, 9999), -chance.randint(1, 500)))}
        if chance.random() < 0.3:
            said["tax_rates"] = chance.sample(self.rates, chance.randint(1, 2))
        if chance.random() < 0.3:
            own = chance.sample(self.coupons, chance.choice((1, 1, 1, 2)))
            said["discounts"] = [{"coupon": one} for one in own]
        if chance.random() < 0.2:
            said["discountable"] = said["amount"] > 0
        return said

    def act(self) -> bool:
        """One call that changes lines, or what they will be billed by. gives: whether lines change"""
        api, chance, keys = self.api, self.chance, [line["id"] for line in told(self.api, self.id)[1]]
        at = f"/v1/invoices/{self.id}"
        picked = chance.sample(keys, min(len(keys), chance.randint(1, 3)))
        dice = chance.random()
        if dice < 0.45 or len(keys) < 4:
            api.ok(api.post("/v1/invoiceitems", customer=self.customer, invoice=self.id, **self.terms()))
        elif dice < 0.6:
            api.ok(api.post(f"{at}/add_lines", lines=[self.terms() for _ in range(3)]))
        elif dice < 0.7:
            api.ok(api.post(f"{at}/update_lines", lines=[{"id": key, **self.terms()} for key in picked]))
        elif dice < 0.8:
            api.ok(api.post(f"{at}/lines/{picked[0]}", **self.terms()))
        elif dice < 0.95:
            gone = [{"id": key, "behavior": chance.choice(("delete", "unassign"))} for key in picked]
            api.ok(api.post(f"{at}/remove_lines", lines=gone))
        else:
            exempt = chance.choice(("none", "exempt", "reverse"))
            api.ok(api.post(f"/v1/customers/{self.customer}", tax_exempt=exempt))
            return False
        return True


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"rates": (1,)},
        {"coupons": (0,), "rates": (0, 1)},
        {"coupons": (1, 0), "rates": (0,)},
        {"coupons": (2,), "rates": (1,)},
        {"coupons": (0, 2)},
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_amounts_are_those_of_all_lines(
    api: Api, monkeypatch: pytest.MonkeyPatch, terms: dict[str, Any], seed: int
) -> None:
    whole: list[str] = []
    of_all = recount._count_all
    monkeypatch.setattr(recount, "_count_all", lambda *given, **more: whole.append(of_all(*given, **more)))
    draft = Draft(api, seed, **terms)
    for _ in range(30):
        if draft.act():
            body, lines = told(api, draft.id)
            asked, known = counted(api, draft.id)
            assert {name: body[name] for name in asked} == asked
            assert [{name: line[name] for name in SHARES} for line in lines] == [
                {name: line[name] for name in SHARES} for line in known
            ]
    if 2 not in terms.get("coupons", ()):
        assert len(whole) < 20, "hardly anything was billed by what it changes"


@pytest.mark.parametrize("terms", [{"tax_exempt": "exempt"}, {"balance": -40}])
def test_what_a_customer_is_meanwhile_counts_for_all_lines(api: Api, terms: dict[str, Any]) -> None:
    draft = Draft(api, 1, rates=(0, 1))
    for amount in (1000, 333):
        api.ok(api.post("/v1/invoiceitems", customer=draft.customer, invoice=draft.id, amount=amount))
    api.ok(api.post(f"/v1/customers/{draft.customer}", **terms))
    api.ok(api.post("/v1/invoiceitems", customer=draft.customer, invoice=draft.id, amount=70))
    body, lines = told(api, draft.id)
    asked, known = counted(api, draft.id)
    assert [line["taxes"] for line in lines] == [line["taxes"] for line in known]
    assert {name: body[name] for name in asked} == asked


def test_a_line_more_reads_as_much_whatever_the_draft_holds(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = api.ok(api.post("/v1/customers")).id
    rate = api.ok(api.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False)).id
    invoice = api.ok(api.post("/v1/invoices", customer=customer, default_tax_rates=[rate])).id
    read: list[str] = []
    copy = Record.copy
    monkeypatch.setattr(Record, "copy", lambda record: read.append(record.type) or copy(record))
    costs = []
    for number in range(60):
        before = len(read)
        item = api.post("/v1/invoiceitems", customer=customer, invoice=invoice, amount=100 + number)
        assert item.status == 200, item
        if number in (15, 59):
            key = api.ok(api.get(f"/v1/invoiceitems/{item.id}")).id
            api.ok(api.post(f"/v1/invoiceitems/{key}", amount=5))
            api.ok(api.delete(f"/v1/invoiceitems/{key}"))
            costs.append(len(read) - before)
    assert costs[0] == costs[1]
