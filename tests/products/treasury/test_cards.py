"""What a card that draws on a financial account does to it, by the doors that the cards' room goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def test_a_card_holds_takes_gives_back_and_disputes(api: Api) -> None:
    params: dict[str, Any] = {"supported_currencies": ["usd"], "features": FEATURES}
    bank = api.post("/v1/treasury/financial_accounts", **params).id
    world = api.runtime.worlds.get(world_name(api.key.removeprefix("sk_test_")))
    api.loop.run_until_complete(api.runtime.scheduler.advance(world, world.now() + 1))
    api.post(f"{TEST}/received_credits", financial_account=bank, amount=5000, currency="usd", network="ach")

    def done(act: Callable[[Work, Record], Record]) -> str:
        def step(batch: Batch) -> str:
            work = Work(batch, world.account)
            key = act(work, work.load(bank, "treasury.financial_account")).id
            work.keep()
            return key

        async def enqueued() -> str:
            return str(await api.runtime.engine.enqueue((world, step)))

        return api.loop.run_until_complete(enqueued())

    def money() -> tuple[int, int]:
        shown = api.get(f"/v1/treasury/financial_accounts/{bank}").body["balance"]
        return shown["cash"]["usd"], shown["outbound_pending"]["usd"]

    def loaded(work: Work, key: str) -> Record:
        return work.load(key, "treasury.transaction")

    flow = transaction.Flow("iauth_1", "issuing_authorization", bank, "Shop")
    kind = "issuing_authorization_hold"
    held = done(lambda work, _: transaction.hold(work, flow, 1000, kind))
    done(lambda work, _: transaction.raise_hold(work, loaded(work, held), 500, kind))
    assert money() == (3500, 1500)
    debit = done(
        lambda work, one: received_debit.by_card(work, one, loaded(work, held), 1600, released=1500, **SALE)
    )
    done(lambda work, _: transaction.post_taken(work, loaded(work, held)))
    assert money() == (3400, 0)
    row = api.get(f"/v1/treasury/transactions/{held}", expand=["entries"]).body
    assert (row["amount"], row["status"], row["balance_impact"]["cash"]) == (-1600, "posted", -1600)
    kinds = ["received_debit", "issuing_authorization_release", kind, kind]
    assert [one["type"] for one in row["entries"]["data"]] == kinds
    shown = api.get(f"/v1/treasury/received_debits/{debit}").body
    assert (shown["network"], shown["linked_flows"]["issuing_transaction"]) == ("card", "ipi_1")
    assert api.post("/v1/treasury/debit_reversals", received_debit=debit).status == 400
    done(lambda work, one: received_credit.from_card(work, one, 400, **SALE))
    assert money() == (3800, 0)
    forced = done(lambda work, one: received_debit.by_card(work, one, None, 4000, released=0, **SALE))
    assert money() == (-200, 0)

    def disputed(key: str) -> str:
        return done(
            lambda work, _: debit_reversal.begin(work, work.load(key, "treasury.received_debit"), {}, "idp_1")
        )

    won, lost = disputed(debit), disputed(forced)
    for key in (won, lost):
        done(lambda work, _, key=key: debit_reversal.grant(work, work.load(key, "treasury.debit_reversal")))
    assert money() == (5400, 0)
    for key, yes in ((won, True), (lost, False)):
        done(
            lambda work, _, key=key, yes=yes: debit_reversal.conclude(
                work, work.load(key, "treasury.debit_reversal"), won=yes, resolution="won" if yes else "lost"
            )
        )
    assert money() == (1400, 0)
    listed = api.get("/v1/treasury/debit_reversals", financial_account=bank, resolution="lost").body["data"]
    assert [(one["id"], one["status"]) for one in listed] == [(lost, "failed")]
    assert audit(api.runtime.store, world.world).agrees


def test_a_sale_needs_the_feature_an_open_account_and_its_money(api: Api) -> None:
    body = {"active_features": ["card_issuing"], "balance": {"cash": {"usd": 10}}, "status": "open"}
    for facts, amount, may in (
        ({}, 10, True),
        ({}, 11, False),
        ({"status": "closed"}, 1, False),
        ({"active_features": []}, 1, False),
        ({"platform_restrictions": {"inbound_flows": "restricted"}}, 1, True),
        ({"platform_restrictions": {"outbound_flows": "restricted"}}, 1, False),
    ):
        record = Record(
            "treasury.financial_account", "acct_1", "fa_1", {"platform_restrictions": None, **body, **facts}
        )
        assert financial_accounts.may_spend(record, amount) is may
