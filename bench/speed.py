"""How fast search and autocomplete are at growing sizes, beside one raw FTS5 MATCH on the same file in the same run."""

import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.relevance import Judged
from bench.stalls import p99, time_stalls
from bot.app import switch_threads_often
from bot.catalog.database import Database, in_transaction, open_writer
from bot.catalog.facts import Facts
from bot.catalog.shipped import Shipped, Snapshot
from bot.catalog.store import merge_shipped
from bot.search import tokens
from bot.search.indexing.store import rebuild
from bot.search.query import SearchQuery
from bot.search.store import SearchStore
from bot.search.terms import TermIndex

ROUNDS = 3
TODAY = date(2026, 11, 23)  # the same signs in every run


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: the median and the 99th percentile of single calls, and the event loop's longest stall."""

    median: float
    p99: float
    stall: float = 0.0


def synthesize(shipped: Shipped, count: int) -> Shipped:
    """Return a catalogue of ``count`` entries: the shipped ones, then mixtures of their words, always the same."""
    rng = random.Random(2018)  # noqa: S311  # made-up data, the same in every run
    real = shipped.entries
    names = sorted(
        {part for facts in real for part in tokens.parts(facts["repo"].partition("/")[2])}
    )
    owners = [facts["repo"].partition("/")[0] for facts in real]
    words = [word for facts in real for word in facts["summary_en"].rstrip(".").split()]
    characters = [facts["summary_zh"] for facts in real]
    entries: list[Facts] = list(real[:count])
    seen = {facts["repo"].casefold() for facts in real}
    snapshots: list[Snapshot] = list(shipped.snapshots)
    day = max(snapshot.day for snapshot in shipped.snapshots)
    while len(entries) < count:
        like = rng.choice(real)
        name = rng.choice("-_").join(rng.sample(names, rng.randint(1, 3))) + rng.choice(
            ["", "", str(rng.randint(1, 9))]
        )
        repo = f"{rng.choice(owners)}/{name}"
        if repo.casefold() in seen:
            continue
        seen.add(repo.casefold())
        entries.append(
            {
                **{key: like[key] for key in ("categories", "frameworks", "tasks")},
                "repo": repo,
                "title": name.replace("-", " ").replace("_", " "),
                "summary_en": " ".join(rng.choices(words, k=14))[:139] + ".",
                "summary_zh": rng.choice(characters)[:60] + rng.choice(characters)[:60],
            }
        )
        snapshots.append(Snapshot(repo, day, int(rng.paretovariate(0.6) * 3) % 150_000, "list"))
    return replace(shipped, entries=tuple(entries), snapshots=tuple(snapshots))


def build(path: Path, shipped: Shipped, terms: TermIndex) -> float:
    """Fill a catalogue file and index it; return the seconds that indexing took."""
    connection = open_writer(path)
    connection.execute("PRAGMA synchronous = OFF")
    in_transaction(connection, partial(merge_shipped, shipped=shipped))
    started = time.perf_counter()
    in_transaction(connection, partial(rebuild, terms=terms, today=TODAY))
    seconds = time.perf_counter() - started
    connection.execute("ANALYZE")
    connection.close()
    return seconds


async def time_calls(call: Callable[[str], Awaitable[object]], texts: Sequence[str]) -> Timing:
    """Time ``call`` on every text, one after another, and watch the loop meanwhile."""
    for text in texts[:50]:
        await call(text)
    durations: list[float] = []

    async def ask() -> None:
        for _ in range(ROUNDS):
            for text in texts:
                started = time.perf_counter()
                await call(text)
                durations.append((time.perf_counter() - started) * 1000)

    late = await time_stalls(ask)
    return Timing(statistics.median(durations), p99(durations), late[-1])


def time_raw(path: Path, texts: Sequence[str]) -> Timing:
    """Time one FTS5 MATCH in star order for every text's words, on a plain connection."""
    connection = sqlite3.connect(path)
    durations: list[float] = []
    for _ in range(ROUNDS):
        for text in texts:
            words = tokens.unique(
                tokens.fold(run) for run in tokens.runs(text) if not tokens.is_han(run)
            )[:8]
            if not words:
                continue
            expression = " AND ".join(f'"{word}"' for word in words)
            started = time.perf_counter()
            connection.execute(
                "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid LIMIT 10",
                (expression,),
            ).fetchall()
            durations.append((time.perf_counter() - started) * 1000)
    connection.close()
    return Timing(statistics.median(durations), p99(durations))


def typed_texts(queries: Sequence[Judged]) -> list[str]:
    """Return what autocomplete is asked: every letter, and the beginnings of names and queries."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    starts = [judged.query.text[:size] for judged in queries[:60] for size in (2, 3, 5, 8, 14)]
    return tokens.unique([*letters, "py", "de", "con", "net", "image", *starts])


def _beside(timing: Timing, raw: Timing) -> str:
    ratios = (timing.median / raw.median, timing.p99 / raw.median)
    return f"{timing.median:.2f} / {timing.p99:.2f} (x{ratios[0]:.0f} / x{ratios[1]:.0f})"


async def print_speed(
    folder: Path,
    shipped: Shipped,
    queries: Sequence[Judged],
    sizes: Sequence[int],
    console: Console,
) -> None:
    """Print times and their ratios to a raw MATCH for every size."""
    switch_threads_often()
    terms = TermIndex(shipped.taxonomy, shipped.families)
    searched = [judged.query.text for judged in queries] + [
        "image",
        "network",
        "pytorch",
        "detection",
        "gan",
        "a",
    ]
    table = Table(title="Speed, ms (x: ratio to the median of one raw FTS5 MATCH on the same file)")
    for column in (
        "entries",
        "indexing, s",
        "raw MATCH p50 / p99",
        "search p50 / p99",
        "complete p50 / p99",
        "longest stall",
    ):
        table.add_column(column, justify="right")
    for size in sizes:
        path = folder / f"{size}.sqlite3"
        seconds = await asyncio.to_thread(build, path, synthesize(shipped, size), terms)
        async with Database(path) as database:
            store = SearchStore(database, terms)
            found = await time_calls(
                lambda text, store=store: store.search(SearchQuery(text=text), limit=5), searched
            )
            offered = await time_calls(
                lambda text, store=store: store.complete(text), typed_texts(queries)
            )
        raw = await asyncio.to_thread(time_raw, path, searched)
        table.add_row(
            f"{size:,}",
            f"{seconds:.1f}",
            f"{raw.median:.3f} / {raw.p99:.2f}",
            _beside(found, raw),
            _beside(offered, raw),
            f"{max(found.stall, offered.stall):.1f}",
        )
    console.print(table)
