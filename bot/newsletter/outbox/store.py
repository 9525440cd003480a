"""The outbox: every message has a row before it is sent, and the row says how far it got."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from bot.months import Month
from bot.newsletter.bodies import BodyError, file_digests, load_body
from bot.newsletter.delivery import (
    EDITION,
    SETTLING,
    Body,
    Delivery,
    PublishSettlement,
    Settlement,
    State,
    notice_kind,
    state_unsent,
)
from bot.newsletter.outbox.sql.claims import LEASE, claim_values, claims, is_wanted
from bot.newsletter.outbox.trouble import Hindrance, Trouble
from bot.newsletter.planning.plan import Group, Plan
from bot.newsletter.planning.planner import carry_out
from bot.newsletter.planning.store import due_groups, freeze_body, fresh, key_of
from bot.newsletter.schema import bodies, deliveries, files, subscriptions
from bot.newsletter.store import pause_one
from bot.newsletter.subscription import LATEST, PASSING, ChannelKind, Reason
from bot.state.database import StateDatabase


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about a paused subscription, for a channel whose readers can put it right."""

    channel_id: int
    body: Body
    application_id: int


# What those who manage a server can mend.
MENDABLE = (
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


class Outbox:
    """The messages on their way. ``owner`` names this process in its leases."""

    def __init__(self, database: StateDatabase, owner: str) -> None:
        self._database = database
        self._owner = owner
        self._turn = 0

    async def due_groups(self, now: datetime) -> list[Group]:
        """Return who is owed something, in groups."""
        return await self._database.read(lambda connection: due_groups(connection, now))

    async def plan(self, plan: Plan, now: datetime) -> int:
        """Freeze editions and bodies and give every due subscription its rows, group by group; return how many rows.

        A group whose bodies the plan lacks (somebody subscribed meanwhile) is left for the next one.
        """
        return await carry_out(self._database, plan, await self.due_groups(now), now)

    async def tidy(self, now: datetime, *, is_alone: bool = False) -> None:
        """Make messages whose sender died unsure, and skip those that nobody sent for ten days.

        ``is_alone``: no other process uses this database, so that every lease but ours is over.
        """

        def work(connection: Connection) -> None:
            over = deliveries.c.lease_until <= now
            if is_alone:
                over = or_(over, deliveries.c.lease_by != self._owner)
            free = {"lease_by": None, "lease_until": None}
            # A request that died with its sender may still be on its way.
            connection.execute(
                update(deliveries)
                .where(deliveries.c.state == State.SENDING, over)
                .values(state=State.UNSURE, not_before=now + SETTLING, **free)
            )
            if is_alone:
                connection.execute(
                    update(deliveries).where(deliveries.c.lease_by != self._owner).values(**free)
                )
                # Earlier versions kept pending what was to be repeated, whether or not it had got through.
                connection.execute(
                    update(deliveries)
                    .where(deliveries.c.state == State.PENDING, deliveries.c.first_try.is_not(None))
                    .values(state=State.UNSURE)
                )
            connection.execute(
                update(deliveries)
                .where(deliveries.c.state == State.PENDING, deliveries.c.expires_at < now)
                # What held it up until it was late says more than that it is.
                .values(
                    state=State.SKIPPED,
                    reason=case(
                        (deliveries.c.reason.in_(PASSING), deliveries.c.reason),
                        else_=Reason.LATE,
                    ),
                )
            )

        await self._database.write(work)

    async def claim(self, now: datetime, limit: int) -> list[Delivery]:
        """Take messages to send, to look for or to publish, by their states; what is claimed has not been tried yet."""
        self._turn += 1

        def work(connection: Connection) -> list[Delivery]:
            taken: list[int] = []
            for one in claims(self._turn):
                if len(taken) < limit:
                    values = claim_values(self._owner, now, limit - len(taken))
                    taken += connection.scalars(one, values)
            if not taken:
                return []
            rows = connection.execute(_whole().where(deliveries.c.id.in_(taken)))
            return sorted((_delivery(row) for row in rows), key=lambda one: taken.index(one.id))

        return await self._database.write(work)

    async def begin(self, delivery: Delivery, now: datetime) -> Delivery | None:
        """Write that a claimed message is sent from now on; None when it may not be: our lease or its time is over."""
        begun = replace(
            delivery,
            state=State.SENDING,
            attempts=delivery.attempts + 1,
            first_try=delivery.first_try or now,
            last_try=now,
        )
        starting = (
            self._held(delivery)
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
        is_ours = await self._database.write(
            lambda connection: connection.execute(starting).rowcount == 1
        )
        return begun if is_ours else None

    async def found_unsent(self, month: str) -> datetime | None:
        """Return when an edition was first found in a channel though its row had never been tried.

        Only an older copy of this database can have such a row.
        """
        found = select(func.min(deliveries.c.sent_at)).where(
            deliveries.c.kind == EDITION,
            deliveries.c.month == month,
            deliveries.c.state == State.SENT,
            deliveries.c.attempts == 0,
            deliveries.c.message_id.is_not(None),
        )
        return await self._database.read(lambda connection: connection.scalar(found))

    async def settle(
        self,
        delivery: Delivery,
        settlement: Settlement,
        now: datetime,
        notice: Notice | None = None,
    ) -> bool:
        """Write what became of a claimed message and all that follows; False when our lease was over."""
        return await self._database.write(
            lambda connection: self._settle(connection, delivery, settlement, now, notice)
        )

    def _settle(
        self,
        connection: Connection,
        delivery: Delivery,
        settlement: Settlement,
        now: datetime,
        notice: Notice | None,
    ) -> bool:
        is_sent = settlement.state is State.SENT
        publishes = is_sent and delivery.publish and settlement.message_id is not None
        tried: dict[str, Any] = {}
        if settlement.state is State.DEAD:
            tried["last_try"] = delivery.last_try or now
        is_refusal = settlement.pause is not None and state_unsent(delivery) is State.PENDING
        if settlement.state is State.PENDING or is_refusal:
            tried["first_try"] = None
        settled = connection.execute(
            self._held(delivery)
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
                lease_by=None,
                lease_until=None,
            )
        )
        if settled.rowcount == 0:
            return False
        _follow_up(connection, delivery, settlement, now)
        if settlement.pause and delivery.subscription_id is not None and not delivery.is_notice:
            is_news = pause_one(connection, delivery.subscription_id, settlement.pause, now)
            if is_news and notice is not None:
                _insert_notice(connection, delivery, notice, now)
        return True

    async def settle_publishing(
        self, delivery: Delivery, settlement: PublishSettlement, now: datetime
    ) -> bool:
        """Write what became of publishing a message; False when our lease was over."""
        values = self._held(delivery).values(
            publish_not_before=settlement.not_before,
            published_at=now if settlement.is_published else None,
            code=settlement.code,
            lease_by=None,
            lease_until=None,
        )
        return await self._database.write(
            lambda connection: connection.execute(values).rowcount == 1
        )

    def _held(self, delivery: Delivery) -> Any:  # noqa: ANN401  # an UPDATE of SQLAlchemy's
        return update(deliveries).where(
            deliveries.c.id == delivery.id, deliveries.c.lease_by == self._owner
        )

    async def body(self, body_id: int) -> Body:
        """Return a frozen body with its files.

        Raises:
            BodyError: it can't be read, or something of it is missing.
        """

        def work(connection: Connection) -> Body:
            text = connection.scalar(select(bodies.c.content).where(bodies.c.id == body_id))
            if text is None:
                raise BodyError("there is none")
            found = select(files.c.digest, files.c.content).where(
                files.c.digest.in_(file_digests(text))
            )
            return load_body(text, {row.digest: row.content for row in connection.execute(found)})

        return await self._database.read(work)

    async def resend(self, delivery_id: int, now: datetime) -> Hindrance | None:
        """Send a message that ended badly once more, an operator having looked; the parts skipped because of it follow.

        Return what stands in the way, when nobody waits for it.
        """
        return await self._database.write(
            lambda connection: _resend(connection, delivery_id, now, is_looked_at=True)
        )

    async def was_sent(self, delivery_id: int, now: datetime) -> Hindrance | None:
        """Let a message that can't be verified count as sent, an operator having seen it, and its later parts too.

        Return what stands in the way, when nobody waits for it.
        """
        return await self._database.write(
            lambda connection: _was_sent(connection, delivery_id, now)
        )

    async def resend_mended(self, channel_id: int, now: datetime) -> int:
        """Send again what a channel didn't allow, now that it does, as long as it isn't late; return how many."""
        found = select(deliveries.c.id).where(
            deliveries.c.channel_id == channel_id,
            deliveries.c.kind == EDITION,
            deliveries.c.state == State.DEAD,
            deliveries.c.reason.in_(MENDABLE),
            deliveries.c.last_try > now - LATEST,
        )

        def work(connection: Connection) -> int:
            numbers = list(connection.scalars(found))
            return [
                _resend(connection, number, now, is_looked_at=False) for number in numbers
            ].count(None)

        return await self._database.write(work)

    async def troubles(self, limit: int = 50, since: datetime | None = None) -> list[Trouble]:
        """Return the messages that ended badly (after ``since``) and that somebody still waits for, newest first.

        Those that can be sent again come before those of paused subscriptions and of servers that were left.
        """
        found = _ended_badly().where(_is_trouble(since))
        is_unpaused = or_(deliveries.c.kind != EDITION, subscriptions.c.pause_reason.is_(None))
        ordered = found.order_by(
            subscriptions.c.left_at.is_(None).desc(), is_unpaused.desc(), deliveries.c.id.desc()
        ).limit(limit)
        return await self._database.read(
            lambda connection: [_trouble(row) for row in connection.execute(ordered)]
        )

    async def count_troubles(self, since: datetime | None = None) -> int:
        """Return how many messages ended badly (after ``since``) and are still waited for."""
        ended = _ended_badly().where(_is_trouble(since))
        found = select(func.count()).select_from(ended.subquery())
        return await self._database.read(lambda connection: connection.scalar(found) or 0)

    async def counts(self, month: Month) -> dict[State, int]:
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
        return await self._database.read(
            lambda connection: {
                State(row.state): row.messages for row in connection.execute(counted)
            }
        )


def _resend(
    connection: Connection, delivery_id: int, now: datetime, *, is_looked_at: bool
) -> Hindrance | None:
    dead = connection.execute(_ended_badly().where(deliveries.c.id == delivery_id)).first()
    hindrance = _hindrance(dead) if dead else Hindrance.OVER
    if dead is None or hindrance:
        return hindrance
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
        .values(state=State.UNSURE if first_try else State.PENDING, first_try=first_try, **again)
    )
    return None


