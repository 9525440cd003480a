"""Charts drawn off the event loop, each once."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Self

from bot.runtime.worker import Worker
from bot.ui.charts.plan import RiserPlan, StarPlan, plan_risers, plan_stars
from bot.ui.charts.series import ChartSpec, Series

MOST_BYTES = 8_000_000

ChartPlan = StarPlan | RiserPlan


def draw(plan: ChartPlan) -> bytes:
    """Draw a planned chart here and now."""
    # The program that only asks for charts stays without matplotlib's 65 MB.
    from bot.ui.charts.drawing.risers import draw_risers  # noqa: PLC0415
    from bot.ui.charts.drawing.stars import draw_stars  # noqa: PLC0415

    return draw_stars(plan) if isinstance(plan, StarPlan) else draw_risers(plan)


class ChartCache:
    """Draws charts and keeps the latest used, by what they show. Use as an async context manager."""

    def __init__(self, worker: Worker, most_bytes: int = MOST_BYTES) -> None:
        self._worker = worker
        self._most_bytes = most_bytes
        self._kept: OrderedDict[ChartPlan, bytes] = OrderedDict()
        self._size = 0
        self._pending: dict[ChartPlan, asyncio.Task[bytes]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        tasks = list(self._pending.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def star_chart(self, series: Sequence[Series], spec: ChartSpec, *, today: date) -> bytes:
        """Return a star chart's PNG.

        Raises:
            WorkerError: it could not be drawn.
            ValueError: there are no series, or more than a chart holds.
        """
        plan = await asyncio.to_thread(partial(plan_stars, tuple(series), spec, today=today))
        return await self._picture(plan)

    async def riser_chart(
        self, rows: Sequence[tuple[str, int]], *, since: date, until: date
    ) -> bytes:
        """Return the PNG of a chart of gains.

        Raises:
            WorkerError: it could not be drawn.
            ValueError: there are no rows, or more than a chart holds.
        """
        return await self._picture(plan_risers(rows, since=since, until=until))

    async def _picture(self, plan: ChartPlan) -> bytes:
        if plan in self._kept:
            self._kept.move_to_end(plan)
            return self._kept[plan]
        task = self._pending.get(plan)
        if task is None:
            task = self._pending[plan] = asyncio.create_task(self._draw(plan))
        # A caller that stops waiting must not stop the others' chart.
        return await asyncio.shield(task)

    async def _draw(self, plan: ChartPlan) -> bytes:
        try:
            picture = await self._worker.run(draw, plan)
            self._keep(plan, picture)
            return picture
        finally:
            del self._pending[plan]

    def _keep(self, plan: ChartPlan, picture: bytes) -> None:
        self._kept[plan] = picture
        self._size += len(picture)
        while self._size > self._most_bytes:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)
