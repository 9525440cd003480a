"""Drawn charts, opened."""

import io
from collections.abc import Sequence
from datetime import date

from PIL import Image

from bot.ui.charts.drawing.risers import draw_risers
from bot.ui.charts.drawing.stars import draw_stars
from bot.ui.charts.plan import plan_risers, plan_stars
from bot.ui.charts.series import ChartSpec, Series


def open_picture(picture: bytes) -> Image.Image:
    """Return a picture with all of its bytes read."""
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


def drawn_stars(all_series: Sequence[Series], spec: ChartSpec, *, today: date) -> bytes:
    """Plan and draw a chart of stars."""
    return draw_stars(plan_stars(all_series, spec, today=today))


def drawn_risers(rows: Sequence[tuple[str, int]], *, since: date, until: date) -> bytes:
    """Plan and draw a chart of gains."""
    return draw_risers(plan_risers(rows, since=since, until=until))
