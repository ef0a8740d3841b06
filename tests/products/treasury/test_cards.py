"""What a card that draws on a financial account does to it, by the doors for the room of cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pinstripe.http.auth import world_name
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.ledger.audit import audit
from pinstripe.products.treasury import debit_reversal, received_credit, received_debit, transaction
from pinstripe.products.treasury import financial_account as financial_accounts
from tests.client import Api
from tests.property.rooms.treasury import FEATURES, TEST

LINKS = {"issuing_authorization": "iauth_1", "issuing_transaction": "ipi_1"}
SALE: dict[str, Any] = {"card": "ic_1", "description": "Shop", "links": LINKS}
HOLD = "issuing_authorization_hold"


class Wallet:
    """A financial account with 5,000, and what is done with it from within."""

    def __init__(self, api: Api) -> None:
        self.api = api
        params: dict[str, Any] = {"supported_currencies": ["usd"], "features": FEATURES}
        self.bank = api.post("/v1/treasury/financial_accounts", **params).id
        self.world = api.runtime.worlds.get(world_name(api.key.removeprefix("sk_test_")))
        api.loop.run_until_complete(api.runtime.scheduler.advance(self.world, self.world.now() + 1))
        own = {"financial_account": self.bank, "currency": "usd"}
        api.post(f"{TEST}/received_credits", **own, amount=5000, network="ach")

    def do(self, act: Callable[[Work, Record], Record]) -> str:
        """A unit of work. gives: the id of what it did"""

        def step(batch: Batch) -> str:
            work = Work(batch, self.world.account)
            key = act(work, work.load(self.bank, "treasury.financial_account")).id
            work.keep()
            return key

        async def enqueued() -> str:
            return str(await self.api.runtime.engine.enqueue((self.world, step)))

        return self.api.loop.run_until_complete(enqueued())

    def sale(self, amount: int, held: str = "", released: int = 0) -> str:
        """A card takes money. params: held, the transaction that set it aside"""

        def act(work: Work, account: Record) -> Record:
            known = work.load(held, "treasury.transaction") if held else None
            return received_debit.by_card(work, account, known, amount, released=released, **SALE)

        return self.do(act)

    def reversal(self, key: str, act: Callable[[Work, Record], Record]) -> None:
        """Something happens to a reversal."""
        self.do(lambda work, _: act(work, work.load(key, "treasury.debit_reversal")))

    @property
    def money(self) -> tuple[int, int]:
        """Cash, and what is on its way out."""
        shown = self.api.get(f"/v1/treasury/financial_accounts/{self.bank}").body["balance"]
        return shown["cash"]["usd"], shown["outbound_pending"]["usd"]


@pytest.fixture
def wallet(api: Api) -> Wallet:
    return Wallet(api)


def test_a_card_holds_takes_and_gives_back(wallet: Wallet, api: Api) -> None:
    flow = transaction.Flow("iauth_1", "issuing_authorization", wallet.bank, "Shop")

    def raised(work: Work, _: Record) -> Record:
        return transaction.raise_hold(work, work.load(held, "treasury.transaction"), 500, HOLD)

    def posted(work: Work, _: Record) -> Record:
        return transaction.post_taken(work, work.load(held, "treasury.transaction"))

    held = wallet.do(lambda work, _: transaction.hold(work, flow, 1000, HOLD))
    wallet.do(raised)
    assert wallet.money == (3500, 1500)
    debit = wallet.sale(1600, held, released=1500)
    wallet.do(posted)
    assert wallet.money == (3400, 0)
    row = api.get(f"/v1/treasury/transactions/{held}", expand=["entries"]).body
    assert (row["amount"], row["status"], row["balance_impact"]["cash"]) == (-1600, "posted", -1600)
    kinds = ["received_debit", "issuing_authorization_release", HOLD, HOLD]
    assert [one["type"] for one in row["entries"]["data"]] == kinds
    shown = api.get(f"/v1/treasury/received_debits/{debit}").body
    assert (shown["network"], shown["linked_flows"]["issuing_transaction"]) == ("card", "ipi_1")
    assert api.post("/v1/treasury/debit_reversals", received_debit=debit).status == 400
    wallet.do(lambda work, one: received_credit.from_card(work, one, 400, **SALE))
    assert wallet.money == (3800, 0)
    wallet.sale(4000)
    assert wallet.money == (-200, 0)
    assert audit(api.runtime.store, wallet.world.world).agrees


def test_a_dispute_of_a_card_gives_money_for_a_while_or_for_good(wallet: Wallet, api: Api) -> None:
    def disputed(amount: int) -> str:
        debit = wallet.sale(amount)
        return wallet.do(
            lambda work, _: debit_reversal.begin(
                work, work.load(debit, "treasury.received_debit"), {}, "idp_1"
            )
        )

    won, lost, dropped = disputed(1000), disputed(2000), disputed(500)
    wallet.reversal(won, debit_reversal.grant)
    wallet.reversal(lost, debit_reversal.grant)
    assert wallet.money == (4500, 0)
    for key, yes in ((won, True), (lost, False), (dropped, False)):
        words = "won" if yes else "lost"
        wallet.reversal(
            key,
            lambda work, one, yes=yes, words=words: debit_reversal.conclude(
                work, one, won=yes, resolution=words
            ),
        )
    assert wallet.money == (2500, 0)
    listed = api.get("/v1/treasury/debit_reversals", financial_account=wallet.bank, resolution="lost").data
    assert [(one["id"], one["status"]) for one in listed] == [(dropped, "failed"), (lost, "failed")]
    assert audit(api.runtime.store, wallet.world.world).agrees


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        ({}, True),
        ({"status": "closed"}, False),
        ({"active_features": []}, False),
        ({"platform_restrictions": {"inbound_flows": "restricted"}}, True),
        ({"platform_restrictions": {"outbound_flows": "restricted"}}, False),
    ],
)
def test_a_sale_needs_the_feature_and_an_open_account(facts: dict[str, Any], may: bool) -> None:
    body = {"active_features": ["card_issuing"], "status": "open"}
    shown = {"platform_restrictions": None, **body, **facts}
    record = Record("treasury.financial_account", "acct_1", "fa_1", shown)
    assert financial_accounts.spends(record) is may
