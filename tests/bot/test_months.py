from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.months import Month, MonthNotOverError, read_month, require_over

JULY = Month(2026, 7)
MONTHS = st.builds(Month, st.integers(1000, 8000), st.integers(1, 12))


@given(MONTHS, st.integers(-600, 600))
def test_a_month_is_read_as_it_is_written_and_counts_both_ways(month: Month, by: int) -> None:
    assert Month.parse(str(month)) == month == Month.of(month.first_day)
    assert month.plus(by).plus(-by) == month
    assert (month.plus(by) > month) == (by > 0)
    assert Month.of(month.plus(1).first_day - timedelta(days=1)) == month


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-7", "2026-13", "2026-00", "0000-01", "26-07", "2026-07-01", "２０２６-07"],
)
def test_what_is_no_month_is_not_read(text: str) -> None:
    assert read_month(text) is None
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_a_month_is_over_when_it_is_in_utc() -> None:
    assert str(JULY) == "2026-07"
    assert JULY.first_day == date(2026, 7, 1)
    assert JULY.is_over(datetime(2026, 8, 1, tzinfo=UTC))
    # In China August has begun, in UTC it hasn't.
    china = datetime(2026, 8, 1, 7, 59, tzinfo=timezone(timedelta(hours=8)))
    assert not JULY.is_over(china)
    with pytest.raises(MonthNotOverError):
        require_over(JULY, china)
    require_over(JULY, china + timedelta(minutes=1))
