"""The catalogue's SQLite file: opened, migrated, one writer, two readers.

Writes run as whole functions on one thread, so a cancelled task can't leave a transaction open. Point reads go
through aiosqlite. A search is one function on a thread and a connection of its own, so that it never delays a
point read or the event loop.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite
from filelock import FileLock, Timeout

from bot.catalog.faults import (
    APPLICATION_ID,
    AlreadyRunningError,
    DatabaseError,
    NotWritableError,
    explained,
    fault_of,
)
from bot.runtime.wal import switch_to_wal

OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
SEARCH_DEADLINE_S = 1.5
_BUSY_TIMEOUT_MS = 10_000
_PROGRESS_OPS = 4_000

T = TypeVar("T")
Row = Sequence[Any]


class InstanceLock:
    """Hold the lock of one running bot, or one refresh, per file; the kernel drops it when the process dies.

    The lock belongs to the file, whatever symbolic links lead there.
    """

    def __init__(self, database: Path, purpose: str = "bot", kind: str = "catalogue") -> None:
        self._database = database
        self._purpose = purpose
        self._kind = kind
        self._lock: FileLock | None = None

    def __enter__(self) -> Self:
        suffix = ".lock" if self._purpose == "bot" else f".{self._purpose}.lock"
        try:
            path = self._database.resolve()
            # The state database's whole name: it may share its folder and stem with the catalogue.
            stem = path.with_suffix("") if self._kind == "catalogue" else path
            lock = FileLock(stem.with_name(stem.name + suffix))
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise AlreadyRunningError(
                f"Another {self._purpose} is running on the {self._kind} {self._database} "
                f"({error.lock_file} is locked). Stop it first."
            ) from None
        except (OSError, ValueError, RuntimeError) as error:
            # Read-only, no folder, a NUL, a loop of links, a file system without locks.
            raise fault_of(self._database, error) or DatabaseError(
                f"{self._database} can't be locked: {error}"
            ) from error
        self._lock = lock
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._lock:
            self._lock.release()


class Database:
    """An open catalogue file. Use as an async context manager.

    ``is_read_only`` opens it without writing anything; it must be up to date then.
    """

    def __init__(self, path: Path, *, is_read_only: bool = False) -> None:
        self.path = path
        self.is_read_only = is_read_only
        self._writer = ThreadPoolExecutor(1, "catalogue-writer")
        self._searcher = ThreadPoolExecutor(1, "catalogue-search")

    async def __aenter__(self) -> Self:
        """Open, migrate and connect.

        Raises:
            DatabaseError: SQLite is too old, or the file is newer than this program or not a catalogue.
        """
        loop = asyncio.get_running_loop()
        try:
            open_first = open_current if self.is_read_only else open_writer
            self._write_connection = await loop.run_in_executor(self._writer, open_first, self.path)
            address = _read_only(self.path, is_frozen=self.is_read_only)
            self._search_connection = await loop.run_in_executor(
                self._searcher, _open_reader, address
            )
            self._points = await aiosqlite.connect(address, uri=True, isolation_level=None)
            await self._points.execute_fetchall("PRAGMA query_only = ON")
        except BaseException:
            self._writer.shutdown(wait=False)
            self._searcher.shutdown(wait=False)
            raise
        return self

    async def __aexit__(self, *_exc: object) -> None:
        loop = asyncio.get_running_loop()
        await self._points.close()
        await loop.run_in_executor(self._searcher, self._search_connection.close)
        await loop.run_in_executor(self._writer, self._write_connection.close)
        self._searcher.shutdown()
        self._writer.shutdown()

    async def fetch(self, sql: str, parameters: Iterable[object] = ()) -> list[Row]:
        """Return the rows of one point query."""
        rows = await self._points.execute_fetchall(sql, tuple(parameters))
        return [tuple(row) for row in rows]

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` in one BEGIN IMMEDIATE transaction on the writer thread; all of it happens or nothing.

        Raises:
            NotWritableError: it was opened for reading.
        """
        if self.is_read_only:
            raise NotWritableError(f"{self.path} can't be written: it is open for reading only.")
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, in_transaction, self._write_connection, work
        )

    async def search(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run a read on the search thread; a query past 1.5 s is stopped with `sqlite3.OperationalError`."""
        return await asyncio.get_running_loop().run_in_executor(
            self._searcher, _before_deadline, self._search_connection, work
        )


def in_transaction(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Run ``work`` between BEGIN IMMEDIATE and COMMIT; roll back whatever it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
    except BaseException:
        # A full disk has rolled back by itself already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return result


def open_writer(path: Path) -> sqlite3.Connection:
    """Open ``path`` for writing and bring its schema up to date.

    Raises:
        DatabaseError: SQLite is too old, or the file is newer than this program, not a catalogue, or can't be written.
    """
    _check_sqlite()
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        switch_to_wal(connection.execute, _BUSY_TIMEOUT_MS / 1000)
        connection.execute("PRAGMA synchronous = NORMAL")
        in_transaction(connection, _migrate)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _unusable(path, error) from error
    except DatabaseError:
        connection.close()
        raise
    return connection


def open_current(path: Path) -> sqlite3.Connection:
    """Open a catalogue that has this program's schema, for reading, and write nothing beside it.

    Raises:
        DatabaseError: it can't be read, or has another schema.
    """
    _check_sqlite()
    with explained(path):
        connection = _open_reader(_read_only(path, is_frozen=True))
        version, application = _identity(connection)
    if application != APPLICATION_ID or version != len(_scripts()):
        connection.close()
        raise DatabaseError(f"{path} has another schema than this program's.")
    return connection


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseError(
            f"SQLite {sqlite3.sqlite_version} is too old: at least {'.'.join(map(str, OLDEST_SQLITE))} is needed."
        )


def _unusable(path: Path, error: sqlite3.Error) -> DatabaseError:
    return fault_of(path, error) or DatabaseError(f"{path} is not a usable catalogue: {error}")


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the schema's version and whose file it is."""
    return (
        int(connection.execute("PRAGMA user_version").fetchone()[0]),
        int(connection.execute("PRAGMA application_id").fetchone()[0]),
    )


def _scripts() -> list[str]:
    return sorted(
        file.name
        for file in resources.files("bot.catalog").joinpath("migrations").iterdir()
        if file.name.endswith(".sql")
    )


def _migrate(connection: sqlite3.Connection) -> None:
    scripts = _scripts()
    # The lock is held already: two processes starting at once can't both see the old version.
    version, application = _identity(connection)
    if version and application != APPLICATION_ID:
        raise DatabaseError("The file belongs to another program; name another path.")
    if version > len(scripts):
        raise DatabaseError(
            f"The catalogue has schema {version}, this program knows {len(scripts)}: update the program."
        )
    if version == len(scripts):
        return
    for script in scripts[version:]:
        text = resources.files("bot.catalog").joinpath("migrations", script).read_text("utf-8")
        for statement in _statements(text):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(scripts)}")


def _statements(script: str) -> Iterable[str]:
    # executescript() would commit first, outside this transaction.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _read_only(path: Path, *, is_frozen: bool = False) -> str:
    """Return the address for reading; of a frozen one, SQLite makes no files beside it where it may not."""
    log = path.with_name(path.name + "-wal")
    is_at_rest = is_frozen and not (log.exists() and log.stat().st_size)
    return f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if is_at_rest else "")


def _open_reader(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def _before_deadline(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    deadline = time.monotonic() + SEARCH_DEADLINE_S
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _PROGRESS_OPS)
    # One snapshot for the whole search, even when a refresh commits in the middle.
    connection.execute("BEGIN")
    try:
        return work(connection)
    finally:
        connection.set_progress_handler(None, 0)
        if connection.in_transaction:
            connection.execute("COMMIT")
