import sqlite3

import pytest

from bot.catalog.shipped import Shipped
from bot.search.query import SearchQuery, Sort
from bot.search.results import SearchPage
from bot.search.sql.searching import search
from bot.search.terms import TermIndex


def _page(connection: sqlite3.Connection, terms: TermIndex, **query: object) -> SearchPage:
    return search(connection, terms=terms, query=SearchQuery(**query), limit=50)  # type: ignore[arg-type]


def _names(page: SearchPage) -> list[str]:
    return [hit.entry.full_name for hit in page.hits]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("deepseek", "DeepSeek"),
        ("DeepSeek", "DeepSeek"),
        ("Deep Seek", "DeepSeek"),
        ("千问", "Qwen"),
        ("通义千问", "Qwen"),
        ("segment-anything", "SAM"),
        ("depth anything", "Depth Anything"),
    ],
)
def test_a_familys_word_lists_its_members_first(
    catalogue: sqlite3.Connection, terms: TermIndex, shipped: Shipped, text: str, family: str
) -> None:
    members = next(found.members for found in shipped.families.all if found.name == family)
    page = _page(catalogue, terms, text=text)
    assert page.family == family
    assert set(_names(page)[: len(members)]) == set(members)


@pytest.mark.parametrize("name", ["yi", "act", "evo"])
def test_a_short_word_of_a_family_is_meant_only_as_the_whole_query(
    catalogue: sqlite3.Connection, terms: TermIndex, name: str
) -> None:
    assert _page(catalogue, terms, text=name).family
    assert _page(catalogue, terms, text=f"{name} image segmentation").family is None


def test_the_generation_of_today_comes_before_the_first_one(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    found = _names(_page(catalogue, terms, text="qwen"))
    assert found.index("QwenLM/Qwen3") < found.index("QwenLM/Qwen")


def test_the_model_that_has_the_familys_name_stays_on_top(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    for text, name in (("bert", "google-research/bert"), ("clip", "openai/CLIP")):
        assert _names(_page(catalogue, terms, text=text))[0] == name


def test_filters_and_another_order_hold_for_a_family_too(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = _page(catalogue, terms, text="qwen", category="audio-speech")
    assert _names(page)
    assert all("audio-speech" in hit.entry.categories for hit in page.hits)
    by_stars = _page(catalogue, terms, text="qwen", sort=Sort.STARS)
    assert by_stars.family is None
    counts = [hit.entry.stars.count for hit in by_stars.hits if hit.entry.stars]
    assert counts == sorted(counts, reverse=True)


def test_a_version_is_no_family(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    page = _page(catalogue, terms, text="qwen3")
    assert page.family is None
    assert _names(page)[0] == "QwenLM/Qwen3"
