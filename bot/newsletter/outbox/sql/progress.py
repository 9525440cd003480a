"""A claimed message on its way: begun, settled, published, as long as its lease is held."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from bot.newsletter.clauses import same_message
from bot.newsletter.decisions.states import state_unsent
from bot.newsletter.delivery import (
    Delivery,
    Notice,
    PublishSettlement,
    Settlement,
    State,
)
from bot.newsletter.outbox.sql.claims import FREE, LEASE, is_wanted
from bot.newsletter.outbox.sql.notices import insert_notice
from bot.newsletter.schema import deliveries
from bot.newsletter.store import pause_one
from bot.newsletter.subscription import Reason


def begin(connection: Connection, owner: str, delivery: Delivery, now: datetime) -> Delivery | None:
    """Write that a claimed message is sent from now on; None when it may not be."""
    begun = replace(
        delivery,
        state=State.SENDING,
        attempts=delivery.attempts + 1,
        first_try=delivery.first_try or now,
        last_try=now,
    )
    starting = (
        _held(owner, delivery)
        .where(
            deliveries.c.state == delivery.state,
            deliveries.c.attempts == delivery.attempts,
            deliveries.c.lease_until > now,
            is_wanted(),
        )
        .values(
            state=begun.state,
            attempts=begun.attempts,
            first_try=begun.first_try,
            last_try=begun.last_try,
            lease_until=now + LEASE,
        )
    )
    return begun if connection.execute(starting).rowcount == 1 else None


def settle(
    connection: Connection,
    owner: str,
    delivery: Delivery,
    settlement: Settlement,
    now: datetime,
    notice: Notice | None,
) -> bool:
    """Write what became of a claimed message and all that follows; False when the lease was over."""
    is_sent = settlement.state is State.SENT
    publishes = is_sent and delivery.publish and settlement.message_id is not None
    tried: dict[str, Any] = {}
    if settlement.state is State.DEAD:
        tried["last_try"] = delivery.last_try or now
    is_refusal = settlement.pause is not None and state_unsent(delivery) is State.PENDING
    if settlement.state is State.PENDING or is_refusal:
        tried["first_try"] = None
    settled = connection.execute(
        _held(owner, delivery)
        .where(deliveries.c.state == delivery.state)
        .values(
            **tried,
            state=settlement.state,
            not_before=settlement.not_before,
            permanent_failures=settlement.permanent_failures,
            reason=settlement.reason,
            code=settlement.code,
            message_id=settlement.message_id,
            sent_at=now if is_sent else None,
            publish_not_before=now if publishes else None,
            **FREE,
        )
    )
    if settled.rowcount == 0:
        return False
    _follow_up(connection, delivery, settlement, now)
    if settlement.pause and delivery.subscription_id is not None and not delivery.is_notice:
        is_news = pause_one(connection, delivery.subscription_id, settlement.pause, now)
        if is_news and notice is not None:
            insert_notice(connection, delivery, notice, now)
    return True


def settle_publishing(
    connection: Connection,
    owner: str,
    delivery: Delivery,
    settlement: PublishSettlement,
    now: datetime,
) -> bool:
    """Write what became of publishing a message; False when the lease was over."""
    values = _held(owner, delivery).values(
        publish_not_before=settlement.not_before,
        published_at=now if settlement.is_published else None,
        code=settlement.code,
        **FREE,
    )
    return connection.execute(values).rowcount == 1


def _held(owner: str, delivery: Delivery) -> Any:  # noqa: ANN401  # an UPDATE of SQLAlchemy's
    return update(deliveries).where(deliveries.c.id == delivery.id, deliveries.c.lease_by == owner)


def _follow_up(
    connection: Connection, delivery: Delivery, settlement: Settlement, now: datetime
) -> None:
    siblings = update(deliveries).where(same_message(delivery), deliveries.c.state == State.PENDING)
    if settlement.state in (State.DEAD, State.SKIPPED):
        connection.execute(
            siblings.where(deliveries.c.part > delivery.part).values(
                state=State.SKIPPED, reason=Reason.EARLIER_PART, not_before=now
            )
        )
    elif settlement.state is State.PENDING:
        # Unsubscribed while it was being sent: nobody wants it any more.
        connection.execute(
            siblings.where(deliveries.c.subscription_id.is_(None)).values(
                state=State.SKIPPED, reason=Reason.BY_ADMIN
            )
        )
