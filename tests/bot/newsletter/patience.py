"""Time that passes only when somebody waits for it."""

import asyncio
from datetime import timedelta

from bot.newsletter.pacer import Timer


class Patience(Timer):
    """A timer whose waits take no time, though its time goes on by them."""

    def __init__(self) -> None:
        self._elapsed = 0.0

    def elapsed(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        until = self._elapsed + seconds
        await asyncio.sleep(0)
        self._elapsed = max(self._elapsed, until)

    def pass_by(self, **given: float) -> None:
        """Let that much time pass at once, as for a process that is suspended."""
        self._elapsed += timedelta(**given).total_seconds()
