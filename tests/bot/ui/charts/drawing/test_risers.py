import pytest

from tests.bot.ui.charts.drawing.pictures import drawn_risers, open_picture
from tests.bot.ui.charts.samples import TODAY


@pytest.mark.parametrize("gains", [[5], [0], [-5], [3, -3], list(range(900, -100, -100))])
def test_risers_and_fallers_are_drawn(gains: list[int]) -> None:
    picture = drawn_risers(
        [(f"owner/model-{gain}", gain) for gain in gains], since=TODAY, until=TODAY
    )
    assert open_picture(picture).width == 1600
