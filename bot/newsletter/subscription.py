"""A channel's subscription: what an admin chose, and why it may be paused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.months import Month


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
    """Why a subscription is paused or a delivery ended; worded by `bot.ui` in each language."""

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
    """Why the mention of a role reaches nobody; worded by `bot.ui` in each language."""

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
