from datetime import timedelta

import pytest
from hypothesis import given

from bot.catalog.entry import StarCount
from bot.ui.charts.curves import Vertex, VertexKind
from bot.ui.charts.drawing.canvas import BACKGROUND
from bot.ui.charts.drawing.stars import marked
from bot.ui.charts.series import ChartSpec, Scale, Series, TimeRange
from tests.bot.ui.charts.drawing.pictures import drawn_risers, drawn_stars, open_picture
from tests.bot.ui.charts.samples import SERIES, SPECS, TODAY, series
from tests.examples import examples


def test_a_chart_is_an_opaque_png_of_twice_the_logical_size() -> None:
    image = open_picture(drawn_stars([series((30, 5), (0, 9))], ChartSpec(), today=TODAY))
    assert image.format == "PNG"
    assert image.size == (1600, 960)
    red, green, blue = (int(BACKGROUND[place : place + 2], 16) for place in (1, 3, 5))
    for corner in ((0, 0), (1599, 0), (0, 959), (1599, 959)):
        assert image.convert("RGBA").getpixel(corner) == (red, green, blue, 255)


def test_equal_input_gives_equal_bytes_without_a_date_in_them() -> None:
    def drawn() -> bytes:
        return drawn_stars([series((300, 5), (30, 50), (0, 90))], ChartSpec(), today=TODAY)

    assert drawn() == drawn()
    assert set(open_picture(drawn()).info) <= {"dpi"}


@pytest.mark.parametrize("name", ["a/$x_{1}$", "a/\\frac", "模/型", "$", "a/" + "W" * 138, ""])
def test_any_name_can_be_drawn(name: str) -> None:
    counts = (StarCount(5, TODAY - timedelta(9)), StarCount(9, TODAY))
    named = Series(name, counts)
    for drawn in ([named], [named, named]):
        assert open_picture(drawn_stars(drawn, ChartSpec(), today=TODAY)).size == (1600, 960)
    assert open_picture(drawn_risers([(name, 5)], since=TODAY, until=TODAY)).width == 1600


@pytest.mark.parametrize(
    "spec", [ChartSpec(), ChartSpec(TimeRange.MONTH), ChartSpec(scale=Scale.LOG)]
)
@pytest.mark.parametrize(
    "counts", [(), ((0, 0),), ((0, 7),), ((9, 5), (0, 5)), ((9, 90_000), (0, 89_000))]
)
def test_few_counts_are_drawn(counts: tuple[tuple[int, int], ...], spec: ChartSpec) -> None:
    assert open_picture(drawn_stars([series(*counts)], spec, today=TODAY)).size == (1600, 960)


def test_eight_thousand_counts_are_drawn() -> None:
    long = series(*((8_000 - day, day * 7) for day in range(8_000)))
    assert open_picture(drawn_stars([long] * 4, ChartSpec(), today=TODAY)).size == (1600, 960)


@examples(12)
@given(SERIES, SPECS)
def test_every_plan_can_be_drawn(all_series: list[Series], spec: ChartSpec) -> None:
    picture = drawn_stars(all_series, spec, today=TODAY)
    assert open_picture(picture).size == (1600, 960)
    assert len(picture) < 1_000_000


def test_of_many_counts_ends_and_rounded_ones_are_marked() -> None:
    counts = [
        Vertex(day, day, VertexKind.ROUNDED if day == 33 else VertexKind.EXACT)
        for day in range(100)
    ]
    chosen = marked(counts)
    assert len(chosen) < 15
    assert {counts[0], counts[33], counts[-1]} <= set(chosen)
    assert marked(counts[:20]) == counts[:20]
