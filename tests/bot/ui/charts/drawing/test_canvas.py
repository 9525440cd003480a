from itertools import combinations

import pytest

from bot.ui.charts.drawing.canvas import BACKGROUND, LEADER, PALETTE, QUIET_TEXT, TEXT
from bot.ui.charts.drawing.risers import FALL, RISE

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


@pytest.mark.parametrize("colour", [*PALETTE, RISE, FALL, LEADER])
def test_lines_and_bars_stand_out_from_the_card(colour: str) -> None:
    assert _contrast(colour, BACKGROUND) >= 3


@pytest.mark.parametrize("colour", [TEXT, QUIET_TEXT, *PALETTE])
def test_text_can_be_read_on_the_card(colour: str) -> None:
    assert _contrast(colour, BACKGROUND) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
def test_colours_differ_for_the_colour_blind(vision: str) -> None:
    def seen(colour: str) -> LINEAR:
        channels = _linear(colour)
        red, green, blue = (
            sum(w * c for w, c in zip(row, channels, strict=True)) for row in VISIONS[vision]
        )
        return red, green, blue

    for one, other in combinations(PALETTE, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart > 0.12, (one, other)
