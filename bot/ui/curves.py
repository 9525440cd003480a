"""What a chart shows, worked out without drawing it: windows, runs and gaps, axes, ticks, places of labels."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from bot.catalog.entry import Entry, StarCount

MOST_SERIES = 4
MOST_RISERS = 10
SHORTEST_GAP = 45  # days: counts are taken monthly, and a month may be missed by some days
GAP_SHARE = 5  # a gap is also longer than this part of the window
_ZOOM_BELOW = (
    0.25  # an axis leaves 0 out when the counts differ by less than this part of the highest
)
_LEAST_ZOOM = 0.002  # but a change of some stars in thousands must not look like a cliff
_LEAST_RANGE = 10
_BUCKETS = 100  # of a window; at most four vertices are kept of each
_FEW = 62  # days that are labelled by the day
_SOME = 800  # days that are labelled by the month
_YEAR = 365.25


class Span(StrEnum):
    """How much of the time is shown: by date the last of it, by age the first."""

    MONTH = "month"
    YEAR = "year"
    ALL = "all"


class Align(StrEnum):
    """What the x axis counts: dates, or days since each repository was created."""

    DATE = "date"
    AGE = "age"


class Scale(StrEnum):
    """How counts are spread over the y axis."""

    LINEAR = "linear"
    LOG = "log"


DAYS = {Span.MONTH: 30, Span.YEAR: 365}


@dataclass(frozen=True, slots=True)
class Series:
    """A repository's counts. Without ``created`` it can't be placed by age."""

    name: str
    counts: tuple[StarCount, ...]
    created: date | None = None


def series_of(
    entries: Sequence[Entry], counts: Mapping[int, tuple[StarCount, ...]]
) -> list[Series]:
    """Return the curves of entries; ``counts`` maps their ids."""
    return [Series(entry.full_name, counts[entry.id], entry.created) for entry in entries]


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """Which chart to draw."""

    span: Span = Span.ALL
    align: Align = Align.DATE
    scale: Scale = Scale.LINEAR


class Kind(StrEnum):
    """What a vertex of a curve is; ``EDGE`` is where a line between two counts enters or leaves the window."""

    EXACT = "exact"
    ROUNDED = "rounded"
    EDGE = "edge"


class Vertex(NamedTuple):
    """A place on a curve: days (ordinal or age) and stars. A tuple, because plans are hashed on the event loop."""

    x: float
    y: float
    kind: Kind = Kind.EXACT


@dataclass(frozen=True, slots=True)
class Curve:
    """One series' line: whole ``runs`` with gaps between them."""

    name: str
    runs: tuple[tuple[Vertex, ...], ...]

    @property
    def counts(self) -> tuple[Vertex, ...]:
        """Return the vertices that are counts."""
        return tuple(vertex for run in self.runs for vertex in run if vertex.kind is not Kind.EDGE)

    @property
    def gaps(self) -> tuple[tuple[Vertex, Vertex], ...]:
        """Return the ends of every stretch without counts."""
        return tuple((left[-1], right[0]) for left, right in pairwise(self.runs))


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its ends and its labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class StarPlan:
    """Everything that a star chart's picture depends on."""

    spec: ChartSpec
    curves: tuple[Curve, ...]
    x: Axis
    y: Axis

    @property
    def is_zoomed(self) -> bool:
        """Tell whether a linear y axis leaves 0 out."""
        return self.spec.scale is Scale.LINEAR and self.y.low > 0


@dataclass(frozen=True, slots=True)
class RiserPlan:
    """Everything that a chart of risers depends on."""

    rows: tuple[tuple[str, int], ...]
    since: date
    until: date


def plan_stars(series: Sequence[Series], spec: ChartSpec, *, today: date) -> StarPlan:
    """Work out a star chart of one to four series.

    Raises:
        ValueError: there are none or more.
    """
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"{len(series)} series; a chart holds 1 to {MOST_SERIES}")
    tracks = [_track(one, spec) for one in series]
    low, high = _window(tracks, spec, today)
    curves = tuple(
        Curve(one.name, tuple(thinned(run, low, high) for run in runs_of(track, low, high)))
        for one, track in zip(series, tracks, strict=True)
    )
    heights = [vertex.y for curve in curves for run in curve.runs for vertex in run]
    label = date_ticks if spec.align is Align.DATE else age_ticks
    return StarPlan(spec, curves, Axis(low, high, label(low, high)), y_axis(heights, spec.scale))


def plan_risers(rows: Sequence[tuple[str, int]], *, since: date, until: date) -> RiserPlan:
    """Work out a chart of up to ten repositories' gains, in the order given.

    Raises:
        ValueError: there are none or more.
    """
    if not 1 <= len(rows) <= MOST_RISERS:
        raise ValueError(f"{len(rows)} rows; a chart holds 1 to {MOST_RISERS}")
    return RiserPlan(tuple(rows), since, until)


