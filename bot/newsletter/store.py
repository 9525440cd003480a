"""Who is subscribed, and what became of the last edition there."""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.newsletter.archive.store import EditionStore, forget_curators
from bot.newsletter.delivery import EDITION, State
from bot.newsletter.due import first_month, is_timezone, next_due
from bot.newsletter.last_edition import LastEdition
from bot.newsletter.rows import columns_of, last_edition_of, pause_columns, subscription_of
from bot.newsletter.schema import bodies, deliveries, subscriptions
from bot.newsletter.subscription import FLAWS, Pause, Reason, Settings, Subscription

KEPT_AFTER_LEAVING = timedelta(days=30)
# What was posted where is known for so long after a channel was unsubscribed; an edition is never due so late again.
KEPT_AFTER_POSTING = timedelta(days=60)


class NewsletterStore(EditionStore):
    """The subscriptions, one a channel, and the editions that they get."""

    async def subscribe(
        self, guild_id: int, settings: Settings, created_by: int, now: datetime
    ) -> Subscription:
        """Subscribe a channel, or change its subscription; who made it and what it has had stay."""

        def work(connection: Connection) -> Subscription:
            if old := _one(connection, settings.channel_id):
                due = old.next_due
                if is_timezone(settings.timezone):
                    due = next_due(settings, old.next_month, old.next_due, now)
                # A month that could not be read is put right as well.
                connection.execute(
                    update(subscriptions)
                    .where(subscriptions.c.id == old.id)
                    .values(
                        guild_id=guild_id,
                        next_month=str(old.next_month),
                        next_due=due,
                        **columns_of(settings),
                    )
                )
            else:
                month = first_month(settings, now)
                connection.execute(
                    insert(subscriptions).values(
                        guild_id=guild_id,
                        created_at=now,
                        created_by=created_by,
                        next_month=str(month),
                        next_due=next_due(settings, month, None, now),
                        **columns_of(settings),
                    )
                )
            found = _one(connection, settings.channel_id)
            assert found is not None  # noqa: S101  # written above
            return found

        return await self._database.write(work)

    async def get(self, channel_id: int) -> Subscription | None:
        """Return a channel's subscription."""
        return await self._database.read(lambda connection: _one(connection, channel_id))

    async def of_guild(self, guild_id: int) -> list[Subscription]:
        """Return a server's subscriptions, oldest first."""
        found = select(subscriptions).where(subscriptions.c.guild_id == guild_id)
        return await self._database.read(
            lambda connection: [
                subscription_of(row)
                for row in connection.execute(found.order_by(subscriptions.c.id))
            ]
        )

    async def fresh(self) -> list[datetime]:
        """Return when each running subscription that never had an edition gets its first."""
        found = select(subscriptions.c.next_due).where(
            running(),
            ~exists().where(deliveries.c.channel_id == subscriptions.c.channel_id),
        )
        return await self._database.read(lambda connection: list(connection.scalars(found)))

    async def pause(self, subscription_id: int, pause: Pause, now: datetime) -> bool:
        """Pause a subscription until it is resumed; tell whether it was running."""
        return await self._database.write(
            lambda connection: pause_one(connection, subscription_id, pause, now)
        )

    async def resume(self, subscription_id: int) -> bool:
        """Let a paused subscription run again; the late rule holds for what it has missed."""
        clear = update(subscriptions).where(
            subscriptions.c.id == subscription_id, subscriptions.c.pause_reason.is_not(None)
        )
        values = clear.values(pause_columns(None, None))
        return await self._database.write(
            lambda connection: connection.execute(values).rowcount == 1
        )

    async def remove(self, subscription_id: int) -> bool:
        """Delete a subscription; what is still to be sent is not. What was sent stays known."""

        def work(connection: Connection) -> bool:
            connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.subscription_id == subscription_id,
                    deliveries.c.state == State.PENDING,
                )
                .values(state=State.SKIPPED, reason=Reason.BY_ADMIN)
            )
            gone = delete(subscriptions).where(subscriptions.c.id == subscription_id)
            return connection.execute(gone).rowcount == 1

        return await self._database.write(work)

    async def channel_deleted(self, channel_id: int, now: datetime) -> bool:
        """Pause the subscription of a channel that is no more."""

        def work(connection: Connection) -> bool:
            found = _one(connection, channel_id)
            pause = Pause(Reason.CHANNEL_GONE)
            return found is not None and pause_one(connection, found.id, pause, now)

        return await self._database.write(work)

    async def guild_left(self, guild_id: int, now: datetime) -> int:
        """Keep a server's subscriptions for thirty days without sending; return how many there are."""
        left = update(subscriptions).where(
            subscriptions.c.guild_id == guild_id, subscriptions.c.left_at.is_(None)
        )
        return await self._database.write(
            lambda connection: connection.execute(left.values(left_at=now)).rowcount
        )

    async def guild_joined(self, guild_id: int) -> int:
        """Go on with what a server had before it was left; return how many subscriptions that is."""
        back = update(subscriptions).where(
            subscriptions.c.guild_id == guild_id, subscriptions.c.left_at.is_not(None)
        )
        return await self._database.write(
            lambda connection: connection.execute(back.values(left_at=None)).rowcount
        )

    async def guild_ids(self) -> set[int]:
        """Return the servers with subscriptions that haven't been left: one we are no longer in was left unseen."""
        return await self._guild_ids(subscriptions.c.left_at.is_(None))

    async def left_guild_ids(self) -> set[int]:
        """Return the servers that were left and whose subscriptions are still kept."""
        return await self._guild_ids(subscriptions.c.left_at.is_not(None))

    async def _guild_ids(self, which: ColumnElement[bool]) -> set[int]:
        found = select(subscriptions.c.guild_id).where(which).distinct()
        return await self._database.read(lambda connection: set(connection.scalars(found)))

    async def purge(self, now: datetime) -> int:
        """Forget the subscriptions of servers that were left thirty days ago; return how many.

        Sixty days after its time, what went to a channel without a subscription is forgotten too, and who approved
        what.
        """
        return await self._database.write(lambda connection: _purge(connection, now))

    async def last_edition(self, subscription: Subscription) -> LastEdition | None:
        """Return what became of the newest edition in a subscription's channel, by its first part."""
        newest = (
            select(deliveries)
            .where(
                deliveries.c.channel_id == subscription.settings.channel_id,
                deliveries.c.kind == EDITION,
                deliveries.c.part == 0,
                deliveries.c.state.in_(State),
            )
            .order_by(deliveries.c.month.desc())
            .limit(1)
        )
        row = await self._database.read(lambda connection: connection.execute(newest).first())
        return last_edition_of(row) if row is not None else None


