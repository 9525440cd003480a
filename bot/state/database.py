"""Open the state database: one engine, whole transactions, and a schema brought up to date at every start."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import BigInteger, Connection, Dialect, MetaData, TypeDecorator, event
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.wal import switch_to_wal

T = TypeVar("T")

_BUSY_TIMEOUT_S = 10.0
_LOST_RACES = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class StateError(Exception):
    """The state database can't be used; the text says why."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as milliseconds since 1970: no engine has its own idea of a time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the milliseconds."""
        return None if value is None else (value - _EPOCH) // timedelta(milliseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC."""
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


class StateDatabase:
    """The open database. Work is a function of a connection, run as one transaction: all of it or nothing."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._readers = engine
        self._writers = engine.execution_options(writes=True)
        # SQLite has one writer; ours wait here, not in its busy handler.
        self._writing = asyncio.Lock()
        self._works: set[asyncio.Task[Any]] = set()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on one snapshot."""
        async with self._readers.begin() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction that holds the write lock from its start; a cancelled caller can't tear it.

        Where a database has several writers and another process was first, ``work`` runs again on what is there now.
        """
        task = asyncio.create_task(self._write(work))
        self._works.add(task)
        task.add_done_callback(self._works.discard)
        return await asyncio.shield(task)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        async with self._writing:
            for _ in range(_LOST_RACES):
                with contextlib.suppress(IntegrityError):
                    return await self._transact(work)
            return await self._transact(work)

    async def _transact(self, work: Callable[[Connection], T]) -> T:
        async with self._writers.begin() as connection:
            return await connection.run_sync(work)

    async def finish(self) -> None:
        """Wait for the transactions whose callers have gone."""
        await asyncio.gather(*self._works, return_exceptions=True)


@asynccontextmanager
async def open_state(url: str) -> AsyncGenerator[StateDatabase, None]:
    """Open the database at a SQLAlchemy ``url`` and bring its schema up to date.

    Raises:
        StateError: it can't be opened, or a newer program has been at it.
    """
    engine = _engine(url)
    if engine.url.get_backend_name() == "sqlite":
        _make_folder(engine.url.database)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    database = StateDatabase(engine)
    try:
        try:
            await database.write(_migrate)
        except CommandError as error:
            raise StateError(f"The state database is newer than this program: {error}") from error
        except (SQLAlchemyError, OSError) as error:
            raise StateError(f"The state database can't be used: {error}") from error
        yield database
    finally:
        await database.finish()
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    try:
        return create_async_engine(url)
    except ArgumentError as error:
        raise StateError(
            "newsletter.state is no database's address; it looks like sqlite+aiosqlite:///data/state.sqlite3"
        ) from error
    except ImportError as error:
        raise StateError(
            f"newsletter.state wants a driver that is not installed: {error}"
        ) from error


def _make_folder(path: str | None) -> None:
    try:
        Path(path or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"The state database can't be made: {error}") from error


def _migrate(connection: Connection) -> None:
    # The write lock is held: of two programs starting at once, the second finds the work done.
    config = Config()
    config.set_main_option("script_location", "bot.state:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's
    # Python's sqlite3 would begin transactions by itself, and too late; SQLAlchemy's recipe turns that off.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(_BUSY_TIMEOUT_S * 1000)}")
    switch_to_wal(cursor.execute, _BUSY_TIMEOUT_S)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer halfway fails at once, whatever the busy timeout; a writer says so first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
