from datetime import timedelta

from bot.ui.charts.curves import Vertex, VertexKind, gap_limit, runs_of, thinned
from bot.ui.charts.series import Align, ChartSpec, TimeRange
from tests.bot.ui.charts.samples import TODAY, planned, series


def test_a_gap_is_45_days_or_a_fifth_of_the_window() -> None:
    assert gap_limit(0, 30) == 45
    assert gap_limit(0, 365) == 73
    assert gap_limit(0, 3650) == 730


def test_counts_further_apart_than_the_limit_are_not_joined() -> None:
    (curve,) = planned(series((365, 10), (330, 20), (200, 30), (190, 40), (0, 50))).curves
    assert [len(run) for run in curve.runs] == [2, 2, 1]
    assert [(left.y, right.y) for left, right in curve.gaps] == [(20, 30), (40, 50)]


def test_a_line_that_enters_the_window_begins_at_its_border() -> None:
    (curve,) = planned(
        series((40, 100), (20, 120), (0, 140)), spec=ChartSpec(TimeRange.MONTH)
    ).curves
    assert curve.runs[0][0] == Vertex(TODAY.toordinal() - 30, 110, VertexKind.EDGE)
    assert [vertex.y for vertex in curve.counts] == [120, 140]


def test_a_line_that_leaves_the_window_ends_at_its_border() -> None:
    created = TODAY - timedelta(60)
    (curve,) = planned(
        series((60, 0), (40, 20), (20, 40), created=created),
        spec=ChartSpec(TimeRange.MONTH, Align.AGE),
    ).curves
    assert curve.runs == ((Vertex(0, 0), Vertex(20, 20), Vertex(30, 30, VertexKind.EDGE)),)


def test_no_line_enters_over_a_gap() -> None:
    track = [Vertex(0, 5), Vertex(100, 9)]
    assert runs_of(track, 80, 110) == [[Vertex(100, 9)]]


def test_thinning_keeps_ends_and_extremes() -> None:
    run = [Vertex(day, day % 97) for day in range(8_000)]
    run[4_321] = Vertex(4_321, 9_999)
    run[2_345] = Vertex(2_345, -9_999)
    kept = thinned(run, 0, 7_999)
    assert len(kept) <= 404
    assert {run[0], run[-1], run[4_321], run[2_345]} <= set(kept)
    assert list(kept) == sorted(kept)
