import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.newsletter import schema
from bot.state.database import open_state
from bot.state.errors import StateError
from bot.state.schema import METADATA

NOW = datetime(2026, 8, 2, tzinfo=UTC)


def url_of(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path / 'state.sqlite3'}"


async def test_the_steps_lead_to_the_tables_as_declared(tmp_path: Path) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    assert schema.deliveries.metadata is METADATA
    async with open_state(url_of(tmp_path)) as state:
        assert await state.read(differences) == []


async def test_a_commit_is_on_disk_and_foreign_keys_hold(tmp_path: Path) -> None:
    async with open_state(url_of(tmp_path)) as state:
        settings = await state.read(
            lambda connection: [
                connection.scalar(text(f"PRAGMA {name}"))
                for name in ("synchronous", "journal_mode", "foreign_keys")
            ]
        )
    assert settings == [2, "wal", 1]


async def test_who_lost_a_race_works_on_what_is_there_then(tmp_path: Path) -> None:
    tries: list[int] = []

    def lose(times: int) -> Callable[[Connection], int]:
        def work(connection: Connection) -> int:
            tries.append(len(tries))
            row = {"month": "2026-07", "content": str(len(tries)), "created_at": NOW}
            connection.execute(insert(schema.editions).values(row))
            if len(tries) <= times:
                connection.execute(insert(schema.editions).values(row))
            return len(tries)

        return work

    async with open_state(url_of(tmp_path)) as state:
        assert await state.write(lose(2)) == 3
        kept = select(schema.editions.c.content)
        assert await state.read(lambda connection: list(connection.scalars(kept))) == ["3"]
        with pytest.raises(IntegrityError):
            await state.write(lose(0))
        assert len(tries) == 3 + 4


async def test_four_starts_at_once_bring_the_schema_up_once(tmp_path: Path) -> None:
    async def start() -> int:
        async with open_state(url_of(tmp_path)) as state:
            return await state.read(
                lambda connection: (
                    connection.execute(text("SELECT * FROM alembic_version"))
                    .scalars()
                    .all()
                    .__len__()
                )
            )

    assert await asyncio.gather(start(), start(), start(), start()) == [1, 1, 1, 1]


async def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    async with open_state(url_of(tmp_path)) as state:
        await state.write(
            lambda connection: connection.execute(
                text("UPDATE alembic_version SET version_num = '9999'")
            )
        )
    with pytest.raises(StateError, match="newer"):
        async with open_state(url_of(tmp_path)):
            pass


async def test_what_raises_leaves_nothing_behind(tmp_path: Path) -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)

    def fails(connection: Connection) -> None:
        connection.execute(
            schema.editions.insert().values(month="2026-07", content="{}", created_at=now)
        )
        raise ZeroDivisionError

    async with open_state(url_of(tmp_path)) as state:
        with pytest.raises(ZeroDivisionError):
            await state.write(fails)
        assert (
            await state.read(lambda connection: connection.execute(schema.editions.select()).all())
            == []
        )


async def test_a_cancelled_caller_does_not_tear_a_transaction(tmp_path: Path) -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)

    def work(connection: Connection) -> None:
        for month in ("2026-06", "2026-07"):
            connection.execute(
                schema.editions.insert().values(month=month, content="{}", created_at=now)
            )

    async with open_state(url_of(tmp_path)) as state:
        writing = asyncio.create_task(state.write(work))
        await asyncio.sleep(0)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        await state.finish()
        rows = await state.read(
            lambda connection: connection.execute(schema.editions.select()).all()
        )
    assert [row.month for row in rows] == ["2026-06", "2026-07"]
    assert rows[0].created_at == now


async def test_its_folder_is_made(tmp_path: Path) -> None:
    async with open_state(url_of(tmp_path / "deep" / "down")):
        pass
    assert (tmp_path / "deep" / "down" / "state.sqlite3").exists()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(StateError, match="is damaged"):
        async with open_state(url_of(tmp_path)):
            pass
