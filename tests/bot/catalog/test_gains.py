from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.gains import ExactCount, GainSince, contradicted, gains_until

TODAY = date(2026, 11, 23)
STEPS = {"daily": 1, "weekly": 7, "monthly": 30}
# What a count is, beside what it should be.
GLITCHES = {"none": 0.0, "half": 0.5, "fivefold": 5.0}


def _counts(level: int, step: int, bad: dict[int, int], newest: int = 400) -> list[ExactCount]:
    """Return counts that grow by one star a day; ``bad`` gives the stars of some counts, by their place from the end."""
    days = range(-newest + newest % step, 1, step)
    counts = [ExactCount(TODAY + timedelta(days=day), level + day) for day in days]
    for place, stars in bad.items():
        counts[-1 - place] = ExactCount(counts[-1 - place].day, stars)
    return counts


@pytest.mark.parametrize("glitch", list(GLITCHES))
@pytest.mark.parametrize("level", [900, 10_000, 200_000])
@pytest.mark.parametrize("first", [1, 6, 7, 8, 29, 30, 31, 364, 365])
@pytest.mark.parametrize("length", [1, 2, 5, 14])
def test_days_that_leave_and_return_are_no_base(
    first: int, length: int, level: int, glitch: str
) -> None:
    wrong = {first + n: int(GLITCHES[glitch] * level) for n in range(length)}
    gains = gains_until(_counts(level, 1, wrong))
    assert set(gains) <= {7, 30, 365}
    for days, gain in gains.items():
        assert abs(gain.stars - days) <= 8
        assert gain.since not in {TODAY - timedelta(days=place) for place in wrong}
    if length <= 2:
        assert set(gains) == {7, 30, 365}


@pytest.mark.parametrize("glitch", list(GLITCHES))
@pytest.mark.parametrize("step", [7, 30])
@pytest.mark.parametrize("first", [1, 2, 4, 12])
def test_sparse_counts_that_leave_and_return_are_no_base(
    first: int, step: int, glitch: str
) -> None:
    counts = _counts(10_000, step, {first: int(GLITCHES[glitch] * 10_000)})
    for days, gain in gains_until(counts).items():
        assert abs(gain.stars - days) <= 8


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize("left", [9_000, 5_000, 2_000])
def test_a_fall_that_stays_is_told(step: str, left: int) -> None:
    fallen = dict.fromkeys(range(max(2, 7 // STEPS[step])), left)
    gains = gains_until(_counts(10_000, STEPS[step], fallen))
    assert gains[365].stars == pytest.approx(left - 9_635, abs=10)
    if step == "daily":
        assert gains[7].stars == left - 9_993


@pytest.mark.parametrize("step", list(STEPS))
def test_a_rise_that_stays_is_told_at_once(step: str) -> None:
    gains = gains_until(_counts(10_000, STEPS[step], {0: 90_000}))
    assert gains[365].stars == pytest.approx(80_365, abs=10)


def test_a_purge_is_told_beside_the_days_before_it() -> None:
    # A purge of fake stars takes back a leap: neither the leap nor the purge is a gain.
    gains = gains_until(_counts(1_000, 1, dict.fromkeys(range(3, 10), 5000)))
    assert gains[30].stars == 30


def test_half_lost_at_once_is_told_when_a_second_count_says_so() -> None:
    assert gains_until(_counts(10_000, 1, {0: 0})) == {}
    assert gains_until(_counts(10_000, 1, {0: 5, 1: 0}))[7].stars == 5 - 9_993
    # Months apart, it may well be: there is nothing else to go by.
    assert gains_until(_counts(10_000, 30, {0: 0}))[30].stars == -9_970


def test_several_bad_days_apart_are_each_left_out() -> None:
    counts = _counts(10_000, 1, {7: 0, 9: 0, 30: 20_000, 33: 1, 34: 2, 35: 3})
    assert contradicted([(one.day, one.stars) for one in counts]) == {
        TODAY - timedelta(days=place) for place in (7, 9, 30, 33, 34, 35)
    }
    assert {days: gain.stars for days, gain in gains_until(counts).items()} == {
        7: 8,
        30: 31,
        365: 365,
    }


def test_a_beginning_between_two_months_is_interpolated() -> None:
    counts = [
        ExactCount(date(2026, 9, 20), 100),
        ExactCount(date(2026, 10, 20), 160),
        ExactCount(TODAY, 200),
    ]
    assert gains_until(counts) == {
        30: GainSince(200 - 165, date(2026, 10, 24), is_approximate=True)
    }
    assert gains_until([]) == {}
    assert gains_until(counts[:1]) == {}


@given(st.lists(st.integers(0, 400), min_size=2, max_size=60), st.integers(1, 31))
def test_stars_that_only_grow_contradict_nothing(given_stars: list[int], step: int) -> None:
    day, stars = TODAY, 0
    counts: list[tuple[date, int]] = []
    for more in given_stars:
        stars += more
        counts.append((day, stars))
        day += timedelta(days=step)
    assert contradicted(counts) == set()


@given(st.lists(st.integers(0, 20_000), max_size=60), st.integers(1, 31))
def test_no_counts_are_too_odd(stars: list[int], step: int) -> None:
    counts = [(TODAY + timedelta(days=step * n), value) for n, value in enumerate(stars)]
    away = contradicted(counts)
    assert len(away) < max(1, len(counts))
    assert not counts or counts[0][0] not in away
