"""Who is subscribed, and what became of the last edition there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.newsletter.delivery import EDITION, State
from bot.newsletter.schema import approvals, bodies, deliveries, editions, subscriptions
from bot.newsletter.subscription import (
    FLAWS,
    ChannelKind,
    Month,
    Pause,
    Reason,
    Settings,
    Subscription,
    first_month,
    is_timezone,
    next_due,
    require_over,
)
from bot.state.database import StateDatabase

KEPT_AFTER_LEAVING = timedelta(days=30)
# What was posted where is known for so long after a channel was unsubscribed; an edition is never due so late again.
KEPT_AFTER_POSTING = timedelta(days=60)
# Stands for whoever approved something, once that is forgotten.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class LastEdition:
    """What became of the newest edition in a channel; ``message_id`` leads to it, in a forum to the post.

    ``is_published`` None: it needn't be, or not yet; False: Discord refused, see ``code``.
    """

    month: Month
    state: State
    guild_id: int
    channel_id: int
    message_id: int | None
    sent_at: datetime | None
    reason: Reason | None
    code: str | None
    is_published: bool | None


class NewsletterStore:
    """The subscriptions, one a channel."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

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
                        **_columns(settings),
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
                        **_columns(settings),
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
                _subscription(row) for row in connection.execute(found.order_by(subscriptions.c.id))
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
        values = clear.values(
            pause_reason=None, pause_missing=None, pause_code=None, paused_at=None
        )
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
        return _last_edition(row) if row is not None else None

    async def edition(self, month: Month) -> str | None:
        """Return the frozen edition of a month as JSON."""
        found = select(editions.c.content).where(editions.c.month == str(month))
        return await self._database.read(lambda connection: connection.scalar(found))

    async def approve(self, month: Month, full_name: str, by: int, now: datetime) -> bool:
        """Let a model's unusual growth be ranked in a month's edition; False when that is frozen already."""

        def work(connection: Connection) -> bool:
            frozen = select(editions.c.month).where(editions.c.month == str(month))
            if connection.scalar(frozen) is not None:
                return False
            known = select(approvals.c.month).where(
                approvals.c.month == str(month), approvals.c.full_name == full_name
            )
            if connection.scalar(known) is None:
                row = {"month": str(month), "full_name": full_name}
                connection.execute(insert(approvals).values(**row, approved_by=by, approved_at=now))
            return True

        return await self._database.write(work)

    async def approved(self, month: Month) -> frozenset[str]:
        """Return the models whose unusual growth a curator let pass."""
        return await self._database.read(lambda connection: _approved(connection, month))

    async def months(self) -> list[Month]:
        """Return the months that have a frozen edition, oldest first."""
        found = select(editions.c.month).order_by(editions.c.month)
        return await self._database.read(
            lambda connection: [
                month for text in connection.scalars(found) if (month := _month(text))
            ]
        )

    async def freeze(self, month: Month, content: str, now: datetime) -> str:
        """Keep a month's edition unless one is kept already; return the one that counts.

        Raises:
            MonthNotOverError: none is kept, and the month isn't over.
        """

        def work(connection: Connection) -> str:
            return freeze_edition(connection, month, content, now)

        return await self._database.write(work)

    async def frozen(
        self, month: Month, compose: Callable[[], Awaitable[str]], now: datetime
    ) -> str:
        """Return a month's frozen edition: what is kept, else what ``compose`` returns.

        What a curator lets pass meanwhile has it composed anew, so that an approval is in the edition or was refused.

        Raises:
            MonthNotOverError: none is kept, and the month isn't over.
        """
        while (kept := await self.edition(month)) is None:
            require_over(month, now)
            approved = await self.approved(month)
            content = await compose()

            def work(
                connection: Connection,
                content: str = content,
                approved: frozenset[str] = approved,
            ) -> str | None:
                if _approved(connection, month) != approved:
                    return None
                return freeze_edition(connection, month, content, now)

            if (kept := await self._database.write(work)) is not None:
                break
        return kept


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
    values = running.values(
        pause_reason=pause.reason,
        pause_missing=" ".join(pause.missing),
        pause_code=pause.code,
        paused_at=now,
    )
    return connection.execute(values).rowcount == 1


def freeze_edition(connection: Connection, month: Month, content: str, now: datetime) -> str:
    """Keep a month's edition within a transaction unless there is one; return the one that counts.

    Raises:
        MonthNotOverError: there is none, and the month isn't over.
    """
    kept = connection.scalar(select(editions.c.content).where(editions.c.month == str(month)))
    if kept is None:
        require_over(month, now)
        connection.execute(
            insert(editions).values(month=str(month), content=content, created_at=now)
        )
    return content if kept is None else kept


def _approved(connection: Connection, month: Month) -> frozenset[str]:
    found = select(approvals.c.full_name).where(approvals.c.month == str(month))
    return frozenset(connection.scalars(found))


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
    is_frozen = approvals.c.month.in_(select(editions.c.month))
    connection.execute(delete(approvals).where(approvals.c.approved_at < old, is_frozen))
    # An edition that is too thin to be frozen yet still goes by what was let pass.
    known = update(approvals).where(
        approvals.c.approved_at < old, approvals.c.approved_by != NOBODY
    )
    connection.execute(known.values(approved_by=NOBODY))
    return count


def _one(connection: Connection, channel_id: int) -> Subscription | None:
    row = connection.execute(
        select(subscriptions).where(subscriptions.c.channel_id == channel_id)
    ).first()
    return _subscription(row) if row is not None else None


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


def _columns(settings: Settings) -> dict[str, object]:
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


def _subscription(row: Row[Any]) -> Subscription:
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
        next_month=_month(row.next_month) or Month.of(row.next_due).plus(-1),
        next_due=row.next_due,
        pause=pause,
        paused_at=row.paused_at,
        left_at=row.left_at,
    )


def _month(text: str) -> Month | None:
    """Return a stored month, None when it is none: its row must not hide the others."""
    try:
        return Month.parse(text)
    except ValueError:
        return None


def _last_edition(row: Row[Any]) -> LastEdition | None:
    month = _month(row.month)
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
