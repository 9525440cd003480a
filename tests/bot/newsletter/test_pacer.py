import asyncio

from bot.newsletter.pacer import Pacer


async def test_turns_come_evenly_however_many_wait() -> None:
    loop = asyncio.get_running_loop()
    pacer, started = Pacer(500), loop.time()
    await asyncio.gather(*(pacer.turn() for _ in range(26)))
    assert loop.time() - started >= 25 / 500


async def test_without_a_rate_nobody_waits() -> None:
    loop = asyncio.get_running_loop()
    pacer, started = Pacer(0), loop.time()
    for _ in range(1000):
        await pacer.turn()
    assert loop.time() - started < 1
