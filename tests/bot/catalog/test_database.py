import asyncio
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from importlib import resources
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.catalog.database import (
    APPLICATION_ID,
    AlreadyRunningError,
    Database,
    DatabaseError,
    InstanceLock,
    open_writer,
)


async def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO meta VALUES ('a', '1')")
        raise ValueError

    async with Database(tmp_path / "c.sqlite3") as database:
        with pytest.raises(ValueError, match=r"^$"):
            await database.write(fail)
        assert await database.fetch("SELECT * FROM meta") == []
        await database.write(lambda db: db.execute("INSERT INTO meta VALUES ('b', '2')"))
        assert await database.fetch("SELECT key FROM meta") == [("b",)]


async def test_a_cancelled_writer_does_not_block_the_next(tmp_path: Path) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        writes = [
            asyncio.create_task(
                database.write(
                    lambda db, n=n: db.execute("INSERT INTO meta VALUES (?, '')", (str(n),))
                )
            )
            for n in range(50)
        ]
        for task in writes[::3]:
            task.cancel()
        await asyncio.gather(*writes, return_exceptions=True)
        await database.write(lambda db: db.execute("INSERT INTO meta VALUES ('last', '')"))
        assert await database.fetch("SELECT key FROM meta WHERE key = 'last'") == [("last",)]


async def test_readers_can_not_write(tmp_path: Path) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await database.fetch("INSERT INTO meta VALUES ('a', '1')")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await database.search(lambda db: db.execute("INSERT INTO meta VALUES ('a', '1')"))


async def test_an_endless_search_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.catalog.database.SEARCH_DEADLINE_S", 0.0)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    async with Database(tmp_path / "c.sqlite3") as database:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            await database.search(lambda db: db.execute(endless).fetchone())
        assert await database.fetch("SELECT 1") == [(1,)]


def test_a_newer_or_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    open_writer(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DatabaseError, match="update the program"):
        open_writer(path)
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(DatabaseError, match="another program"):
        open_writer(other)
    text = tmp_path / "text.sqlite3"
    text.write_text("not a database, but long enough to look at" * 40)
    with pytest.raises(DatabaseError, match="not a usable catalogue"):
        open_writer(text)


def _open(path: str) -> int:
    connection = open_writer(Path(path))
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return version


def test_processes_starting_at_once_migrate_once(tmp_path: Path) -> None:
    scripts = resources.files("bot.catalog").joinpath("migrations").iterdir()
    newest = sum(script.name.endswith(".sql") for script in scripts)
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for number in range(3):
            versions = list(pool.map(_open, [str(tmp_path / f"{number}.sqlite3")] * 4))
            assert versions == [newest] * 4


def test_a_file_of_the_first_release_keeps_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    script = resources.files("bot.catalog").joinpath("migrations", "0001_catalogue.sql")
    with closing(sqlite3.connect(path)) as old:
        old.executescript(script.read_text("utf-8"))
        old.execute(
            "INSERT INTO entry (id, full_name, title, summary_en, summary_zh, stars, stars_on, gained, gained_since)"
            " VALUES (7, 'a/b', 'B', 'x', 'y', 12, '2026-08-01', 2, '2026-07-01')"
        )
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.commit()
    with closing(open_writer(path)) as connection:
        row = connection.execute(
            "SELECT id, full_name, stars, misses, topics FROM entry"
        ).fetchone()
    assert row == (7, "a/b", 12, 0, "[]")


def test_one_bot_runs_on_a_file_and_a_dead_one_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    program = (
        "import sys, os; from pathlib import Path; from bot.catalog.database import InstanceLock\n"
        "lock = InstanceLock(Path(sys.argv[1])); lock.__enter__(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError, match="Another bot"), InstanceLock(path):
            pass
        holder.kill()
    with InstanceLock(path):
        pass
