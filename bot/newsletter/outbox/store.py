"""The outbox: every message has a row before it is sent, and the row says how far it got."""

from datetime import datetime

from sqlalchemy import Connection

from bot.months import Month
from bot.newsletter.delivery import Body, Delivery, Notice, PublishSettlement, Settlement, State
from bot.newsletter.outbox.sql import claims, leases, progress, reading
from bot.newsletter.planning.plan import Group, Plan
from bot.newsletter.planning.planner import carry_out
from bot.newsletter.planning.store import due_groups
from bot.state.database import StateDatabase


class Outbox:
    """The messages on their way. ``owner`` names this process in its leases."""

    def __init__(self, database: StateDatabase, owner: str) -> None:
        self._database = database
        self._owner = owner
        self._turn = 0

    async def due_groups(self, now: datetime) -> list[Group]:
        """Return the groups of subscriptions whose edition is due."""
        return await self._database.read(lambda connection: due_groups(connection, now))

    async def plan(self, plan: Plan, now: datetime) -> int:
        """Freeze editions and bodies and give every due subscription its rows, group by group; return how many rows.

        A group whose bodies the plan lacks (somebody subscribed meanwhile) is left for the next one.
        """
        return await carry_out(self._database, plan, await self.due_groups(now), now)

    async def expire_leases(self, now: datetime, *, is_alone: bool = False) -> None:
        """Make messages whose sender died unsure, and skip those that nobody sent for ten days.

        ``is_alone``: no other process uses this database, so that every lease but this owner's is over.
        """
        await self._database.write(
            lambda connection: leases.expire(connection, self._owner, now, is_alone=is_alone)
        )

    async def claim(self, now: datetime, limit: int) -> list[Delivery]:
        """Take messages to send, to look for or to publish, by their states; what is claimed has not been tried yet."""
        self._turn += 1
        turn = self._turn

        def work(connection: Connection) -> list[Delivery]:
            taken = claims.take(connection, self._owner, now, limit, turn)
            return reading.deliveries_of(connection, taken) if taken else []

        return await self._database.write(work)

    async def begin(self, delivery: Delivery, now: datetime) -> Delivery | None:
        """Write that a claimed message is sent from now on; None when it may not be: the lease or its time is over."""
        return await self._database.write(
            lambda connection: progress.begin(connection, self._owner, delivery, now)
        )

    async def settle(
        self,
        delivery: Delivery,
        settlement: Settlement,
        now: datetime,
        notice: Notice | None = None,
    ) -> bool:
        """Write what became of a claimed message and all that follows; False when the lease was over."""
        return await self._database.write(
            lambda connection: progress.settle(
                connection, self._owner, delivery, settlement, now, notice
            )
        )

    async def settle_publishing(
        self, delivery: Delivery, settlement: PublishSettlement, now: datetime
    ) -> bool:
        """Write what became of publishing a message; False when the lease was over."""
        return await self._database.write(
            lambda connection: progress.settle_publishing(
                connection, self._owner, delivery, settlement, now
            )
        )

    async def body(self, body_id: int) -> Body:
        """Return a frozen body with its files.

        Raises:
            BodyError: it can't be read, or something of it is missing.
        """
        return await self._database.read(lambda connection: reading.body_of(connection, body_id))

    async def found_unsent(self, month: str) -> datetime | None:
        """Return when an edition was first found in a channel though its row had never been tried.

        Only an older copy of this database can have such a row.
        """
        return await self._database.read(lambda connection: reading.found_unsent(connection, month))

    async def counts(self, month: Month) -> dict[State, int]:
        """Return how many messages of a month's edition are in which state."""
        return await self._database.read(lambda connection: reading.counts_of(connection, month))

    async def posted_channels(self, month: Month) -> int:
        """Return in how many channels a month's edition has been posted whole."""
        return await self._database.read(
            lambda connection: reading.posted_channels(connection, month)
        )
