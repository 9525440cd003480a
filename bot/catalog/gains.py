"""Gains read off star counts: the counts to believe, and the stars gained since a day."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Each period of a gain, and how many days its beginning may be off.
GAIN_SLACK = ((7, 2), (30, 3), (365, 8))
GAP_DAYS = (
    35  # between counts of about a month apart, the stars at a gain's beginning are interpolated
)
# A count differs from its neighbours when by more than these; it came back when four fifths of the way.
_LEAST_DIFFERENCE = 5
_LEAST_SHARE = 0.02
_CAME_BACK = 0.8
_BEYOND = 0.5  # it may have grown meanwhile; farther on the other side, it is still away
_AWAY_FOR = timedelta(days=35)
_SPARSE = timedelta(days=100)
_MOST_SPARSE = 2
_SPARSE_SHARE = 0.25  # in months, stars may well change by less
_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ExactCount:
    """Exact stars on a day; estimated ones come from GitHub's star history."""

    day: date
    stars: int
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class GainSince:
    """Stars gained since a day."""

    stars: int
    since: date
    is_approximate: bool


def contradicted(counts: Sequence[tuple[date, int]]) -> set[date]:
    """Return the days whose counts the others contradict; ``counts`` are ordered by day.

    Stars that fall and come back within five weeks, or rise and fall back, are no base of a gain, for as many counts as
    they were away; of counts further apart, two at the most. A fall that stays is believed, from its second count on
    where it is by more than half.
    """
    away: set[date] = set()
    place = 0
    while place < len(counts) - 1:
        back = _place_back(counts, place)
        if back is None:
            place += 1
        else:
            away.update(day for day, _ in counts[place + 1 : back])
            place = back
    believed = [count for count in counts if count[0] not in away]
    if len(believed) > 1:
        (before, stars), (newest, left) = believed[-2:]
        is_far = stars - left > max(_LEAST_DIFFERENCE, stars / 2)
        if is_far and newest == counts[-1][0] and newest - before <= _LATELY:
            away.add(newest)
    return away


def _place_back(counts: Sequence[tuple[date, int]], place: int) -> int | None:
    """Return where the stars are back at what they were, if they leave that right after a place."""
    day, stars = counts[place]
    left, first = counts[place + 1]
    highest = max(stars, first)
    least = max(_LEAST_DIFFERENCE, _LEAST_SHARE * highest)
    if abs(first - stars) <= least or left - day > _SPARSE:
        return None
    sign = 1 if first > stars else -1
    farthest = sign * (first - stars)
    for later in range(place + 2, len(counts)):
        today, now = counts[later]
        if today - left > _AWAY_FOR or left - day > _LATELY:
            is_few = later - place - 1 <= _MOST_SPARSE and today - day <= _SPARSE
            if not is_few or farthest < _SPARSE_SHARE * highest:
                return None
        difference = sign * (now - stars)
        if -_BEYOND * farthest <= difference <= (1 - _CAME_BACK) * farthest:
            return later
        farthest = max(farthest, abs(difference))
    return None


def gains_until(counts: Sequence[ExactCount]) -> dict[int, GainSince]:
    """Return the gains up to the newest count, by period; ``counts`` are exact and ordered by day.

    A gain begins at the count nearest to its day, or between two counts about a month apart, and then is approximate.
    """
    away = contradicted([(count.day, count.stars) for count in counts])
    if not counts or counts[-1].day in away:
        return {}
    believed = [count for count in counts if count.day not in away]
    newest = believed[-1]
    gains: dict[int, GainSince] = {}
    for days, slack in GAIN_SLACK:
        begin = newest.day - timedelta(days=days)
        near = [count for count in believed if abs((count.day - begin).days) <= slack]
        if near:
            base = min(near, key=lambda count: (abs((count.day - begin).days), count.day))
            gains[days] = GainSince(newest.stars - base.stars, base.day, base.is_estimated)
        elif days >= GAP_DAYS - 5:
            stars = _stars_between(believed, begin)
            if stars is not None:
                gains[days] = GainSince(newest.stars - stars, begin, is_approximate=True)
    return gains


def _stars_between(counts: Sequence[ExactCount], day: date) -> int | None:
    """Return the stars on a day between two counts; None where they are too far apart."""
    place = bisect_right(counts, day, key=lambda count: count.day)
    if not 0 < place < len(counts):
        return None
    before, after = counts[place - 1], counts[place]
    gap = (after.day - before.day).days
    if gap > GAP_DAYS:
        return None
    return int(before.stars + (after.stars - before.stars) * (day - before.day).days / gap + 0.5)
