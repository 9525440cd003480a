import io
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from PIL import Image

from bot.catalog.entry import StarCount
from bot.ui import charts
from bot.ui.curves import ChartSpec, Kind, Scale, Series, Span, Vertex
from tests.bot.ui.test_curves import SERIES, SPECS, series
from tests.examples import examples

TODAY = date(2026, 8, 23)
DISCORD = ("#313338", "#1a1a1e", "#ffffff")
LINEAR = tuple[float, float, float]
# Machado, Oliveira and Fernandes 2009, severity 1: what people without one kind of cone see of linear RGB.
VISIONS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def _linear(colour: str) -> LINEAR:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _channel(red), _channel(green), _channel(blue)


def _channel(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    lights = sorted(
        sum(w * c for w, c in zip(weights, _linear(colour), strict=True)) for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _open(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


@pytest.mark.parametrize("colour", [*charts.PALETTE, charts.RISE, charts.FALL, charts.LEADER])
def test_lines_and_bars_stand_out_from_the_card(colour: str) -> None:
    assert _contrast(colour, charts.BACKGROUND) >= 3


@pytest.mark.parametrize("colour", [charts.TEXT, charts.QUIET_TEXT, *charts.PALETTE])
def test_text_can_be_read_on_the_card(colour: str) -> None:
    assert _contrast(colour, charts.BACKGROUND) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
def test_colours_differ_for_the_colour_blind(vision: str) -> None:
    def seen(colour: str) -> LINEAR:
        channels = _linear(colour)
        red, green, blue = (
            sum(w * c for w, c in zip(row, channels, strict=True)) for row in VISIONS[vision]
        )
        return red, green, blue

    for one, other in combinations(charts.PALETTE, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart > 0.12, (one, other)


def test_a_chart_is_an_opaque_png_of_twice_the_logical_size() -> None:
    image = _open(charts.star_chart([series((30, 5), (0, 9))], ChartSpec(), today=TODAY))
    assert image.format == "PNG"
    assert image.size == (1600, 960)
    red, green, blue = (int(charts.BACKGROUND[place : place + 2], 16) for place in (1, 3, 5))
    for corner in ((0, 0), (1599, 0), (0, 959), (1599, 959)):
        assert image.convert("RGBA").getpixel(corner) == (red, green, blue, 255)


def test_equal_input_gives_equal_bytes_without_a_date_in_them() -> None:
    def drawn() -> bytes:
        return charts.star_chart([series((300, 5), (30, 50), (0, 90))], ChartSpec(), today=TODAY)

    assert drawn() == drawn()
    assert set(_open(drawn()).info) <= {"dpi"}


@pytest.mark.parametrize("name", ["a/$x_{1}$", "a/\\frac", "模/型", "$", "a/" + "W" * 138, ""])
def test_any_name_can_be_drawn(name: str) -> None:
    counts = (StarCount(5, TODAY - timedelta(9)), StarCount(9, TODAY))
    named = Series(name, counts)
    for drawn in ([named], [named, named]):
        assert _open(charts.star_chart(drawn, ChartSpec(), today=TODAY)).size == (1600, 960)
    assert _open(charts.riser_chart([(name, 5)], since=TODAY, until=TODAY)).width == 1600


@pytest.mark.parametrize("spec", [ChartSpec(), ChartSpec(Span.MONTH), ChartSpec(scale=Scale.LOG)])
@pytest.mark.parametrize(
    "counts", [(), ((0, 0),), ((0, 7),), ((9, 5), (0, 5)), ((9, 90_000), (0, 89_000))]
)
def test_few_counts_are_drawn(counts: tuple[tuple[int, int], ...], spec: ChartSpec) -> None:
    assert _open(charts.star_chart([series(*counts)], spec, today=TODAY)).size == (1600, 960)


def test_eight_thousand_counts_are_drawn() -> None:
    long = series(*((8_000 - day, day * 7) for day in range(8_000)))
    assert _open(charts.star_chart([long] * 4, ChartSpec(), today=TODAY)).size == (1600, 960)


@examples(12)
@given(SERIES, SPECS)
def test_every_plan_can_be_drawn(all_series: list[Series], spec: ChartSpec) -> None:
    picture = charts.star_chart(all_series, spec, today=TODAY)
    assert _open(picture).size == (1600, 960)
    assert len(picture) < 1_000_000


@pytest.mark.parametrize("gains", [[5], [0], [-5], [3, -3], list(range(900, -100, -100))])
def test_risers_and_fallers_are_drawn(gains: list[int]) -> None:
    picture = charts.riser_chart(
        [(f"owner/model-{gain}", gain) for gain in gains], since=TODAY, until=TODAY
    )
    assert _open(picture).width == 1600


def test_of_many_counts_ends_and_rounded_ones_are_marked() -> None:
    counts = [Vertex(day, day, Kind.ROUNDED if day == 33 else Kind.EXACT) for day in range(100)]
    chosen = charts.marked(counts)
    assert len(chosen) < 15
    assert {counts[0], counts[33], counts[-1]} <= set(chosen)
    assert charts.marked(counts[:20]) == counts[:20]
