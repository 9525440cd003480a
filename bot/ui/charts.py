"""Star charts as PNG pictures. The only home of matplotlib; its object API keeps no state between charts.

The pictures carry no words that would need a Chinese font: names are ASCII, dates ISO. One dark card of its own is
legible on Discord's dark and light backgrounds alike.
"""
# matplotlib's stubs leave most keyword arguments open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from bot.ui.curves import (
    Align,
    ChartSpec,
    Curve,
    Kind,
    RiserPlan,
    Scale,
    Series,
    StarPlan,
    Vertex,
    cut_middle,
    plan_risers,
    plan_stars,
    short_names,
    spread,
)

# A matplotlibrc of the machine must not change the pictures, and a name with "$" is no formula.
mpl.rcdefaults()
mpl.rcParams["text.parse_math"] = False

WIDTH, HEIGHT, DENSITY = 800, 480, 2  # logical pixels; letters stay readable on a phone
BACKGROUND = "#1e2025"
TEXT = "#f2f3f5"
QUIET_TEXT = "#b4bac4"
GRID = "#383b43"
LEADER = "#6f7580"
# Okabe and Ito's colours for every kind of colour vision, the green a little lighter.
PALETTE = ("#E69F00", "#56B4E9", "#14B88A", "#E08FBD")
RISE, FALL = PALETTE[1], PALETTE[0]

_MARKERS = ("o", "s", "^", "D")
_MARKER_SIZES = (7.0, 6.4, 7.6, 6.2)
_DPI = 100 * DENSITY
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_REGULAR, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_FEW_MARKERS = 26  # more counts than that: only some places of the line are marked
_SPARSE_MARKERS = 7
_LEFT = 0.122  # of the width: room for ticks such as 162.5K
_MOST_LETTERS = 60


def star_chart(series: Sequence[Series], spec: ChartSpec, *, today: date) -> bytes:
    """Return one to four repositories' stars over time as a PNG.

    Raises:
        ValueError: there are none or more.
    """
    return draw_stars(plan_stars(series, spec, today=today))


def riser_chart(rows: Sequence[tuple[str, int]], *, since: date, until: date) -> bytes:
    """Return up to ten repositories' gains between two days as bars, a PNG.

    Raises:
        ValueError: there are none or more.
    """
    return draw_risers(plan_risers(rows, since=since, until=until))


def draw_stars(plan: StarPlan) -> bytes:
    """Draw a planned star chart."""
    figure = _figure(HEIGHT)
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
    _head(figure, title, " · ".join(_facts(plan, is_single=is_single)))
    _foot(figure, signs)
    return _png(figure)


def draw_risers(plan: RiserPlan) -> bytes:
    """Draw a planned chart of gains, the first row on top."""
    count = len(plan.rows)
    height = 120 + 46 * max(count, 3)
    figure = _figure(height)
    gains = [gain for _, gain in plan.rows]
    low, high = min(0, *gains), max(0, *gains)
    right = 0.86 if high > 0 or low == 0 else 0.96
    axes = figure.add_axes((0.36, 24 / height, right - 0.36, (height - 120) / height))
    room = max(high - low, 1)
    axes.set_axis_off()
    # The numbers of losses stand left of their bars and need room there.
    axes.set_xlim(low - (0.22 * room if low < 0 else 0), high if high > 0 else 0.04 * room)
    axes.set_ylim(max(count, 3) - 0.5, -0.5)
    axes.axvline(0, color=QUIET_TEXT, linewidth=1)
    for place, (name, gain) in enumerate(plan.rows):
        _draw_bar(axes, place, name, gain)
    _head(figure, "Stars gained", f"{plan.since.isoformat()} – {plan.until.isoformat()}")
    return _png(figure)


def _figure(height: int) -> Figure:
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=_DPI, facecolor=BACKGROUND)
    FigureCanvasAgg(figure)
    return figure


def _png(figure: Figure) -> bytes:
    picture = io.BytesIO()
    # Without a "Software" entry, so that equal charts are equal bytes whatever the version is called.
    figure.savefig(
        picture, format="png", facecolor=BACKGROUND, metadata={"Software": None}, dpi=_DPI
    )
    return picture.getvalue()


def _font(size: float, *, bold: bool = False) -> FontProperties:
    # Named by its file: what fonts the machine has changes nothing.
    return FontProperties(fname=_BOLD if bold else _REGULAR, size=size)


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
        text.set_fontproperties(_font(12.5))
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
            markerfacecolor=BACKGROUND if vertex.kind is Kind.ROUNDED else colour,
            markeredgecolor=colour if vertex.kind is Kind.ROUNDED else BACKGROUND,
            markeredgewidth=2.0 if vertex.kind is Kind.ROUNDED else 1.2,
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
    rounded = [index for index, vertex in enumerate(counts) if vertex.kind is Kind.ROUNDED]
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
        fontproperties=_font(14, bold=True),
        annotation_clip=False,
    )


def _label_ends(axes: Axes, plan: StarPlan) -> None:
    names = short_names([curve.name for curve in plan.curves])
    # Labels stand in parts of the axes' height; series without counts wait at the bottom.
    ends = [curve.runs[-1][-1] if curve.runs else None for curve in plan.curves]
    heights = [_share(axes, end.y) if end else 0.0 for end in ends]
    for index, place in enumerate(spread(heights, 0.165, 0.03, 0.98)):
        end = ends[index]
        if end is not None:
            _lead(axes, plan, end, heights[index], place)
        number = "no data" if end is None else _number(end)
        name = _write(axes, 1.045, place + 0.036, "", 11.5, bold=True, colour=PALETTE[index])
        _fit(name, names[index], 0.222)
        _write(axes, 1.045, place - 0.036, number, 11.5)


def _number(end: Vertex) -> str:
    return ("≈" if end.kind is Kind.ROUNDED else "") + f"{end.y:,.0f}"


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
        fontproperties=_font(12.5, bold=True),
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
        fontproperties=_font(9.5 if is_small else 12.5),
    )
    _fit(written, text, 0.32)


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
        fontproperties=_font(size, bold=bold),
    )


def _fit(text: Text, name: str, share: float) -> None:
    """Write as much of a name as that share of the picture's width holds."""
    for letters in range(min(len(name), _MOST_LETTERS), 3, -1):
        text.set_text(cut_middle(name, letters))
        if text.get_window_extent().width <= share * WIDTH * DENSITY:
            return


def _head(figure: Figure, title: str, facts: str) -> None:
    top = figure.get_figheight()
    heading = figure.text(
        0.03, 1 - 0.42 / top, "", color=TEXT, va="center", fontproperties=_font(17, bold=True)
    )
    _fit(heading, title, 0.94)
    figure.text(
        0.03, 1 - 0.75 / top, facts, color=QUIET_TEXT, va="center", fontproperties=_font(12)
    )


def _foot(figure: Figure, text: str) -> None:
    figure.text(0.03, 0.04, text, color=QUIET_TEXT, va="center", fontproperties=_font(11))


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
        vertex.kind is Kind.ROUNDED for curve in plan.curves for vertex in curve.counts
    )
    signs = ["hollow: rounded count"] if is_rounded else []
    if any(curve.gaps for curve in plan.curves):
        signs.append("dotted: no counts in between")
    return "   ·   ".join(signs)
