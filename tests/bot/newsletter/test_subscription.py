from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.months import Month
from bot.newsletter.due import LATEST, due_at, first_month, next_due, owed
from bot.newsletter.subscription import ChannelKind, Settings

JULY = Month(2026, 7)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati")


def settings(**changes: object) -> Settings:
    return Settings(1, ChannelKind.TEXT, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("month", "day", "hour", "timezone", "expected"),
    [
        ("2026-07", 2, 9, "UTC", "2026-08-02T09:00"),
        ("2026-12", 2, 9, "UTC", "2027-01-02T09:00"),
        ("2026-07", 2, 9, "Asia/Shanghai", "2026-08-02T01:00"),
        ("2026-01", 31, 9, "UTC", "2026-02-28T09:00"),
        ("2028-01", 31, 9, "UTC", "2028-02-29T09:00"),
        # The month isn't over everywhere yet.
        ("2026-07", 1, 5, "Pacific/Kiritimati", "2026-08-01T00:00"),
        # 02:00 doesn't exist in New York on that day: 03:00 by the clock.
        ("2026-02", 8, 2, "America/New_York", "2026-03-08T07:00"),
        # 01:00 occurs twice: the first counts.
        ("2026-10", 1, 1, "America/New_York", "2026-11-01T05:00"),
        ("2026-09", 25, 2, "Europe/Berlin", "2026-10-25T00:00"),
    ],
)
def test_an_edition_is_due_by_the_clock_on_the_wall(
    month: str, day: int, hour: int, timezone: str, expected: str
) -> None:
    due = due_at(Month.parse(month), day, hour, timezone)
    assert due == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_first_edition_is_the_first_that_falls_due_after_subscribing() -> None:
    on_the_first = datetime(2026, 8, 1, 12, tzinfo=UTC)
    assert first_month(settings(day=2), on_the_first) == JULY
    assert first_month(settings(day=1), on_the_first) == JULY.plus(1)


def test_nothing_is_owed_before_it_is_due() -> None:
    due = due_at(JULY, 2, 9, "UTC")
    assert owed(settings(), JULY, due, due - timedelta(seconds=1)) is None
    what = owed(settings(), JULY, due, due)
    assert what is not None
    assert (what.month, what.late, what.next_month) == (JULY, (), JULY.plus(1))


@pytest.mark.parametrize("ahead", [0, 1, 40])
def test_a_month_that_is_not_over_is_not_owed_whatever_was_stored(ahead: int) -> None:
    now = datetime(2026, 8, 20, tzinfo=UTC)
    august = JULY.plus(1)
    what = owed(settings(), august.plus(ahead), now - timedelta(days=1), now)
    assert what is not None
    assert (what.month, what.late) == (None, ())
    assert (what.next_month, what.next_due) == (august, due_at(august, 2, 9, "UTC"))


def test_three_missed_months_owe_the_newest_alone() -> None:
    due = due_at(JULY, 2, 9, "UTC")
    what = owed(settings(), JULY, due, due + timedelta(days=63))
    assert what is not None
    assert what.month == Month(2026, 9)
    assert what.late == (JULY, Month(2026, 8))


@pytest.mark.parametrize(("late", "month"), [(LATEST, JULY), (LATEST + timedelta(1), None)])
def test_an_edition_is_owed_for_ten_days(late: timedelta, month: Month | None) -> None:
    due = due_at(JULY, 2, 9, "UTC")
    what = owed(settings(), JULY, due, due + late)
    assert what is not None
    assert what.month == month
    assert what.late == (() if month else (JULY,))


def test_a_day_moved_to_the_past_makes_what_was_to_come_due_at_once() -> None:
    now = datetime(2026, 8, 20, tzinfo=UTC)
    late_day, early_day = settings(day=28), settings(day=1)
    previous = next_due(late_day, JULY, None, now)
    due = next_due(early_day, JULY, previous, now)
    assert due == now
    what = owed(early_day, JULY, due, now)
    assert what is not None
    assert what.month == JULY
    # Another change before it is sent, be it of the role alone, leaves it as it is.
    assert next_due(early_day, JULY, due, now + timedelta(seconds=20)) == due


@given(
    st.integers(0, 15 * 365 * 24 * 60).map(lambda minutes: EPOCH + timedelta(minutes=minutes)),
    st.integers(1, 31),
    st.integers(0, 23),
    st.sampled_from(ZONES),
    st.integers(0, 400),
)
def test_no_month_is_owed_twice_or_from_before_the_subscription(
    created: datetime, day: int, hour: int, timezone: str, days: int
) -> None:
    chosen = settings(day=day, hour=hour, timezone=timezone)
    month = first_month(chosen, created)
    due = next_due(chosen, month, None, created)
    assert due > created
    assert due_at(month.plus(-1), day, hour, timezone) <= created
    now = due + timedelta(days=days)
    what = owed(chosen, month, due, now)
    assert what is not None
    months = [*what.late, *([what.month] if what.month else [])]
    assert months == [month.plus(number) for number in range(len(months))]
    assert what.next_month == month.plus(len(months))
    assert what.next_due > now
