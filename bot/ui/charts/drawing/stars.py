"""Star charts: one to four repositories' stars over time."""
# matplotlib's stubs leave most keyword arguments open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.text import Text

from bot.ui.charts.curves import Curve, Vertex, VertexKind
from bot.ui.charts.drawing.canvas import (
    BACKGROUND,
    GRID,
    HEIGHT,
    LEADER,
    PALETTE,
    QUIET_TEXT,
    TEXT,
    fit_name,
    font,
    new_figure,
    png_of,
    write_foot,
    write_head,
)
from bot.ui.charts.labels import short_names, spread
from bot.ui.charts.plan import StarPlan
from bot.ui.charts.series import Align, Scale

_MARKERS = ("o", "s", "^", "D")
_MARKER_SIZES = (7.0, 6.4, 7.6, 6.2)
_FEW_MARKERS = 26  # more counts than that: only some places of the line are marked
_SPARSE_MARKERS = 7
_LEFT = 0.122  # of the width: room for ticks such as 162.5K


def draw_stars(plan: StarPlan) -> bytes:
    """Draw a planned star chart."""
    figure = new_figure(HEIGHT)
    is_single = len(plan.curves) == 1
    signs = _signs(plan)
    right, bottom = 0.835 if is_single else 0.735, 0.17 if signs else 0.115
    axes = figure.add_axes((_LEFT, bottom, right - _LEFT, 0.785 - bottom))
    _style(axes, plan)
    for index, curve in enumerate(plan.curves):
        _draw_curve(axes, plan, curve, index)
    if any(curve.runs for curve in plan.curves):
        (_label_end if is_single else _label_ends)(axes, plan)
    else:
        axes.set_yticks([])
        _write(axes, 0.5, 0.5, "no counts in this span", 14, colour=QUIET_TEXT, ha="center")
    title = plan.curves[0].name if is_single else "GitHub stars"
    write_head(figure, title, " · ".join(_facts(plan, is_single=is_single)))
    write_foot(figure, signs)
    return png_of(figure)


