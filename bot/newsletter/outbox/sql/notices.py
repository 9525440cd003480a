"""Notices of paused subscriptions among the messages."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.newsletter.delivery import Delivery, Notice, State
from bot.newsletter.identity import notice_kind
from bot.newsletter.planning.store import freeze_body, fresh, key_of
from bot.newsletter.schema import deliveries


def insert_notice(
    connection: Connection, delivery: Delivery, notice: Notice, now: datetime
) -> None:
    """Have a notice sent because of a delivery, unless the same one is there already."""
    assert delivery.subscription_id is not None  # noqa: S101  # only subscriptions are paused
    kind = notice_kind(delivery.subscription_id)
    key = key_of(notice.application_id, delivery.month, notice.channel_id, 0, kind)
    same = select(deliveries.c.id).where(deliveries.c.nonce == key["nonce"])
    if connection.scalar(same) is not None:
        return
    connection.execute(
        insert(deliveries).values(
            subscription_id=delivery.subscription_id,
            guild_id=delivery.guild_id,
            body_id=freeze_body(connection, f"notice/{delivery.id}", notice.body),
            state=State.PENDING,
            **key,
            **fresh(now),
        )
    )
