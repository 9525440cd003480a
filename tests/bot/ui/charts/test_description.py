from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.entry import StarCount
from bot.i18n import Locale, load_languages
from bot.ui.charts.description import LIMIT, describe
from bot.ui.charts.series import Align, ChartSpec, Scale, Series, TimeRange
from tests.bot.ui.charts.samples import SERIES, SPECS

TODAY = date(2026, 8, 23)
LANGUAGES = load_languages(Path(__file__).parents[4] / "data" / "locales")
ENGLISH, CHINESE = LANGUAGES[Locale.ENGLISH], LANGUAGES[Locale.CHINESE]
BERT = Series(
    "google-research/bert",
    (StarCount(9_647, date(2018, 12, 18)), StarCount(39_489, date(2025, 9, 6))),
    date(2018, 10, 25),
)


def test_the_text_says_first_and_last_count_and_gain() -> None:
    assert describe([BERT], ChartSpec(), ENGLISH, TODAY) == (
        "Stars on GitHub by date, all counts that are known.\n"
        "google-research/bert: 9,647 on 18 Dec 2018, 39,489 on 6 Sep 2025 (+29,842)"
    )


def test_the_text_is_in_chinese_for_chinese_readers() -> None:
    assert describe([BERT], ChartSpec(), CHINESE, TODAY) == (
        "按日期显示全部已知的 GitHub 星标数。\n"
        "google-research/bert：2018年12月18日 9,647，2025年9月6日 39,489（+29,842）"
    )


def test_no_gain_is_read_off_rounded_counts() -> None:
    rounded = Series(
        "a/b",
        (StarCount(7_500, TODAY - timedelta(9), is_approximate=True), StarCount(7_612, TODAY)),
    )
    text = describe([rounded], ChartSpec(), ENGLISH, TODAY)
    assert "about 7,500 on 14 Aug, 7,612 on 23 Aug" in text
    assert "+" not in text


def test_only_the_shown_counts_are_told() -> None:
    counts = tuple(StarCount(100 + days, TODAY - timedelta(days)) for days in (60, 20, 10))
    text = describe([Series("a/b", counts)], ChartSpec(TimeRange.MONTH), ENGLISH, TODAY)
    assert "120 on 3 Aug, 110 on 13 Aug (−10)" in text
    assert "160" not in text


def test_a_base_above_zero_and_a_log_scale_are_said() -> None:
    counts = (StarCount(20_000, TODAY - timedelta(20)), StarCount(20_100, TODAY))
    month = describe([Series("a/b", counts)], ChartSpec(TimeRange.MONTH), ENGLISH, TODAY)
    assert "not at 0" in month
    log = describe([Series("a/b", counts)], ChartSpec(scale=Scale.LOG), ENGLISH, TODAY)
    assert "logarithmic" in log
    assert "not at 0" not in log


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_what_can_not_be_shown_is_said(language: object) -> None:
    said = CHINESE if language is CHINESE else ENGLISH
    empty = describe([Series("a/b", ())], ChartSpec(), said, TODAY)
    ageless = describe([Series("a/b", BERT.counts)], ChartSpec(align=Align.AGE), said, TODAY)
    assert ("无数据" if said is CHINESE else "no counts") in empty
    assert ("创建日期未知" if said is CHINESE else "creation date is not known") in ageless


@given(SERIES, SPECS, st.sampled_from([ENGLISH, CHINESE]))
def test_every_chart_can_be_told_in_few_words(
    all_series: list[Series], spec: ChartSpec, language: object
) -> None:
    said = CHINESE if language is CHINESE else ENGLISH
    assert 0 < len(describe(all_series, spec, said, TODAY)) <= LIMIT
