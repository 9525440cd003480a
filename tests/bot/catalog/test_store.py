import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bot.catalog.database import Database
from bot.catalog.shipped import Shipped, Snapshot
from bot.catalog.store import CatalogStore, all_entries, merge_shipped


def _line(repo: str = "some/thing", **changes: Any) -> dict[str, Any]:
    return {
        "repo": repo,
        "title": "Thing",
        "summary_en": "Does a thing.",
        "summary_zh": "做一件事。",
        "categories": ["graphs", "science"],
        "frameworks": ["jax"],
        "tasks": ["link-prediction"],
        "license": "MIT",
        **changes,
    }


def _shipped(
    base: Shipped, *lines: dict[str, Any], snapshots: tuple[Snapshot, ...] = ()
) -> Shipped:
    return replace(base, entries=lines, snapshots=snapshots, digest=json.dumps(lines))


async def test_an_entry_comes_back_as_it_was_shipped(tmp_path: Path, shipped: Shipped) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        line = _line(
            arxiv=["2001.00001", "1703.06870"], aliases=["old/thing"], created="2018-01-02"
        )
        await database.write(partial(merge_shipped, shipped=_shipped(shipped, line)))
        entry = await CatalogStore(database).find("SOME/thing")
        assert entry
        assert entry.categories == ("graphs", "science")
        assert entry.arxiv == ("2001.00001", "1703.06870")
        assert entry.created == date(2018, 1, 2)
        assert entry == await CatalogStore(database).find("old/Thing")


async def test_which_papers_it_is_the_authors_code_of_changes_by_itself(
    tmp_path: Path, shipped: Shipped
) -> None:
    first, second, third = "2001.00001", "1703.06870", "1706.03762"
    async with Database(tmp_path / "c.sqlite3") as database:
        for arxiv, official in (
            ([first, second], []),
            ([first, second], [second]),
            ([third, second], [second]),
            ([third, second], [third]),
        ):
            line = _line(arxiv=arxiv, official=official)
            await database.write(partial(merge_shipped, shipped=_shipped(shipped, line)))
            entry = await CatalogStore(database).find("some/thing")
            assert entry
            assert (list(entry.arxiv), list(entry.official)) == (arxiv, official)


async def test_merging_twice_changes_nothing(tmp_path: Path, shipped: Shipped) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        await database.write(partial(merge_shipped, shipped=shipped))
        before = await database.search(lambda connection: list(all_entries(connection)))
        report = await database.write(partial(merge_shipped, shipped=shipped))
        assert (report.added, report.changed, report.unlisted) == (0, 0, 0)
        assert before == await database.search(lambda connection: list(all_entries(connection)))


async def test_what_people_changed_is_never_set_back(tmp_path: Path, shipped: Shipped) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        await database.write(partial(merge_shipped, shipped=_shipped(shipped, _line())))
        await database.write(
            lambda connection: connection.execute("UPDATE entry SET title = 'By a curator'")
        )
        newer = _line(
            title="Another", license="Apache-2.0", tasks=["link-prediction", "clustering"]
        )
        await database.write(partial(merge_shipped, shipped=_shipped(shipped, newer)))
        entry = await catalog.find("some/thing")
        assert entry
        assert entry.title == "By a curator"
        assert entry.license == "Apache-2.0"
        assert entry.tasks == ("link-prediction", "clustering")


