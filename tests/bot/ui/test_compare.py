from itertools import product

import pytest

from bot.ui.charts.series import Align, ChartSpec, Scale, TimeRange
from bot.ui.compare import Comparison, read_comparison
from bot.ui.navigation import STATE_LIMIT


def test_every_comparison_comes_back_from_its_state() -> None:
    ids = (99_999_999_999, 99_999_999_998, 99_999_999_997, 99_999_999_996)
    for time_range, align, scale in product(TimeRange, Align, Scale):
        for count in range(1, 5):
            comparison = Comparison(ids[:count], ChartSpec(time_range, align, scale))
            assert read_comparison(comparison.state()) == comparison
            assert len(comparison.state()) <= STATE_LIMIT


@pytest.mark.parametrize(
    "state", ["", "1", "1;", "1;ad", "1;xdn", "x;adn", "1.2.3.4.5;adn", "9" * 13 + ";adn", "1.;adn"]
)
def test_a_state_that_is_not_whole_is_refused(state: str) -> None:
    assert read_comparison(state) is None


def test_a_comparison_of_before_says_that_its_ids_are_rows() -> None:
    spec = ChartSpec(TimeRange.ALL, Align.DATE, Scale.LINEAR)
    assert read_comparison("12.7;adn") == Comparison((12, 7), spec, are_rows=True)
    assert read_comparison("012.07;adn") == Comparison((12, 7), spec)
    old = Comparison((12, 7), spec, are_rows=True)
    assert read_comparison(old.state()) == old
