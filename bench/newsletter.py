"""What the monthly edition costs: planning for many, sending at Discord's pace, and what a search feels of it."""

import asyncio
import multiprocessing
import resource
import time as clock
from collections.abc import Awaitable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import discord
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection as StateConnection
from sqlalchemy import insert

from bench.relevance import Judged
from bench.stalls import p99, time_stalls
from bot.app import switch_threads_often
from bot.catalog.database import Database
from bot.newsletter.publisher import Publisher
from bot.newsletter.schema import subscriptions
from bot.newsletter.sender import Composer
from bot.newsletter.service import Newsletter
from bot.search.store import SearchStore
from bot.search.terms import TermIndex
from bot.state.database import StateDatabase, open_state
from tests.bot.newsletter.child import APPLICATION_ID, compose, open_client, render, word_notice
from tests.discord_api.server import FakeChannel, FakeDiscord

DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)
SUBSCRIPTIONS = 100_000
CHANNELS = 1_000
CLAIMS = 300
RATE = 40.0
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning and claiming took."""

    plan_s: float
    stall_ms: float
    memory_mb: float
    claim_ms: float
    claim_p99_ms: float


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending came to, and what searches took before and meanwhile."""

    messages: int
    seconds: float
    limited: int
    stall_ms: float
    idle_p99_ms: float
    busy_p99_ms: float


def serve(pipe: Connection) -> None:
    """Be a Discord that takes 50 requests a second; tell how often that was exceeded."""

    async def run() -> None:
        fake = FakeDiscord(rate=LIMIT)
        for number in range(CHANNELS):
            fake.add(FakeChannel(10_000 + number, 1 + number // 200))
        async with fake.serving() as url:
            pipe.send(url)
            await asyncio.to_thread(pipe.recv)
            sent = sum(len(channel.messages) for channel in fake.channels.values())
            pipe.send((sent, fake.requests["over the limit"]))

    asyncio.run(run())


@contextmanager
def discord_beside() -> Generator[tuple[str, Any], None, None]:
    """Run a Discord in another process."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        process.kill()
        process.join(10)


async def subscribe(state: StateDatabase, count: int) -> None:
    """Subscribe channels at once, as no admin could."""
    shared = {
        "kind": "text",
        "category": "",
        "framework": "",
        "day": 2,
        "hour": 9,
        "timezone": "UTC",
        "publish": False,
        "created_at": DUE,
        "created_by": 7,
        "next_month": "2026-07",
        "next_due": DUE,
    }

    def work(connection: StateConnection) -> None:
        for start in range(0, count, 500):
            rows = [
                {
                    "guild_id": 1 + number // 200,
                    "channel_id": 10_000 + number,
                    "language": "en",
                    **shared,
                }
                for number in range(start, min(start + 500, count))
            ]
            connection.execute(insert(subscriptions), rows)

    await state.write(work)


async def measure_planning(folder: Path) -> Planned:
    """Plan for everybody and claim a few hundred messages."""
    async with open_state(f"sqlite+aiosqlite:///{folder / 'many.sqlite3'}") as state:
        await subscribe(state, SUBSCRIPTIONS)
        newsletter = Newsletter(
            state,
            Publisher(discord.Client(intents=discord.Intents.none())),
            Composer(compose, render, word_notice),
            APPLICATION_ID,
        )
        before, started = _peak_mb(), clock.perf_counter()
        stalls = await time_stalls(lambda: newsletter.plan(DUE))
        plan_s, memory = clock.perf_counter() - started, _peak_mb() - before
        claims: list[float] = []
        for _ in range(CLAIMS):
            started = clock.perf_counter()
            await newsletter.outbox.claim(DUE, 6)
            claims.append((clock.perf_counter() - started) * 1000)
    return Planned(plan_s, stalls[-1], memory, sorted(claims)[CLAIMS // 2], p99(claims))


async def measure_sending(
    folder: Path, catalogue: Path, terms: TermIndex, queries: Sequence[Judged]
) -> Sent:
    """Send an edition to a thousand channels while people search."""
    with discord_beside() as (url, pipe):
        client = await open_client(url)
        async with (
            open_state(f"sqlite+aiosqlite:///{folder / 'state.sqlite3'}") as state,
            Database(catalogue) as database,
        ):
            await subscribe(state, CHANNELS)
            search = SearchStore(database, terms)
            newsletter = Newsletter(
                state,
                Publisher(client),
                Composer(compose, render, word_notice),
                APPLICATION_ID,
                rate=RATE,
            )
            idle = await _search_until(search, queries, asyncio.sleep(5))
            busy: list[float] = []

            async def send() -> None:
                busy.extend(await _search_until(search, queries, newsletter.tick(DUE)))

            started = clock.perf_counter()
            stalls = await time_stalls(send)
            seconds = clock.perf_counter() - started
        await client.http.close()
        pipe.send("over")
        sent, limited = pipe.recv()
    return Sent(sent, seconds, limited, stalls[-1], p99(idle), p99(busy))


async def _search_until(
    search: SearchStore, queries: Sequence[Judged], work: Awaitable[object]
) -> list[float]:
    """Search twenty times a second until ``work`` is done; return the milliseconds that each took."""
    durations: list[float] = []

    async def people() -> None:
        number = 0
        while True:
            started = clock.perf_counter()
            await search.search(queries[number % len(queries)].query)
            durations.append((clock.perf_counter() - started) * 1000)
            number += 1
            await asyncio.sleep(0.05)

    searching = asyncio.create_task(people())
    await work
    searching.cancel()
    await asyncio.gather(searching, return_exceptions=True)
    return durations


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def print_newsletter(
    folder: Path,
    catalogue: Path,
    terms: TermIndex,
    queries: Sequence[Judged],
    console: Console,
) -> None:
    """Print both tables."""
    switch_threads_often()
    planned = await measure_planning(folder)
    table = Table(title=f"newsletter: planning for {SUBSCRIPTIONS:,} subscriptions")
    for name in ("plan s", "longest stall ms", "memory MB", "claim of 6 ms", "p99 ms"):
        table.add_column(name, justify="right")
    table.add_row(
        f"{planned.plan_s:.1f}",
        f"{planned.stall_ms:.1f}",
        f"{planned.memory_mb:.0f}",
        f"{planned.claim_ms:.1f}",
        f"{planned.claim_p99_ms:.1f}",
    )
    console.print(table)
    sent = await measure_sending(folder, catalogue, terms, queries)
    table = Table(
        title=f"newsletter: {CHANNELS:,} channels at {RATE:g}/s, Discord allows {LIMIT}/s"
    )
    for name in (
        "messages",
        "a second",
        "answered 429",
        "longest stall ms",
        "search p99 ms, idle",
        "meanwhile",
    ):
        table.add_column(name, justify="right")
    table.add_row(
        f"{sent.messages:,}",
        f"{sent.messages / sent.seconds:.1f}",
        str(sent.limited),
        f"{sent.stall_ms:.1f}",
        f"{sent.idle_p99_ms:.1f}",
        f"{sent.busy_p99_ms:.1f}",
    )
    console.print(table)
