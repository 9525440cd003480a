"""Every message over the whole catalogue, in both languages: nothing exceeds Discord's limits."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import pytest

from bot.catalog.families import Family, Membership
from bot.catalog.size import CatalogueSize
from bot.catalog.store import all_entries, all_papers
from bot.catalog.successors import SuccessionKind, Successor
from bot.catalog.taxonomy import Taxonomy, TermKind
from bot.github.results import Progress, Rate, RunReport
from bot.huggingface.checkpoint import WeightsStatus
from bot.i18n import Languages, Locale
from bot.interactions.choices import entry_choice, term_choices
from bot.search.query import SearchQuery, Sort
from bot.search.results import SearchPage
from bot.search.sql.browsing import overview
from bot.search.sql.searching import search
from bot.search.terms import TermIndex
from bot.ui import admin, pages
from bot.ui.browse import overview_page
from bot.ui.cards import entry_card
from bot.ui.navigation import STATE_LIMIT, Control
from bot.ui.results.controls import PER_PAGE
from bot.ui.results.pages import result_list
from bot.ui.text import fits
from tests.conftest import TODAY
from tests.github.server import NOW
from tests.limits import problems_of

OWNER = 2**63 - 1
KINDS = (
    "failed",
    "gone",
    "returned",
    "archived",
    "unarchived",
    "renamed",
    "relicensed",
    "released",
)
LONG_NAME = "o" * 39 + "/" + "_" * 100
REPORT = RunReport(
    *(7, "command line", NOW, NOW, "unreachable", 100_000, 99_999, 5, 6, 10**6, 10**6),
    counts=dict.fromkeys(KINDS, 12_345),
    names=dict.fromkeys(KINDS, (f"{LONG_NAME} ← {LONG_NAME}",) * 30),
)
FOLLOWED = Successor(
    "a/b",
    (LONG_NAME,) * 3,
    "w" * 100,
    "某" * 100,
    "https://x.example/" + "y" * 480,
    SuccessionKind.OFFICIAL,
)
KIN = Membership(Family("F" * 40, (), ((LONG_NAME, "a/b"),)), LONG_NAME)
LONGEST = Control("list", OWNER, 0, "q=" + "长" * (STATE_LIMIT - 2))


def _check(view: Any) -> None:
    assert fits(view)
    assert problems_of({"components": view.to_components()}) == []


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("is_private", [True, False])
def test_every_entrys_card_and_choice_fit(
    catalogue: sqlite3.Connection,
    languages: Languages,
    taxonomy: Taxonomy,
    locale: Locale,
    is_private: bool,
) -> None:
    papers = all_papers(catalogue)
    for entry in all_entries(catalogue):
        control = Control("card", OWNER)
        _check(
            entry_card(
                entry,
                papers,
                control,
                languages[locale],
                taxonomy,
                TODAY,
                successor=FOLLOWED,
                membership=KIN,
                is_private=is_private,
            )
        )
        choice = entry_choice(entry, languages[locale], taxonomy)
        assert 1 <= len(choice.name) <= 100
        assert 1 <= len(choice.value) <= 100


@pytest.fixture(scope="module")
def pages_of(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> Callable[[SearchQuery], Sequence[SearchPage]]:
    """Every page of a query. They are the same in both languages, which are drawn one after the other."""

    @lru_cache(maxsize=2)
    def pages(query: SearchQuery) -> Sequence[SearchPage]:
        whole = search(catalogue, terms=terms, query=query, limit=PER_PAGE)
        return [
            search(catalogue, terms=terms, query=query, offset=offset, limit=PER_PAGE)
            for offset in range(0, whole.total, PER_PAGE)
        ]

    return pages


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("sort", list(Sort))
def test_every_page_of_every_list_fits(
    pages_of: Callable[[SearchQuery], Sequence[SearchPage]],
    languages: Languages,
    taxonomy: Taxonomy,
    locale: Locale,
    sort: Sort,
) -> None:
    for query in (SearchQuery(sort=sort), SearchQuery(text="image", sort=sort)):
        for page in pages_of(query):
            _check(result_list(page, LONGEST, languages[locale], taxonomy, TODAY))


@pytest.mark.parametrize("locale", list(Locale))
def test_lists_of_questions_and_of_every_filter_fit(
    catalogue: sqlite3.Connection,
    terms: TermIndex,
    languages: Languages,
    taxonomy: Taxonomy,
    locale: Locale,
) -> None:
    narrow = SearchQuery(text="llm", license="permissive", weights=True, paper=True, since=2023)
    for query in (
        SearchQuery(text="sam vs detr"),
        SearchQuery(text="alternatives to whisper"),
        SearchQuery(text="best small llm of this year that runs on my laptop"),
        narrow.replaced(health="active", language="Python"),
        narrow.replaced(text="", min_stars=1),
    ):
        page = search(catalogue, terms=terms, query=query, limit=PER_PAGE)
        assert page.hits
        _check(result_list(page, LONGEST, languages[locale], taxonomy, TODAY, is_private=True))


@pytest.mark.parametrize("locale", list(Locale))
def test_empty_lists_overviews_and_pages_fit(
    catalogue: sqlite3.Connection,
    terms: TermIndex,
    languages: Languages,
    taxonomy: Taxonomy,
    locale: Locale,
) -> None:
    language = languages[locale]
    query = SearchQuery(
        text="mask rcnn",
        category="graphs",
        framework="cntk",
        task="recommendation",
        license="none",
        min_stars=9_999_999,
    )
    for asked in (
        query,
        SearchQuery(text="x" * 200),
        SearchQuery(text="zzzz yyyy xxxx wwww"),
    ):
        page = search(catalogue, terms=terms, query=asked)
        assert not page.total
        _check(result_list(page, LONGEST, language, taxonomy, TODAY, is_private=True))
    for kind in (TermKind.CATEGORY, TermKind.FRAMEWORK):
        rows = overview(catalogue, terms=terms, kind=kind)
        _check(overview_page(kind, rows, Control("map", OWNER), language, taxonomy, TODAY))
    for freshness in (pages.Freshness(False, None), pages.Freshness(True, REPORT)):  # noqa: FBT003  # with a token or not
        size = CatalogueSize(100_000, 5, 10**7, TODAY)
        _check(pages.about_page("1.2.3", size, freshness, language, TODAY))
    waiting = Progress("histories", 12_345, 100_000, NOW)
    _check(admin.progress_page(waiting, language))
    _check(admin.report_page(REPORT, ["PyTorch"] * 14, language))
    rate = Rate(5_000, 4_321, NOW)
    state = admin.RefreshState(False, REPORT, waiting, NOW, 99, {"GraphQL": rate, "REST": rate})  # noqa: FBT003  # no token
    weights = WeightsStatus(100_000, 99_999, 500, "`x`" * 200)
    _check(admin.status_page(state, weights, language))
    _check(pages.legend_page(language))
    _check(pages.welcome(language))
    _check(pages.error_notice("abcd1234", language))


@pytest.mark.parametrize("kind", list(TermKind))
@pytest.mark.parametrize("typed", ["", "a", "图", "re"])
def test_choices_keep_discords_limits(
    languages: Languages, taxonomy: Taxonomy, kind: TermKind, typed: str
) -> None:
    for language in languages.values():
        choices = term_choices(typed, taxonomy.of(kind), language)
        assert len(choices) <= 25
        assert all(1 <= len(choice.name) <= 100 for choice in choices)
