"""The audit agrees with a world that was only written through its machines, and names every planted fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.ledger.audit import Report, audit
from pinstripe.ledger.posting import Move, posting
from pinstripe.products.balance import balance_transaction as balance_transactions
from tests.client import NOW, Api

SALE = posting(
    "audit.sale",
    ("network:card", "available"),
    ("available", "stripe:fees", "fee"),
    transaction=("charge", "charge"),
)
HOLD = posting("audit.hold", ("available", "reserved"), hold="open")
SETTLE = posting("audit.settle", ("reserved", "network:card"), hold="settle")
RELEASE = posting("audit.release", ("reserved", "available"), hold="release")
Made = dict[str, str]


def sale(amount: int, currency: str, fee: int) -> Move:
    """What a sale with a fee moves."""
    details = [
        {"amount": fee, "currency": currency, "type": "stripe_fee", "application": None, "description": "x"}
    ]
    return Move(amount, currency, names={"fee": fee}, transaction={"fee_details": details})


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


@pytest.fixture
def books(api: Api) -> Made:
    """A world with customers, a sale, one hold in each state, a job, events, an endpoint, kept answers."""
    assert balance_transactions.BALANCE_TRANSACTION.object == "balance_transaction"
    names = ("sold", "held", "settled", "released")
    made = {
        name: str(api.post("/v1/customers", email=f"{name}@x.y", idempotency_key=name).id) for name in names
    }
    api.post("/v1/webhook_endpoints", url="http://127.0.0.1:9/none", enabled_events=["product.created"])
    api.post("/v1/products", name="P")
    api.post(f"/v1/customers/{made['sold']}", name="A")

    def trade(work: Work) -> None:
        records = {name: work.load(key, "customer") for name, key in made.items()}
        made["txn"] = work.post(SALE, records["sold"], sale(1000, "usd", 59))[""]
        work.post(SALE, records["sold"], sale(500, "eur", 30))
        for name in ("held", "settled", "released"):
            work.post(HOLD, records[name], Move(100, "usd"))
        work.post(SETTLE, records["settled"], Move(100, "usd"))
        work.post(RELEASE, records["released"], Move(100, "usd"))
        work.schedule("delete", records["held"], NOW + 5000)

    act(api, trade)
    return made


def report(api: Api) -> Report:
    """The audit of the test's only world."""
    return audit(api.runtime.store, 1)


def test_a_world_that_was_written_through_its_machines_agrees(api: Api, books: Made) -> None:
    found = report(api)
    assert found.faults == []
    assert found.agrees
    assert found.checked == {
        "entries": 9,
        "balances": 7,
        "holds": 3,
        "index rows": 17,  # six of them are names and e-mails in small letters, for searches
        "balance transactions": 2,
        "versions": 9,
        "records": 8,
        "events": 6,
        "jobs": 1,
        "deliveries": 1,
        "kept answers": 4,
    }


def test_an_empty_world_agrees(api: Api) -> None:
    api.get("/v1/customers")
    assert report(api).agrees


