"""What the event loop feels of work beside it."""

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence


async def time_stalls(work: Callable[[], Awaitable[object]]) -> list[float]:
    """Return how many milliseconds late a loop that wakes every millisecond was, sorted."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append((time.perf_counter() - started - 0.001) * 1000)

    gc.collect()
    gc.freeze()
    watcher = asyncio.create_task(watch())
    await work()
    watcher.cancel()
    gc.unfreeze()
    return sorted(late)


def p99(durations: Sequence[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(durations, n=100, method="inclusive")[98]