def shown_counts(
    series: Sequence[Series], spec: ChartSpec, *, today: date
) -> list[list[StarCount]]:
    """Return each series' counts that lie in the chart's window, in order."""
    low, high = _window([_track(one, spec) for one in series], spec, today)
    return [
        [count for x, count in _placed(one, spec) if low <= x <= high and _is_drawable(count, spec)]
        for one in series
    ]


def gap_limit(low: float, high: float) -> float:
    """Return the days between two counts above which no line joins them."""
    return max(SHORTEST_GAP, (high - low) / GAP_SHARE)


def runs_of(track: Sequence[Vertex], low: float, high: float) -> list[list[Vertex]]:
    """Cut a track to the window and at its gaps; lines over the window's border end there."""
    limit = gap_limit(low, high)
    runs: list[list[Vertex]] = []
    for before, vertex in pairwise([None, *track]):
        if vertex is None or vertex.x < low:
            continue
        is_joined = before is not None and vertex.x - before.x <= limit
        if vertex.x > high:
            if before is not None and is_joined and low <= before.x < high:
                runs[-1].append(_between(before, vertex, high))
            break
        if before is None or not is_joined:
            runs.append([vertex])
        elif before.x < low:
            runs.append([vertex] if vertex.x == low else [_between(before, vertex, low), vertex])
        else:
            runs[-1].append(vertex)
    return runs


def thinned(run: Sequence[Vertex], low: float, high: float) -> tuple[Vertex, ...]:
    """Keep the first, last, lowest and highest vertex of every bucket: what a picture can show."""
    if len(run) <= 2 * _BUCKETS:
        return tuple(run)
    buckets: dict[int, list[Vertex]] = {}
    for vertex in run:
        buckets.setdefault(int((vertex.x - low) / (high - low) * _BUCKETS), []).append(vertex)
    kept: set[Vertex] = set()
    for bucket in buckets.values():
        kept |= {bucket[0], bucket[-1]}
        kept |= {min(bucket, key=_height), max(bucket, key=_height)}
    return tuple(sorted(kept))


def y_axis(heights: Sequence[float], scale: Scale) -> Axis:
    """Return an axis from 0, or from near the lowest count where the change would not be seen otherwise."""
    bottom, top = (min(heights), max(heights)) if heights else (0, 0)
    if scale is Scale.LOG:
        low, high = max(bottom, 1) / 1.25, max(top, 1) * 1.25
        return Axis(low, high, _log_ticks(low, high))
    change = top - bottom
    if 0 < change < _ZOOM_BELOW * top:
        room = max(change, _LEAST_ZOOM * top, _LEAST_RANGE) * 1.25
        low = max(0, (top + bottom - room) / 2)
        step = _even_step(room)
        # The axis begins at a tick, so that its base can be read.
        base = math.floor(low / step) * step
        return Axis(base, low + room, _even_ticks(base, low + room, step))
    high = max(top, _LEAST_RANGE) * 1.08
    return Axis(0, high, _even_ticks(0, high, _even_step(high)))


