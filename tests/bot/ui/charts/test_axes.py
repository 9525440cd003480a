import pytest

from bot.ui.charts.axes import short_number, y_axis
from bot.ui.charts.series import Scale


def test_losing_some_of_thousands_is_no_cliff() -> None:
    axis = y_axis([18_284, 18_281], Scale.LINEAR)
    assert axis.high - axis.low > 10 * 3


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (950, 50, "950"),
        (16_400, 200, "16.4K"),
        (20_000, 5_000, "20K"),
        (163_950, 50, "163,950"),
        (1_250_000, 50_000, "1.25M"),
        (2_000_000, 1_000_000, "2M"),
    ],
)
def test_ticks_are_short_and_differ(value: float, step: float, text: str) -> None:
    assert short_number(value, step) == text
