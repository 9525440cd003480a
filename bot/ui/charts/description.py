"""A star chart in words: its alternative text."""

from collections.abc import Sequence
from datetime import date

from bot.catalog.entry import StarCount
from bot.characters import clean
from bot.i18n import Language
from bot.ui.charts.plan import plan_stars, shown_counts
from bot.ui.charts.series import Align, ChartSpec, Scale, Series
from bot.ui.text import cut

LIMIT = 1_000  # Discord allows 1,024 for a picture's description


def describe(series: Sequence[Series], spec: ChartSpec, language: Language, today: date) -> str:
    """Return a chart's first and last counts with their days and the gain, which rounded counts don't give.

    Raises:
        ValueError: there are no series, or more than a chart holds.
    """
    plan = plan_stars(series, spec, today=today)
    lines = [language(f"chart-{spec.align}-{spec.time_range}")]
    if spec.scale is Scale.LOG:
        lines.append(language("chart-log"))
    if plan.is_zoomed:
        lines.append(language("chart-base", count=language.number(round(plan.y.low))))
    counts = shown_counts(series, spec, today=today)
    lines += [
        _line(one, shown, spec, language, today) for one, shown in zip(series, counts, strict=True)
    ]
    return cut("\n".join(lines), LIMIT)


def _line(
    series: Series, counts: Sequence[StarCount], spec: ChartSpec, language: Language, today: date
) -> str:
    name = cut(clean(series.name, 280, form="NFC"), 140)
    if not counts:
        is_ageless = spec.align is Align.AGE and series.created is None
        return language("chart-ageless" if is_ageless else "chart-none", name=name)
    first, last = counts[0], counts[-1]
    since, until = language.day(first.day, today), language.day(last.day, today)
    if len(counts) == 1:
        return language("chart-one", name=name, count=_count(last, language), day=until)
    values = {
        "name": name,
        "first": _count(first, language),
        "since": since,
        "last": _count(last, language),
        "until": until,
    }
    if first.is_approximate or last.is_approximate:
        return language("chart-rounded", **values)
    return language("chart-change", gained=language.signed(last.count - first.count), **values)


def _count(count: StarCount, language: Language) -> str:
    number = language.number(count.count)
    return language("chart-about", count=number) if count.is_approximate else number
