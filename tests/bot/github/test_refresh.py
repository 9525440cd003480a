import asyncio
import signal
import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot.catalog.entry import Entry, Sign, signs_of
from bot.catalog.shipped import Shipped, Snapshot
from bot.github.errors import GitHubError, RateLimitedError
from bot.github.refresh import RefreshingAlreadyError
from bot.github.run import BatchSize
from bot.github.sql.runs import MOST_NAMES
from tests.bot.github.world import fill
from tests.bot.github.world import open_world as _world
from tests.examples import examples
from tests.github.server import FAULTS, NOW, TOKEN, FakeGitHub, FakeRepository


async def test_a_refresh_brings_what_github_says(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        two = world.fake.repositories[2]
        two.release, two.topics, two.is_archived = "v2", ("gan", "jax"), True
        two.homepage = "https://two.example"
        report = await world.refresher.run("command line")
        entry = await world.entry("b/two")
        assert (report.outcome, report.checked, report.updated, report.failed) == (
            "complete",
            3,
            3,
            0,
        )
        assert (report.readmes, report.histories) == (3, 3)
        assert entry.github_id == 2
        assert entry.stars
        assert (entry.stars.count, entry.stars.day) == (200, NOW.date())
        assert entry.license == "MIT"
        assert entry.topics == ("gan", "jax")
        assert entry.homepage == "https://two.example"
        assert entry.is_archived
        assert entry.release
        assert entry.release.tag == "v2"
        assert entry.checked == NOW.date()
        assert await world.readme(entry.id) == "<h1>Thing</h1>"
        # One query for all, then a README and a page of history each; they are no older than 30 weeks' pages tell.
        assert world.fake.log[0] == "POST /graphql 3"


async def test_a_run_with_nothing_stale_asks_nothing(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        asked = len(world.fake.log)
        report = await world.refresher.run("timer")
        assert len(world.fake.log) == asked
        assert (report.checked, report.requests) == (0, 0)
        await world.a_day_later()
        report = await world.refresher.run("timer")
        # Ids are known now; nothing moved, so one query is all.
        assert world.fake.log[asked:] == ["POST /graphql 3"]
        assert (report.checked, report.updated, report.unchanged) == (3, 0, 3)
        world.moment[0] += timedelta(hours=1)
        report = await world.refresher.run("command line", everything=True)
        assert report.checked == 3


async def test_a_readme_is_asked_for_when_the_head_moved(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        one, two, three = (world.fake.repositories[number] for number in (1, 2, 3))
        one.head = two.head = "1" * 40
        two.readme = "<h1>New</h1>"
        three.readme = "<h1>Unseen: the head did not move</h1>"
        await world.a_day_later()
        report = await world.refresher.run("timer")
        assert report.readmes == 2
        readmes = [await world.readme(number) for number in (1, 2, 3)]
        assert readmes == ["<h1>Thing</h1>", "<h1>New</h1>", "<h1>Thing</h1>"]
        await world.a_day_later()
        assert (await world.refresher.run("timer")).readmes == 0


async def test_a_repository_without_readme_is_asked_once(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        world.fake.repositories[1].readme = None
        await world.refresher.run("timer")
        assert await world.readme(1) is None
        await world.a_day_later()
        await world.refresher.run("timer")
        assert world.fake.log.count("GET /repos/a/one/readme") == 1


async def test_a_readme_that_is_not_found_any_more_stays(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        await world.refresher.run("timer")
        world.fake.repositories[1].readme = None
        world.fake.repositories[1].head = "2" * 40
        await world.a_day_later()
        await world.refresher.run("timer")
        assert await world.readme(1) == "<h1>Thing</h1>"
        await world.a_day_later()
        assert (await world.refresher.run("timer")).readmes == 0


async def test_a_language_that_github_does_not_know_stays(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        await world.refresher.run("timer")
        world.fake.repositories[1].language = None
        await world.a_day_later()
        await world.refresher.run("timer")
        assert (await world.entry("a/one")).language == "Python"


async def test_a_new_name_is_followed_and_the_old_one_kept(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        world.fake.rename(world.fake.repositories[1], "new-owner/better")
        await world.a_day_later()
        report = await world.refresher.run("timer")
        assert report.names["renamed"] == ("new-owner/better ← a/one",)
        entry = await world.entry("a/one")
        assert entry.full_name == "new-owner/better"
        assert entry.aliases == ("a/one",)
        assert entry.moved
        assert entry.moved.before == "a/one"
        assert Sign.MOVED in signs_of(entry, world.moment[0].date())
        rows = await world.database.fetch("SELECT count(*) FROM star_snapshot WHERE entry_id = 1")
        assert rows[0][0] >= 2


async def test_names_that_change_places_end_where_they_belong(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        one, two = world.fake.repositories[1], world.fake.repositories[2]
        world.fake.rename(one, "x/interim")
        world.fake.rename(two, "a/one")
        world.fake.rename(one, "b/two")
        await world.a_day_later()
        await world.refresher.run("timer")
        assert (await world.entry("a/one")).id == 2
        assert (await world.entry("b/two")).id == 1


async def test_a_name_passed_on_before_its_entry_was_looked_at(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        one, two = world.fake.repositories[1], world.fake.repositories[2]
        world.fake.rename(one, "z/elsewhere")
        world.fake.rename(two, "a/one")
        await world.a_day_later()
        await world.refresher.check([2])
        assert (await world.entry("a/one")).id == 2
        await world.refresher.run("timer")
        moved = await world.entry("z/elsewhere")
        assert moved.id == 1
        assert moved.moved
        assert moved.moved.before == "a/one"


@pytest.mark.parametrize("token", [TOKEN, None], ids=["token", "no token"])
async def test_a_taken_over_name_never_inherits_stars(
    tmp_path: Path, shipped: Shipped, token: str | None
) -> None:
    """Best of JS once crowned a moved repository the trendiest project of the day."""
    async with _world(tmp_path / "c.sqlite3", shipped, token=token) as world:
        await world.refresher.run("timer")
        one = world.fake.repositories[1]
        world.fake.rename(one, "a/moved-away")
        world.fake.add(FakeRepository(77, "a/one", stars=50_000, created="2026-11-20T00:00:00Z"))
        await world.a_day_later()
        one.stars += 3
        await world.refresher.run("timer")
        entry = await world.entry("a/moved-away")
        assert entry.id == 1
        assert entry.stars
        assert entry.stars.count == 103
        rows = await world.database.fetch("SELECT max(stars) FROM star_snapshot")
        assert rows == [(300,)]
        assert all(gain.gained <= 3 for gain in entry.gains)


async def test_a_younger_repository_of_that_name_is_refused_at_first_sight(
    tmp_path: Path, shipped: Shipped
) -> None:
    counts = [Snapshot("a/one", date(2019, 3, 1), 900, "history")]
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"], counts=counts) as world:
        world.fake.repositories[1].created = "2025-01-01T00:00:00Z"
        world.fake.repositories[1].stars = 5
        report = await world.refresher.run("timer")
        entry = await world.entry("a/one")
        assert entry.stars
        assert entry.stars.count == 900
        assert entry.github_id is None
        assert "younger repository" in report.names["failed"][0]


async def test_two_entries_of_one_repository_are_told(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["old/name", "new/name"]) as world:
        del world.fake.repositories[2]
        world.fake.rename(world.fake.repositories[1], "new/name")
        await world.refresher.run("timer")
        await world.a_day_later()
        report = await world.refresher.run("timer")
        assert [name for name in report.names["failed"] if "same repository" in name]
        ids = [(await world.entry(name)).github_id for name in ("old/name", "new/name")]
        assert sorted(ids, key=str) == [1, None]


@pytest.mark.parametrize("token", [TOKEN, None], ids=["token", "no token"])
@pytest.mark.parametrize("state", ["gone", "blocked"])
async def test_gone_takes_three_misses_over_seven_days(
    tmp_path: Path, shipped: Shipped, state: str, token: str | None
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, token=token) as world:
        await world.refresher.run("timer")
        gone_after: list[bool] = []
        report = await world.refresher.run("command line", everything=True)
        world.fake.repositories[1].state = state
        for days in (1, 0, 1, 3, 2, 1):
            await world.a_day_later(days)
            report = await world.refresher.run("command line", everything=True)
            gone_after.append((await world.entry("a/one")).is_gone)
        assert gone_after == [False, False, False, False, False, True]
        assert report.names["gone"] == ("a/one",)
        entry = await world.entry("a/one")
        assert entry.stars
        assert entry.stars.count == 100
        world.fake.repositories[1].state = "public"
        await world.a_day_later()
        report = await world.refresher.run("timer")
        assert report.names["returned"] == ("a/one",)
        assert not (await world.entry("a/one")).is_gone


async def test_null_without_not_found_is_no_miss(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        for _ in range(10):
            await world.a_day_later(2)
            world.fake.faults = ["partial", "emptied field", "partial"]
            await world.refresher.run("timer")
        rows = await world.database.fetch("SELECT sum(misses), count(gone_on) FROM entry")
        assert rows == [(0, 0)]


async def test_a_changed_licence_is_a_sign_and_a_vague_first_word_is_not(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.database.write(
            lambda db: db.execute("UPDATE entry SET license = 'CC-BY-NC-4.0' WHERE id = 1")
        )
        world.fake.repositories[1].spdx = None
        await world.refresher.run("timer")
        assert (await world.entry("a/one")).license == "CC-BY-NC-4.0"
        world.fake.repositories[2].spdx = "NOASSERTION"
        await world.a_day_later()
        report = await world.refresher.run("timer")
        entry = await world.entry("b/two")
        assert report.names["relicensed"] == ("b/two",)
        assert entry.license == "NOASSERTION"
        assert entry.relicensed
        assert entry.relicensed.before == "MIT"
        assert Sign.RELICENSED in signs_of(entry, world.moment[0].date())


async def test_gains_are_true_from_the_first_day_and_marked(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        one = world.fake.repositories[1]
        today = NOW.date()
        one.stars = 1_000
        one.given = {today - timedelta(days=back): 2 for back in range(400)}
        report = await world.refresher.run("timer")
        gains = {gain.days: gain for gain in (await world.entry("a/one")).gains}
        assert report.histories == 1
        assert {days: gain.gained for days, gain in gains.items()} == {7: 14, 30: 60, 365: 730}
        assert all(gain.is_approximate for gain in gains.values())
        # Ten days of our own counts, in which 30 stars are lost, and seven days need no history any more.
        for _ in range(10):
            await world.a_day_later()
            one.stars -= 3
            await world.refresher.run("timer")
        gains = {gain.days: gain for gain in (await world.entry("a/one")).gains}
        assert (gains[7].gained, gains[7].is_approximate) == (-21, False)
        assert (gains[30].gained, gains[30].is_approximate) == (10, True)
        assert world.fake.log.count("GET /repos/a/one/stargazers/history") == 2


async def test_days_without_a_count_are_filled_in_again(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        await world.refresher.run("timer")
        await world.a_day_later(12)
        assert (await world.refresher.run("timer")).histories == 1


async def test_old_counts_are_thinned(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, ["a/one"]) as world:
        first = NOW.date() - timedelta(days=1_000)
        await world.database.write(
            lambda db: db.executemany(
                "INSERT INTO star_snapshot VALUES (1, ?, ?, 'github', 0)",
                [((first + timedelta(days=day)).isoformat(), day) for day in range(1_000)],
            )
        )
        await world.refresher.run("timer")
        rows = await world.database.fetch("SELECT day FROM star_snapshot ORDER BY day")
        days = [date.fromisoformat(row[0]) for row in rows]
        ages = [(NOW.date() - day).days for day in days]
        assert [age for age in ages if age <= 90] == list(range(90, -1, -1))
        weekly = [day for day, age in zip(days, ages, strict=True) if 97 < age <= 393]
        assert {day.weekday() for day in weekly} == {6}
        monthly = [day for day, age in zip(days, ages, strict=True) if 432 < age < 1_000]
        assert all((day + timedelta(days=1)).day == 1 for day in monthly)
        assert len(days) <= 91 + 46 + 22


async def test_a_heavy_batch_is_halved_until_it_passes(tmp_path: Path, shipped: Shipped) -> None:
    names = [f"o/r{number}" for number in range(60)]
    async with _world(tmp_path / "c.sqlite3", shipped, names) as world:
        world.fake.heaviest = 7
        report = await world.refresher.run("timer")
        sizes = [int(line.split()[-1]) for line in world.fake.log if line.startswith("POST")]
        assert (report.checked, report.failed) == (60, 0)
        assert sizes[:4] == [50, 25, 12, 6]


async def test_one_bad_repository_does_not_hold_up_the_others(
    tmp_path: Path, shipped: Shipped
) -> None:
    names = [f"o/r{number}" for number in range(20)]
    async with _world(tmp_path / "c.sqlite3", shipped, names) as world:
        world.fake.repositories[5].created = "no date"
        report = await world.refresher.run("timer")
        assert (report.checked, report.failed) == (19, 1)
        assert "createdAt is not a time" in report.names["failed"][0]


async def test_many_events_of_one_kind_hide_no_failure(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        store = world.refresher.store
        run_id = await store.start_run("timer", NOW)

        def happen(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "INSERT INTO entry_event (entry_id, run_id, seen_at, kind) VALUES (1, ?, 'now', 'released')",
                [(run_id,)] * 250,
            )
            connection.execute("INSERT INTO refresh_failure VALUES (?, 2, 'no answer')", (run_id,))

        await world.database.write(happen)
        report = await store.run(run_id)
        assert report.failed == 1
        assert report.names["failed"] == ("b/two: no answer",)
        assert report.counts["released"] == 250
        assert len(report.names["released"]) == MOST_NAMES


async def test_limits_are_waited_for(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = ["403 retry-after", "", "429"]
        report = await world.refresher.run("timer")
        assert report.outcome == "complete"
        assert sum(world.waits) == pytest.approx(7 + 60)


@pytest.mark.parametrize("is_used_up", [True, False])
@pytest.mark.parametrize("times", [1, 3, 12])
async def test_a_limit_by_another_word_is_waited_for_and_nobody_is_blamed(
    tmp_path: Path, shipped: Shipped, times: int, *, is_used_up: bool
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = ["graphql secondary limit"] * times
        if is_used_up:
            world.fake.used["graphql"] = world.fake.limits["graphql"] - 1
        report = await world.refresher.run("timer")
        assert (report.outcome, report.checked, report.failed) == ("complete", 3, 0)
        assert sum(world.waits) >= 60 * times

    async with _world(tmp_path / "c.sqlite3", shipped, fake=world.fake) as world:
        world.fake.faults = ["graphql secondary limit"] * 3
        with pytest.raises(RateLimitedError):
            await world.refresher.check([1])
        assert len(world.fake.faults) == 2


async def test_a_repository_that_github_refuses_keeps_its_words(
    tmp_path: Path, shipped: Shipped
) -> None:
    saml = "Resource protected by organization SAML enforcement. You must grant access."
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.repositories[2].refusals["node"] = (200, saml)
        report = await world.refresher.run("timer")
        assert report.names["failed"] == (f"b/two: {saml} (FORBIDDEN)",)
        assert (report.outcome, report.checked) == ("complete", 2)
        assert [line for line in world.fake.log if "graphql" in line] == ["POST /graphql 3"]


async def test_without_a_token_it_goes_slowly_and_the_oldest_first(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped, token=None) as world:
        world.fake.limits["core"] = 4
        task = asyncio.create_task(world.refresher.run("timer"))
        while len(world.fake.log) < 4:
            await asyncio.sleep(0)
        world.fake.used["core"] = 4
        while not world.waits:
            await asyncio.sleep(0)
        assert world.refresher.progress
        assert world.refresher.progress.waiting_until
        world.fake.limits["core"] = 60
        report = await task
        assert report.outcome == "complete"
        assert world.fake.log[:3] == ["GET /repos/a/one", "GET /repos/b/two", "GET /repos/c/three"]
        assert not any(line.startswith("POST") for line in world.fake.log)


async def test_a_refused_token_stops_at_once(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = ["401"]
        report = await world.refresher.run("timer")
        assert (report.outcome, report.requests) == ("unauthorized", 1)


async def test_an_unreachable_github_is_given_up_after_some_minutes(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = ["500"] * 100
        report = await world.refresher.run("timer")
        assert report.outcome == "unreachable"
        assert 60 < sum(world.waits) < 600
        assert report.requests <= 10


async def test_one_refresh_at_a_time_and_a_single_look_beside_it(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.refresher.start("admin")
        with pytest.raises(RefreshingAlreadyError):
            world.refresher.start("admin")
        while world.refresher.progress is None:
            await asyncio.sleep(0)
        with pytest.raises(RefreshingAlreadyError):
            world.refresher.start("admin")
        with pytest.raises(RefreshingAlreadyError):
            await world.refresher.run("admin")
        single = await world.refresher.check([2])
        assert single.checked == 1
        while world.refresher.progress:
            await asyncio.sleep(0)
        # The next look is a run over everything again.
        last = await world.refresher.store.last_run()
        assert last
        assert (last.trigger, last.outcome) == ("admin", "complete")


async def test_a_single_look_says_at_once_what_is_wrong(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = ["403 retry-after"]
        with pytest.raises(RateLimitedError):
            await world.refresher.check([1])
        await world.a_day_later()
        world.fake.faults = ["500"]
        with pytest.raises(GitHubError):
            await world.refresher.check([1])
        assert world.waits == []


async def test_what_is_owed_is_asked_of_the_database(tmp_path: Path, shipped: Shipped) -> None:
    async with _world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.tick()
        assert world.refresher.progress is None or world.refresher.progress.done == 0
        while not (last := await world.refresher.store.last_run()) or not last.finished:
            await asyncio.sleep(0)
        await world.refresher.tick()
        await asyncio.sleep(0)
        assert await world.refresher.store.last_run() == last


def test_batches_halve_and_grow_slowly() -> None:
    size = BatchSize()
    sizes: list[int] = []
    for _ in range(8):
        size.shrink()
        sizes.append(size.now)
    assert sizes == [25, 12, 6, 3, 1, 1, 1, 1]
    for _ in range(20):
        size.grow()
    assert size.now == 50


@given(faults=st.lists(st.sampled_from([*FAULTS, "", "", ""]), max_size=25), data=st.data())
@examples(
    25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_after_any_faults_facts_are_old_or_new_and_the_run_converges(
    tmp_path_factory: pytest.TempPathFactory,
    shipped: Shipped,
    faults: list[str],
    data: st.DataObject,
) -> None:
    names = [f"o/r{number}" for number in range(1, 9)]
    async with _world(tmp_path_factory.mktemp("faults") / "c.sqlite3", shipped, names) as world:
        await world.refresher.run("timer")
        old = {entry.id: _facts(entry) for entry in await world.catalog.get_many(range(1, 9))}
        changed = data.draw(st.sets(st.integers(1, 8)))
        for number in changed:
            repository = world.fake.repositories[number]
            repository.stars += 7
            repository.spdx = "Apache-2.0"
            repository.release = "v9"
        await world.a_day_later()
        world.fake.faults = [fault for fault in faults if fault not in ("hang", "endless")] + (
            ["hang"] if "hang" in faults else []
        )
        await world.refresher.run("timer")
        new = {number: (number * 100 + 7, "Apache-2.0", "v9") for number in changed}
        for entry in await world.catalog.get_many(range(1, 9)):
            assert _facts(entry) in (old[entry.id], new.get(entry.id, old[entry.id]))
            assert not entry.is_gone
        world.fake.faults = []
        world.fake.used = {"core": 0, "graphql": 0}
        await world.a_day_later()
        report = await world.refresher.run("timer")
        assert (report.outcome, report.failed) == ("complete", 0)
        for entry in await world.catalog.get_many(range(1, 9)):
            assert _facts(entry) == new.get(entry.id, old[entry.id])


def _facts(entry: Entry) -> tuple[object, ...]:
    return (
        entry.stars.count if entry.stars else None,
        entry.license,
        entry.release.tag if entry.release else None,
    )


@pytest.mark.parametrize("requests", [1, 2, 3, 5, 8, 12, 17])
async def test_a_killed_refresh_goes_on_from_there(
    tmp_path: Path, shipped: Shipped, requests: int
) -> None:
    """A process is killed while it waits for its n-th answer; the next one finishes the work."""
    names = [f"o/r{number}" for number in range(1, 9)]
    path = tmp_path / "catalogue.sqlite3"
    fill(path, shipped, names)
    fake = FakeGitHub()
    for number, name in enumerate(names, start=1):
        fake.add(FakeRepository(number, name, stars=number * 100))
    fake.heaviest = 3
    fake.faults = [""] * (requests - 1) + ["hang"]
    async with fake.serving() as url:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            KILLED,
            url,
            str(path),
            TOKEN,
            cwd=Path(__file__).parents[3],
            stderr=subprocess.PIPE,
        )
        while len(fake.log) < requests or fake.faults:
            assert process.returncode is None, await process.communicate()
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        await process.communicate()
    fake.heaviest = 10_000
    async with _world(path, shipped, names, fake=fake) as world:
        facts = [_facts(entry) for entry in await world.catalog.get_many(range(1, 9))]
        whole = [(number * 100, "MIT", None) for number in range(1, 9)]
        assert all(
            fact in (one, (None, None, None)) for fact, one in zip(facts, whole, strict=True)
        )
        report = await world.refresher.run("timer")
        assert report.outcome == "complete"
        entries = await world.catalog.get_many(range(1, 9))
        assert [_facts(entry) for entry in entries] == whole
        readmes = await world.database.fetch("SELECT count(*) FROM readme WHERE html IS NOT NULL")
        filled = await world.database.fetch(
            "SELECT count(*) FROM entry WHERE backfilled_on IS NOT NULL"
        )
        assert (readmes, filled) == ([(8,)], [(8,)])


KILLED = """
import asyncio, contextlib, sys
from datetime import time
from pathlib import Path
from bot.catalog.database import Database
from bot.github.client import GitHubClient
from bot.github.refresh import Refresher
from bot.github.store import RefreshStore

async def index(today): pass

async def main(url, path):
    async with GitHubClient(url, sys.argv[3], share=1.0) as client, Database(Path(path)) as database:
        await Refresher(client, RefreshStore(database), times=[time(3, 30)], index=index).run("timer")

asyncio.run(main(*sys.argv[1:3]))
"""
