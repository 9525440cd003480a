"""SQLite's own needs: a check of the file before use, its settings, and the meaning of its errors."""

import errno
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError

from bot.runtime.wal import switch_to_wal
from bot.state.errors import EX_CONFIG, EX_DAMAGED, EX_TRY_AGAIN, StateError, StateLostError

APPLICATION_ID = 0x4D5A5354  # "MZST"
BUSY_TIMEOUT_S = 10.0
_OURS = {"alembic_version", "subscriptions"}
_MAKE_ROOM = "Make room on the disk, then start again."
_RESTORE = "Stop the bot and restore the last backup (docs/operating.md)."


def require_usable(path: Path) -> None:
    """Make the file's folder; check that the path can be a database file.

    Raises:
        StateError: it can't.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode if path.exists() else stat.S_IFREG
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StateError(
            f"The state database {path} can't be made: {error.strerror}. "
            + (
                _MAKE_ROOM
                if is_full
                else "Name a file in a folder that the bot may write to as newsletter.state."
            ),
            EX_TRY_AGAIN if is_full else EX_CONFIG,
        ) from error
    if not stat.S_ISREG(mode):
        raise StateError(
            f"The state database {path} is not a file. Name a file as newsletter.state.", EX_CONFIG
        )
    for needed, what in ((path.parent, "folder"), (path, "file")):
        if needed.exists() and not os.access(needed, os.R_OK | os.W_OK):
            raise StateError(
                f"The state database {path} can't be written: the {what} {needed} is read-only for this user. "
                "Give the bot the right to write there.",
                EX_CONFIG,
            )


def inspect_file(url: URL, path: Path) -> None:
    """Look at an existing file without changing it.

    Raises:
        StateError: it is damaged, or it belongs to another program.
    """
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_S})
    with explained_errors(path), engine.connect() as connection:
        owner = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
        tables = set(inspect(connection).get_table_names())
        if (
            owner != APPLICATION_ID
            and (owner != 0 or tables)
            and not (owner == 0 and tables >= _OURS)
        ):
            raise StateError(
                f"{path} is the database of another program. Name another file as newsletter.state.",
                EX_CONFIG,
            )
        faults = connection.exec_driver_sql("PRAGMA quick_check(1)").scalars().all()
    if faults != ["ok"]:
        raise _damaged(path, faults[0])


def prepare_engine(engine: Engine) -> None:
    """Set up every connection of an engine, and how its transactions begin."""
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def mark_as_ours(connection: Connection) -> None:
    """Write into the file's header whose it is."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


@contextmanager
def explained_errors(
    path: Path | None, kind: type[StateError] = StateError
) -> Generator[None, None, None]:
    """Turn SQLite's errors about a file into sentences, those of one ``kind``.

    Raises:
        StateError: such an error occurred.
    """
    try:
        yield
    except DBAPIError as error:
        explained = _explain(path, error) if path else None
        if not isinstance(explained, kind):
            raise
        raise explained from error


def _explain(path: Path, error: DBAPIError) -> StateError | None:
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return _damaged(path, error.orig)
    if name == "SQLITE_READONLY_DBMOVED" or "no such table" in str(error.orig):
        return StateLostError(
            f"The state database {path} was moved, deleted or overwritten while it was in use. {_RESTORE}",
            EX_TRY_AGAIN,
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        why = "Give the bot the right to read and write the file and its folder."
        return StateError(
            f"The state database {path} can't be used: {error.orig}. {why}", EX_CONFIG
        )
    cures = {
        "SQLITE_FULL": _MAKE_ROOM,
        "SQLITE_IOERR": "Check that the disk works and has room, then start again.",
        "SQLITE_BUSY": "Another program keeps it locked: close that, then start again.",
        "SQLITE_LOCKED": "Another program keeps it locked: close that, then start again.",
    }
    for prefix, cure in cures.items():
        if name.startswith(prefix):
            return StateError(
                f"The state database {path} can't be used: {error.orig}. {cure}", EX_TRY_AGAIN
            )
    return None


def _damaged(path: Path, why: object) -> StateError:
    return StateLostError(f"The state database {path} is damaged: {why}. {_RESTORE}", EX_DAMAGED)


def _prepare_connection(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's
    # Python's sqlite3 would begin transactions by itself, and too late; SQLAlchemy's recipe turns that off.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    switch_to_wal(cursor.execute, BUSY_TIMEOUT_S)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A reader that begins to write fails at once, whatever the busy timeout, so writers take the lock first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
