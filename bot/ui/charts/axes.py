"""Axes of a chart: where they begin and end, and their labelled ticks."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ui.charts.series import Scale

_ZOOM_BELOW = (
    0.25  # an axis leaves 0 out when the counts differ by less than this part of the highest
)
_LEAST_ZOOM = 0.002  # but a change of some stars in thousands must not look like a cliff
_LEAST_RANGE = 10
_FEW = 62  # days that are labelled by the day
_SOME = 800  # days that are labelled by the month
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its ends and its labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


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
