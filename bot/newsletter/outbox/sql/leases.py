"""Leases that ran out, and messages that nobody sent in time."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, or_, update

from bot.newsletter.delivery import SETTLING, State
from bot.newsletter.outbox.sql.claims import FREE
from bot.newsletter.schema import deliveries
from bot.newsletter.subscription import PASSING, Reason


def expire(connection: Connection, owner: str, now: datetime, *, is_alone: bool) -> None:
    """Free what others held, make unsure what they were sending, and skip what is too late."""
    over = deliveries.c.lease_until <= now
    if is_alone:
        over = or_(over, deliveries.c.lease_by != owner)
    _make_unsure(connection, over, now)
    if is_alone:
        _take_over(connection, owner)
    _skip_late(connection, now)


def _make_unsure(connection: Connection, over: ColumnElement[bool], now: datetime) -> None:
    # A request that died with its sender may still be on its way.
    connection.execute(
        update(deliveries)
        .where(deliveries.c.state == State.SENDING, over)
        .values(state=State.UNSURE, not_before=now + SETTLING, **FREE)
    )


def _take_over(connection: Connection, owner: str) -> None:
    connection.execute(update(deliveries).where(deliveries.c.lease_by != owner).values(**FREE))
    # Earlier versions kept pending what was to be repeated, whether or not it had got through.
    connection.execute(
        update(deliveries)
        .where(deliveries.c.state == State.PENDING, deliveries.c.first_try.is_not(None))
        .values(state=State.UNSURE)
    )


def _skip_late(connection: Connection, now: datetime) -> None:
    connection.execute(
        update(deliveries)
        .where(deliveries.c.state == State.PENDING, deliveries.c.expires_at < now)
        # What held it up until it was late says more than that it is.
        .values(
            state=State.SKIPPED,
            reason=case((deliveries.c.reason.in_(PASSING), deliveries.c.reason), else_=Reason.LATE),
        )
    )
