from datetime import timedelta

import pytest
from hypothesis import given

from bot.ui.charts.curves import gap_limit
from bot.ui.charts.plan import plan_risers, plan_stars
from bot.ui.charts.series import Align, ChartSpec, Scale, Series, TimeRange
from tests.bot.ui.charts.samples import SERIES, SPECS, TODAY, planned, series


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
    plan = planned(series((30, 162_900), (0, 164_300)), spec=ChartSpec(TimeRange.MONTH))
    assert plan.is_zoomed
    assert plan.y.ticks[0][0] == plan.y.low > 0
    assert plan.y.high - plan.y.low < 2 * 1_400


def test_growth_and_equal_counts_stand_on_zero() -> None:
    assert not planned(series((30, 100), (0, 900))).is_zoomed
    assert planned(series((30, 500), (0, 500))).y.low == 0


def test_a_log_axis_leaves_zero_out() -> None:
    (curve,) = planned(series((20, 0), (10, 5), (0, 50)), spec=ChartSpec(scale=Scale.LOG)).curves
    assert [vertex.y for vertex in curve.counts] == [5, 50]


def test_of_several_counts_on_a_day_the_last_holds() -> None:
    (curve,) = planned(series((0, 7), (5, 3), (0, 8))).curves
    assert [vertex.y for vertex in curve.counts] == [3, 8]


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
