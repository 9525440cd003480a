from datetime import timedelta

from bot.github.failures import EntryPart, Failure, outside_failure, own_failure
from tests.github.server import NOW


def _in_a_row(part: EntryPart, count: int, *, is_refused: bool) -> list[Failure]:
    failures: list[Failure] = []
    for _ in range(count):
        before = failures[-1] if failures else None
        failures.append(own_failure(before, part, "no", NOW, is_refused=is_refused))
    return failures


def test_what_keeps_failing_is_retried_ever_less_often() -> None:
    for part in EntryPart:
        waits = [one.retry_at - NOW for one in _in_a_row(part, 9, is_refused=True)]
        assert waits[:3] == [timedelta(hours=20), timedelta(hours=40), timedelta(hours=80)]
        assert set(waits[4:]) == {timedelta(days=7)}


def test_a_repository_that_got_no_answer_is_retried_within_the_hour() -> None:
    waits = [one.retry_at - NOW for one in _in_a_row(EntryPart.REPOSITORY, 12, is_refused=False)]
    assert waits[:2] == [timedelta(minutes=50), timedelta(minutes=100)]
    assert waits[-1] == timedelta(days=7)


def test_people_wait_for_minutes() -> None:
    waits = [one.postponed_until - NOW for one in _in_a_row(EntryPart.README, 40, is_refused=True)]
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert waits[-1] == timedelta(hours=1)


def test_an_outage_says_nothing_of_the_entry() -> None:
    failure = outside_failure(None, "x" * 1_000, NOW)
    assert (failure.times, failure.retry_at, len(failure.reason)) == (0, NOW, 300)
    assert failure.postponed_until == NOW + timedelta(minutes=5)
    (before,) = _in_a_row(EntryPart.README, 1, is_refused=True)
    after = outside_failure(before, "no route", NOW + timedelta(hours=1))
    assert (after.times, after.retry_at) == (1, before.retry_at)