def _style(axes: Axes, plan: StarPlan) -> None:
    axes.set_facecolor(BACKGROUND)
    if plan.spec.scale is Scale.LOG:
        axes.set_yscale("log")
        axes.minorticks_off()
    axes.set_xlim(plan.x.low, plan.x.high)
    axes.set_ylim(plan.y.low, plan.y.high)
    axes.set_xticks([x for x, _ in plan.x.ticks], [text for _, text in plan.x.ticks], minor=False)
    axes.set_yticks([y for y, _ in plan.y.ticks], [text for _, text in plan.y.ticks], minor=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(QUIET_TEXT)
    axes.grid(visible=True, axis="y", color=GRID, linewidth=0.9)
    axes.set_axisbelow(True)
    axes.tick_params(axis="both", length=0, pad=7)
    axes.tick_params(axis="x", length=4, color=QUIET_TEXT)
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set_fontproperties(font(12.5))
        text.set_color(QUIET_TEXT)


def _draw_curve(axes: Axes, plan: StarPlan, curve: Curve, index: int) -> None:
    colour, layer = PALETTE[index], 10 - index
    for run in curve.runs:
        xs, ys = [vertex.x for vertex in run], [vertex.y for vertex in run]
        axes.plot(xs, ys, color=colour, linewidth=2.6, solid_capstyle="round", zorder=layer)
        if len(plan.curves) == 1 and not plan.y.low and plan.spec.scale is Scale.LINEAR:
            # A filled area claims that its height is the number: only from 0.
            axes.fill_between(xs, ys, color=colour, alpha=0.13, linewidth=0)
    for left, right in curve.gaps:
        axes.plot(
            (left.x, right.x),
            (left.y, right.y),
            color=colour,
            linewidth=1.6,
            linestyle=(0, (1, 2.2)),
            alpha=0.8,
            zorder=layer,
        )
    for vertex in marked(curve.counts):
        axes.plot(
            (vertex.x,),
            (vertex.y,),
            marker=_MARKERS[index],
            markersize=_MARKER_SIZES[index],
            markerfacecolor=BACKGROUND if vertex.kind is VertexKind.ROUNDED else colour,
            markeredgecolor=colour if vertex.kind is VertexKind.ROUNDED else BACKGROUND,
            markeredgewidth=2.0 if vertex.kind is VertexKind.ROUNDED else 1.2,
            clip_on=False,
            zorder=layer + 10,
        )


def marked(counts: Sequence[Vertex]) -> list[Vertex]:
    """Return the counts that get a marker: all of few; of many some along the line, the last, and rounded ones."""
    if len(counts) <= _FEW_MARKERS:
        return list(counts)
    chosen = {
        round(place * (len(counts) - 1) / _SPARSE_MARKERS) for place in range(_SPARSE_MARKERS + 1)
    }
    rounded = [index for index, vertex in enumerate(counts) if vertex.kind is VertexKind.ROUNDED]
    chosen |= set(rounded[:: len(rounded) // _FEW_MARKERS + 1])
    return [counts[index] for index in sorted(chosen)]


def _label_end(axes: Axes, plan: StarPlan) -> None:
    end = plan.curves[0].runs[-1][-1]
    axes.annotate(
        _number(end),
        (end.x, end.y),
        xytext=(11, 0),
        textcoords="offset points",
        va="center",
        color=PALETTE[0],
        fontproperties=font(14, bold=True),
        annotation_clip=False,
    )


def _label_ends(axes: Axes, plan: StarPlan) -> None:
    names = short_names([curve.name for curve in plan.curves])
    # Labels are placed in fractions of the axes' height; series without counts go to the bottom.
    ends = [curve.runs[-1][-1] if curve.runs else None for curve in plan.curves]
    heights = [_share(axes, end.y) if end else 0.0 for end in ends]
    for index, place in enumerate(spread(heights, 0.165, 0.03, 0.98)):
        end = ends[index]
        if end is not None:
            _lead(axes, plan, end, heights[index], place)
        number = "no data" if end is None else _number(end)
        name = _write(axes, 1.045, place + 0.036, "", 11.5, bold=True, colour=PALETTE[index])
        fit_name(name, names[index], 0.222)
        _write(axes, 1.045, place - 0.036, number, 11.5)


def _number(end: Vertex) -> str:
    return ("≈" if end.kind is VertexKind.ROUNDED else "") + f"{end.y:,.0f}"


def _share(axes: Axes, height: float) -> float:
    _, place = axes.transAxes.inverted().transform(axes.transData.transform((0, height)))
    return float(place)


def _lead(axes: Axes, plan: StarPlan, end: Vertex, height: float, place: float) -> None:
    """Join a line's end and its label, in grey: in the series' colour it would look like data."""
    share = (end.x - plan.x.low) / (plan.x.high - plan.x.low)
    axes.plot(
        (min(share + 0.015, 1.008), 1.008, 1.034),
        (height, height, place),
        transform=axes.transAxes,
        color=LEADER,
        linewidth=0.9,
        clip_on=False,
        zorder=3,
    )


def _write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = TEXT,
    ha: str = "left",
) -> Text:
    return axes.text(
        x,
        y,
        text,
        transform=axes.transAxes,
        ha=ha,
        va="center",
        color=colour,
        fontproperties=font(size, bold=bold),
    )


def _facts(plan: StarPlan, *, is_single: bool) -> list[str]:
    facts = ["GitHub stars"] if is_single else []
    if plan.spec.align is Align.AGE:
        facts.append("by age since creation")
    else:
        ends = [date.fromordinal(round(end)).isoformat() for end in (plan.x.low, plan.x.high)]
        facts.append(" – ".join(ends))
    if plan.spec.scale is Scale.LOG:
        facts.append("log scale")
    if plan.is_zoomed:
        facts.append(f"axis starts at {plan.y.ticks[0][1]}, not 0")
    return facts


def _signs(plan: StarPlan) -> str:
    is_rounded = any(
        vertex.kind is VertexKind.ROUNDED for curve in plan.curves for vertex in curve.counts
    )
    signs = ["hollow: rounded count"] if is_rounded else []
    if any(curve.gaps for curve in plan.curves):
        signs.append("dotted: no counts in between")
    return "   ·   ".join(signs)
