import re
from collections import Counter
from datetime import date

import pytest

from bot.config import shipped_folder
from bot.i18n import Languages, Locale, locale_for


@pytest.mark.parametrize(
    ("discord_locale", "locale"),
    [
        ("en-US", Locale.ENGLISH),
        ("de", Locale.ENGLISH),
        ("zh-CN", Locale.CHINESE),
        ("zh-TW", Locale.CHINESE),
    ],
)
def test_readers_get_the_nearest_language(discord_locale: str, locale: Locale) -> None:
    assert locale_for(discord_locale) is locale


def test_dates_carry_their_year_when_it_is_another(languages: Languages) -> None:
    today = date(2026, 11, 23)
    assert languages[Locale.ENGLISH].day(date(2026, 9, 3), today) == "3 Sep"
    assert languages[Locale.ENGLISH].day(date(2018, 6, 13), today) == "13 Jun 2018"
    assert languages[Locale.CHINESE].day(date(2026, 9, 3), today) == "9月3日"
    assert languages[Locale.CHINESE].day(date(2018, 6, 13), today) == "2018年6月13日"


def test_numbers_have_separators_and_signs(languages: Languages) -> None:
    language = languages[Locale.ENGLISH]
    assert language.number(12431) == "12,431"
    assert language.signed(312) == "+312"
    assert language.signed(-5) == "−5"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "No models"), (1, "**1** model"), (2, "**2** models")]
)
def test_plurals_agree(languages: Languages, count: int, text: str) -> None:
    assert text in languages[Locale.ENGLISH]("result-count", count=str(count), number=count)


def test_a_missing_message_or_value_is_an_error(languages: Languages) -> None:
    with pytest.raises(LookupError):
        languages[Locale.ENGLISH]("no-such-message")
    with pytest.raises(LookupError):
        languages[Locale.ENGLISH]("result-like")


@pytest.mark.parametrize("locale", list(Locale))
def test_no_message_is_written_twice(locale: Locale) -> None:
    text = (shipped_folder() / "locales" / f"{locale.value}.ftl").read_text(encoding="utf-8")
    names = Counter(re.findall(r"^([a-z][\w-]*) =", text, re.MULTILINE))
    assert [name for name, times in names.items() if times > 1] == []
