"""A channel's subscription, and when the edition of a month is due in it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.months import Month

LATEST = timedelta(days=10)


class ChannelKind(StrEnum):
    """What a channel takes: messages, publishable messages, messages of a thread, or posts."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"
    THREAD = "thread"
    FORUM = "forum"

    @classmethod
    def _missing_(cls, value: object) -> "ChannelKind":
        # What a newer version knows: where it posts, Discord tells anyway.
        return cls.TEXT


class Reason(StrEnum):
    """Why a subscription is paused or a delivery ended; the looks word it in each language."""

    BY_ADMIN = "by-admin"
    MISSING_PERMISSIONS = "missing-permissions"
    CHANNEL_GONE = "channel-gone"
    THREAD_LOCKED = "thread-locked"
    TAG_REQUIRED = "tag-required"
    GUILD_LEFT = "guild-left"
    TIMED_OUT = "timed-out"
    THREADS_FULL = "threads-full"
    SLOWED = "slowed"
    AUTOMOD = "automod"
    FILTERED = "filtered"
    UPLOADS_LIMITED = "uploads-limited"
    CHANNEL_KIND = "channel-kind"
    ACCOUNT = "account"
    REFUSED = "refused"
    REJECTED = "rejected"
    OUTAGE = "outage"
    LATE = "late"
    UNVERIFIABLE = "unverifiable"
    DELETED = "deleted"
    EARLIER_PART = "earlier-part"
    UNKNOWN_TIMEZONE = "unknown-timezone"
    UNKNOWN_LANGUAGE = "unknown-language"
    UNKNOWN_CATEGORY = "unknown-category"
    UNKNOWN_FRAMEWORK = "unknown-framework"
    UNREADABLE = "unreadable"
    NOT_MADE = "not-made"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> "Reason":
        # What a newer version wrote must not hide a whole server's subscriptions from an older one.
        return cls.UNKNOWN


class RoleFault(StrEnum):
    """Why the mention of a role reaches nobody; the looks word it in each language."""

    GONE = "gone"
    UNMENTIONABLE = "unmentionable"


# These pass by themselves: what they hold up waits for its ten days, and they pause nothing.
PASSING = (Reason.TIMED_OUT, Reason.THREADS_FULL, Reason.SLOWED)
# Why an edition can't be planned for a subscription. A new program or host may know better: it is tried every hour.
FLAWS = (
    Reason.UNKNOWN_TIMEZONE,
    Reason.UNKNOWN_LANGUAGE,
    Reason.UNKNOWN_CATEGORY,
    Reason.UNKNOWN_FRAMEWORK,
    Reason.UNREADABLE,
    Reason.NOT_MADE,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an admin chooses. ``day`` past a month's end means its last day; None filters nothing."""

    channel_id: int
    kind: ChannelKind
    language: str = "en-US"
    category: str | None = None
    framework: str | None = None
    day: int = 2
    hour: int = 9
    timezone: str = "UTC"
    role_id: int | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Why nothing is sent: ``missing`` names the permissions as discord.py does (``send_messages``).

    ``until`` is when it passes by itself, where Discord tells.
    """

    reason: Reason
    missing: tuple[str, ...] = ()
    code: str | None = None
    until: datetime | None = None


class FlawError(Exception):
    """A subscription's edition can't be planned; ``pause`` says why, and how that is cured."""

    def __init__(self, pause: Pause) -> None:
        super().__init__(pause.reason, pause.code)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Subscription:
    """One channel's subscription. ``next_month`` is the first edition that it hasn't had, due at ``next_due``."""

    id: int
    guild_id: int
    settings: Settings
    created_at: datetime
    created_by: int
    next_month: Month
    next_due: datetime
    pause: Pause | None = None
    paused_at: datetime | None = None
    left_at: datetime | None = None


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
