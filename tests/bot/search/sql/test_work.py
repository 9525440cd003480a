"""How much a search does, counted: candidates scored, statements, and the steps that SQLite takes."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bench.relevance import read_queries
from bot.search.query import SearchQuery
from bot.search.sql.completion import complete
from bot.search.sql.matching import find
from bot.search.sql.searching import search
from bot.search.sql.shelf import Shelf, open_reader
from bot.search.terms import TermIndex

TEXTS = [
    judged.query.text
    for path in sorted((Path(__file__).parents[3] / "search").glob("*.jsonl"))
    for judged in read_queries(path)
]
BROAD = ("image", "network", "pytorch", "detection", "gan", "a", "图像")
STEPS = 100


@contextmanager
def counted(connection: sqlite3.Connection) -> Generator[Counter[str], None, None]:
    work = Counter[str]()

    def step() -> None:
        work["steps"] += STEPS

    def trace(statement: str) -> None:
        # FTS5 runs statements of its own on its tables.
        if "'main'." not in statement:
            work["statements"] += 1

    connection.set_trace_callback(trace)
    connection.set_progress_handler(step, STEPS)
    try:
        yield work
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 0)


def most_of(
    connection: sqlite3.Connection, texts: list[str], call: Callable[[str], object]
) -> dict[str, int]:
    most = Counter[str]()
    for text in texts:
        with counted(connection) as work:
            call(text)
        most |= work
    return dict(most)


def test_a_search_scores_a_bounded_number_of_candidates(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    for text in (*TEXTS, *BROAD):
        shelf = Shelf()
        find(open_reader(catalogue, terms, shelf), SearchQuery(text=text))
        assert shelf.candidates.read <= 170, text


def test_a_search_takes_a_bounded_number_of_statements_and_steps(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    most = most_of(
        catalogue,
        [*TEXTS, *BROAD],
        lambda text: search(catalogue, terms=terms, query=SearchQuery(text=text), limit=5),
    )
    assert most["statements"] <= 70
    # "pytorch" is said of over 2,000 entries; the masks of no more than 1,000 are counted.
    assert most["steps"] <= 45_000


def test_completion_takes_a_bounded_number_of_statements_and_steps(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    starts = list(dict.fromkeys(text[:size] for text in TEXTS for size in (1, 2, 3, 5, 8, 14)))
    most = most_of(catalogue, starts, lambda text: complete(catalogue, terms=terms, text=text))
    assert most["statements"] <= 40
    assert most["steps"] <= 40_000


def test_what_was_read_is_read_once(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    shelf = Shelf()
    query = SearchQuery(text="object detection")
    first = search(catalogue, terms=terms, query=query, shelf=shelf)
    read = (shelf.candidates.read, shelf.entries.read)
    assert search(catalogue, terms=terms, query=query, shelf=shelf) == first
    assert (shelf.candidates.read, shelf.entries.read) == read
    assert all(read)


def test_the_shelf_is_cleared_when_the_catalogue_changes(
    catalogue_copy: Path, terms: TermIndex
) -> None:
    shelf = Shelf()
    query = SearchQuery(text="matterport/Mask_RCNN")
    with (
        closing(sqlite3.connect(catalogue_copy, isolation_level=None)) as reading,
        closing(sqlite3.connect(catalogue_copy, isolation_level=None)) as writing,
    ):
        before = search(reading, terms=terms, query=query, shelf=shelf).hits[0].entry
        writing.execute("UPDATE entry SET title = 'Changed' WHERE id = ?", (before.id,))
        assert (
            search(reading, terms=terms, query=query, shelf=shelf).hits[0].entry.title == "Changed"
        )
        (found,) = complete(reading, terms=terms, text="matterport/Mask_RCNN", limit=1, shelf=shelf)
        assert found.title == "Changed"


@pytest.mark.parametrize("most", [1, 5])
def test_what_is_kept_stays_bounded(
    catalogue: sqlite3.Connection, terms: TermIndex, most: int
) -> None:
    shelf = Shelf(most_kept=most)
    for text in TEXTS[:40]:
        query = SearchQuery(text=text)
        kept = search(catalogue, terms=terms, query=query, shelf=shelf)
        assert kept == search(catalogue, terms=terms, query=query)
        assert len(shelf.entries) <= 2 * (most + 10)
