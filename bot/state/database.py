"""The open state database: whole transactions, writes on one thread, reads on others.

Work is a synchronous function of a connection, so it needs neither greenlets nor an asynchronous driver, and what
it costs, planning included, is off the event loop.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.state import store
from bot.state.address import Address, read_address
from bot.state.errors import EX_CONFIG, EX_TRY_AGAIN, StateError, StateLostError
from bot.state.file import StateFile
from bot.state.lineage import Lineage, Verdict
from bot.state.migrate import migrate
from bot.state.sqlite import (
    BUSY_TIMEOUT_S,
    explained_errors,
    inspect_file,
    prepare_engine,
    require_usable,
)

T = TypeVar("T")

_LOST_RACES = 3
_READERS = 3  # SQLite has one
_WRITE_LOCK = 0x4D5A5354  # PostgreSQL's advisory lock of the bot's writes

log = logging.getLogger(__name__)


class StateDatabase:
    """The open database. Work is a function of a connection, run as one transaction: all of it or nothing.

    ``restored_at`` is when an older copy was last put back: what was due before then may have been sent already.
    """

    def __init__(self, engine: Engine, file: StateFile | None) -> None:
        self._engine = engine
        self._writers = engine.execution_options(writes=True)
        self._file = file
        self._writer = ThreadPoolExecutor(1, "state-writer")
        self._reader = ThreadPoolExecutor(1 if file else _READERS, "state-reader")
        self._works: set[asyncio.Future[Any]] = set()
        # Has the error once a write found that the file is no longer the one that was opened.
        self.lost: asyncio.Future[StateLostError] = asyncio.get_running_loop().create_future()
        self.name = str(file.path) if file else engine.url.render_as_string()
        self.verdict = Verdict.CONTINUED
        self.restored_at: datetime | None = None

    @property
    def restored(self) -> bool:
        """Return whether this opening found an older copy than the one used last."""
        return self.verdict is Verdict.RESTORED

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on one snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction that holds the write lock from its start; a cancelled caller can't tear it.

        Where a database has several writers and another process was first, ``work`` runs again on what is there now.

        Raises:
            StateLostError: the file was deleted, replaced or damaged since it was opened.
        """
        return await self._on_writer(lambda: self._write(work))

    async def open(self, now: datetime, *, accepts: bool) -> None:
        """Bring the schema up to date and decide whether to go on with this database.

        Raises:
            StateError: it can't be used.
        """
        await self._on_writer(lambda: self._open(now, accepts=accepts))

    async def finish(self) -> None:
        """Wait for the transactions whose callers have gone."""
        if self._works:
            await asyncio.wait(set(self._works))

    async def close(self) -> None:
        """Finish, and close every connection."""
        await self.finish()
        await asyncio.to_thread(self._close)

    async def _on_writer(self, work: Callable[[], T]) -> T:
        running = asyncio.wrap_future(self._writer.submit(work))
        self._works.add(running)
        running.add_done_callback(self._works.discard)
        try:
            return await asyncio.shield(running)
        except StateLostError as error:
            if not self.lost.done():
                self.lost.set_result(error)
            raise

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    def _write(self, work: Callable[[Connection], T]) -> T:
        for _ in range(_LOST_RACES):
            with contextlib.suppress(IntegrityError):
                return self._transact(work)
        return self._transact(work)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        file = self._file
        if file is None:
            return self._locked(work)
        file.require_in_place()
        with explained_errors(file.path, StateLostError):
            with self._writers.begin() as connection:
                before = _changes(connection)
                result = work(connection)
                marker = file.advance(connection) if _changes(connection) != before else None
            if marker:
                file.keep(marker)
        return result

    def _locked(self, work: Callable[[Connection], T]) -> T:
        with self._writers.begin() as connection:
            # PostgreSQL has no single writer; this makes one of all processes that share the database.
            connection.execute(select(func.pg_advisory_xact_lock(_WRITE_LOCK)))
            return work(connection)

    def _open(self, now: datetime, *, accepts: bool) -> None:
        file = self._file
        if file is None:
            self._locked(lambda connection: migrate(connection, self.name))
            return

        def work(connection: Connection) -> tuple[Lineage, Verdict]:
            found = store.read_lineage(connection)
            migrate(connection, self.name)
            return file.settle(connection, found, now, accepts=accepts)

        with explained_errors(file.path):
            with self._writers.begin() as connection:
                row, self.verdict = work(connection)
            file.opened()
        self.restored_at = row.restored_at
        if self.restored:
            log.warning("state: %s is an older copy of what was used last", file.path)

    def _close(self) -> None:
        self._reader.shutdown()
        self._writer.shutdown()
        self._engine.dispose()


def _changes(connection: Connection) -> int:
    """Return how many rows this SQLite connection has changed so far."""
    driver: Any = connection.connection.driver_connection
    return driver.total_changes


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_state(
    url: str, *, now: Callable[[], datetime] = utc_now, accepts: bool = False
) -> AsyncGenerator[StateDatabase, None]:
    """Open the database at a SQLAlchemy ``url`` and bring its schema up to date.

    ``accepts`` goes on with a file even if the bot knows that it used another one.

    Raises:
        StateError: it can't be opened, a newer program has opened it, or it is not the file that was used last.
    """
    address = await asyncio.to_thread(read_address, url)
    file = await asyncio.to_thread(_look_at, address, accepts=accepts)
    database = StateDatabase(_engine(address), file)
    try:
        try:
            await database.open(now(), accepts=accepts)
        except (SQLAlchemyError, OSError) as error:
            raise StateError(
                f"The state database {database.name} can't be used: {error}", EX_TRY_AGAIN
            ) from error
        yield database
    finally:
        await database.close()


def _look_at(address: Address, *, accepts: bool) -> StateFile | None:
    if address.path is None:
        return None
    require_usable(address.path)
    file = StateFile(address.path)
    if not accepts:
        file.require_content()
    if address.path.exists():
        inspect_file(address.url, address.path)
    return file


def _engine(address: Address) -> Engine:
    if address.path is None:
        try:
            return create_engine(
                address.url, pool_pre_ping=True, pool_size=_READERS, max_overflow=2
            )
        except ImportError as error:
            raise StateError(
                f"newsletter.state wants a driver that is not installed: {error}.", EX_CONFIG
            ) from error
    engine = create_engine(address.url, connect_args={"timeout": BUSY_TIMEOUT_S})
    prepare_engine(engine)
    return engine
