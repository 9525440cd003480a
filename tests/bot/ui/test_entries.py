import json
from dataclasses import replace
from datetime import date

import pytest

from bot.catalog.entry import Entry, StarCount, StarGain
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Languages, Locale
from bot.search.query import SearchQuery, Sort
from bot.search.results import Hit, SearchPage
from bot.ui.cards import entry_card
from bot.ui.compare import facts_of
from bot.ui.entries import line_of
from bot.ui.facts import stars_text
from bot.ui.navigation import Control
from bot.ui.results.pages import result_list

TODAY = date(2026, 11, 23)
NO_WORDS = ("unknown", "known", "未知", "不详", "不知道")


def _entry(stars: StarCount | None = None, entry_id: int = 1) -> Entry:
    return Entry(entry_id, "some/thing", "Thing", "Does it.", "做事。", (), (), (), stars=stars)


@pytest.mark.parametrize("locale", list(Locale))
def test_what_is_not_known_has_no_line(languages: Languages, locale: Locale) -> None:
    language, bare = languages[locale], _entry()
    line = line_of(bare, 1, language, Taxonomy(), TODAY)
    card = entry_card(bare, {}, Control("card", 1, entry=1), language, Taxonomy(), TODAY)
    shown = line + json.dumps(card.to_components(), ensure_ascii=False)
    assert not any(word in shown for word in NO_WORDS)
    assert language("fact-license") not in shown
    assert language("fact-weights") not in shown
    assert language("fact-stars") not in line
    compared = facts_of([bare, bare], language, Taxonomy(), TODAY)
    assert {name for name, texts in compared.items() if any(texts)} == set()


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize(
    ("sort", "stars", "is_said"),
    [
        (Sort.STARS, None, True),
        (Sort.STARS, StarCount(5, TODAY), False),
        (Sort.NAME, None, False),
    ],
)
def test_a_list_by_stars_says_where_those_stand_that_nobody_counted(
    languages: Languages, locale: Locale, sort: Sort, stars: StarCount | None, *, is_said: bool
) -> None:
    language = languages[locale]
    query = SearchQuery(text="thing", sort=sort)
    hits = (Hit(_entry(StarCount(9, TODAY)), 1.0), Hit(_entry(stars, 2), 1.0))
    shown = result_list(
        SearchPage(query, 0, 2, hits), Control("list", 1), language, Taxonomy(), TODAY
    )
    text = json.dumps(shown.to_components(), ensure_ascii=False)
    assert (language("result-uncounted") in text) is is_said


@pytest.mark.parametrize(
    ("stars", "gain", "text"),
    [
        (StarCount(9_000, TODAY), None, "9,000 ★"),
        (
            StarCount(9_000, TODAY),
            StarGain(40, date(2026, 10, 24), TODAY),
            "9,000 ★ (+40 in 30 days)",
        ),
        (StarCount(9_000, date(2026, 7, 14)), None, "9,000 ★ (counted 14 Jul)"),
        (
            StarCount(9_000, date(2024, 2, 1), is_approximate=True),
            StarGain(1_240, date(2024, 1, 2), date(2024, 2, 1)),
            "≈ 9,000 ★ (counted 1 Feb 2024; +1,240 in the 30 days before)",
        ),
        (
            StarCount(9_000, date(2026, 7, 14)),
            StarGain(1_240, date(2024, 1, 2), date(2024, 2, 1)),
            "9,000 ★ (counted 14 Jul)",
        ),
    ],
)
def test_a_gain_is_of_the_days_before_the_count(
    languages: Languages, stars: StarCount, gain: StarGain | None, text: str
) -> None:
    entry = replace(_entry(stars), gains=(gain,) if gain else ())
    assert stars_text(entry, languages[Locale.ENGLISH], TODAY) == text
    chinese = stars_text(entry, languages[Locale.CHINESE], TODAY)
    assert ("统计" in chinese) is ("counted" in text)
