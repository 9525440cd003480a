"""A tick's own time."""

from datetime import datetime, timedelta

from bot.newsletter.pacer import Timer


class TickClock:
    """The tick's own time: as given at its start, and going on from there whatever the host's clock does."""

    def __init__(self, start: datetime, timer: Timer) -> None:
        self._timer = timer
        self._start = start
        self._began = timer.elapsed()

    def now(self) -> datetime:
        """Return the moment that it is."""
        return self._start + timedelta(seconds=self._timer.elapsed() - self._began)
