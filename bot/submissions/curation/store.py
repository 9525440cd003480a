"""The events: written once, never changed, and what they add up to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from bot.catalog.curated import Curated, curated_from
from bot.catalog.numbers import FIRST_BY_NAME, FIRST_SHARED
from bot.state.database import StateDatabase
from bot.state.schema import lineage
from bot.submissions.event import CurationEvent, EventKind
from bot.submissions.schema import curation_events

MOST_LOGGED = 20


class StaleEventError(Exception):
    """Somebody else decided about the repository meanwhile; ``event`` is that decision."""

    def __init__(self, event: CurationEvent) -> None:
        super().__init__(f"{event.full_name}: {event.kind} by {event.person_id}")
        self.event = event


class CurationStore:
    """The decisions about entries."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def mark(self) -> str:
        """Return a text that changes with every event, and is another database's no more."""
        return await self._database.read(_mark)

    async def decided(self) -> tuple[str, dict[str, Curated]]:
        """Return the mark, and what holds now by the lower-case name of each repository that something is decided about."""
        return await self._database.read(
            lambda connection: (_mark(connection), _decided(connection))
        )

    async def current(self, names: Iterable[str]) -> Curated | None:
        """Return what is decided about the repository of these names, the present one and former ones."""
        keys = [name.casefold() for name in names]
        return await self._database.read(lambda connection: _current(connection, keys))

    async def record(
        self,
        kind: EventKind,
        before: Curated | None,
        after: Curated,
        person_id: int,
        now: datetime,
    ) -> int:
        """Write a decision that was taken when ``before`` held; return the event's number.

        Raises:
            StaleEventError: something else holds by now.
        """
        return await self._database.write(
            lambda connection: record(connection, kind, before, after, person_id, now)
        )

    async def undo(self, event_id: int, person_id: int, now: datetime) -> CurationEvent | None:
        """Take a decision back by another event; return the one taken back, None when there is no such decision.

        Raises:
            StaleEventError: a later decision about the repository would be lost.
        """

        def work(connection: Connection) -> CurationEvent | None:
            found = select(curation_events).where(curation_events.c.id == event_id)
            row = connection.execute(found).first()
            if row is None:
                return None
            last = _last(connection, row.name_key)
            if last is not None and last.after != row.after:
                raise StaleEventError(_event(last))
            connection.execute(
                insert(curation_events).values(
                    at=now,
                    person_id=person_id,
                    kind=EventKind.UNDONE,
                    name_key=row.name_key,
                    before=row.after,
                    after=row.before,
                    undoes=row.id,
                )
            )
            return _event(row)

        return await self._database.write(work)

    async def log(self, limit: int = MOST_LOGGED) -> list[CurationEvent]:
        """Return the latest decisions, the last first."""
        found = select(curation_events).order_by(curation_events.c.id.desc()).limit(limit)
        return await self._database.read(
            lambda connection: [_event(row) for row in connection.execute(found)]
        )


def record(
    connection: Connection,
    kind: EventKind,
    before: Curated | None,
    after: Curated,
    person_id: int,
    now: datetime,
    *,
    submission_id: int | None = None,
) -> int:
    """Write a decision within a transaction; return the event's number.

    Raises:
        StaleEventError: what is decided by now is not ``before``.
    """
    key = after.full_name.casefold()
    last = _last(connection, key)
    if (last.after if last else None) != (before.to_json() if before else None):
        raise StaleEventError(_event(last) if last else _nothing(after, now))
    written = connection.execute(
        insert(curation_events).values(
            at=now,
            person_id=person_id,
            kind=kind,
            name_key=key,
            before=before.to_json() if before else None,
            after=after.to_json(),
            number=after.number,
            submission_id=submission_id,
        )
    )
    key_of_row: Any = written.inserted_primary_key
    return int(key_of_row[0])


def give_number(connection: Connection, full_name: str) -> int:
    """Return the number for an entry that people add: the one it had before, else the next that was never given.

    Raises:
        OverflowError: all are given.
    """
    column = curation_events.c.number
    own = select(func.max(column)).where(curation_events.c.name_key == full_name.casefold())
    known = connection.scalar(own)
    number = known or (connection.scalar(select(func.max(column))) or FIRST_SHARED - 1) + 1
    if number >= FIRST_BY_NAME:
        raise OverflowError("every number of added entries is given")
    return number


def current(connection: Connection, full_name: str) -> Curated | None:
    """Return what is decided about a repository, within a transaction."""
    return _current(connection, [full_name.casefold()])


def _current(connection: Connection, keys: Iterable[str]) -> Curated | None:
    for key in keys:
        last = _last(connection, key)
        if last is not None and last.after:
            return curated_from(last.after)
    return None


def _last(connection: Connection, key: str) -> Row[Any] | None:
    found = select(curation_events).where(curation_events.c.name_key == key)
    return connection.execute(found.order_by(curation_events.c.id.desc()).limit(1)).first()


def _mark(connection: Connection) -> str:
    identity = connection.scalar(select(lineage.c.identity)) or ""
    last = connection.scalar(select(func.max(curation_events.c.id))) or 0
    return f"{identity}:{last}"


def _decided(connection: Connection) -> dict[str, Curated]:
    last = select(func.max(curation_events.c.id)).group_by(curation_events.c.name_key)
    found = (
        select(curation_events.c.name_key, curation_events.c.after)
        .where(curation_events.c.id.in_(last), curation_events.c.after.is_not(None))
        .order_by(curation_events.c.id)
    )
    return {row.name_key: curated_from(row.after) for row in connection.execute(found)}


def _event(row: Row[Any]) -> CurationEvent:
    before, after = (curated_from(text) if text else None for text in (row.before, row.after))
    named = after or before
    return CurationEvent(
        row.id,
        row.at,
        row.person_id,
        EventKind(row.kind),
        named.full_name if named else row.name_key,
        before,
        after,
        row.submission_id,
        row.undoes,
    )


def _nothing(curated: Curated, now: datetime) -> CurationEvent:
    """Return the event that stands for "nothing is decided any more"."""
    return CurationEvent(0, now, 0, EventKind.UNDONE, curated.full_name, None, None)
