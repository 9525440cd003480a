from datetime import UTC, datetime, time, timedelta

import pytest

from bot.github.due import is_owed, latest_due, next_due
from bot.github.results import RunReport
from tests.github.server import NOW

TIMES = (time(3, 30),)


def _report(started: datetime, outcome: str | None, failed: int = 0) -> RunReport:
    finished = started + timedelta(minutes=5) if outcome else None
    return RunReport(
        1, "timer", started, finished, outcome, 0, 0, 0, 0, 0, 0, {"failed": failed}, {}
    )


@pytest.mark.parametrize(
    ("last", "stale", "owed"),
    [
        (None, 5, True),
        (_report(NOW - timedelta(days=1), "complete"), 5, True),
        (_report(NOW - timedelta(hours=2), "complete"), 0, False),
        (_report(NOW - timedelta(hours=2), "complete", failed=1), 1, True),
        (_report(NOW - timedelta(hours=2), "complete", failed=1), 0, False),
        (_report(NOW - timedelta(minutes=30), "complete", failed=1), 1, False),
        (_report(NOW - timedelta(minutes=30), "unreachable"), 5, False),
        (_report(NOW - timedelta(hours=2), "unreachable"), 5, True),
        (_report(NOW - timedelta(minutes=1), None), 5, True),
        (_report(NOW - timedelta(minutes=1), "stopped"), 5, True),
    ],
)
def test_when_a_refresh_is_owed(last: RunReport | None, stale: int, *, owed: bool) -> None:
    assert is_owed(last, latest_due(TIMES, NOW), NOW, stale) is owed


def test_due_times_are_of_the_day_in_utc() -> None:
    times = (time(3, 30), time(15, 0))
    assert latest_due(times, NOW) == datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    assert next_due(times, NOW) == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert latest_due(times, midnight) == datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    late = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert next_due(times, late) == datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
