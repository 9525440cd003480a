import asyncio
from datetime import timedelta

import pytest

from bot.newsletter.pacer import ClosedError, Gate
from tests.bot.newsletter.patience import Patience


async def test_turns_come_evenly_however_many_wait() -> None:
    loop = asyncio.get_running_loop()
    gate, started = Gate(500), loop.time()
    await asyncio.gather(*(gate.turn() for _ in range(26)))
    assert loop.time() - started >= 25 / 500


async def test_without_a_rate_nobody_waits() -> None:
    loop = asyncio.get_running_loop()
    gate, started = Gate(0), loop.time()
    for _ in range(1000):
        await gate.turn()
    assert loop.time() - started < 1


async def test_a_closed_gate_lets_nobody_through_until_its_time_is_over() -> None:
    timer = Patience()
    gate = Gate(0, timer)
    gate.close(timedelta(minutes=10))
    # Another that asks for less doesn't open it.
    gate.close(timedelta(seconds=1))
    timer.pass_by(minutes=9)
    with pytest.raises(ClosedError) as closed:
        await gate.turn()
    assert closed.value.wait == timedelta(minutes=1)
    timer.pass_by(minutes=1)
    await gate.turn()


async def test_who_waits_for_a_turn_when_it_closes_gets_none() -> None:
    gate = Gate(1, Patience())
    await gate.turn()
    waiting = [asyncio.create_task(gate.turn()) for _ in range(3)]
    await asyncio.sleep(0)
    gate.close(timedelta(minutes=1))
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [ClosedError] * 3
