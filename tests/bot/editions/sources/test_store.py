import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from bot.catalog.database import Database
from bot.catalog.shipped import Shipped
from bot.editions.growth import gains_of
from bot.editions.sources.material import EditionEventKind, Material, StarCount
from bot.editions.sources.store import MaterialStore
from bot.months import Month

JULY = Month(2026, 7)
NAME = "openai/whisper"


async def _material(file: Path, shipped: Shipped, month: Month = JULY) -> Material:
    async with Database(file) as database:
        return await MaterialStore(database).material(month, shipped.successors)


def _change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            (entry_id,) = connection.execute(
                "SELECT id FROM entry WHERE full_name = ?", (NAME,)
            ).fetchone()
            connection.execute(statement.replace("$id", str(entry_id)))
        connection.commit()


async def test_counts_nearest_to_the_firsts_of_a_year_are_read(
    catalogue_copy: Path, shipped: Shipped
) -> None:
    material = await _material(catalogue_copy, shipped)
    whisper = next(one for one in material.subjects if one.model.full_name == NAME)
    assert whisper.counts[-1].day == date(2026, 8, 1)
    assert {count.day for count in whisper.counts} >= {date(2025, 8, 1), JULY.first_day}
    assert whisper.created == date(2022, 9, 21)
    assert (material.counted_since, whisper.counted_since) == (None, None)
    assert len(material.subjects) == len(shipped.entries)


async def test_the_nearest_of_daily_counts_is_taken_and_its_source_told(
    catalogue_copy: Path, shipped: Shipped
) -> None:
    insert = "INSERT OR REPLACE INTO star_snapshot VALUES ($id, '{}', {}, '{}', 0)"
    _change(
        catalogue_copy,
        "DELETE FROM star_snapshot WHERE entry_id = $id AND day >= '2026-06-20'",
        *(insert.format(f"2026-07-0{day}", 100 + day, "github") for day in range(2, 9)),
        insert.format("2026-08-02", 900, "stargazers"),
    )
    material = await _material(catalogue_copy, shipped)
    whisper = next(one for one in material.subjects if one.model.full_name == NAME)
    assert whisper.counts[-3:] == (
        StarCount(date(2026, 7, 2), 102),
        # The last one of the month, for the top lists.
        StarCount(date(2026, 7, 8), 108),
        StarCount(date(2026, 8, 2), 900, is_estimated=True),
    )
    assert whisper.counted_since == date(2026, 7, 2)


async def test_a_count_that_its_neighbours_contradict_is_not_taken(
    catalogue_copy: Path, shipped: Shipped
) -> None:
    insert = "INSERT OR REPLACE INTO star_snapshot VALUES ($id, '{}', {}, 'github', 0)"
    days = [date(2026, 6, 20) + timedelta(days=day) for day in range(55)]
    stars = {day: 10_000 + number for number, day in enumerate(days)}
    stars |= {date(2026, 6, 30): 0, JULY.first_day: 0, date(2026, 8, 1): 90_000}
    _change(
        catalogue_copy,
        "DELETE FROM star_snapshot WHERE entry_id = $id AND day >= '2026-06-01'",
        *(insert.format(day, count) for day, count in stars.items()),
    )
    material = await _material(catalogue_copy, shipped)
    whisper = next(one for one in material.subjects if one.model.full_name == NAME)
    (gain,) = gains_of([whisper], JULY)
    assert (gain.start.day, gain.end.day) == (date(2026, 7, 2), date(2026, 7, 31))
    assert gain.gained == 29
    assert whisper.counts[-1] == StarCount(date(2026, 7, 31), 10_041)


async def test_happenings_of_the_month_alone_are_read_each_once(
    catalogue_copy: Path, shipped: Shipped
) -> None:
    event = "INSERT INTO entry_event (entry_id, seen_at, kind, after) VALUES ($id, '{}', '{}', {})"
    _change(
        catalogue_copy,
        event.format("2026-07-01T00:00:00Z", "archived", "NULL"),
        event.format("2026-07-31T23:59:59Z", "renamed", "'x/y'"),
        event.format("2026-08-01T00:00:00Z", "gone", "NULL"),
        event.format("2026-07-20T03:30:00Z", "released", "'v2'"),
        "UPDATE entry SET released_on = '2026-07-20', release_tag = 'v2' WHERE id = $id",
    )
    material = await _material(catalogue_copy, shipped)
    assert [(one.kind, one.detail) for one in material.events] == [
        (EditionEventKind.ARCHIVED, ""),
        (EditionEventKind.RELEASED, "v2"),
    ]


async def test_a_release_seen_after_the_month_is_told_in_the_month_it_was_published(
    catalogue_copy: Path, shipped: Shipped
) -> None:
    _change(
        catalogue_copy,
        "INSERT INTO entry_event (entry_id, seen_at, kind, after)"
        " VALUES ($id, '2026-07-01T03:30:00Z', 'released', 'v2')",
        "UPDATE entry SET released_on = '2026-06-30', release_tag = 'v2' WHERE id = $id",
    )
    june = await _material(catalogue_copy, shipped, Month(2026, 6))
    assert [(one.day, one.detail) for one in june.events] == [(date(2026, 6, 30), "v2")]
    assert (await _material(catalogue_copy, shipped)).events == ()


async def test_the_months_known_are_told(catalogue_copy: Path, tmp_path: Path) -> None:
    async with Database(catalogue_copy) as database:
        first, last = await MaterialStore(database).months() or (None, None)
    assert last == Month(2026, 8)
    assert first is not None
    async with Database(tmp_path / "empty.sqlite3") as database:
        assert await MaterialStore(database).months() is None


async def test_several_months_are_read_in_one_pass_each_as_if_alone(
    catalogue_copy: Path, shipped: Shipped
) -> None:
    insert = "INSERT OR REPLACE INTO star_snapshot VALUES ($id, '{}', {}, 'github', {})"
    days = [date(2026, 3, 1) + timedelta(days=3 * day) for day in range(60)]
    _change(
        catalogue_copy,
        *(
            insert.format(day, 0 if number % 7 == 3 else 90_000 + 40 * number, number % 5 == 0)
            for number, day in enumerate(days)
        ),
    )
    months = [JULY.plus(-back) for back in range(3, -1, -1)]
    async with Database(catalogue_copy) as database:
        store = MaterialStore(database)
        alone = [await store.material(month, shipped.successors) for month in months]
        with patch.object(database, "fetch", wraps=database.fetch) as fetch:
            assert await store.materials(months, shipped.successors) == alone
    passes = [call for call in fetch.call_args_list if call.args[1][0] == -1]
    assert len(passes) == 1
    assert len({material.subjects for material in alone}) == len(months)
