import asyncio
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.catalog.database import Database
from bot.catalog.entry import Entry
from bot.catalog.store import CatalogStore
from bot.github.errors import UnavailableError
from bot.github.results import Target
from bot.github.store import RefreshStore
from bot.publishing.readmes import set_readme
from bot.readme.library import Library
from bot.readme.reading import Absence, Contents
from bot.readme.store import ReadmeStore
from bot.readme.stored import Packed
from bot.runtime.worker import Worker, WorkerError
from tests.bot.readme.rendering import github_html
from tests.bot.readme.samples import DETECTOR

NOW = datetime(2026, 11, 23, tzinfo=UTC)


class World:
    def __init__(self, database: Database, worker: Worker, entry: Entry) -> None:
        self.made: list[str] = []
        self.entry = entry
        self.refreshes = RefreshStore(database)
        self.store = ReadmeStore(database)
        self.library = Library(self.store, worker, self.make)
        self.fault: Exception | None = None

    def make(self, html: bytes, full_name: str) -> Packed:
        self.made.append(full_name)
        if self.fault:
            raise self.fault
        return set_readme(html, full_name)

    async def arrive(self, html: bytes | None, head: str = "1") -> None:
        target = Target(self.entry.id, self.entry.full_name, None, None, head=head)
        await self.refreshes.store_readme(target, html, None, NOW)


@asynccontextmanager
async def opened(path: Path) -> AsyncGenerator[World, None]:
    async with Database(path) as database, Worker(lambda: ThreadPoolExecutor(1)) as worker:
        entry = await CatalogStore(database).find("matterport/Mask_RCNN")
        assert entry
        yield World(database, worker, entry)


async def test_a_readme_is_made_ready_once(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        await world.arrive(github_html(DETECTOR))
        await world.library.prepare(world.entry.id)
        contents = await world.library.contents(world.entry)
        assert isinstance(contents, Contents)
        assert contents.pages == 1
        assert contents.sections[0].title == "Official NetV9"
        assert contents.quick_start.citation
        page = await world.library.page(world.entry.id, 0)
        assert page
        assert page.parts[0].pictures[0].alt == "Five dogs in boxes"
        assert await world.library.pages(world.entry.id) == [page]
        assert await world.library.page(world.entry.id, 1) is None
        assert world.made == [world.entry.full_name]


async def test_one_that_was_not_made_ready_is_when_it_is_opened(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        await world.arrive(github_html(DETECTOR))
        assert isinstance(await world.library.contents(world.entry), Contents)
        assert isinstance(await world.library.contents(world.entry), Contents)
        assert len(world.made) == 1


async def test_a_new_readme_takes_the_place_of_the_old(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        await world.arrive(github_html("word\n\n" * 3_000))
        first = await world.library.contents(world.entry)
        assert isinstance(first, Contents)
        assert first.pages > 1
        await world.arrive(github_html("# Short"), head="2")
        second = await world.library.contents(world.entry)
        assert isinstance(second, Contents)
        assert second.pages == 1
        assert len(await world.library.pages(world.entry.id)) == 1


async def test_what_was_made_of_an_older_head_is_not_kept(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        await world.arrive(github_html("# New"), head="2")
        await world.store.keep(world.entry.id, "1", set_readme(github_html("# Old"), "a/b"))
        contents = await world.library.contents(world.entry)
        assert isinstance(contents, Contents)
        assert contents.sections[0].title == "New"


async def test_a_readme_that_can_t_be_laid_out_is_not_tried_again(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        await world.arrive(b"<p>hostile</p>")
        world.fault = WorkerError("too long")
        assert await world.library.contents(world.entry) is Absence.UNREADABLE
        assert await world.library.contents(world.entry) is Absence.UNREADABLE
        assert len(world.made) == 1
        world.fault = None
        await world.arrive(b"<p>better</p>", head="2")
        assert isinstance(await world.library.contents(world.entry), Contents)


@pytest.mark.parametrize("html", [None, b"", b"<p> </p>"])
async def test_no_readme_and_an_empty_one_are_the_same(
    catalogue_copy: Path, html: bytes | None
) -> None:
    async with opened(catalogue_copy) as world:
        await world.arrive(html)
        assert await world.library.contents(world.entry) is Absence.NONE


async def test_a_readme_that_was_never_asked_for_is_fetched_once(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        asked: list[Sequence[int]] = []
        gate = asyncio.Event()

        async def fetch(entry_ids: Sequence[int]) -> None:
            asked.append(entry_ids)
            await gate.wait()
            await world.arrive(github_html("# Here"))

        waiting: list[asyncio.Task[Any]] = [
            asyncio.create_task(world.library.contents(world.entry, fetch)) for _ in range(3)
        ]
        while not asked:
            await asyncio.sleep(0)
        waiting[0].cancel()
        gate.set()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert asked == [[world.entry.id]]
        assert isinstance(results[1], Contents)
        assert results[1] == results[2]


async def test_without_github_it_is_said_so(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:

        async def fail(_entry_ids: Sequence[int]) -> None:
            raise UnavailableError("no route")

        assert await world.library.contents(world.entry, fail) is Absence.UNREACHABLE
        gone = replace(world.entry, is_gone=True)
        assert await world.library.contents(gone, fail) is Absence.NONE
        assert await world.library.contents(world.entry) is Absence.UNREACHABLE
