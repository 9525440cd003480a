"""The sections that rank by stars: rising, fast for its field, milestones, and the top of each category."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import sqrt

from bot.editions.edition import Line, Section, SectionKind, main_category
from bot.editions.growth import MonthGain, Peers, Typical
from bot.editions.sources.material import Material, Model, Subject
from bot.months import Month

LEAST_RISING = 10
LEAST_SHARE = 0.002
LEAST_FAST = 10
LEAST_PACE = 1.5
LEAST_OVERTAKEN = 1_000
POOL = 100
SPED_UP = 1.25
BEST_OF = 6
FEWEST_IN_TOP = 3
MOST_IN_TOP = 30
COUNTED_WITHIN = timedelta(days=45)
MARKS = (
    *(1_000, 2_500, 5_000, 7_500),
    *range(10_000, 60_000, 5_000),
    *range(60_000, 100_000, 10_000),
    *range(100_000, 2_000_001, 25_000),
)


def rising(gains: Sequence[MonthGain]) -> list[Line]:
    """Return who gained at least ten stars and 0.2 % of its own, the most first, beside its own usual month."""
    found = [
        gain for gain in gains if gain.gained >= max(LEAST_RISING, LEAST_SHARE * gain.start.stars)
    ]
    found.sort(key=lambda gain: (-gain.gained, gain.model.full_name))
    return [
        Line(gain.model, "gained", {**_figures(gain), "rank": rank}, _still(gain))
        for rank, gain in enumerate(found[:POOL], start=1)
    ]


def _figures(gain: MonthGain) -> dict[str, int | float | str]:
    figures: dict[str, int | float | str] = {
        "gained": gain.gained,
        "before": gain.start.stars,
        "stars": gain.end.stars,
        "since": gain.start.day.isoformat(),
        "until": gain.end.day.isoformat(),
    }
    if gain.usual is not None:
        figures["usual"] = gain.usual
    if gain.past:
        figures["last"] = gain.past[0]
    if best := _best_of(gain):
        figures["best_of"] = best
    elif slow := _slowest_of(gain):
        figures["slowest_of"] = slow
    if gain.start.is_estimated or gain.end.is_estimated:
        figures["approximate"] = 1
    return figures


def _best_of(gain: MonthGain) -> int:
    """Return of how many months this one is the best, if of half a year or more."""
    beaten = next(
        (place for place, past in enumerate(gain.past) if past >= gain.gained), len(gain.past)
    )
    return beaten + 1 if beaten + 1 >= BEST_OF else 0


def _slowest_of(gain: MonthGain) -> int:
    """Return of how many months this one is the slowest, if of half a year or more."""
    slower = next(
        (place for place, past in enumerate(gain.past) if past <= gain.gained), len(gain.past)
    )
    return slower + 1 if slower + 1 >= BEST_OF else 0


def _still(gain: MonthGain) -> str:
    """Return why a model may be shown two months in a row: its best month in long, or much more than last month."""
    if _best_of(gain):
        return "best"
    last = gain.past[0] if gain.past else 0
    is_more = last > 0 and gain.gained >= max(SPED_UP * last, gain.usual or 0)
    return "sped-up" if is_more and gain.gained - last >= 2 * sqrt(gain.gained + last) else ""


def fast(gains: Sequence[MonthGain]) -> list[Line]:
    """Return who grew 1.5 times as fast as is typical for its field and age, or faster, beyond chance and beyond its own habit.

    The stars of a month are counted events: twice the square root of the expected number is chance. Who always grows so fast
    is no news: where the usual month is known, this one has a quarter more.
    """
    peers = Peers(gains)
    found: list[tuple[float, MonthGain, Typical]] = []
    for gain in gains:
        typical = peers.typical(gain)
        if typical is None or gain.gained < max(LEAST_FAST, SPED_UP * (gain.usual or 0)):
            continue
        pace = gain.growth / typical.growth
        expected = gain.gained / pace
        if pace >= LEAST_PACE and gain.gained - expected >= 2 * sqrt(max(1.0, expected)):
            found.append((pace, gain, typical))
    found.sort(key=lambda one: (-one[0], one[1].model.full_name))
    return [
        Line(
            gain.model,
            "pace",
            {
                **_figures(gain),
                "pace": round(pace, 2),
                "growth": round(100 * gain.growth, 2),
                "typical": round(100 * typical.growth, 2),
                "among": typical.among,
                "peers": typical.peers,
            },
            _still(gain),
        )
        for pace, gain, typical in found[:POOL]
    ]


def milestones(gains: Sequence[MonthGain]) -> list[Line]:
    """Return who passed a mark, who passed another model of its field, and who would pass a mark within a month.

    Each the highest first; a month's pace is this month's.
    """
    passed: list[Line] = []
    near: list[Line] = []
    for gain in gains:
        before, now = bisect_right(MARKS, gain.start.stars), bisect_right(MARKS, gain.end.stars)
        figures = {"stars": gain.end.stars, "before": gain.start.stars, "gained": gain.gained}
        if now > before:
            passed.append(Line(gain.model, "passed", {**figures, "mark": MARKS[now - 1]}))
        elif now < len(MARKS) and _is_near(gain, MARKS[now]):
            near.append(Line(gain.model, "near", {**figures, "mark": MARKS[now]}))
    found = [*_by_mark(passed), *_overtakings(gains), *_by_mark(near)]
    # A model that did several of these is listed under the first.
    return list({line.model: line for line in reversed(found)}.values())[::-1][:POOL]


def _is_near(gain: MonthGain, mark: int) -> bool:
    return gain.gained >= LEAST_RISING and gain.end.stars + gain.gained >= mark


def _overtakings(gains: Sequence[MonthGain]) -> list[Line]:
    """Return who passed another model of its field, the most starred one it passed, among the most starred."""
    leading = sorted(gains, key=lambda gain: (-gain.end.stars, gain.model.full_name))[:POOL]
    lines: list[Line] = []
    for gain in leading:
        passed = [
            other
            for other in leading
            if other.model.categories[:1] == gain.model.categories[:1]
            and gain.start.stars < other.start.stars
            and gain.end.stars > other.end.stars >= LEAST_OVERTAKEN
        ]
        if passed and gain.gained >= LEAST_RISING:
            other = max(passed, key=lambda other: (other.end.stars, other.model.full_name))
            figures = {"stars": gain.end.stars, "gained": gain.gained}
            theirs = {"other": other.model.full_name, "other_stars": other.end.stars}
            lines.append(Line(gain.model, "overtook", {**figures, **theirs}))
    return lines


def _by_mark(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.number("mark"), line.model.full_name))


def top_lists(material: Material, month: Month, gains: Sequence[MonthGain]) -> Iterator[Section]:
    """Yield each category's most starred, with the places won or lost among those counted at both ends.

    A model stands under its main category alone.
    """
    after = month.plus(1).first_day
    counted = [
        (subject, stars, rounded)
        for subject in material.subjects
        for stars, rounded in _latest(subject, after)
    ]
    categories = dict.fromkeys(main_category(one.model) for one in material.subjects)
    for key in sorted(categories):
        members = [one for one in counted if main_category(one[0].model) == key]
        if len(members) < FEWEST_IN_TOP:
            continue
        members.sort(key=lambda one: (-one[1], one[0].model.full_name))
        moves = _moves([gain for gain in gains if main_category(gain.model) == key])
        lines = [
            Line(
                subject.model,
                "top",
                _top_figures(rank, stars, moves.get(subject.model), rounded=rounded)
                | _entered(subject, month),
            )
            for rank, (subject, stars, rounded) in enumerate(members[:MOST_IN_TOP], start=1)
        ]
        yield Section(SectionKind.TOP, tuple(lines), key=key)


def _latest(subject: Subject, after: date) -> Iterator[tuple[int, bool]]:
    """Yield the count nearest to the month's end, at most 45 days before it and never later than a week after."""
    near = [one for one in subject.counts if abs(after - one.day) <= COUNTED_WITHIN]
    exact = [one for one in near if not one.is_rounded]
    best = min(exact or near, key=lambda one: abs(after - one.day), default=None)
    if best:
        yield best.stars, best.is_rounded or best.is_estimated


def _moves(gains: Sequence[MonthGain]) -> dict[Model, int]:
    before = sorted(gains, key=lambda gain: (-gain.start.stars, gain.model.full_name))
    now = sorted(gains, key=lambda gain: (-gain.end.stars, gain.model.full_name))
    places = {gain.model: place for place, gain in enumerate(before)}
    return {gain.model: places[gain.model] - place for place, gain in enumerate(now)}


def _entered(subject: Subject, month: Month) -> dict[str, int | float | str]:
    """Mark a model that is as new as the month; one that was merely counted for the first time is not."""
    return {"entered": 1} if subject.created and subject.created >= month.first_day else {}


def _top_figures(
    rank: int, stars: int, move: int | None, *, rounded: bool
) -> dict[str, int | float | str]:
    figures: dict[str, int | float | str] = {"rank": rank, "stars": stars}
    if move:
        figures["move"] = move
    if rounded:
        figures["approximate"] = 1
    return figures
