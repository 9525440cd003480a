"""Charts of risers: gains between two days as bars."""
# matplotlib's stubs leave most keyword arguments open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from matplotlib.axes import Axes

from bot.ui.charts.drawing.canvas import (
    BACKGROUND,
    PALETTE,
    QUIET_TEXT,
    TEXT,
    fit_name,
    font,
    new_figure,
    png_of,
    write_head,
)
from bot.ui.charts.plan import RiserPlan

RISE, FALL = PALETTE[1], PALETTE[0]


def draw_risers(plan: RiserPlan) -> bytes:
    """Draw a planned chart of gains, the first row on top."""
    count = len(plan.rows)
    height = 120 + 46 * max(count, 3)
    figure = new_figure(height)
    gains = [gain for _, gain in plan.rows]
    low, high = min(0, *gains), max(0, *gains)
    right = 0.86 if high > 0 or low == 0 else 0.96
    axes = figure.add_axes((0.36, 24 / height, right - 0.36, (height - 120) / height))
    room = max(high - low, 1)
    axes.set_axis_off()
    # Losses have their numbers left of their bars, which takes room there.
    axes.set_xlim(low - (0.22 * room if low < 0 else 0), high if high > 0 else 0.04 * room)
    axes.set_ylim(max(count, 3) - 0.5, -0.5)
    axes.axvline(0, color=QUIET_TEXT, linewidth=1)
    for place, (name, gain) in enumerate(plan.rows):
        _draw_bar(axes, place, name, gain)
    write_head(figure, "Stars gained", f"{plan.since.isoformat()} – {plan.until.isoformat()}")
    return png_of(figure)


def _draw_bar(axes: Axes, place: int, name: str, gain: int) -> None:
    colour = FALL if gain < 0 else RISE
    axes.barh(
        place,
        gain,
        height=0.56,
        color=colour,
        # A loss differs by its hatching too, not by colour and side alone.
        hatch="///" if gain < 0 else None,
        edgecolor=BACKGROUND,
        linewidth=0,
    )
    axes.annotate(
        f"{'+' if gain >= 0 else '−'}{abs(gain):,}",
        (gain, place),
        xytext=(-7 if gain < 0 else 7, 0),
        textcoords="offset points",
        ha="right" if gain < 0 else "left",
        va="center",
        color=TEXT,
        fontproperties=font(12.5, bold=True),
        annotation_clip=False,
    )
    owner, _, repository = name.partition("/")
    _write_row(axes, place - 0.13 if repository else place, repository or owner)
    if repository:
        _write_row(axes, place + 0.25, owner, is_small=True)


def _write_row(axes: Axes, place: float, text: str, *, is_small: bool = False) -> None:
    written = axes.text(
        -0.025,
        place,
        "",
        transform=axes.get_yaxis_transform(),
        ha="right",
        va="center",
        color=QUIET_TEXT if is_small else TEXT,
        fontproperties=font(9.5 if is_small else 12.5),
    )
    fit_name(written, text, 0.32)
