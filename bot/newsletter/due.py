"""When the edition of a month is due in a channel, and which one it should get now."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.months import Month
from bot.newsletter.subscription import Settings

LATEST = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a subscription is owed now: one edition at most, due at ``due``, and the months that came too late."""

    month: Month | None
    due: datetime
    late: tuple[Month, ...]
    next_month: Month
    next_due: datetime


def is_timezone(name: str) -> bool:
    """Tell whether this host knows a time zone."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def due_at(month: Month, day: int, hour: int, timezone: str) -> datetime:
    """Return when the edition of ``month`` is due, in UTC: in the month after it, and never before that began in UTC.

    An hour that a change to summer time skips falls an hour later by the clock; one that occurs twice is the first.
    """
    after = month.plus(1)
    last = monthrange(after.year, after.number)[1]
    # zoneinfo reads a skipped hour with the offset from before the gap: in UTC, the moment after it.
    local = datetime(after.year, after.number, min(day, last), hour, tzinfo=ZoneInfo(timezone))
    return max(local.astimezone(UTC), datetime(after.year, after.number, 1, tzinfo=UTC))


def first_month(settings: Settings, now: datetime) -> Month:
    """Return the first month whose edition falls due after ``now``: none older is ever owed."""
    month = Month.of(now).plus(-2)
    while _due(settings, month) <= now:
        month = month.plus(1)
    return month


def next_due(
    settings: Settings, month: Month, previous: datetime | None, now: datetime
) -> datetime:
    """Return when ``month`` is due under new settings.

    An edition that was still to come (``previous``) and would now have been due in the past is due at once; changing
    again before it is sent doesn't make it late.
    """
    due = _due(settings, month)
    return max(due, min(previous, now)) if previous is not None else due


def owed(settings: Settings, month: Month, due: datetime, now: datetime) -> Owed | None:
    """Return what is owed from ``month`` (due at ``due``) on, None before it is due.

    Only the newest due month can be sent, and only while it is at most ten days late. A month that isn't over is never
    owed, whatever ``due`` says: the subscription goes back to the first one that falls due after ``now``.
    """
    if now < due:
        return None
    if not month.is_over(now):
        month = min(month, first_month(settings, now))
        return Owed(None, due, (), month, _due(settings, month))
    late: list[Month] = []
    while (following := _due(settings, month.plus(1))) <= now:
        late.append(month)
        month, due = month.plus(1), following
    is_late = now - due > LATEST
    if is_late:
        late.append(month)
    return Owed(None if is_late else month, due, tuple(late), month.plus(1), following)


def _due(settings: Settings, month: Month) -> datetime:
    return due_at(month, settings.day, settings.hour, settings.timezone)