def _was_sent(connection: Connection, delivery_id: int, now: datetime) -> Hindrance | None:
    dead = connection.execute(_ended_badly().where(deliveries.c.id == delivery_id)).first()
    if dead is None or dead.reason != Reason.UNVERIFIABLE:
        return Hindrance.OVER
    connection.execute(
        update(deliveries)
        .where(or_(deliveries.c.id == delivery_id, _skipped_after(dead)))
        .values(state=State.SENT, sent_at=now, reason=None, code=None)
    )
    return None


def _skipped_after(dead: Row[Any]) -> ColumnElement[bool]:
    return and_(
        deliveries.c.kind == dead.kind,
        deliveries.c.month == dead.month,
        deliveries.c.channel_id == dead.channel_id,
        deliveries.c.part > dead.part,
        deliveries.c.reason == Reason.EARLIER_PART,
    )


def _ended_badly() -> Select[Any]:
    return (
        select(deliveries, subscriptions.c.pause_reason, subscriptions.c.left_at)
        .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .where(deliveries.c.state == State.DEAD)
    )


def _is_trouble(since: datetime | None) -> ColumnElement[bool]:
    """Nobody waits once a channel is unsubscribed, nor for a notice of a pause that is over."""
    is_told = or_(deliveries.c.kind == EDITION, subscriptions.c.pause_reason.is_not(None))
    is_recent = deliveries.c.last_try > since if since else true()
    return and_(deliveries.c.subscription_id.is_not(None), is_told, is_recent)