def running() -> ColumnElement[bool]:
    """Return the condition that a subscription is neither paused nor of a server that was left."""
    return and_(subscriptions.c.pause_reason.is_(None), subscriptions.c.left_at.is_(None))


def pause_one(connection: Connection, subscription_id: int, pause: Pause, now: datetime) -> bool:
    """Pause a running subscription within a transaction; tell whether it was running.

    A pause that a person wants outlasts a flaw, which would end it within the hour.
    """
    is_open = subscriptions.c.pause_reason.is_(None)
    if pause.reason is Reason.BY_ADMIN:
        is_open = or_(is_open, subscriptions.c.pause_reason.in_(FLAWS))
    running = update(subscriptions).where(subscriptions.c.id == subscription_id, is_open)
    values = running.values(pause_columns(pause, now))
    return connection.execute(values).rowcount == 1


def _purge(connection: Connection, now: datetime) -> int:
    left = delete(subscriptions).where(subscriptions.c.left_at <= now - KEPT_AFTER_LEAVING)
    count = connection.execute(left).rowcount
    old = now - KEPT_AFTER_POSTING
    unsubscribed = delete(deliveries).where(
        deliveries.c.subscription_id.is_(None),
        func.coalesce(deliveries.c.sent_at, deliveries.c.not_before) < old,
    )
    if connection.execute(unsubscribed).rowcount:
        used = exists().where(deliveries.c.body_id == bodies.c.id)
        notices = delete(bodies).where(bodies.c.name.startswith("notice/"), ~used)
        connection.execute(notices)
    forget_curators(connection, old)
    return count


def _one(connection: Connection, channel_id: int) -> Subscription | None:
    row = connection.execute(
        select(subscriptions).where(subscriptions.c.channel_id == channel_id)
    ).first()
    return subscription_of(row) if row is not None else None
