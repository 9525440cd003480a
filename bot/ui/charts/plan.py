"""Charts planned without being drawn: windows, curves and axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.catalog.entry import StarCount
from bot.ui.charts.axes import Axis, age_ticks, date_ticks, y_axis
from bot.ui.charts.curves import Curve, Vertex, VertexKind, runs_of, thinned
from bot.ui.charts.series import DAYS, Align, ChartSpec, Scale, Series, TimeRange

MOST_SERIES = 4
MOST_RISERS = 10


@dataclass(frozen=True, slots=True)
class StarPlan:
    """Everything that a star chart's picture depends on."""

    spec: ChartSpec
    curves: tuple[Curve, ...]
    x: Axis
    y: Axis

    @property
    def is_zoomed(self) -> bool:
        """Return whether a linear y axis leaves 0 out."""
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
        Vertex(x, count.count, VertexKind.ROUNDED if count.is_approximate else VertexKind.EXACT)
        for x, count in _placed(series, spec)
        if _is_drawable(count, spec)
    ]


def _window(
    tracks: Sequence[Sequence[Vertex]], spec: ChartSpec, today: date
) -> tuple[float, float]:
    is_age = spec.align is Align.AGE
    if spec.time_range is not TimeRange.ALL:
        days = DAYS[spec.time_range]
        return (0, days) if is_age else (today.toordinal() - days, today.toordinal())
    places = [vertex.x for track in tracks for vertex in track if vertex.x >= 0]
    if is_age:
        return 0, max([30, *places])
    low, high = (min(places), max(places)) if places else (today.toordinal(),) * 2
    # A lone day gets the middle of a month.
    return (low, high) if high > low else (low - 15, high + 15)
