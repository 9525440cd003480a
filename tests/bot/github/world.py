"""A catalogue, a local GitHub and a clock, for tests of refreshes."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from bot.catalog.database import Database, in_transaction, open_writer
from bot.catalog.entry import Entry
from bot.catalog.shipped import Shipped, Snapshot
from bot.catalog.store import CatalogStore, merge_shipped
from bot.github.client import GitHubClient
from bot.github.refresh import Refresher
from bot.github.store import RefreshStore
from bot.readme.store import ReadmeStore
from tests.github.server import NOW, TOKEN, FakeGitHub, FakeRepository

TIMES = (time(3, 30),)


@dataclass
class World:
    """A catalogue, a GitHub, and a clock that only waiting moves."""

    fake: FakeGitHub
    database: Database
    catalog: CatalogStore
    refresher: Refresher
    moment: list[datetime]
    waits: list[float]

    async def entry(self, name: str) -> Entry:
        found = await self.catalog.find(name)
        assert found, name
        return found

    async def readme(self, entry_id: int) -> str | None:
        source = await ReadmeStore(self.database).source(entry_id)
        return source.html.decode() if source else None

    async def a_day_later(self, days: int = 1) -> None:
        self.moment[0] += timedelta(days=days)


def _lines(names: Sequence[str]) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            "repo": name,
            "title": name.partition("/")[2],
            "summary_en": "Does a thing.",
            "summary_zh": "做一件事。",
            "categories": ["graphs"],
            "frameworks": ["jax"],
            "tasks": ["link-prediction"],
        }
        for name in names
    )


def fill(
    path: Path, shipped: Shipped, names: Sequence[str], counts: Sequence[Snapshot] = ()
) -> None:
    connection = open_writer(path)
    small = Shipped("x", shipped.taxonomy, _lines(names), tuple(counts), {}, {})
    in_transaction(connection, partial(merge_shipped, shipped=small))
    connection.close()


@asynccontextmanager
async def open_world(
    path: Path,
    shipped: Shipped,
    names: Sequence[str] = ("a/one", "b/two", "c/three"),
    *,
    counts: Sequence[Snapshot] = (),
    token: str | None = TOKEN,
    fake: FakeGitHub | None = None,
) -> AsyncGenerator[World, None]:
    if not path.exists():
        fill(path, shipped, names, counts)
    if fake is None:
        fake = FakeGitHub(token=token)
        for number, name in enumerate(names, start=1):
            fake.add(FakeRepository(number, name, stars=number * 100))
    moment, waits = [NOW], list[float]()
    fake.now = lambda: moment[0]

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        moment[0] += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    async def index(_today: date) -> None:
        await asyncio.sleep(0)

    async with (
        fake.serving() as url,
        GitHubClient(url, token, share=1.0, deadline_s=0.5, now=lambda: moment[0]) as client,
        Database(path) as database,
    ):
        refresher = Refresher(
            client,
            RefreshStore(database),
            times=TIMES,
            index=index,
            now=lambda: moment[0],
            sleep=sleep,
        )
        serving = asyncio.create_task(refresher.serve())
        yield World(fake, database, CatalogStore(database), refresher, moment, waits)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
