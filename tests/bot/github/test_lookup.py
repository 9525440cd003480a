import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.catalog.shipped import Shipped
from bot.github.errors import PostponedError, RateLimitedError, UnauthorizedError
from bot.github.failures import EntryPart
from bot.github.sql.runs import KEEP_RUNS
from bot.publishing.readmes import set_readme
from bot.readme.library import Library
from bot.readme.reading import Contents, Postponed
from bot.readme.store import ReadmeStore
from bot.runtime.worker import Worker
from tests.bot.github.world import World, open_world
from tests.github.server import NOW

ALLOW_LIST = (403, "the `org` organization has an IP allow list enabled")


@asynccontextmanager
async def _library(world: World) -> AsyncGenerator[Library, None]:
    async with Worker(lambda: ThreadPoolExecutor(1)) as worker:
        yield Library(ReadmeStore(world.database), worker, set_readme)


async def test_a_look_is_no_run(tmp_path: Path, shipped: Shipped) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world:
        report = await world.refresher.check([1])
        assert (report.outcome, report.checked, report.readmes, report.histories) == (
            "complete",
            1,
            1,
            1,
        )
        await world.refresher.fetch_readmes([2])
        assert await world.refresher.store.last_run() is None
        assert await world.database.fetch("SELECT count(*) FROM refresh_run") == [(0,)]


async def test_looks_neither_interrupt_nor_trim_a_running_refresh(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = ["", "403 retry-after"]
        refresh = asyncio.create_task(world.refresher.run("timer"))
        while not world.waits:
            await asyncio.sleep(0)
        for _ in range(KEEP_RUNS + 5):
            # A look that is refused costs no request, and is a look all the same.
            await world.refresher.store.fail(EntryPart.REPOSITORY, {3: "no"}, world.moment[0])
            with pytest.raises(PostponedError):
                await world.refresher.check([3])
        report = await refresh
        assert report.outcome == "complete"
        assert report.trigger == "timer"


async def test_several_looks_go_on_beside_a_refresh(tmp_path: Path, shipped: Shipped) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world:
        refresh = asyncio.create_task(world.refresher.run("timer"))
        while world.refresher.progress is None:
            await asyncio.sleep(0)
        looks = await asyncio.gather(*(world.refresher.check([number]) for number in (1, 2, 3)))
        assert [look.checked for look in looks] == [1, 1, 1]
        report = await refresh
        assert (report.outcome, report.failed) == ("complete", 0)
        assert await world.database.fetch("SELECT count(*) FROM refresh_run") == [(1,)]


async def test_what_happened_is_reported_and_kept(tmp_path: Path, shipped: Shipped) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world:
        await world.refresher.run("timer")
        world.fake.rename(world.fake.repositories[1], "new/name")
        world.fake.repositories[1].release = "v2"
        report = await world.refresher.check([1])
        assert report.names["renamed"] == ("new/name ← a/one",)
        assert report.names["released"] == ("new/name",)
        rows = await world.database.fetch("SELECT kind FROM entry_event ORDER BY kind")
        assert rows == [("released",), ("renamed",)]
        last = await world.refresher.store.last_run()
        assert last
        assert last.counts == {}


@pytest.mark.parametrize("fault", ["500", "502", "reset", "hang", "no json"])
async def test_a_failed_look_is_remembered_for_some_minutes(
    tmp_path: Path, shipped: Shipped, fault: str
) -> None:
    path = tmp_path / "c.sqlite3"
    async with open_world(path, shipped) as world:
        world.fake.faults = [fault]
        with pytest.raises(PostponedError) as first:
            await world.refresher.check([1])
        assert first.value.until == NOW + timedelta(minutes=5)
        asked = len(world.fake.log)
    # Another process knows it too.
    async with open_world(path, shipped, fake=world.fake) as world:
        with pytest.raises(PostponedError) as second:
            await world.refresher.check([1])
        assert (str(second.value), second.value.until) == (str(first.value), first.value.until)
        assert not first.value.is_own
        assert not second.value.is_own
        assert len(world.fake.log) == asked
        # Others are not held up by it, nor is a refresh.
        assert (await world.refresher.check([1, 2])).checked == 1
        assert (await world.refresher.run("timer")).checked == 2
        world.moment[0] = second.value.until
        assert (await world.refresher.check([1])).checked == 1


@pytest.mark.parametrize(
    ("fault", "error"), [("401", UnauthorizedError), ("429", RateLimitedError)]
)
async def test_a_refused_token_and_a_limit_are_no_entrys_fault(
    tmp_path: Path, shipped: Shipped, fault: str, error: type[Exception]
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.faults = [fault]
        with pytest.raises(error):
            await world.refresher.check([1])
        assert await world.database.fetch("SELECT * FROM fetch_failure") == []


async def test_a_refused_repository_is_reported_then_postponed(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world:
        world.fake.repositories[1].refusals["node"] = (200, "SAML enforcement.")
        report = await world.refresher.check([1])
        assert report.names["failed"] == ("a/one: SAML enforcement. (FORBIDDEN)",)
        with pytest.raises(PostponedError, match="SAML"):
            await world.refresher.check([1])
        assert world.fake.log == ["POST /graphql 1"]


async def test_a_readme_that_two_people_open_costs_one_request(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world, _library(world) as library:
        entry = await world.entry("a/one")
        found = await asyncio.gather(
            *(library.contents(entry, world.refresher.fetch_readmes) for _ in range(5))
        )
        assert all(isinstance(contents, Contents) for contents in found)
        assert world.fake.log == ["POST /graphql 1", "GET /repos/a/one/readme"]


async def test_a_known_repository_is_not_asked_for_to_open_its_readme(
    tmp_path: Path, shipped: Shipped
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world, _library(world) as library:
        world.fake.repositories[1].refusals["readme"] = (500, "")
        await world.refresher.run("timer")
        world.fake.repositories[1].refusals.clear()
        await world.a_day_later()
        asked = len(world.fake.log)
        entry = await world.entry("a/one")
        contents = await library.contents(entry, world.refresher.fetch_readmes)
        assert isinstance(contents, Contents)
        assert world.fake.log[asked:] == ["GET /repos/a/one/readme"]


@pytest.mark.parametrize("refusal", [ALLOW_LIST, (500, "")])
async def test_a_readme_that_fails_is_not_asked_for_by_the_next_press(
    tmp_path: Path, shipped: Shipped, refusal: tuple[int, str]
) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world, _library(world) as library:
        world.fake.repositories[1].refusals["readme"] = refusal
        entry = await world.entry("a/one")
        for _ in range(3):
            contents = await library.contents(entry, world.refresher.fetch_readmes)
            assert isinstance(contents, Postponed)
            assert contents.until == NOW + timedelta(minutes=5)
            assert (refusal[1] or "status 500") in contents.reason
        assert world.fake.log.count("GET /repos/a/one/readme") == 1
        world.fake.repositories[1].refusals.clear()
        world.moment[0] += timedelta(minutes=5)
        contents = await library.contents(entry, world.refresher.fetch_readmes)
        assert isinstance(contents, Contents)
        assert await world.database.fetch("SELECT * FROM fetch_failure") == []


async def test_a_limit_says_until_when_a_readme_waits(tmp_path: Path, shipped: Shipped) -> None:
    async with open_world(tmp_path / "c.sqlite3", shipped) as world, _library(world) as library:
        world.fake.faults = ["graphql secondary limit"]
        entry = await world.entry("a/one")
        contents = await library.contents(entry, world.refresher.fetch_readmes)
        assert isinstance(contents, Postponed)
        assert contents.until == NOW + timedelta(minutes=1)
