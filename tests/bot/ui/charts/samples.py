"""Repositories' counts to draw charts of."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.catalog.entry import StarCount
from bot.ui.charts.plan import StarPlan, plan_stars
from bot.ui.charts.series import Align, ChartSpec, Scale, Series, TimeRange

TODAY = date(2026, 8, 23)
SPECS = st.builds(
    ChartSpec,
    st.sampled_from(list(TimeRange)),
    st.sampled_from(list(Align)),
    st.sampled_from(list(Scale)),
)
COUNTS = st.lists(
    st.builds(
        StarCount,
        st.integers(0, 500_000),
        st.dates(date(2008, 1, 1), TODAY),
        st.booleans(),
    ),
    max_size=40,
)
SERIES = st.lists(
    st.builds(
        Series,
        st.text(max_size=60),
        COUNTS.map(tuple),
        st.none() | st.dates(date(2008, 1, 1), TODAY),
    ),
    min_size=1,
    max_size=4,
)


def series(*counts: tuple[int, int], created: date | None = None) -> Series:
    """Return a series of (days before today, stars)."""
    return Series(
        "owner/name",
        tuple(StarCount(stars, TODAY - timedelta(days)) for days, stars in counts),
        created,
    )


def planned(*all_series: Series, spec: ChartSpec | None = None) -> StarPlan:
    return plan_stars(all_series, spec or ChartSpec(), today=TODAY)
