from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.entry import StarCount
from bot.ui.curves import (
    Align,
    ChartSpec,
    Kind,
    Scale,
    Series,
    Span,
    StarPlan,
    Vertex,
    cut_middle,
    gap_limit,
    plan_risers,
    plan_stars,
    runs_of,
    short_names,
    short_number,
    spread,
    thinned,
    y_axis,
)

TODAY = date(2026, 8, 23)
SPECS = st.builds(
    ChartSpec,
    st.sampled_from(list(Span)),
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


def test_a_gap_is_45_days_or_a_fifth_of_the_window() -> None:
    assert gap_limit(0, 30) == 45
    assert gap_limit(0, 365) == 73
    assert gap_limit(0, 3650) == 730


def test_counts_further_apart_than_the_limit_are_not_joined() -> None:
    (curve,) = planned(series((365, 10), (330, 20), (200, 30), (190, 40), (0, 50))).curves
    assert [len(run) for run in curve.runs] == [2, 2, 1]
    assert [(left.y, right.y) for left, right in curve.gaps] == [(20, 30), (40, 50)]


def test_a_line_that_enters_the_window_begins_at_its_border() -> None:
    (curve,) = planned(series((40, 100), (20, 120), (0, 140)), spec=ChartSpec(Span.MONTH)).curves
    assert curve.runs[0][0] == Vertex(TODAY.toordinal() - 30, 110, Kind.EDGE)
    assert [vertex.y for vertex in curve.counts] == [120, 140]


def test_a_line_that_leaves_the_window_ends_at_its_border() -> None:
    created = TODAY - timedelta(60)
    (curve,) = planned(
        series((60, 0), (40, 20), (20, 40), created=created), spec=ChartSpec(Span.MONTH, Align.AGE)
    ).curves
    assert curve.runs == ((Vertex(0, 0), Vertex(20, 20), Vertex(30, 30, Kind.EDGE)),)


def test_no_line_enters_over_a_gap() -> None:
    track = [Vertex(0, 5), Vertex(100, 9)]
    assert runs_of(track, 80, 110) == [[Vertex(100, 9)]]


def test_by_age_each_series_begins_at_its_own_creation() -> None:
    old = series((1000, 0), (500, 50), created=TODAY - timedelta(1000))
    new = series((100, 0), (50, 70), created=TODAY - timedelta(100))
    plan = planned(old, new, spec=ChartSpec(align=Align.AGE))
    assert [curve.runs[0][0].x for curve in plan.curves] == [0, 0]
    assert plan.x.high == 500


def test_without_a_creation_date_nothing_is_placed_by_age() -> None:
    (curve,) = planned(series((10, 5), (0, 9)), spec=ChartSpec(align=Align.AGE)).curves
    assert curve.runs == ()


def test_a_small_change_of_a_large_count_is_visible_and_said() -> None:
    plan = planned(series((30, 162_900), (0, 164_300)), spec=ChartSpec(Span.MONTH))
    assert plan.is_zoomed
    assert plan.y.ticks[0][0] == plan.y.low > 0
    assert plan.y.high - plan.y.low < 2 * 1_400


def test_growth_and_equal_counts_stand_on_zero() -> None:
    assert not planned(series((30, 100), (0, 900))).is_zoomed
    assert planned(series((30, 500), (0, 500))).y.low == 0


def test_losing_some_of_thousands_is_no_cliff() -> None:
    axis = y_axis([18_284, 18_281], Scale.LINEAR)
    assert axis.high - axis.low > 10 * 3


def test_a_log_axis_leaves_zero_out() -> None:
    (curve,) = planned(series((20, 0), (10, 5), (0, 50)), spec=ChartSpec(scale=Scale.LOG)).curves
    assert [vertex.y for vertex in curve.counts] == [5, 50]


def test_thinning_keeps_ends_and_extremes() -> None:
    run = [Vertex(day, day % 97) for day in range(8_000)]
    run[4_321] = Vertex(4_321, 9_999)
    run[2_345] = Vertex(2_345, -9_999)
    kept = thinned(run, 0, 7_999)
    assert len(kept) <= 404
    assert {run[0], run[-1], run[4_321], run[2_345]} <= set(kept)
    assert list(kept) == sorted(kept)


def test_of_several_counts_on_a_day_the_last_holds() -> None:
    (curve,) = planned(series((0, 7), (5, 3), (0, 8))).curves
    assert [vertex.y for vertex in curve.counts] == [3, 8]


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (950, 50, "950"),
        (16_400, 200, "16.4K"),
        (20_000, 5_000, "20K"),
        (163_950, 50, "163,950"),
        (1_250_000, 50_000, "1.25M"),
        (2_000_000, 1_000_000, "2M"),
    ],
)
def test_ticks_are_short_and_differ(value: float, step: float, text: str) -> None:
    assert short_number(value, step) == text


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_labels_never_collide(wanted: list[float]) -> None:
    places = sorted(spread(wanted, 0.165, 0.03, 0.98))
    assert all(high - low >= 0.165 - 1e-9 for low, high in pairwise(places))
    assert places[0] >= 0.03 - 1e-9
    assert places[-1] <= 0.98 + 1e-9


def test_owners_are_named_where_repositories_are_called_alike() -> None:
    assert short_names(["a/OpenFace", "b/openface", "c/bert"]) == [
        "a/OpenFace",
        "b/openface",
        "bert",
    ]


@given(st.text(max_size=80), st.integers(4, 40))
def test_names_become_short_ascii(name: str, limit: int) -> None:
    shown = cut_middle(name, limit)
    assert len(shown) <= limit
    assert shown.replace("…", "").isprintable()
    assert shown.replace("…", "").isascii()


@given(SERIES, SPECS)
def test_every_plan_stays_in_its_window(all_series: list[Series], spec: ChartSpec) -> None:
    plan = plan_stars(all_series, spec, today=TODAY)
    assert plan.x.low < plan.x.high
    assert plan.y.low < plan.y.high
    assert len({text for _, text in plan.y.ticks}) == len(plan.y.ticks)
    for curve in plan.curves:
        for vertex in (vertex for run in curve.runs for vertex in run):
            assert plan.x.low <= vertex.x <= plan.x.high
            assert plan.y.low <= vertex.y <= plan.y.high
        for left, right in curve.gaps:
            assert right.x - left.x > gap_limit(plan.x.low, plan.x.high)


@pytest.mark.parametrize("number", [0, 5])
def test_a_chart_holds_one_to_four_series(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} series"):
        plan_stars([series((0, 1))] * number, ChartSpec(), today=TODAY)


@pytest.mark.parametrize("number", [0, 11])
def test_a_chart_of_risers_holds_one_to_ten(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} rows"):
        plan_risers([("a/b", 1)] * number, since=TODAY, until=TODAY)
