"""The times of refreshes, and whether one is due."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bot.github.results import RunReport

RETRY_AFTER = timedelta(hours=1)


def latest_due(times: Sequence[time], now: datetime) -> datetime:
    """Return the last moment, not after ``now``, at which a refresh was due; ``times`` are of the day in UTC."""
    return max(moment for moment in _moments(times, now) if moment <= now)


def next_due(times: Sequence[time], now: datetime) -> datetime:
    """Return the first moment after ``now`` at which a refresh is due."""
    return min(moment for moment in _moments(times, now) if moment > now)


def _moments(times: Sequence[time], now: datetime) -> list[datetime]:
    """Return yesterday's, today's and tomorrow's moments."""
    days = [now.date() + timedelta(days=day) for day in (-1, 0, 1)]
    return [datetime.combine(day, at, UTC) for day in days for at in times]


def is_owed(last: RunReport | None, due: datetime, now: datetime, stale: int) -> bool:
    """Return whether a refresh should start.

    None did since it was due; or the last one was cut short, and then it goes on; or it gave up or left something
    out, over an hour ago.
    """
    if last is None or last.started < due:
        return True
    if last.finished is None or last.outcome in ("interrupted", "stopped"):
        return True
    left_out = last.outcome != "complete" or (last.failed and stale)
    return bool(left_out) and now - last.finished >= RETRY_AFTER
