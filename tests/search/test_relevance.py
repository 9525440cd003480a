"""Search keeps answering the judged queries as well as it did when its weights were chosen."""

import sqlite3
from pathlib import Path

import pytest

from bench.relevance import (
    LAST_JUDGED,
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
GROUPS_OF_TODAY = {
    *("short", "version", "checkpoint", "exact", "typo", "family+task", "broad"),
    *("chinese", "description", "intent", "nonsense"),
}
FOLDER = Path(__file__).parent
OF_TODAY = [FOLDER / name for name in ("today.jsonl", "asked.jsonl")]
FILES = sorted({FOLDER / name for name in LAST_JUDGED} - set(OF_TODAY))


def test_every_set_has_its_last_entry_noted() -> None:
    assert {path.name for path in FOLDER.glob("*.jsonl")} == set(LAST_JUDGED)


@pytest.fixture(scope="module")
def results(catalogue: sqlite3.Connection, terms: TermIndex) -> dict[str, Measures]:
    queries = [(LAST_JUDGED[path.name], judged) for path in FILES for judged in read_queries(path)]
    rankers = {last: staged(catalogue, terms, last=last) for last in LAST_JUDGED.values()}
    found = iter([rankers[last](judged.query) for last, judged in queries])
    return evaluate([judged for _, judged in queries], lambda _: next(found))


@pytest.fixture(scope="module")
def of_today(catalogue: sqlite3.Connection, terms: TermIndex) -> dict[str, Measures]:
    queries = [judged for path in OF_TODAY for judged in read_queries(path)]
    return evaluate(queries, staged(catalogue, terms))


def test_the_sets_are_large_and_have_every_group(
    results: dict[str, Measures], of_today: dict[str, Measures]
) -> None:
    assert set(results) == GROUPS | {"all"}
    assert results["all"].count >= 150
    assert set(of_today) == GROUPS_OF_TODAY | {"all"}
    assert of_today["all"].count >= 500


def test_search_answers_what_is_asked_today(of_today: dict[str, Measures]) -> None:
    assert of_today["all"].mrr >= 0.95
    assert of_today["all"].ndcg >= 0.85
    for group in GROUPS_OF_TODAY - {"intent"}:
        assert of_today[group].mrr >= 0.9, group
    for group in ("short", "version", "checkpoint", "exact", "typo"):
        assert of_today[group].ndcg >= 0.92, group
    for group in ("family+task", "description", "chinese", "intent"):
        assert of_today[group].ndcg >= 0.7, group
    assert of_today["broad"].ndcg >= 0.55
    assert of_today["intent"].mrr >= 0.87


def test_search_answers_well_in_every_group(results: dict[str, Measures]) -> None:
    assert results["all"].mrr >= 0.95
    assert results["all"].ndcg >= 0.85
    for group in GROUPS - {"description", "nonsense", "symbol", "short"}:
        assert results[group].mrr >= 0.9, group
        assert results[group].ndcg >= 0.72, group
    assert results["description"].mrr >= 0.65
    assert results["symbol"].mrr >= 0.75
    assert results["short"].mrr >= 0.85
    assert results["nonsense"].mrr >= 0.9


def test_search_beats_a_name_box_and_plain_full_text(
    catalogue: sqlite3.Connection, results: dict[str, Measures]
) -> None:
    queries = [judged for path in FILES for judged in read_queries(path)]
    for baseline in (like_by_stars(catalogue, last=1_233), plain_fts5(catalogue, last=1_233)):
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
