"""Rows of the newsletter's tables as values: what can't be read in one hides no other."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.months import Month, read_month
from bot.newsletter.delivery import State
from bot.newsletter.last_edition import LastEdition
from bot.newsletter.subscription import ChannelKind, Pause, Reason, Settings, Subscription


def settings_of(row: Row[Any]) -> Settings:
    """Return the settings in a row of subscriptions."""
    return Settings(
        channel_id=row.channel_id,
        kind=ChannelKind(row.kind),
        language=row.language,
        category=row.category or None,
        framework=row.framework or None,
        day=row.day,
        hour=row.hour,
        timezone=row.timezone,
        role_id=row.role_id,
        publish=row.publish,
    )


def columns_of(settings: Settings) -> dict[str, object]:
    """Return settings as a row of subscriptions has them."""
    return {
        "channel_id": settings.channel_id,
        "kind": settings.kind,
        "language": settings.language,
        "category": settings.category or "",
        "framework": settings.framework or "",
        "day": settings.day,
        "hour": settings.hour,
        "timezone": settings.timezone,
        "role_id": settings.role_id,
        "publish": settings.publish,
    }


def pause_columns(pause: Pause | None, at: datetime | None) -> dict[str, object]:
    """Return a pause that began at a moment as a row of subscriptions has it, or that there is none."""
    return {
        "pause_reason": pause.reason if pause else None,
        "pause_missing": " ".join(pause.missing) if pause else None,
        "pause_code": pause.code if pause else None,
        "paused_at": at,
    }


def subscription_of(row: Row[Any]) -> Subscription:
    """Return a subscription from its row; an unreadable month follows from when it is due."""
    pause = None
    if row.pause_reason:
        missing = tuple((row.pause_missing or "").split())
        pause = Pause(Reason(row.pause_reason), missing, row.pause_code)
    return Subscription(
        id=row.id,
        guild_id=row.guild_id,
        settings=settings_of(row),
        created_at=row.created_at,
        created_by=row.created_by,
        next_month=read_month(row.next_month) or Month.of(row.next_due).plus(-1),
        next_due=row.next_due,
        pause=pause,
        paused_at=row.paused_at,
        left_at=row.left_at,
    )


def last_edition_of(row: Row[Any]) -> LastEdition | None:
    """Return what became of an edition from a row of deliveries, None when its month is none."""
    month = read_month(row.month)
    if month is None:
        return None
    return LastEdition(
        month=month,
        state=State(row.state),
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        message_id=row.message_id,
        sent_at=row.sent_at,
        reason=Reason(row.reason) if row.reason else None,
        code=row.code,
        is_published=_is_published(row),
    )


def _is_published(row: Row[Any]) -> bool | None:
    if row.published_at is not None:
        return True
    is_over = row.publish_attempts and row.publish_not_before is None
    return False if is_over else None
