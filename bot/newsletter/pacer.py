"""One gate for every request of the newsletter: so many a second, and none while Discord demands a wait."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

# Awaited before a request, and just before a message goes out: whether it still may.
Turn = Callable[[], Awaitable[None]]
Begin = Callable[[], Awaitable[bool]]


class Timer:
    """Time as it passes, and a way to wait for it."""

    def elapsed(self) -> float:
        """Return seconds since some moment. Unlike the event loop's, they go on while the host is suspended."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class ClosedError(Exception):
    """No request may be made for ``wait``."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"closed for {wait}")
        self.wait = wait


class Gate:
    """Gives turns evenly, ``rate`` a second; 0 gives them at once."""

    def __init__(self, rate: float, timer: Timer | None = None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._timer = timer or Timer()
        self._next = 0.0
        self._opens = 0.0

    @property
    def wait(self) -> timedelta:
        """Return how long it stays closed."""
        return timedelta(seconds=max(0.0, self._opens - self._timer.elapsed()))

    def close(self, wait: timedelta) -> None:
        """Stay closed for ``wait``, or for longer where it was closed for longer before."""
        self._opens = max(self._opens, self._timer.elapsed() + wait.total_seconds())

    async def turn(self) -> None:
        """Wait for the next turn.

        Raises:
            ClosedError: it is closed, or was meanwhile.
        """
        self._check()
        now = self._timer.elapsed()
        start = max(now, self._next)
        self._next = start + self._gap
        if start > now:
            await self._timer.sleep(start - now)
            self._check()

    def _check(self) -> None:
        if wait := self.wait:
            raise ClosedError(wait)
