"""The card and the lettering of all charts; matplotlib's object API keeps no state between charts.

The pictures carry no words that would need a Chinese font: names are ASCII, dates ISO. One dark card of its own is
legible on Discord's dark and light backgrounds alike.
"""
# matplotlib's stubs leave most keyword arguments open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from bot.ui.charts.labels import cut_middle

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
_DPI = 100 * DENSITY
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_REGULAR, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_MOST_LETTERS = 60


def new_figure(height: int) -> Figure:
    """Return an empty card, ``height`` logical pixels high."""
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=_DPI, facecolor=BACKGROUND)
    FigureCanvasAgg(figure)
    return figure


def png_of(figure: Figure) -> bytes:
    """Return a figure's picture."""
    picture = io.BytesIO()
    # Without a "Software" entry, so that equal charts are equal bytes whatever the version is called.
    figure.savefig(
        picture, format="png", facecolor=BACKGROUND, metadata={"Software": None}, dpi=_DPI
    )
    return picture.getvalue()


def font(size: float, *, bold: bool = False) -> FontProperties:
    """Return the font of every text."""
    # Named by its file: the machine's own fonts change nothing.
    return FontProperties(fname=_BOLD if bold else _REGULAR, size=size)


def fit_name(text: Text, name: str, share: float) -> None:
    """Write as much of a name as that share of the picture's width holds."""
    for letters in range(min(len(name), _MOST_LETTERS), 3, -1):
        text.set_text(cut_middle(name, letters))
        if text.get_window_extent().width <= share * WIDTH * DENSITY:
            return


def write_head(figure: Figure, title: str, facts: str) -> None:
    """Write a title and a line of facts above a chart."""
    top = figure.get_figheight()
    heading = figure.text(
        0.03, 1 - 0.42 / top, "", color=TEXT, va="center", fontproperties=font(17, bold=True)
    )
    fit_name(heading, title, 0.94)
    figure.text(0.03, 1 - 0.75 / top, facts, color=QUIET_TEXT, va="center", fontproperties=font(12))


def write_foot(figure: Figure, text: str) -> None:
    """Write a line below a chart."""
    figure.text(0.03, 0.04, text, color=QUIET_TEXT, va="center", fontproperties=font(11))
