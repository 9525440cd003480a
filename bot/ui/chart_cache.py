"""Charts drawn off the event loop, each once.

Drawing holds the interpreter for up to tens of milliseconds at a time, so it happens in one process of its own,
started with the first chart. Only that process imports matplotlib.
"""

import asyncio
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import partial
from multiprocessing import get_context, parent_process
from typing import Self

from bot.ui.curves import ChartSpec, RiserPlan, Series, StarPlan, plan_risers, plan_stars

MOST_BYTES = 8_000_000

Plan = StarPlan | RiserPlan


def drawing_process() -> Executor:
    """Return one process that draws; it starts with its first chart and ends with this program."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_settle_in)


def draw(plan: Plan) -> bytes:
    """Draw a planned chart here and now."""
    # The program that only asks for charts stays without matplotlib's 65 MB.
    from bot.ui.charts import draw_risers, draw_stars  # noqa: PLC0415

    return draw_stars(plan) if isinstance(plan, StarPlan) else draw_risers(plan)


class ChartCache:
    """Draws charts and keeps the latest used, by what they show. Use as an async context manager."""

    def __init__(
        self, most_bytes: int = MOST_BYTES, open_pool: Callable[[], Executor] = drawing_process
    ) -> None:
        self._most_bytes = most_bytes
        self._open_pool = open_pool
        self._pool: Executor | None = None
        # Starting a process takes milliseconds too: this thread does it, and waits for the drawing.
        self._thread = ThreadPoolExecutor(1, "charts")
        self._kept: OrderedDict[Plan, bytes] = OrderedDict()
        self._size = 0
        self._pending: dict[Plan, asyncio.Task[bytes]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        tasks = list(self._pending.values())
        self._thread.shutdown(wait=False, cancel_futures=True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._close)

    async def star_chart(self, series: Sequence[Series], spec: ChartSpec, *, today: date) -> bytes:
        """Return a star chart's PNG.

        Raises:
            ValueError: there are no series, or more than a chart holds.
        """
        plan = await asyncio.to_thread(partial(plan_stars, tuple(series), spec, today=today))
        return await self._picture(plan)

    async def riser_chart(
        self, rows: Sequence[tuple[str, int]], *, since: date, until: date
    ) -> bytes:
        """Return the PNG of a chart of gains.

        Raises:
            ValueError: there are no rows, or more than a chart holds.
        """
        return await self._picture(plan_risers(rows, since=since, until=until))

    async def _picture(self, plan: Plan) -> bytes:
        if plan in self._kept:
            self._kept.move_to_end(plan)
            return self._kept[plan]
        task = self._pending.get(plan)
        if task is None:
            task = self._pending[plan] = asyncio.create_task(self._draw(plan))
        # Who stops waiting must not stop the others' chart.
        return await asyncio.shield(task)

    async def _draw(self, plan: Plan) -> bytes:
        try:
            loop = asyncio.get_running_loop()
            picture = await loop.run_in_executor(self._thread, self._drawn, plan)
            self._keep(plan, picture)
            return picture
        finally:
            del self._pending[plan]

    def _keep(self, plan: Plan, picture: bytes) -> None:
        self._kept[plan] = picture
        self._size += len(picture)
        while self._size > self._most_bytes:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)

    def _drawn(self, plan: Plan) -> bytes:
        self._pool = self._pool or self._open_pool()
        try:
            return self._pool.submit(draw, plan).result()
        except BrokenProcessPool:
            # Something ended the process, say for want of memory: once more in a new one.
            self._pool.shutdown()
            self._pool = self._open_pool()
            return self._pool.submit(draw, plan).result()

    def _close(self) -> None:
        self._thread.shutdown()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _settle_in() -> None:
    """Stand back behind the bot, leave Ctrl-C to it, and don't outlive it when it is killed."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=[parent.join], daemon=True).start()


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)