PLANTED: list[tuple[str, str]] = [
    # what somebody did behind the ledger's back, what the audit says
    ("UPDATE ledger_entries SET amount=-5 WHERE seq=(SELECT MIN(seq) FROM ledger_entries)", "moves -5 usd"),
    (
        "UPDATE ledger_balances SET amount=amount+1 WHERE name='network:card' AND currency='usd'",
        "network:card: -899",
    ),
    ("UPDATE ledger_balances SET amount=amount+1 WHERE name='stripe:fees'", "balances in eur sum to 1"),
    (
        "DELETE FROM ledger_balances WHERE name='stripe:fees' AND currency='usd'",
        "fees: 0 usd, its entries say 59",
    ),
    (
        "INSERT INTO ledger_balances VALUES (1,'nobody/available','usd',7)",
        "nobody/available: 7 usd, its entries say 0",
    ),
    (
        "DELETE FROM ledger_entries WHERE target='stripe:fees' AND currency='usd'",
        "{txn} says 1000 less 59 is 941",
    ),
    ("UPDATE ledger_entries SET amount=999 WHERE amount=1000", "its entries 999 less 59 is 940"),
    ("UPDATE ledger_entries SET txn='txn_nobody' WHERE txn='{txn}'", "txn_nobody, which does not exist"),
    ("DELETE FROM ledger_entries WHERE record='{held}'", "hold of {held}: no entries opened it"),
    ("DELETE FROM holds WHERE id='{held}'", "{held}: entries set money aside or free, and there is no hold"),
    ("UPDATE holds SET state='settle' WHERE id='{held}'", "hold of {held}: is settle, its entries say held"),
    (
        "UPDATE holds SET state='held' WHERE id='{released}'",
        "hold of {released}: is held, its entries say release",
    ),
    (
        "INSERT INTO ledger_entries SELECT "
        "world,seq+500,account,posting,record,txn,source,target,amount,currency,"
        "created FROM ledger_entries WHERE posting='audit.settle'",
        "hold of {settled}: 200 of 100 were resolved",
    ),
    (
        "UPDATE ledger_entries SET record='{settled}' WHERE posting='audit.release'",
        "hold of {settled}: 200 of 100 were resolved",
    ),
    (
        "UPDATE holds SET amount=99 WHERE id='{held}'",
        "hold of {held}: 99 are left of it, its entries say 100",
    ),
    ("UPDATE ledger_entries SET posting='x.y' WHERE posting='audit.sale'", "no posting is called x.y"),
    (
        "UPDATE ledger_entries SET record='cus_no' WHERE record='{held}'",
        "were posted for cus_no, which does not",
    ),
    ("DELETE FROM versions WHERE id='{held}'", "{held}: no version of it is kept"),
    (
        "UPDATE heads SET seq=(SELECT MIN(seq) FROM versions WHERE id='{sold}') WHERE id='{sold}'",
        "{sold}: its head is at version",
    ),
    ("UPDATE heads SET born=seq+1 WHERE id='{held}'", "{held}: its first version is"),
    ("DELETE FROM heads WHERE id='{settled}'", "{settled}: versions without a head"),
    ("DELETE FROM heads WHERE id='{settled}'", "{settled}: index rows without a record"),
    ("DELETE FROM record_index WHERE id='{held}'", "{held}: is not found by customer.email held@x.y"),
    (
        "UPDATE record_index SET value='b' WHERE id='{held}'",
        "{held}: is found by customer.email b, which it is not",
    ),
    (
        "UPDATE heads SET deleted=1 WHERE id='{sold}'",
        "{sold}: is found by customer.email sold@x.y, which it is not",
    ),
    ("UPDATE worlds SET seq=5", "versions: number"),
    ("UPDATE worlds SET seq=5", "ledger_entries: number"),
    ("UPDATE events SET version=9999 WHERE object='{held}'", "the version of its object does not exist"),
    (
        "UPDATE events SET version=(SELECT MIN(seq) FROM versions WHERE id='{sold}') WHERE object='{held}'",
        "the version of its object does not exist",
    ),
    ("UPDATE heads SET deleted=1 WHERE id='{held}'", "is to delete {held}, which does not exist"),
    ("UPDATE jobs SET record='cus_nobody'", "is to delete cus_nobody, which does not exist"),
    ("UPDATE jobs SET type='product'", "is to delete {held}, which does not exist"),
    ("UPDATE deliveries SET event=9999", "delivery "),
    ("UPDATE idempotency SET version=9999 WHERE version>0", "the version that it repeats does not exist"),
]


@pytest.mark.parametrize(("statement", "said"), PLANTED)
def test_planted_faults_are_named(api: Api, books: Made, statement: str, said: str) -> None:
    assert api.runtime.store.execute(statement.format(**books)) > 0
    found = report(api)
    assert not found.agrees
    assert any(said.format(**books) in fault for fault in found.faults), found.faults


def test_a_record_whose_body_was_changed_is_found_out_by_its_index(api: Api, books: Made) -> None:
    store = api.runtime.store
    [(seq, body)] = store.rows(
        "SELECT v.seq,v.body FROM versions v JOIN heads h ON h.seq=v.seq WHERE h.id=?", (books["held"],)
    )
    changed = orjson.dumps({**orjson.loads(body), "email": "other@x.y"})
    store.execute("UPDATE versions SET body=? WHERE seq=?", (changed, seq))
    assert report(api).faults == [
        f"{books['held']}: is not found by customer.email other@x.y",
        f"{books['held']}: is not found by customer~email other@x.y",
        f"{books['held']}: is found by customer.email held@x.y, which it is not",
        f"{books['held']}: is found by customer~email held@x.y, which it is not",
    ]


def test_a_large_world_is_walked_in_chunks(api: Api, books: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pinstripe.ledger.audit.CHUNK", 2)
    assert report(api).agrees
    api.runtime.store.execute("UPDATE ledger_balances SET amount=0")
    assert len(report(api).faults) == 7


def test_a_world_that_is_written_to_meanwhile_is_read_again(
    api: Api, books: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = api.runtime.store
    reads = store.rows
    writes = iter([True])

    def rows(sql: str, args: Any = ()) -> list[tuple[Any, ...]]:
        # Another process moves the counter once, while the first reading is under way.
        if "FROM record_index" in sql and next(writes, False):
            store.execute("UPDATE worlds SET seq=seq+1")
            return []
        return reads(sql, args)

    monkeypatch.setattr(store, "rows", rows)
    assert report(api).agrees


def test_faults_of_one_world_are_not_anothers(api: Api, books: Made) -> None:
    api.with_(key="sk_test_other").post("/v1/customers")
    api.runtime.store.execute("UPDATE ledger_balances SET amount=0 WHERE world=1")
    assert audit(api.runtime.store, 2).agrees
    assert not audit(api.runtime.store, 1).agrees


def test_the_job_of_a_deleted_record_goes_with_it(api: Api, books: Made) -> None:
    api.ok(api.delete(f"/v1/customers/{books['held']}"))
    found = report(api)
    assert (found.faults, found.checked["jobs"]) == ([], 0)
