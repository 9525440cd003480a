import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date, timedelta
from typing import Any

import pytest

from bot.publishing.chart_cache import ChartCache, ChartPlan
from bot.runtime.worker import Worker
from bot.ui.charts.drawing.stars import draw_stars
from bot.ui.charts.plan import plan_stars
from bot.ui.charts.series import ChartSpec
from tests.bot.ui.charts.samples import series

TODAY = date(2026, 8, 23)
GROWING = series((30, 5), (0, 9))


class Pool(Executor):
    """Notes what is drawn, and draws 100 bytes; it waits for ``open`` where that is closed."""

    def __init__(self, faults: list[BaseException] | None = None) -> None:
        self.drawn: list[ChartPlan] = []
        self.open = threading.Event()
        self.open.set()
        self.is_shut = False
        self._faults = faults or []
        self._threads = ThreadPoolExecutor(1)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_kwargs: Any) -> Future[Any]:
        return self._threads.submit(self._draw, args[2])

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002
        self.is_shut = True
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _draw(self, plan: ChartPlan) -> bytes:
        assert self.open.wait(10)
        self.drawn.append(plan)
        if self._faults:
            raise self._faults.pop()
        return len(self.drawn).to_bytes(100, "big")


async def test_a_chart_is_drawn_once() -> None:
    pool = Pool()
    async with Worker(lambda: pool) as worker, ChartCache(worker) as cache:
        first = await cache.star_chart([GROWING], ChartSpec(), today=TODAY)
        assert await cache.star_chart([GROWING], ChartSpec(), today=TODAY) == first
    assert len(pool.drawn) == 1
    assert pool.is_shut


async def test_a_chart_asked_for_twice_at_once_is_drawn_once() -> None:
    pool = Pool()
    pool.open.clear()
    async with Worker(lambda: pool) as worker, ChartCache(worker) as cache:
        asked = [
            asyncio.create_task(cache.riser_chart([("a/b", 1)], since=TODAY, until=TODAY))
            for _ in range(3)
        ]
        await asyncio.sleep(0)
        asked[0].cancel()
        pool.open.set()
        results = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1] == results[2]
    assert len(pool.drawn) == 1


async def test_the_longest_unused_chart_is_dropped() -> None:
    pool = Pool()
    async with Worker(lambda: pool) as worker, ChartCache(worker, most_bytes=250) as cache:
        for day in (0, 1, 0, 2, 0, 1):
            until = TODAY + timedelta(day)
            await cache.riser_chart([("a/b", 1)], since=TODAY, until=until)
    assert len(pool.drawn) == 4


async def test_a_broken_process_is_replaced_once() -> None:
    pools = [Pool(), Pool([BrokenProcessPool()])]
    opened = list(pools)
    async with Worker(pools.pop) as worker, ChartCache(worker) as cache:
        assert await cache.star_chart([GROWING], ChartSpec(), today=TODAY)
    assert all(pool.is_shut for pool in opened)


async def test_a_fault_is_raised_and_not_kept() -> None:
    pool = Pool([BrokenExecutor("no")])
    async with Worker(lambda: pool) as worker, ChartCache(worker) as cache:
        with pytest.raises(BrokenExecutor):
            await cache.star_chart([GROWING], ChartSpec(), today=TODAY)
        assert await cache.star_chart([GROWING], ChartSpec(), today=TODAY)


async def test_too_many_series_are_refused() -> None:
    async with Worker(Pool) as worker, ChartCache(worker) as cache:
        with pytest.raises(ValueError, match="5 series"):
            await cache.star_chart([GROWING] * 5, ChartSpec(), today=TODAY)


async def test_a_process_of_its_own_draws_the_same_picture() -> None:
    async with Worker() as worker, ChartCache(worker) as cache:
        drawn = await cache.star_chart([GROWING], ChartSpec(), today=TODAY)
    assert drawn == draw_stars(plan_stars([GROWING], ChartSpec(), today=TODAY))


def test_who_only_asks_does_not_load_the_drawing_library() -> None:
    code = "import sys, bot.publishing.chart_cache; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
