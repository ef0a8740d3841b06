"""The bridge: plain functions that wait, without holding up their loop."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

import pytest

from pinstripe.store import bridge
from pinstripe.store.postgres_pool import SIZE, Pool

WORD: contextvars.ContextVar[str] = contextvars.ContextVar("WORD", default="")


async def later(value: int) -> int:
    await asyncio.sleep(0)
    if value < 0:
        raise ValueError(value)
    return value


def summed(*values: int) -> int:
    return sum(bridge.wait(later(value)) for value in values)


def test_a_plain_function_waits_for_coroutines() -> None:
    assert asyncio.run(bridge.run(summed, 1, 2, 3)) == 6
    assert not bridge.inside()


def test_errors_go_both_ways() -> None:
    def careful() -> str:
        with pytest.raises(ValueError, match="-1"):
            summed(1, -1)
        return "went on"

    assert asyncio.run(bridge.run(careful)) == "went on"
    with pytest.raises(ValueError, match="-2"):
        asyncio.run(bridge.run(summed, -2))


def test_others_run_while_one_waits() -> None:
    order: list[str] = []

    def walk(name: str) -> None:
        for step in range(3):
            order.append(f"{name}{step}")
            bridge.wait(asyncio.sleep(0))

    async def story() -> None:
        await asyncio.gather(bridge.run(walk, "a"), bridge.run(walk, "b"))

    asyncio.run(story())
    assert order == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_a_function_sees_its_callers_context_and_can_call_the_bridge_again() -> None:
    def inner() -> tuple[str, bool]:
        return WORD.get(), bridge.inside()

    async def story() -> tuple[str, bool]:
        WORD.set("mine")
        return await bridge.run(lambda: bridge.wait(bridge.run(inner)))

    assert asyncio.run(story()) == ("mine", True)


def test_a_cancelled_caller_is_told_where_it_waits() -> None:
    told: list[str] = []

    def waits() -> None:
        try:
            bridge.wait(asyncio.sleep(60))
        except asyncio.CancelledError:
            told.append("cancelled")
            raise

    async def story() -> None:
        task = asyncio.create_task(bridge.run(waits))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(story())
    assert told == ["cancelled"]


def test_who_has_no_loop_uses_one_in_the_background() -> None:
    background = bridge.Background()
    assert background.call(later(5)) == 5
    with pytest.raises(ValueError, match="-5"):
        background.call(later(-5))

    async def on_a_loop() -> tuple[int, int]:
        return background.call(later(6)), await bridge.run(lambda: background.call(later(7)))

    assert asyncio.run(on_a_loop()) == (6, 7)
    background.stop()
    assert not background.running


def test_waiting_outside_is_a_mistake() -> None:
    work = later(1)
    with pytest.raises(AssertionError):
        bridge.wait(work)
    work.close()


def test_a_pool_lends_no_more_than_it_has_and_drops_what_broke(server_dsn: str) -> None:
    async def story() -> None:
        pool = Pool(server_dsn, "normal")
        used: list[Any] = []

        async def use() -> None:
            async with pool.lend() as connection:
                used.append(connection)
                await connection.fetch("SELECT 1")

        await asyncio.gather(*(use() for _ in range(3 * SIZE)))
        assert len(set(map(id, used))) <= SIZE
        async with pool.lend() as connection:
            assert await connection.fetchval("SHOW synchronous_commit") == "off"
            connection.terminate()
        async with pool.lend() as other:
            assert (
                other is not connection
                and await other.fetchval("SELECT SUM(n) FROM (VALUES (1),(2)) AS t(n)") == 3
            )
        with pytest.raises(RuntimeError):
            async with pool.lend() as open_one:
                await open_one.execute("BEGIN")
                raise RuntimeError
        async with pool.lend() as clean:
            assert clean is not open_one and not clean.is_in_transaction()
        await pool.close()

    asyncio.run(story())