def date_ticks(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """Return days, months or years as ISO dates, which both languages read."""
    length = high - low
    if length <= _FEW:
        step = max(1, math.ceil(length / 4))
        days = range(math.ceil(low), math.floor(high) + 1, step)
        return tuple((float(day), date.fromordinal(day).isoformat()) for day in days)
    first, last = date.fromordinal(math.ceil(low)), date.fromordinal(math.floor(high))
    if length <= _SOME:
        step = _step(length / 30.4, (1, 2, 3, 6), 5)
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        places = [date(month // 12, month % 12 + 1, 1) for month in months if not month % step]
        return _inside(((day.toordinal(), f"{day:%Y-%m}") for day in places), low, high)
    step = _step(length / _YEAR, (1, 2, 5, 10), 9)
    years = [year for year in range(first.year, last.year + 1) if not year % step]
    return _inside(((date(year, 1, 1).toordinal(), str(year)) for year in years), low, high)


def age_ticks(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """Return ages in days, months or years."""
    length = high - low
    if length <= _FEW:
        unit, sign, step = 1.0, "d", 10
    elif length <= _SOME:
        unit, sign, step = _YEAR / 12, "mo", _step(length / 30.4, (1, 2, 3, 6), 6)
    else:
        unit, sign, step = _YEAR, "y", _step(length / _YEAR, (1, 2, 5, 10), 9)
    numbers = range(0, math.floor(high / unit) + 1, step)
    ticks = ((number * unit, f"{number}{sign}" if number else "0") for number in numbers)
    return _inside(ticks, low, high)


def short_number(value: float, step: float) -> str:
    """Return a tick as 950, 16.4K or 1.25M, exact enough that ticks ``step`` apart differ."""
    for unit, sign, most_digits in ((1_000_000, "M", 2), (1_000, "K", 1)):
        if abs(value) >= unit:
            digits = max(0, math.ceil(math.log10(unit / step) - 1e-9))
            return f"{value:,.0f}" if digits > most_digits else f"{value / unit:.{digits}f}{sign}"
    return f"{value:,.0f}"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places at least ``gap`` apart, as near to the wanted ones as a pass up and one down come."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places: list[float] = []
    for index in order:
        floor = places[-1] + gap if places else low
        places.append(max(wanted[index], floor))
    ceiling = high
    for rank in reversed(range(len(places))):
        places[rank] = min(places[rank], ceiling)
        ceiling = places[rank] - gap
    found = [0.0] * len(wanted)
    for place, index in zip(places, order, strict=True):
        found[index] = place
    return found


def short_names(names: Sequence[str]) -> list[str]:
    """Return repositories' names without owner where that tells them apart."""
    parts = [name.partition("/")[2] or name for name in names]
    folded = [part.casefold() for part in parts]
    return [
        name if folded.count(part.casefold()) > 1 else part
        for name, part in zip(names, parts, strict=True)
    ]


def cut_middle(text: str, limit: int) -> str:
    """Return printable ASCII of at most ``limit`` characters; beginning and end tell names apart."""
    text = "".join(letter if " " <= letter <= "~" else "?" for letter in text)
    if len(text) <= limit:
        return text
    tail = (limit - 1) // 3
    return f"{text[: limit - 1 - tail]}…{text[len(text) - tail :]}"


def _height(vertex: Vertex) -> float:
    return vertex.y


def _is_drawable(count: StarCount, spec: ChartSpec) -> bool:
    return count.count > 0 or spec.scale is Scale.LINEAR


def _placed(series: Series, spec: ChartSpec) -> list[tuple[int, StarCount]]:
    """Return one count a day with its x, in order; of several on one day the last given holds."""
    if spec.align is Align.AGE and series.created is None:
        return []
    origin = series.created.toordinal() if series.created and spec.align is Align.AGE else 0
    by_day = {count.day: count for count in series.counts}
    return [(day.toordinal() - origin, by_day[day]) for day in sorted(by_day)]


def _track(series: Series, spec: ChartSpec) -> list[Vertex]:
    return [
        Vertex(x, count.count, Kind.ROUNDED if count.is_approximate else Kind.EXACT)
        for x, count in _placed(series, spec)
        if _is_drawable(count, spec)
    ]


def _window(
    tracks: Sequence[Sequence[Vertex]], spec: ChartSpec, today: date
) -> tuple[float, float]:
    is_age = spec.align is Align.AGE
    if spec.span is not Span.ALL:
        days = DAYS[spec.span]
        return (0, days) if is_age else (today.toordinal() - days, today.toordinal())
    places = [vertex.x for track in tracks for vertex in track if vertex.x >= 0]
    if is_age:
        return 0, max([30, *places])
    low, high = (min(places), max(places)) if places else (today.toordinal(),) * 2
    # A lone day stands in the middle of a month.
    return (low, high) if high > low else (low - 15, high + 15)


def _between(left: Vertex, right: Vertex, x: float) -> Vertex:
    share = (x - left.x) / (right.x - left.x)
    return Vertex(x, left.y + share * (right.y - left.y), Kind.EDGE)


def _step(count: float, steps: Sequence[int], most: int) -> int:
    return next((step for step in steps if count / step <= most), steps[-1])


def _inside(
    ticks: Iterable[tuple[float, str]], low: float, high: float
) -> tuple[tuple[float, str], ...]:
    return tuple((float(place), text) for place, text in ticks if low <= place <= high)


def _even_step(room: float) -> float:
    rough = max(1, room / 5)
    power = 10 ** math.floor(math.log10(rough))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.8)


def _even_ticks(low: float, high: float, step: float) -> tuple[tuple[float, str], ...]:
    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    return tuple((float(number * step), short_number(number * step, step)) for number in numbers)


def _log_ticks(low: float, high: float) -> tuple[tuple[float, str], ...]:
    decades = math.log10(high / low)
    sizes = (1,) if decades > 3 else (1, 3) if decades > 2 else (1, 2, 5)  # noqa: PLR2004  # what fits
    powers = range(max(0, math.floor(math.log10(low))), math.ceil(math.log10(high)) + 1)
    ticks = [(size * 10**power, 10**power) for power in powers for size in sizes]
    inside = [
        (float(tick), short_number(tick, step)) for tick, step in ticks if low <= tick <= high
    ]
    return tuple(inside) if len(inside) > 1 else _even_ticks(low, high, _even_step(high - low))
