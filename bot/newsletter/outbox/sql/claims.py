"""Which messages are ready: bound to a deadline, unclear, unsent, unpublished, and those that wait for evidence."""

import functools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Update,
    and_,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from bot.newsletter.clauses import same_message
from bot.newsletter.delivery import EDITION, OPEN, WINDOW, State
from bot.newsletter.schema import deliveries, subscriptions
from bot.newsletter.store import running
from bot.state.schema import Moment

LEASE = timedelta(minutes=3)
FREE = {"lease_by": None, "lease_until": None}
_NOW = bindparam("at", type_=Moment)
_WINDOW_BEGAN = bindparam("window_began", type_=Moment)


def take(connection: Connection, owner: str, now: datetime, limit: int, turn: int) -> list[int]:
    """Claim at most ``limit`` messages for ``owner``, the most urgent first; return their ids.

    Which of those without a deadline comes first changes by ``turn``.
    """
    taken: list[int] = []
    for claim in claims(turn):
        if len(taken) < limit:
            values = claim_values(owner, now, limit - len(taken))
            taken += connection.scalars(claim, values)
    return taken


def claims(turn: int) -> Iterator[Update]:
    """Yield a claim for each kind of message, the most urgent first; return the ids that it took.

    Which of those without a deadline comes first changes by ``turn``. Their values are those of `claim_values`.
    """
    urgent, aside, *equals = _claims()
    first = turn % len(equals)
    yield urgent
    yield from equals[first:] + equals[:first]
    yield aside


def claim_values(owner: str, now: datetime, limit: int) -> dict[str, object]:
    """Return the values of a claim for ``owner``."""
    return {
        "at": now,
        "window_began": now - WINDOW,
        "most": limit,
        "holder": owner,
        "held_until": now + LEASE,
    }


def is_wanted() -> ColumnElement[bool]:
    """Return the condition that a message may be sent: a paused channel gets nothing but notices."""
    subscribed = exists().where(subscriptions.c.id == deliveries.c.subscription_id, running())
    return or_(deliveries.c.kind != EDITION, subscribed)


@functools.cache
def _claims() -> list[Update]:
    columns = deliveries.c
    is_unsure = and_(
        columns.state == State.UNSURE,
        columns.not_before <= _NOW,
        or_(is_wanted(), columns.subscription_id.is_(None), columns.expires_at < _NOW),
    )
    # What was tried a minute ago is looked for again after that, so the index leads to the few that are meant.
    is_repeatable = and_(columns.first_try > _WINDOW_BEGAN, columns.not_before > _WINDOW_BEGAN)
    # As long as others of its month wait or are looked for, they may yet show that a backup was restored.
    unseen = select(columns.month).where(_is_pending()).distinct()
    is_unpublished = and_(columns.publish_not_before <= _NOW, columns.state == State.SENT)
    return [
        _claim(and_(is_unsure, is_repeatable), columns.first_try),
        _claim(
            and_(is_unsure, columns.first_try.is_(None), columns.month.not_in(unseen)),
            columns.not_before,
        ),
        _claim(and_(is_unsure, columns.first_try.is_not(None)), columns.not_before),
        _claim(_is_pending(), columns.not_before),
        _claim(
            is_unpublished,
            columns.publish_not_before,
            publish_attempts=columns.publish_attempts + 1,
        ),
    ]


def _claim(ready: ColumnElement[bool], order: ColumnElement[Any], **changes: object) -> Update:
    is_free = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= _NOW)
    chosen = (
        select(deliveries.c.id)
        .where(ready, is_free)
        .order_by(order, deliveries.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    held: dict[str, Any] = {
        "lease_by": bindparam("holder"),
        "lease_until": bindparam("held_until", type_=Moment),
    }
    return (
        update(deliveries)
        .where(deliveries.c.id.in_(chosen))
        .values(**held, **changes)
        .returning(deliveries.c.id)
    )


def _is_pending() -> ColumnElement[bool]:
    return and_(
        deliveries.c.state == State.PENDING,
        deliveries.c.not_before <= _NOW,
        is_wanted(),
        or_(deliveries.c.part == 0, ~_has_open_earlier_part()),
    )


def _has_open_earlier_part() -> ColumnElement[bool]:
    earlier = deliveries.alias()
    return exists().where(
        same_message(deliveries.c, earlier.c),
        earlier.c.part < deliveries.c.part,
        earlier.c.state.in_(OPEN),
    )
