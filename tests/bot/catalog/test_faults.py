import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.catalog.database import open_writer
from bot.catalog.faults import (
    BusyError,
    DatabaseError,
    NoSpaceError,
    NotWritableError,
    explained,
    fault_of,
)


def test_a_full_disk_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    with closing(open_writer(path)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(NoSpaceError, match="Make room"), explained(path):
            connection.execute("INSERT INTO meta VALUES ('k', ?)", ("x" * 1_000_000,))


def test_a_busy_file_is_worth_another_try(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    with closing(open_writer(path)) as first, closing(sqlite3.connect(path, timeout=0)) as second:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match=r"c\.sqlite3 is in use"), explained(path):
            second.execute("BEGIN IMMEDIATE")


def test_an_error_in_a_group_of_tasks_is_found(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "c.sqlite3"))
    with pytest.raises(NoSpaceError, match="No space left"), explained(tmp_path / "c.sqlite3"):
        raise ExceptionGroup("tasks", [ExceptionGroup("inner", [full])])


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, NotWritableError),
        (errno.EROFS, NotWritableError),
        (errno.EDQUOT, NoSpaceError),
        (errno.EIO, DatabaseError),
    ],
)
def test_what_the_system_refuses_names_the_file(
    tmp_path: Path, number: int, kind: type[DatabaseError]
) -> None:
    path = tmp_path / "c.sqlite3"
    fault = fault_of(path, OSError(number, "refused", str(tmp_path / "c.lock")))
    assert type(fault) is kind
    assert str(path) in str(fault)


def test_an_error_about_something_else_passes(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), explained(tmp_path / "c.sqlite3"):
        Path("/nonexistent/elsewhere").read_text()
    with pytest.raises(sqlite3.OperationalError, match="syntax"), explained(tmp_path / "c.sqlite3"):
        sqlite3.connect(":memory:").execute("nonsense")