def _hindrance(row: Row[Any]) -> Hindrance | None:
    if row.subscription_id is None:
        return Hindrance.UNSUBSCRIBED
    if row.left_at is not None:
        return Hindrance.LEFT
    # An edition waits for the end of a pause; a notice is about one.
    if row.kind == EDITION:
        return None if row.pause_reason is None else Hindrance.PAUSED
    return Hindrance.OVER if row.pause_reason is None else None


def _whole() -> Select[Any]:
    post = deliveries.alias()
    same = and_(
        post.c.kind == deliveries.c.kind,
        post.c.month == deliveries.c.month,
        post.c.channel_id == deliveries.c.channel_id,
        post.c.part == 0,
        deliveries.c.part > 0,
    )
    settings = (subscriptions.c.kind.label("channel_kind"), subscriptions.c.role_id)
    return (
        select(deliveries, *settings, subscriptions.c.publish, post.c.message_id.label("post_id"))
        .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .outerjoin(post, same)
        .order_by(deliveries.c.id)
    )


def _follow_up(
    connection: Connection, delivery: Delivery, settlement: Settlement, now: datetime
) -> None:
    siblings = update(deliveries).where(
        deliveries.c.kind == delivery.kind,
        deliveries.c.month == delivery.month,
        deliveries.c.channel_id == delivery.channel_id,
        deliveries.c.state == State.PENDING,
    )
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


def _insert_notice(
    connection: Connection, delivery: Delivery, notice: Notice, now: datetime
) -> None:
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
        due=row.not_before,
        expires_at=row.expires_at,
        post_id=row.post_id,
        message_id=row.message_id,
        publish_attempts=row.publish_attempts,
    )


def _trouble(row: Row[Any]) -> Trouble:
    return Trouble(
        delivery_id=row.id,
        month=row.month,
        kind=row.kind,
        part=row.part,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        reason=Reason(row.reason) if row.reason else None,
        code=row.code,
        last_try=row.last_try,
        hindrance=_hindrance(row),
    )
