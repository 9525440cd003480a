"""Search keeps answering the judged queries as well as it did when its weights were chosen."""

import sqlite3
from pathlib import Path

import pytest

from bench.relevance import (
    Judged,
    Measures,
    evaluate,
    like_by_stars,
    measure,
    plain_fts5,
    read_queries,
    staged,
)
from bot.search.query import SearchQuery
from bot.search.terms import TermIndex

GROUPS = {
    "exact",
    "variant",
    "prefix",
    "typo",
    "task",
    "task+framework",
    "paper",
    "description",
    "chinese",
    "filtered",
    "nonsense",
    "checkpoint",
    "version",
    "short",
    "symbol",
}
FILES = sorted(Path(__file__).parent.glob("*.jsonl"))


@pytest.fixture(scope="module")
def results(catalogue: sqlite3.Connection, terms: TermIndex) -> dict[str, Measures]:
    queries = [judged for path in FILES for judged in read_queries(path)]
    return evaluate(queries, staged(catalogue, terms))


def test_the_set_is_large_and_has_every_group(results: dict[str, Measures]) -> None:
    assert set(results) == GROUPS | {"all"}
    assert results["all"].count >= 150


def test_search_answers_well_in_every_group(results: dict[str, Measures]) -> None:
    assert results["all"].mrr >= 0.93
    assert results["all"].ndcg >= 0.83
    for group in GROUPS - {"description", "nonsense"}:
        assert results[group].mrr >= 0.9, group
        assert results[group].ndcg >= 0.72, group
    assert results["description"].mrr >= 0.65
    assert results["nonsense"].mrr >= 0.9


def test_search_beats_a_name_box_and_plain_full_text(
    catalogue: sqlite3.Connection, results: dict[str, Measures]
) -> None:
    queries = [judged for path in FILES for judged in read_queries(path)]
    for baseline in (like_by_stars(catalogue), plain_fts5(catalogue)):
        assert results["all"].ndcg > 2 * evaluate(queries, baseline)["all"].ndcg


def test_measures_are_those_of_the_textbook() -> None:
    judged = Judged("x", SearchQuery(text="x"), {"a": 3, "b": 1})
    assert measure(judged, ["a", "b"]) == (1.0, 1.0, 1.0)
    reciprocal, ndcg, first = measure(judged, ["z", "a"])
    assert (reciprocal, first) == (0.5, 0.0)
    assert 0.5 < ndcg < 0.65
    assert measure(judged, []) == (0.0, 0.0, 0.0)
    nonsense = Judged("x", SearchQuery(text="x"), {})
    assert measure(nonsense, []) == (1.0, 1.0, 1.0)
    assert measure(nonsense, ["a"]) == (0.0, 0.0, 0.0)