async def test_an_entry_renamed_on_github_keeps_its_new_name(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        await database.write(partial(merge_shipped, shipped=_shipped(shipped, _line())))
        await database.write(
            lambda connection: connection.execute("UPDATE entry SET full_name = 'new/thing'")
        )
        await database.write(
            partial(merge_shipped, shipped=_shipped(shipped, _line(title="Newer")))
        )
        entry = await CatalogStore(database).find("new/thing")
        assert entry
        assert entry.title == "Newer"
        assert (await CatalogStore(database).size()).entries == 1


async def test_an_entry_that_left_the_file_stays_marked_and_comes_back(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        both = _shipped(shipped, _line(), _line("other/thing"))
        await database.write(partial(merge_shipped, shipped=both))
        report = await database.write(partial(merge_shipped, shipped=_shipped(shipped, _line())))
        left = await catalog.find("other/thing")
        assert report.unlisted == 1
        assert left
        assert not left.is_listed
        await database.write(partial(merge_shipped, shipped=both))
        back = await catalog.find("other/thing")
        assert back
        assert back.is_listed


async def test_stars_are_the_newest_count_and_gains_span_about_30_days(
    tmp_path: Path, shipped: Shipped
) -> None:
    def snap(day: str, stars: int, *, rounded: bool = False) -> Snapshot:
        return Snapshot("some/thing", date.fromisoformat(day), stars, "history", rounded)

    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        counts = (snap("2026-06-01", 90), snap("2026-07-01", 100), snap("2026-08-01", 80))
        await database.write(
            partial(merge_shipped, shipped=_shipped(shipped, _line(), snapshots=counts))
        )
        entry = await catalog.find("some/thing")
        assert entry
        assert entry.stars
        assert entry.gain
        assert (entry.stars.count, entry.stars.day) == (80, date(2026, 8, 1))
        assert (entry.gain.gained, entry.gain.since) == (-20, date(2026, 7, 1))
        rounded = (snap("2026-08-30", 1000, rounded=True),)
        await database.write(
            partial(merge_shipped, shipped=_shipped(shipped, _line(), snapshots=rounded))
        )
        entry = await catalog.find("some/thing")
        assert entry
        assert entry.stars
        assert entry.stars.is_approximate
        assert entry.gain is None


async def test_a_gain_that_begins_between_monthly_counts_is_reckoned_and_marked(
    tmp_path: Path, shipped: Shipped
) -> None:
    def snap(day: str, stars: int) -> Snapshot:
        return Snapshot(
            "some/thing", date.fromisoformat(day), stars, "history", is_approximate=False
        )

    counts = (
        snap("2026-03-01", 10),
        snap("2026-07-01", 100),
        snap("2026-08-01", 131),
        snap("2026-08-22", 200),
    )
    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        await database.write(
            partial(merge_shipped, shipped=_shipped(shipped, _line(), snapshots=counts))
        )
        entry = await catalog.find("some/thing")
        assert entry
        # 23 July lies 22 of 31 days after the count of 1 July; nothing is known of a year ago.
        assert [
            (gain.days, gain.gained, gain.since, gain.is_approximate) for gain in entry.gains
        ] == [(30, 78, date(2026, 7, 23), True)]


async def test_saved_states_are_shared_kept_and_forgotten(tmp_path: Path) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        first = await catalog.save_state("q=x", date(2024, 1, 1))
        assert first == await catalog.save_state("q=x", date(2025, 1, 1))
        assert await catalog.load_state(first) == "q=x"
        assert await catalog.forget_states(date(2026, 11, 23)) == 0
        assert await catalog.forget_states(date(2027, 6, 1)) == 1
        assert await catalog.load_state(first) is None


async def test_a_count_that_was_corrected_or_withdrawn_is_gone(
    tmp_path: Path, shipped: Shipped
) -> None:
    def snap(day: str, stars: int) -> Snapshot:
        return Snapshot("some/thing", date.fromisoformat(day), stars, "list")

    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        wrong = (snap("2020-01-01", 5), snap("2030-01-01", 9))
        await database.write(
            partial(merge_shipped, shipped=_shipped(shipped, _line(), snapshots=wrong))
        )
        await database.write(
            lambda connection: connection.execute(
                "INSERT INTO star_snapshot VALUES (1, '2019-01-01', 3, 'github', 0)"
            )
        )
        right = (snap("2020-01-01", 6),)
        await database.write(
            partial(merge_shipped, shipped=_shipped(shipped, _line(), snapshots=right))
        )
        entry = await catalog.find("some/thing")
        assert entry
        assert entry.stars
        assert (entry.stars.count, entry.stars.day) == (6, date(2020, 1, 1))
        assert (await catalog.size()).snapshots == 2
        await database.write(partial(merge_shipped, shipped=_shipped(shipped, _line())))
        entry = await catalog.find("some/thing")
        assert entry
        assert entry.stars
        assert entry.stars.count == 3


async def test_old_names_follow_the_file_however_often_it_changes(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with Database(tmp_path / "c.sqlite3") as database:
        catalog = CatalogStore(database)
        for name in ("old/one", "old/two", "old/three"):
            line = _line(aliases=[name])
            await database.write(partial(merge_shipped, shipped=_shipped(shipped, line)))
            entry = await catalog.find("some/thing")
            assert entry
            assert entry.aliases == (name,)
        await database.write(
            lambda connection: connection.execute("INSERT INTO entry_alias VALUES ('by/github', 1)")
        )
        await database.write(partial(merge_shipped, shipped=_shipped(shipped, _line())))
        entry = await catalog.find("by/github")
        assert entry
        assert entry.aliases == ("by/github",)
