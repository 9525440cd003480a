"""The state file is deleted, emptied, exchanged, restored or damaged, between starts and while it is open."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, func, insert, select

from bot.newsletter.schema import subscriptions
from bot.state.database import StateDatabase, open_state
from bot.state.errors import StateError, StateLostError
from bot.state.lineage import Verdict

NOW = datetime(2026, 8, 2, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


async def subscribe(state: StateDatabase, channel_id: int = 1) -> None:
    row = {
        "guild_id": 1,
        "channel_id": channel_id,
        "kind": "text",
        "language": "en-US",
        "category": "",
        "framework": "",
        "day": 2,
        "hour": 9,
        "timezone": "UTC",
        "publish": False,
        "created_at": NOW,
        "created_by": 1,
        "next_month": "2026-07",
        "next_due": NOW,
    }
    await state.write(lambda connection: connection.execute(insert(subscriptions).values(row)))


async def count(state: StateDatabase) -> int:
    counted = select(func.count()).select_from(subscriptions)
    return await state.read(lambda connection: connection.scalar(counted) or 0)


async def start(path: Path, *, accepts: bool = False) -> tuple[Verdict, datetime | None, int]:
    """Open the file once; return what it was taken for."""
    async with open_state(url_of(path), now=lambda: NOW, accepts=accepts) as state:
        return state.verdict, state.restored_at, await count(state)


async def used(path: Path, channels: int = 1) -> None:
    """Make a file with subscriptions, and close it."""
    async with open_state(url_of(path)) as state:
        for channel_id in range(1, channels + 1):
            await subscribe(state, channel_id)


def back_up(path: Path, name: str = "backup.sqlite3") -> Path:
    copy = path.with_name(name)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy


def remove(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


async def test_the_same_file_goes_on_without_a_word(path: Path) -> None:
    assert await start(path) == (Verdict.NEW, None, 0)
    await used(path)
    assert await start(path) == (Verdict.CONTINUED, None, 1)
    assert await start(path) == (Verdict.CONTINUED, None, 1)


async def test_a_file_that_was_moved_with_its_folder_goes_on(path: Path, tmp_path: Path) -> None:
    await used(path)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for file in list(tmp_path.iterdir()):
        if file != moved:
            file.rename(moved / file.name)
    assert await start(moved / path.name) == (Verdict.CONTINUED, None, 1)


def emptied(path: Path) -> None:
    remove(path)
    path.touch()


def without_tables(path: Path) -> None:
    remove(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("VACUUM")


async def exchanged(path: Path) -> None:
    other = path.with_name("other.sqlite3")
    await used(other, channels=2)
    remove(path)
    other.rename(path)


@pytest.mark.parametrize("lose", [remove, emptied, without_tables])
async def test_a_lost_file_is_not_replaced_by_an_empty_one(
    path: Path, lose: Callable[[Path], None]
) -> None:
    await used(path)
    lose(path)
    left = path.read_bytes() if path.exists() else None
    for _ in range(2):
        with pytest.raises(StateLostError, match="had subscriptions") as raised:
            await start(path)
        assert str(path) in str(raised.value)
        assert "modelzoo-bot state accept" in str(raised.value)
        assert raised.value.exit_code == 78
    assert (path.read_bytes() if path.exists() else None) == left
    assert await start(path, accepts=True) == (Verdict.NEW, None, 0)
    assert await start(path) == (Verdict.CONTINUED, None, 0)


async def test_where_nobody_was_subscribed_nothing_is_lost(path: Path) -> None:
    await start(path)
    remove(path)
    assert await start(path) == (Verdict.NEW, None, 0)
    await used(path)
    async with open_state(url_of(path)) as state:
        await state.write(lambda connection: connection.execute(delete(subscriptions)))
    remove(path)
    assert await start(path) == (Verdict.NEW, None, 0)


async def test_another_database_is_taken_only_when_an_operator_says_so(path: Path) -> None:
    await used(path)
    await exchanged(path)
    with pytest.raises(StateLostError, match="is another one"):
        await start(path)
    assert await start(path, accepts=True) == (Verdict.RESTORED, NOW, 2)
    assert await start(path) == (Verdict.CONTINUED, NOW, 2)


async def test_a_restored_backup_is_known_as_one_and_only_once(path: Path) -> None:
    await used(path)
    backup = back_up(path)
    async with open_state(url_of(path)) as state:
        await subscribe(state, 2)
    remove(path)
    shutil.copy(backup, path)
    assert await start(path) == (Verdict.RESTORED, NOW, 1)
    assert await start(path) == (Verdict.CONTINUED, NOW, 1)
    remove(path)
    shutil.copy(backup, path)
    assert await start(path) == (Verdict.RESTORED, NOW, 1)


async def test_one_write_after_the_backup_is_enough(path: Path) -> None:
    async with open_state(url_of(path)) as state:
        await subscribe(state)
        backup = back_up(path)
        await subscribe(state, 2)
    remove(path)
    shutil.copy(backup, path)
    assert (await start(path))[0] is Verdict.RESTORED


async def test_a_backup_from_before_the_first_subscription_is_refused(path: Path) -> None:
    await start(path)
    backup = back_up(path)
    await used(path)
    remove(path)
    shutil.copy(backup, path)
    with pytest.raises(StateLostError, match="before the first subscription"):
        await start(path)


async def test_a_backup_on_a_new_host_is_known_as_one(path: Path, tmp_path: Path) -> None:
    await used(path)
    host = tmp_path / "host"
    host.mkdir()
    back_up(path).rename(host / path.name)
    assert await start(host / path.name) == (Verdict.RESTORED, NOW, 1)


def of_an_older_program(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ("lineage", "submissions", "curation_events", "blocked_people"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE deliveries DROP COLUMN due")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
        connection.execute("PRAGMA application_id = 0")


async def test_the_file_of_an_older_program_goes_on(path: Path) -> None:
    await used(path)
    of_an_older_program(path)
    path.with_name(f".{path.name}.marker").unlink()
    assert await start(path) == (Verdict.NEW, None, 1)
    assert await start(path) == (Verdict.CONTINUED, None, 1)


async def test_a_backup_of_an_older_program_is_known_as_one(path: Path) -> None:
    await used(path)
    of_an_older_program(path)
    assert await start(path) == (Verdict.RESTORED, NOW, 1)
    assert await start(path) == (Verdict.CONTINUED, NOW, 1)


async def test_a_transaction_that_changes_nothing_writes_nothing(path: Path) -> None:
    await used(path)
    marker = path.with_name(f".{path.name}.marker")
    async with open_state(url_of(path)) as state:
        before = marker.read_bytes()
        nobody = delete(subscriptions).where(subscriptions.c.id == -1)
        await state.write(lambda connection: connection.execute(nobody))
        assert marker.read_bytes() == before
        await subscribe(state, 2)
        assert marker.read_bytes() != before


async def test_what_is_undone_leaves_the_marker_behind_the_file(path: Path) -> None:
    def fails(connection: Connection) -> None:
        connection.execute(delete(subscriptions))
        raise ZeroDivisionError

    await used(path)
    async with open_state(url_of(path)) as state:
        with pytest.raises(ZeroDivisionError):
            await state.write(fails)
    assert await start(path) == (Verdict.CONTINUED, None, 1)


def replaced(path: Path) -> None:
    other = path.with_name("new")
    shutil.copy(path, other)
    other.replace(path)


def truncated(path: Path) -> None:
    os.truncate(path, 0)


def folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved away"))


@pytest.mark.parametrize("lose", [Path.unlink, remove, replaced, emptied, truncated, folder_moved])
async def test_nothing_is_written_once_the_file_is_gone(
    tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    path = tmp_path / "data" / "state.sqlite3"
    ran: list[int] = []
    async with open_state(url_of(path)) as state:
        await subscribe(state)
        lose(path)
        for _ in range(2):
            with pytest.raises(StateLostError, match="while the bot was running") as raised:
                await state.write(lambda connection: ran.append(1))
            assert str(path) in str(raised.value)
            assert raised.value.exit_code == 75
        assert isinstance(state.lost.result(), StateLostError)
    assert ran == []


async def test_an_older_copy_written_over_the_open_file_is_noticed(path: Path) -> None:
    async with open_state(url_of(path)) as state:
        await subscribe(state)
        backup = back_up(path)
        await subscribe(state, 2)
        with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(path)) as target:
            copy.backup(target)
        with pytest.raises(StateLostError, match="overwritten"):
            await subscribe(state, 3)
        assert await count(state) == 1
        assert state.lost.done()


async def test_a_damaged_file_is_named_with_its_cure(path: Path) -> None:
    await used(path, channels=300)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 4))
    with pytest.raises(StateError, match="is damaged") as raised:
        await start(path)
    assert raised.value.exit_code == 65
    assert str(path) in str(raised.value)
    assert "backup" in str(raised.value)


async def test_a_page_damaged_while_it_is_open_ends_the_bot(path: Path) -> None:
    await used(path, channels=300)
    async with open_state(url_of(path)) as state:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (path.stat().st_size - 4096))
        with pytest.raises(StateLostError, match="is damaged") as raised:
            await state.write(lambda connection: connection.execute(delete(subscriptions)))
        assert raised.value.exit_code == 65
        assert state.lost.done()


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_catalogue(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (id)")
        connection.execute("PRAGMA application_id = 1297764175")


def a_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("CREATE TABLE customers (id)")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_folder, "is not a file"),
        (a_pipe, "is not a file"),
        (a_catalogue, "another program"),
        (a_foreign_database, "another program"),
    ],
)
async def test_what_is_no_state_file_is_left_as_it_is(
    path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StateError, match=said) as raised:
        await start(path)
    assert raised.value.exit_code == 78
    assert str(path) in str(raised.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not path.with_name(f"{path.name}-wal").exists()


async def test_a_file_as_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StateError, match="can't be made") as raised:
        await start(tmp_path / "data" / "state.sqlite3")
    assert raised.value.exit_code == 78


async def test_a_file_that_another_program_keeps_locked_is_worth_another_try(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.sqlite.BUSY_TIMEOUT_S", 0.05)
    monkeypatch.setattr("bot.state.database.BUSY_TIMEOUT_S", 0.05)
    await used(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StateError, match="keeps it locked") as raised:
            await start(path)
    assert raised.value.exit_code == 75
