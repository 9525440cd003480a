"""Messages, bodies and counts as they are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, select

from bot.months import Month
from bot.newsletter.bodies import BodyError, file_digests, load_body
from bot.newsletter.clauses import same_message
from bot.newsletter.delivery import EDITION, Body, Delivery, State
from bot.newsletter.schema import bodies, deliveries, files, subscriptions
from bot.newsletter.subscription import ChannelKind


def deliveries_of(connection: Connection, ids: list[int]) -> list[Delivery]:
    """Return messages in the order of ``ids``."""
    rows = connection.execute(_whole().where(deliveries.c.id.in_(ids)))
    return sorted((_delivery(row) for row in rows), key=lambda one: ids.index(one.id))


def body_of(connection: Connection, body_id: int) -> Body:
    """Return a frozen body with its files.

    Raises:
        BodyError: it can't be read, or something of it is missing.
    """
    text = connection.scalar(select(bodies.c.content).where(bodies.c.id == body_id))
    if text is None:
        raise BodyError("there is none")
    found = select(files.c.digest, files.c.content).where(files.c.digest.in_(file_digests(text)))
    return load_body(text, {row.digest: row.content for row in connection.execute(found)})


def found_unsent(connection: Connection, month: str) -> datetime | None:
    """Return when an edition was first found in a channel though its row had never been tried."""
    found = select(func.min(deliveries.c.sent_at)).where(
        deliveries.c.kind == EDITION,
        deliveries.c.month == month,
        deliveries.c.state == State.SENT,
        deliveries.c.attempts == 0,
        deliveries.c.message_id.is_not(None),
    )
    return connection.scalar(found)


def counts_of(connection: Connection, month: Month) -> dict[State, int]:
    """Return how many messages of a month's edition are in which state."""
    counted = (
        select(deliveries.c.state, func.count().label("messages"))
        .where(
            deliveries.c.month == str(month),
            deliveries.c.kind == EDITION,
            deliveries.c.state.in_(State),
        )
        .group_by(deliveries.c.state)
    )
    return {State(row.state): row.messages for row in connection.execute(counted)}


def posted_channels(connection: Connection, month: Month) -> int:
    """Return in how many channels every message of a month's edition has been posted."""
    unsent = func.sum(case((deliveries.c.state == State.SENT, 0), else_=1))
    whole = (
        select(deliveries.c.channel_id)
        .where(deliveries.c.month == str(month), deliveries.c.kind == EDITION)
        .group_by(deliveries.c.channel_id)
        .having(unsent == 0)
    )
    return connection.scalar(select(func.count()).select_from(whole.subquery())) or 0


def _whole() -> Select[Any]:
    post = deliveries.alias()
    same = and_(same_message(deliveries.c, post.c), post.c.part == 0, deliveries.c.part > 0)
    settings = (subscriptions.c.kind.label("channel_kind"), subscriptions.c.role_id)
    return (
        select(deliveries, *settings, subscriptions.c.publish, post.c.message_id.label("post_id"))
        .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .outerjoin(post, same)
        .order_by(deliveries.c.id)
    )


def _delivery(row: Row[Any]) -> Delivery:
    is_notice = row.kind != EDITION
    return Delivery(
        id=row.id,
        subscription_id=row.subscription_id,
        kind=row.kind,
        month=row.month,
        part=row.part,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        channel_kind=ChannelKind(
            ChannelKind.TEXT if is_notice or not row.channel_kind else row.channel_kind
        ),
        role_id=None if is_notice else row.role_id,
        publish=not is_notice
        and bool(row.publish)
        and row.channel_kind == ChannelKind.ANNOUNCEMENT,
        body_id=row.body_id,
        nonce=row.nonce,
        marker=row.marker,
        state=State(row.state),
        attempts=row.attempts,
        permanent_failures=row.permanent_failures,
        first_try=row.first_try,
        last_try=row.last_try,
        due=row.due,
        expires_at=row.expires_at,
        post_id=row.post_id,
        message_id=row.message_id,
        publish_attempts=row.publish_attempts,
    )
