from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Locale
from bot.months import Month
from bot.ui.edition_ref import EditionRef, other_language, read_edition_ref


@given(
    st.dates(date(2000, 1, 1), date(2999, 12, 31)),
    st.sampled_from(Locale),
    st.sampled_from((None, "graphs")),
    st.sampled_from((None, "pytorch")),
    st.sampled_from(("", "nl:2026-07:0")),
)
def test_a_reference_survives_its_button(
    day: date, locale: Locale, category: str | None, framework: str | None, marker: str
) -> None:
    ref = EditionRef(Month.of(day), locale, category, framework)
    assert read_edition_ref(ref.state(marker)) == ref
    assert other_language(other_language(ref)) == ref
    assert replace(other_language(ref), locale=locale) == ref


@pytest.mark.parametrize(
    "state", ["", "2026-07", "2026-13;e;;", "2026-07;x;;", "07-2026;e;;", "a;b;c;d"]
)
def test_a_broken_reference_is_none(state: str) -> None:
    assert read_edition_ref(state) is None
