from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.catalog.shipped import Shipped
from tests.bot.github.world import World, open_world
from tests.github.server import NOW


async def _gains(world: World) -> dict[int, tuple[int, bool]]:
    entry = await world.entry("a/one")
    return {gain.days: (gain.gained, gain.is_approximate) for gain in entry.gains}


async def _count_daily(world: World, days: int, wrong: dict[int, int]) -> None:
    for day in range(days):
        world.fake.repositories[1].stars = wrong.get(day, 10_000 + day)
        await world.refresher.run("timer")
        await world.a_day_later()


@pytest.mark.parametrize(
    ("days", "wrong", "gained"),
    [
        (11, {3: 0}, {7: 8}),
        (11, {3: 5_000, 4: 5_000}, {7: 8}),
        (34, {3: 0}, {7: 7, 30: 31}),
        (12, {1: 0, 2: 0, 3: 40_000, 4: 50_000}, {7: 6}),
        (11, {day: 6_000 + day for day in range(5, 11)}, {7: -3_993}),
    ],
    ids=["zero", "half for two days", "thirty days back", "zero, then a spike", "a fall"],
)
async def test_stars_that_leave_and_return_are_no_gain(
    tmp_path: Path,
    shipped: Shipped,
    days: int,
    wrong: dict[int, int],
    gained: dict[int, int],
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        await _count_daily(world, days, wrong)
        gains = await _gains(world)
        assert {key: gains[key] for key in gained} == {
            key: (stars, False) for key, stars in gained.items()
        }
        trending = await world.catalog.gainers(7, world.moment[0].date())
        assert [gainer.gained for gainer in trending] == [gained[7]]


async def test_the_history_is_not_told_from_a_day_that_lacks_stars(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        one = world.fake.repositories[1]
        one.given = {NOW.date() - timedelta(days=back): 2 for back in range(400)}
        one.stars = 0
        await world.refresher.run("timer")
        await world.a_day_later()
        one.stars = 10_000
        report = await world.refresher.run("timer")
        assert report.histories == 1
        assert (await _gains(world))[30] == (58, True)


async def test_a_weeks_last_count_is_not_its_only_one_when_it_is_wrong(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        first = NOW.date() - timedelta(days=200)
        sundays = [
            first + timedelta(days=n)
            for n in range(200)
            if (first + timedelta(days=n)).weekday() == 6
        ]
        stars = {first + timedelta(days=n): 10_000 + n for n in range(200)} | {sundays[3]: 0}
        await world.database.write(
            lambda db: db.executemany(
                "INSERT INTO star_snapshot VALUES (1, ?, ?, 'github', 0)",
                [(day.isoformat(), count) for day, count in stars.items()],
            )
        )
        world.fake.repositories[1].stars = 10_200
        await world.refresher.run("timer")
        rows = await world.database.fetch("SELECT day, stars FROM star_snapshot ORDER BY day")
        kept = {date.fromisoformat(day): count for day, count in rows}
        assert 0 not in kept.values()
        assert sundays[3] - timedelta(days=1) in kept
