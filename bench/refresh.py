"""What a refresh costs at growing sizes, beside a client that asks for each repository over REST, in one run.

The local GitHub runs in a process of its own, so that times and memory are the product's alone; its answers take no
network, so seconds are the least that a refresh takes, and requests and points are what GitHub would count.
"""

import asyncio
import multiprocessing
import time as clock
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from bench.speed import synthesize
from bot.catalog.database import Database, in_transaction, open_writer
from bot.catalog.shipped import Shipped
from bot.catalog.store import merge_shipped
from bot.github.client import GitHubClient
from bot.github.refresh import Refresher
from bot.github.store import RefreshStore
from bot.search.indexing.store import IndexStore
from bot.search.terms import TermIndex
from tests.github.server import TOKEN, FakeGitHub, FakeRepository

NAIVE_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Cost:
    """One run's price."""

    requests: int
    points: int
    seconds: float
    memory_mb: float


def serve(names: list[str], pipe: Connection) -> None:
    """Be GitHub with these repositories; a number received makes each so many-th of them change."""

    async def run() -> None:
        fake = FakeGitHub(is_strict=False)
        fake.limits = {"core": 10**9, "graphql": 10**9}
        fake.now = lambda: datetime.now(UTC)
        for number, name in enumerate(names, start=1):
            fake.add(
                FakeRepository(number, name, stars=number % 5_000, created="2011-01-01T00:00:00Z")
            )
        async with fake.serving() as url:
            pipe.send(url)
            while step := await asyncio.to_thread(pipe.recv):
                for number in range(step, len(names), step):
                    fake.repositories[number].stars += 5
                pipe.send("changed")

    asyncio.run(run())


@contextmanager
def github(names: list[str]) -> Generator[tuple[str, Any], None, None]:
    """Run a GitHub with these repositories in another process."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(names, theirs))
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        ours.send(0)
        process.join(10)
        process.kill()


async def measure(path: Path, url: str, pipe: Connection, terms: TermIndex) -> dict[str, Cost]:
    """Refresh from nothing, then with nothing changed, then with one in a hundred changed, a day apart."""
    moment = [datetime.now(UTC)]
    costs: dict[str, Cost] = {}
    async with GitHubClient(url, TOKEN, share=1.0) as client, Database(path) as database:
        index = IndexStore(database, terms)
        refresher = Refresher(
            client,
            RefreshStore(database),
            times=[time(3, 30)],
            index=index.catch_up,
            now=lambda: moment[0],
        )
        # As after every start: the index holds what the catalogue held.
        await index.rebuild(moment[0].date())
        # READMEs and histories are one request each, whoever asks: they are left out on both sides.
        await database.write(lambda db: db.execute("UPDATE entry SET backfilled_on = '2100-01-01'"))
        await _skip_readmes(database)
        for name in ("cold", "unchanged", "1 % changed"):
            if name == "1 % changed":
                pipe.send(100)
                await asyncio.to_thread(pipe.recv)
            requests, points, started = client.requests, client.points, clock.perf_counter()
            await refresher.run("command line")
            costs[name] = Cost(
                client.requests - requests,
                client.points - points,
                clock.perf_counter() - started,
                _resident_mb(),
            )
            moment[0] += timedelta(days=1)
    return costs


async def _skip_readmes(database: Database) -> None:
    """Let every README count as fetched when its entry is stored."""
    await database.write(
        lambda db: db.execute(
            "CREATE TRIGGER skip AFTER UPDATE OF head ON entry WHEN new.head IS NOT NULL BEGIN"
            " INSERT INTO readme (entry_id, head, fetched_at) VALUES (new.id, new.head, '') ON CONFLICT DO NOTHING; END"
        )
    )


async def ask_one_by_one(names: list[str], url: str) -> Cost:
    """Ask for each repository over REST and keep nothing, as a simple client would."""
    started = clock.perf_counter()
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        for name in names:
            (await client.get(f"{url}/repos/{name}")).raise_for_status()
    return Cost(len(names), 0, clock.perf_counter() - started, _resident_mb())


def _resident_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * 4096 / 1e6


async def print_refresh(folder: Path, shipped: Shipped, sizes: list[int], console: Console) -> None:
    """Print requests, points, seconds and memory for every size."""
    terms = TermIndex(shipped.taxonomy, shipped.families)
    console.print("Refresh: repositories alone; a budget is 5,000 points or 5,000 requests an hour")
    for size in sizes:
        path = folder / f"refresh-{size}.sqlite3"
        many = synthesize(shipped, size)
        connection = open_writer(path)
        in_transaction(connection, partial(merge_shipped, shipped=many))
        connection.close()
        names = [facts["repo"] for facts in many.entries]
        table = Table(title=f"{size:,} entries")
        for column in ("run", "requests", "points", "seconds", "memory, MB"):
            table.add_column(column, justify="right")
        with github(names) as (url, pipe):
            costs = await measure(path, url, pipe, terms)
            if size <= NAIVE_AT_MOST:
                costs["one by one"] = await ask_one_by_one(names, url)
        for name, cost in costs.items():
            table.add_row(
                name,
                f"{cost.requests:,}",
                f"{cost.points:,}",
                f"{cost.seconds:.1f}",
                f"{cost.memory_mb:.0f}",
            )
        console.print(table)


def print_storage(folder: Path, shipped: Shipped, console: Console) -> None:
    """Print what star counts take in the file: five years of them for a thousand entries, thinned as they are kept."""
    path = folder / "storage.sqlite3"
    connection = open_writer(path)
    few = synthesize(shipped, 1_000)
    in_transaction(connection, partial(merge_shipped, shipped=few))
    connection.execute("DELETE FROM star_snapshot")
    connection.execute("VACUUM")
    before = path.stat().st_size
    # 90 days, the weeks up to 400 days, then months up to five years.
    ages = [*range(91), *range(97, 401, 7), *range(430, 1826, 30)]
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO star_snapshot SELECT id, date('2026-11-23', '-' || ? || ' days'), 12345, 'github', 0 FROM entry",
        [(age,) for age in ages],
    )
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    each = (path.stat().st_size - before) / 1_000
    connection.close()
    console.print(
        f"Star counts: {len(ages)} an entry after five years, {each / len(ages):.1f} bytes each,"
        f" so {each * 100_000 / 1e6:,.0f} MB for 100,000 entries"
    )
