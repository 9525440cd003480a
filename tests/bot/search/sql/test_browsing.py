import sqlite3

import pytest

from bot.catalog.store import all_entries
from bot.catalog.taxonomy import TermKind
from bot.search.query import SearchQuery
from bot.search.sql.browsing import overview, pick
from bot.search.sql.searching import search
from bot.search.terms import TermIndex


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(),
        SearchQuery(category="graphs"),
        SearchQuery(framework="caffe"),
        SearchQuery(category="computer-vision", framework="caffe"),
        SearchQuery(task="object-detection"),
        SearchQuery(category="computer-vision", min_stars=5000),
    ],
)
def test_browsing_is_by_stars_and_counts_exactly(
    catalogue: sqlite3.Connection, terms: TermIndex, query: SearchQuery
) -> None:
    page = search(catalogue, terms=terms, query=query, limit=9_999)
    entries = [hit.entry for hit in page.hits]
    counts = [entry.stars.count if entry.stars else -1 for entry in entries]
    assert page.total == len(entries) > 0
    assert counts == sorted(counts, reverse=True)
    assert sum(page.frameworks.values()) == sum(len(entry.frameworks) for entry in entries)
    assert sum(page.categories.values()) == sum(len(entry.categories) for entry in entries)


def test_the_overview_counts_every_entry(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    entries = list(all_entries(catalogue))
    for row in overview(catalogue, terms=terms, kind=TermKind.FRAMEWORK):
        mine = [entry for entry in entries if row.key in entry.frameworks]
        assert row.count == len(mine)
        assert row.top
        assert row.top.id == mine[0].id


def test_random_reaches_both_ends(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    query = SearchQuery(framework="cntk")
    ends = [pick(catalogue, terms=terms, query=query, seed=seed) for seed in (0.0, 0.999)]
    assert all(entry and "cntk" in entry.frameworks for entry in ends)
    assert ends[0] != ends[1]
    assert (
        pick(
            catalogue, terms=terms, query=SearchQuery(framework="cntk", category="graphs"), seed=0.5
        )
        is None
    )
