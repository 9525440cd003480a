"""The editions, each frozen once and for ever, and the unusual growth that curators let pass until then."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.months import Month, read_month, require_over
from bot.newsletter.schema import approvals, editions
from bot.state.database import StateDatabase

# Takes the place of the approving curator once that person is forgotten.
NOBODY = 0


class EditionStore:
    """The editions by their months."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

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
                month for text in connection.scalars(found) if (month := read_month(text))
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

        When a curator approves something meanwhile, it is composed again: an approval is in the edition or was refused.

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


def forget_curators(connection: Connection, old: datetime) -> None:
    """Forget who approved what before ``old``, and what was approved for editions that are frozen by now."""
    is_frozen = approvals.c.month.in_(select(editions.c.month))
    connection.execute(delete(approvals).where(approvals.c.approved_at < old, is_frozen))
    # An edition that is too thin to be frozen yet still goes by what was let pass.
    known = update(approvals).where(
        approvals.c.approved_at < old, approvals.c.approved_by != NOBODY
    )
    connection.execute(known.values(approved_by=NOBODY))


def _approved(connection: Connection, month: Month) -> frozenset[str]:
    found = select(approvals.c.full_name).where(approvals.c.month == str(month))
    return frozenset(connection.scalars(found))
