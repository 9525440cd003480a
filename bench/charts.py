"""How long charts take to draw, how large they are, and what the event loop feels of it."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table

from bench.stalls import p99, time_stalls
from bot.app import switch_threads_often
from bot.catalog.entry import StarCount
from bot.publishing.chart_cache import ChartCache, draw
from bot.runtime.worker import Worker, working_process
from bot.ui.charts.plan import plan_risers, plan_stars
from bot.ui.charts.series import ChartSpec, Scale, Series, TimeRange

TODAY = date(2026, 8, 23)
ROUNDS = 15
STALL_ROUNDS = 40


def synthesize(name: str, points: int, days_apart: int, last: int) -> Series:
    """Return a repository that grew evenly to ``last`` stars."""
    counts = [
        StarCount(
            last * (place + 1) // points, TODAY - timedelta((points - 1 - place) * days_apart)
        )
        for place in range(points)
    ]
    return Series(name, tuple(counts))


def cases() -> dict[str, tuple[list[Series], ChartSpec]]:
    """Return a chart of each kind that costs differently."""
    monthly = [synthesize(f"owner/model-{place}", 90, 30, 20_000 * place) for place in range(1, 5)]
    daily = [synthesize(f"owner/model-{place}", 8_000, 1, 20_000 * place) for place in range(1, 5)]
    recent = [synthesize(f"owner/model-{place}", 400, 1, 20_000 * place) for place in range(1, 5)]
    return {
        "1 x 90 counts": (monthly[:1], ChartSpec()),
        "4 x 90 counts": (monthly, ChartSpec()),
        "4 x 90 counts, log": (monthly, ChartSpec(scale=Scale.LOG)),
        "4 x 30 of 400 days": (recent, ChartSpec(time_range=TimeRange.MONTH)),
        "4 x 8,000 counts": (daily, ChartSpec()),
    }


def time_drawing(work: Callable[[], bytes]) -> tuple[float, float, int]:
    """Return the median and longest milliseconds of drawing here, after a first time, and the bytes."""
    size = len(work())
    durations: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        durations.append((time.perf_counter() - started) * 1000)
    return statistics.median(durations), max(durations), size


async def _measure(
    open_pool: Callable[[], Executor], sets: Sequence[tuple[list[Series], ChartSpec]]
) -> tuple[float, list[float], list[float]]:
    """Return the first chart's milliseconds, then the stalls while it starts and while it draws."""
    async with Worker(open_pool) as worker, ChartCache(worker) as cache:

        async def ask(first: int, last: int) -> None:
            for place in range(first, last):
                series, spec = sets[place % len(sets)]
                # Another day is another chart: nothing comes out of the cache.
                await cache.star_chart(series, spec, today=TODAY + timedelta(place))

        started = time.perf_counter()
        starting = await time_stalls(lambda: ask(0, 1))
        first = (time.perf_counter() - started) * 1000
        return first, starting, await time_stalls(lambda: ask(1, STALL_ROUNDS + 1))


def print_charts(console: Console) -> None:
    """Print times and sizes by kind of chart, and the loop's stalls with a thread and with a process."""
    switch_threads_often()
    process = asyncio.run(_measure(working_process, _usual()))
    # The thread comes second: it brings the drawing library into this process.
    thread = asyncio.run(_measure(lambda: ThreadPoolExecutor(1), _usual()))
    table = Table(title="Charts")
    for column in ("kind", "planning, ms", "drawing p50 / max, ms", "kB"):
        table.add_column(column, justify="right")
    for name, (series, spec) in cases().items():
        started = time.perf_counter()
        plan = plan_stars(series, spec, today=TODAY)
        planning = (time.perf_counter() - started) * 1000
        median, longest, size = time_drawing(lambda plan=plan: draw(plan))
        table.add_row(
            name, f"{planning:.1f}", f"{median:.0f} / {longest:.0f}", f"{size / 1000:.0f}"
        )
    risers = plan_risers(
        [(f"owner/model-{place}", 1_000 - 130 * place) for place in range(10)],
        since=TODAY - timedelta(30),
        until=TODAY,
    )
    median, longest, size = time_drawing(lambda: draw(risers))
    table.add_row("10 risers", "", f"{median:.0f} / {longest:.0f}", f"{size / 1000:.0f}")
    console.print(table)
    stalls = Table(title=f"The event loop's stalls, ms, {STALL_ROUNDS} charts one after another")
    for column in ("drawn in", "first chart", "longest stall then", "p99 afterwards", "longest"):
        stalls.add_column(column, justify="right")
    for name, (first, starting, late) in (("a process", process), ("a thread", thread)):
        stalls.add_row(
            name, f"{first:.0f}", f"{starting[-1]:.1f}", f"{p99(late):.1f}", f"{late[-1]:.1f}"
        )
    console.print(stalls)


def _usual() -> list[tuple[list[Series], ChartSpec]]:
    return list(cases().values())[:4]
