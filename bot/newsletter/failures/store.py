"""The messages that failed: listed for operators, sent again, or counted as sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, true, update

from bot.newsletter.clauses import same_message
from bot.newsletter.delivery import EDITION, State
from bot.newsletter.due import LATEST
from bot.newsletter.failures.failed_delivery import FailedDelivery, ResendBlocker
from bot.newsletter.planning.store import fresh
from bot.newsletter.schema import deliveries, subscriptions
from bot.newsletter.subscription import Reason
from bot.state.database import StateDatabase

# What those who manage a server can put right.
CURABLE = (
    Reason.MISSING_PERMISSIONS,
    Reason.CHANNEL_GONE,
    Reason.THREAD_LOCKED,
    Reason.TAG_REQUIRED,
    Reason.AUTOMOD,
    Reason.FILTERED,
    Reason.UPLOADS_LIMITED,
    Reason.CHANNEL_KIND,
    Reason.ACCOUNT,
    Reason.REFUSED,
)


class FailureStore:
    """The failed messages that somebody still waits for."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def failed(self, limit: int = 50, since: datetime | None = None) -> list[FailedDelivery]:
        """Return the messages that failed (after ``since``) and that somebody still waits for, newest first.

        Those that can be sent again come before those of paused subscriptions and of servers that were left.
        """
        found = _dead().where(_is_awaited(since))
        is_unpaused = or_(deliveries.c.kind != EDITION, subscriptions.c.pause_reason.is_(None))
        ordered = found.order_by(
            subscriptions.c.left_at.is_(None).desc(), is_unpaused.desc(), deliveries.c.id.desc()
        ).limit(limit)
        return await self._database.read(
            lambda connection: [_failed_delivery(row) for row in connection.execute(ordered)]
        )

    async def count(self, since: datetime | None = None) -> int:
        """Return how many messages failed (after ``since``) and are still waited for."""
        failed = _dead().where(_is_awaited(since))
        found = select(func.count()).select_from(failed.subquery())
        return await self._database.read(lambda connection: connection.scalar(found) or 0)

    async def resend(self, delivery_id: int, now: datetime) -> ResendBlocker | None:
        """Send a failed message once more, an operator having looked; the parts skipped because of it follow.

        Return why it can't be sent, None when it will be.
        """
        return await self._database.write(
            lambda connection: _resend(connection, delivery_id, now, is_looked_at=True)
        )

    async def was_sent(self, delivery_id: int, now: datetime) -> ResendBlocker | None:
        """Count a message that can't be verified as sent, an operator having seen it, and its later parts too.

        Return why it can't be counted so, None when it is.
        """
        return await self._database.write(
            lambda connection: _was_sent(connection, delivery_id, now)
        )

    async def resend_allowed(self, channel_id: int, now: datetime) -> int:
        """Send again what a channel didn't allow, now that it does, as long as it isn't late; return how many."""
        found = select(deliveries.c.id).where(
            deliveries.c.channel_id == channel_id,
            deliveries.c.kind == EDITION,
            deliveries.c.state == State.DEAD,
            deliveries.c.reason.in_(CURABLE),
            deliveries.c.last_try > now - LATEST,
        )

        def work(connection: Connection) -> int:
            numbers = list(connection.scalars(found))
            return [
                _resend(connection, number, now, is_looked_at=False) for number in numbers
            ].count(None)

        return await self._database.write(work)


def _resend(
    connection: Connection, delivery_id: int, now: datetime, *, is_looked_at: bool
) -> ResendBlocker | None:
    dead = connection.execute(_dead().where(deliveries.c.id == delivery_id)).first()
    blocker = _blocker(dead) if dead else ResendBlocker.OVER
    if dead is None or blocker:
        return blocker
    skipped = _skipped_after(dead)
    # What may have been sent is looked for first, unless somebody has looked.
    first_try = None if is_looked_at else dead.first_try
    again = {"reason": None, "code": None, "last_try": None, **fresh(now)}
    connection.execute(
        update(deliveries).where(skipped).values(state=State.PENDING, first_try=None, **again)
    )
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(
            state=State.UNSURE if first_try else State.PENDING,
            first_try=first_try,
            # That it was tried stays known: only a restored database finds what it never tried.
            **again | {"attempts": min(dead.attempts, 1)},
        )
    )
    return None


def _was_sent(connection: Connection, delivery_id: int, now: datetime) -> ResendBlocker | None:
    dead = connection.execute(_dead().where(deliveries.c.id == delivery_id)).first()
    if dead is None or dead.reason != Reason.UNVERIFIABLE:
        return ResendBlocker.OVER
    connection.execute(
        update(deliveries)
        .where(or_(deliveries.c.id == delivery_id, _skipped_after(dead)))
        .values(state=State.SENT, sent_at=now, reason=None, code=None)
    )
    return None


def _skipped_after(dead: Row[Any]) -> ColumnElement[bool]:
    return and_(
        same_message(dead),
        deliveries.c.part > dead.part,
        deliveries.c.reason == Reason.EARLIER_PART,
    )


def _dead() -> Select[Any]:
    return (
        select(deliveries, subscriptions.c.pause_reason, subscriptions.c.left_at)
        .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .where(deliveries.c.state == State.DEAD)
    )


def _is_awaited(since: datetime | None) -> ColumnElement[bool]:
    """Nobody waits once a channel is unsubscribed, nor for a notice of a pause that is over."""
    is_current = or_(deliveries.c.kind == EDITION, subscriptions.c.pause_reason.is_not(None))
    is_recent = deliveries.c.last_try > since if since else true()
    return and_(deliveries.c.subscription_id.is_not(None), is_current, is_recent)


def _blocker(row: Row[Any]) -> ResendBlocker | None:
    if row.subscription_id is None:
        return ResendBlocker.UNSUBSCRIBED
    if row.left_at is not None:
        return ResendBlocker.LEFT
    # An edition waits for the end of a pause; a notice is about one.
    if row.kind == EDITION:
        return None if row.pause_reason is None else ResendBlocker.PAUSED
    return ResendBlocker.OVER if row.pause_reason is None else None


def _failed_delivery(row: Row[Any]) -> FailedDelivery:
    return FailedDelivery(
        delivery_id=row.id,
        month=row.month,
        kind=row.kind,
        part=row.part,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        reason=Reason(row.reason) if row.reason else None,
        code=row.code,
        last_try=row.last_try,
        blocker=_blocker(row),
    )
