"""Lists without words: by category, framework, task and other filters; their counts; one at random."""

import sqlite3
from collections.abc import Sequence

from bot.catalog.entry import Entry
from bot.catalog.store import read_entries
from bot.catalog.taxonomy import TermKind
from bot.search.query import FILTERS, SearchQuery
from bot.search.results import Hit, Overview, SearchPage
from bot.search.sql.clauses import hard_filters_of, matching_ranks, ranks_in
from bot.search.sql.documents import entries_at
from bot.search.sql.facets import ORDERS, count_masks, facets_of, in_order
from bot.search.sql.shelf import Reader, open_reader
from bot.search.terms import TermIndex

MOST_HITS = 1_000
# The index counts entries by category and framework; what else narrows is looked for among the tags.
_BY_TAGS = [name for name in FILTERS if name not in ("category", "framework", "min_stars")]


def browse(reader: Reader, query: SearchQuery, offset: int, limit: int) -> SearchPage:
    """Return one page of the entries that fit the filters alone."""
    if any(getattr(query, name) for name in _BY_TAGS):
        return _browse_tags(reader, query, offset, limit)
    where, bound = _where(reader.terms, query)
    ranks = ranks_in(
        reader.connection.execute(
            f"SELECT rank FROM search_document WHERE {where} ORDER BY {ORDERS[query.sort]} LIMIT ? OFFSET ?",
            (*bound, limit, offset),
        )
    )
    counted = (
        f"SELECT categories, frameworks, count(*) FROM search_document WHERE {where} GROUP BY 1, 2"
        if query.min_stars
        else f"SELECT categories, frameworks, entries FROM search_facet WHERE {where}"
    )
    rows = reader.connection.execute(counted, bound).fetchall()
    categories, frameworks = count_masks(reader.terms, rows)
    return SearchPage(
        query,
        offset,
        sum(row[2] for row in rows),
        _unscored(reader, ranks),
        categories=categories,
        frameworks=frameworks,
    )


def _browse_tags(reader: Reader, query: SearchQuery, offset: int, limit: int) -> SearchPage:
    found = matching_ranks(
        reader.connection, [], hard_filters_of(reader.connection, query), MOST_HITS
    )
    ranks = in_order(reader.connection, found, query.sort)
    categories, frameworks = facets_of(reader, ranks)
    return SearchPage(
        query,
        offset,
        len(ranks),
        _unscored(reader, ranks[offset : offset + limit]),
        len(ranks) >= MOST_HITS,
        categories=categories,
        frameworks=frameworks,
    )


def _unscored(reader: Reader, ranks: Sequence[int]) -> tuple[Hit, ...]:
    return tuple(Hit(entry, 0.0) for entry in entries_at(reader, ranks))


def _where(terms: TermIndex, query: SearchQuery) -> tuple[str, tuple[int, ...]]:
    clauses: list[str] = []
    bound: list[int] = []
    if query.category:
        clauses.append("categories & ?")
        bound.append(terms.mask(TermKind.CATEGORY, [query.category]))
    if query.framework:
        clauses.append("frameworks & ?")
        bound.append(terms.mask(TermKind.FRAMEWORK, [query.framework]))
    if query.min_stars:
        clauses.append("stars >= ?")
        bound.append(query.min_stars)
    return " AND ".join(clauses) or "1", tuple(bound)


def overview(connection: sqlite3.Connection, *, terms: TermIndex, kind: TermKind) -> list[Overview]:
    """Count every term of an axis and find its most starred entry."""
    rows = connection.execute("SELECT categories, frameworks, entries FROM search_facet")
    counts = count_masks(terms, rows)[0 if kind is TermKind.CATEGORY else 1]
    column = "categories" if kind is TermKind.CATEGORY else "frameworks"
    tops: dict[str, int] = {}
    for key in counts:
        row = connection.execute(
            f"SELECT entry_id FROM search_document WHERE {column} & ? ORDER BY rank LIMIT 1",
            (terms.mask(kind, [key]),),
        ).fetchone()
        tops[key] = int(row[0])
    entries = {entry.id: entry for entry in read_entries(connection, list(tops.values()))}
    return [
        Overview(key, counts[key], entries.get(tops[key]))
        for key in terms.taxonomy.of(kind)
        if key in counts
    ]


def pick(
    connection: sqlite3.Connection, *, terms: TermIndex, query: SearchQuery, seed: float
) -> Entry | None:
    """Return the entry at place ``seed`` of those that fit, in star order."""
    reader = open_reader(connection, terms)
    total = browse(reader, query, 0, 0).total
    if not total:
        return None
    page = browse(reader, query, int(seed * total), 1)
    return page.hits[0].entry if page.hits else None
