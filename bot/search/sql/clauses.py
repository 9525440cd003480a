"""The pieces that queries are put together from: lists of values, groups of words, hard filters."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.catalog.entry import LicenseKind
from bot.catalog.taxonomy import TermKind
from bot.huggingface.memory import CARD_SIZES_GB
from bot.search.index import quoted, tag
from bot.search.interpretation import Reading
from bot.search.query import LATEST_YEAR, SearchQuery

# "x IN " + AMONG takes any number of values, bound as one: `listed(values)`.
AMONG = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class HardFilters:
    """The hard filters: tags that a document must have, and the last rank with enough stars."""

    groups: tuple[str, ...] = ()
    last_rank: int | None = None


def listed(values: Iterable[object]) -> str:
    """Return values as the one that `AMONG` takes."""
    return json.dumps(list(values), ensure_ascii=False)


def all_of(groups: Iterable[str]) -> str:
    """Return the expression that matches every group."""
    return " AND ".join(f"({group})" for group in groups)


def any_of(readings: Iterable[Reading]) -> str:
    """Return the expression that matches one reading or another."""
    return " OR ".join(
        quoted(reading.tokens[0]) + "*" if reading.is_prefix else f"({all_words(reading.tokens)})"
        for reading in readings
    )


def all_words(words: Iterable[str]) -> str:
    """Return the expression that matches every word."""
    return " AND ".join(quoted(word) for word in words)


def hard_filters_of(connection: sqlite3.Connection, query: SearchQuery) -> HardFilters:
    """Return the filters of a query."""
    license_tag = "kind" if query.license in set(LicenseKind) else "license"
    tags = (
        (TermKind.CATEGORY, query.category),
        (TermKind.FRAMEWORK, query.framework),
        (TermKind.TASK, query.task),
        ("health", query.health),
        (license_tag, query.license),
        ("has", "weights" if query.weights else None),
        ("has", "paper" if query.paper else None),
        ("language", query.language),
    )
    groups = [quoted(tag(kind, key)) for kind, key in tags if key]
    if query.since:
        years = range(query.since, LATEST_YEAR + 1)
        groups.append(f"({' OR '.join(quoted(tag('year', str(year))) for year in years)})")
    if query.fits:
        cards = [card for card in CARD_SIZES_GB if card <= query.fits] or [0]
        groups.append(f"({' OR '.join(quoted(tag('fits', str(card))) for card in cards)})")
    last_rank = None
    if query.min_stars:
        # Ranks go by stars, so the filter is one comparison.
        row = connection.execute(
            "SELECT coalesce(max(rank), 0) FROM search_document WHERE stars >= ?",
            (query.min_stars,),
        ).fetchone()
        last_rank = int(row[0])
    return HardFilters(tuple(f"tags : {group}" for group in groups), last_rank)


def matching_ranks(
    connection: sqlite3.Connection, groups: Sequence[str], filters: HardFilters, limit: int
) -> list[int]:
    """Return the most starred documents that match every group within the filters."""
    expression = all_of((*groups, *filters.groups))
    if not expression:
        return []
    clause = "AND rowid <= ?" if filters.last_rank is not None else ""
    bound = (filters.last_rank,) if filters.last_rank is not None else ()
    return ranks_in(
        connection.execute(
            f"SELECT rowid FROM search_text WHERE search_text MATCH ? {clause} ORDER BY rowid LIMIT ?",
            (expression, *bound, limit),
        )
    )


def allowed_ranks(
    connection: sqlite3.Connection, ranks: Sequence[int], filters: HardFilters
) -> list[int]:
    """Return the documents within the filters, in their order."""
    if filters.last_rank is not None:
        ranks = [rank for rank in ranks if rank <= filters.last_rank]
    if not ranks or not filters.groups:
        return list(ranks)
    rows = connection.execute(
        f"SELECT rowid FROM search_text WHERE search_text MATCH ? AND rowid IN {AMONG}",
        (all_of(filters.groups), listed(ranks)),
    )
    allowed = set(ranks_in(rows))
    return [rank for rank in ranks if rank in allowed]


def ranks_in(rows: Iterable[Sequence[int]]) -> list[int]:
    """Return the ranks that a statement selects."""
    return [rank for (rank,) in rows]
