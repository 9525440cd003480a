"""A list's counts by category and framework, and its possible orders."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.catalog.taxonomy import TermKind
from bot.search.query import Sort
from bot.search.sql.clauses import AMONG, listed, ranks_in
from bot.search.sql.shelf import Reader
from bot.search.terms import TermIndex

ORDERS = {
    Sort.RELEVANCE: "rank",
    Sort.STARS: "rank",
    Sort.GAINED: "gained DESC, rank",
    Sort.ACTIVE: "pushed DESC, rank",
    Sort.NEWEST: "created DESC, rank",
    Sort.NAME: "sort_name, rank",
}
Facets = tuple[dict[str, int], dict[str, int]]


def in_order(connection: sqlite3.Connection, ranks: Sequence[int], sort: Sort) -> Sequence[int]:
    """Return the documents in another order than by relevance, in which they come."""
    if sort is Sort.RELEVANCE:
        return ranks
    return ranks_in(
        connection.execute(
            f"SELECT rank FROM search_document WHERE rank IN {AMONG} ORDER BY {ORDERS[sort]}",
            (listed(ranks),),
        )
    )


def has_facts_for(connection: sqlite3.Connection, sort: Sort) -> bool:
    """Return whether any document has the fact that the order uses."""
    if sort is not Sort.GAINED:
        return True
    row = connection.execute(
        "SELECT 1 FROM search_document WHERE gained IS NOT NULL LIMIT 1"
    ).fetchone()
    return row is not None


def facets_of(reader: Reader, ranks: Sequence[int]) -> Facets:
    """Count the categories and the frameworks of documents."""
    masks = reader.shelf.masks
    missing = [rank for rank in ranks if rank not in masks]
    if missing:
        rows = reader.connection.execute(
            f"SELECT rank, categories, frameworks FROM search_document WHERE rank IN {AMONG}",
            (listed(missing),),
        )
        masks.update((rank, (categories, frameworks)) for rank, categories, frameworks in rows)
    counts = Counter(map(masks.__getitem__, ranks))
    return count_masks(reader.terms, [(*pair, counts[pair]) for pair in sorted(counts)])


def count_masks(terms: TermIndex, rows: Iterable[Sequence[int]]) -> Facets:
    """Return how often each category and each framework is in rows of two masks and a count."""
    totals: Facets = ({}, {})
    for categories, frameworks, count in rows:
        for kind, mask, total in (
            (TermKind.CATEGORY, categories, totals[0]),
            (TermKind.FRAMEWORK, frameworks, totals[1]),
        ):
            for key in terms.keys(kind, mask):
                total[key] = total.get(key, 0) + count
    return totals
