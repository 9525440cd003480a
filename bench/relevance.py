"""How well search answers: MRR@10, nDCG@10 and recall@1 per group of judged queries, beside two baselines."""

import json
import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.table import Table

from bot.catalog.entry import Entry
from bot.catalog.store import all_entries
from bot.search.query import SearchQuery
from bot.search.sql.searching import search
from bot.search.terms import TermIndex

DEPTH = 10
# The entries there were when a set was judged, by number: the rest is neither right nor wrong.
LAST_JUDGED = {
    "queries.jsonl": 1_233,
    "heldout.jsonl": 1_233,
    "names.jsonl": 2_712,
    "today.jsonl": 2_712,
    "asked.jsonl": 2_712,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with what it should find: grades from 1 (acceptable) to 3 (wanted). Nonsense should find nothing."""

    group: str
    query: SearchQuery
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measures:
    """MRR@10, nDCG@10 and recall@1 (the share of queries whose first answer is relevant)."""

    mrr: float
    ndcg: float
    first: float
    count: int


Ranker = Callable[[SearchQuery], Sequence[str]]


def read_queries(path: Path) -> list[Judged]:
    """Read judged queries, one JSON object a line."""
    judged: list[Judged] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = cast("dict[str, Any]", json.loads(line))
        query = SearchQuery(text=row["q"], category=row["category"], framework=row["framework"])
        judged.append(Judged(row["group"], query, row["relevant"]))
    return judged


def measure(judged: Judged, found: Sequence[str]) -> tuple[float, float, float]:
    """Return the reciprocal rank, nDCG and recall@1 of one answer; nonsense scores by being answered with nothing."""
    if not judged.relevant:
        score = 0.0 if found else 1.0
        return score, score, score
    gains = [judged.relevant.get(repo, 0) for repo in found[:DEPTH]]
    first = next((place for place, gain in enumerate(gains, start=1) if gain), None)
    ideal = sorted(judged.relevant.values(), reverse=True)[:DEPTH]
    return (
        1 / first if first else 0.0,
        _discounted(gains) / _discounted(ideal),
        1.0 if gains and gains[0] else 0.0,
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum((2**gain - 1) / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def evaluate(queries: Sequence[Judged], ranker: Ranker) -> dict[str, Measures]:
    """Return the measures per group, and over everything as ``all``."""
    results: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for judged in queries:
        row = measure(judged, ranker(judged.query))
        results[judged.group].append(row)
        results["all"].append(row)
    measures: dict[str, Measures] = {}
    for group in [*sorted(set(results) - {"all"}), "all"]:
        rows = results[group]
        mrr, ndcg, first = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        measures[group] = Measures(mrr, ndcg, first, len(rows))
    return measures


def staged(connection: sqlite3.Connection, terms: TermIndex, *, last: int | None = None) -> Ranker:
    """Return the product's own search; entries numbered after ``last`` came after the judgements and are passed over."""

    def rank(query: SearchQuery) -> list[str]:
        page = search(connection, terms=terms, query=query, limit=DEPTH if last is None else 300)
        return [hit.entry.full_name for hit in page.hits if last is None or hit.entry.id <= last][
            :DEPTH
        ]

    return rank


def judged_entries(connection: sqlite3.Connection, last: int | None) -> list[Entry]:
    """Return the entries there were when a set was judged, the most starred first."""
    return [entry for entry in all_entries(connection) if last is None or entry.id <= last]


def like_by_stars(connection: sqlite3.Connection, *, last: int | None = None) -> Ranker:
    """Return the name search box of modelzoo.co: ``LIKE '%q%'`` on names, by stars."""
    entries = judged_entries(connection, last)

    def rank(query: SearchQuery) -> list[str]:
        wanted = query.text.casefold()
        return [
            entry.full_name
            for entry in entries
            if (wanted in entry.full_name.casefold() or wanted in entry.title.casefold())
            and (not query.category or query.category in entry.categories)
            and (not query.framework or query.framework in entry.frameworks)
        ][:DEPTH]

    return rank


def plain_fts5(connection: sqlite3.Connection, *, last: int | None = None) -> Ranker:
    """Return FTS5 as it comes: unicode61, every word wanted, bm25."""
    entries = {entry.full_name: entry for entry in judged_entries(connection, last)}
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE VIRTUAL TABLE t USING fts5 (repo, title, english, chinese, tags)")
    memory.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?)",
        [
            (
                entry.full_name,
                entry.title,
                entry.summary_en,
                entry.summary_zh,
                " ".join((*entry.categories, *entry.frameworks, *entry.tasks)),
            )
            for entry in entries.values()
        ],
    )

    def rank(query: SearchQuery) -> list[str]:
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", query.text)[:8])
        if not words:
            return []
        rows = memory.execute(
            "SELECT repo FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 200", (words,)
        ).fetchall()
        return [
            repo
            for (repo,) in rows
            if (not query.category or query.category in entries[repo].categories)
            and (not query.framework or query.framework in entries[repo].frameworks)
        ][:DEPTH]

    return rank


def print_relevance(
    name: str, queries: Sequence[Judged], rankers: Mapping[str, Ranker], console: Console
) -> None:
    """Print the measures of every ranker side by side."""
    results = {label: evaluate(queries, ranker) for label, ranker in rankers.items()}
    table = Table(title=f"{name}: MRR@10 / nDCG@10 / recall@1")
    table.add_column("group")
    table.add_column("queries", justify="right")
    for label in rankers:
        table.add_column(label, justify="right")
    for group, measures in next(iter(results.values())).items():
        cells = [
            f"{result[group].mrr:.3f} / {result[group].ndcg:.3f} / {result[group].first:.3f}"
            for result in results.values()
        ]
        table.add_row(group, str(measures.count), *cells)
    console.print(table)
