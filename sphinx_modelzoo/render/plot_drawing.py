"""Drawing a plot with matplotlib, which is loaded by the first plot that is drawn.

The picture depends on nothing but the plot: not on the user's matplotlibrc, the time or, in SVG,
the fonts of the machine, since text stays text.
"""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.east_asian import display_width
from sphinx_modelzoo.render.fonts import BASE, choose_fonts, quiet
from sphinx_modelzoo.render.plot_svg import clean_svg
from sphinx_modelzoo.views.values import format_count, format_flops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matplotlib.figure import Figure

    from sphinx_modelzoo.views.content import PageId
    from sphinx_modelzoo.views.display import Axis, Plot

# Each has a contrast of 3 and more with white and with the dark grounds of themes, so that one
# picture serves both. Kinds of points differ in shape too.
COLOURS = (
    "#3b7dd8",
    "#cf6a12",
    "#2a9460",
    "#9b62cb",
    "#d14b63",
    "#138f9e",
    "#947839",
    "#8a7f8d",
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
TEXT = "#010101"  # becomes the colour of the page's text
_FONT_SIZE = 10
MOST_LINKS = 2000
"""The most points that are drawn with links."""
_PLANE = (5.4, 3.7)  # inches
_LEFT, _RIGHT, _BOTTOM, _TOP = 0.8, 0.2, 0.6, 0.15


def can_draw() -> bool:
    """Return True if matplotlib, the extra ``plot``, is installed."""
    return find_spec("matplotlib") is not None


def plot_svg(plot: Plot, link: Callable[[PageId, str], str | None]) -> str:
    """Draw a plot as an ``<svg>`` inside HTML, in the text's own colour, its points links.

    :param link: the address of a page of the zoo or a place on it, or None where it has none.
    :returns: nothing without matplotlib or without a point.
    """
    if not can_draw() or not plot.series:
        return ""
    out = io.BytesIO()
    with _settings((BASE,)):
        _figure(plot).savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    points = [point for series in plot.series for point in series.points]
    places = [(point.label, link(point.page, point.fragment)) for point in points]
    return clean_svg(out.getvalue(), plot.alt, places, TEXT)


def plot_pdf(plot: Plot) -> bytes:
    """Draw a plot as the bytes of a PDF file.

    :returns: nothing where it cannot be drawn: without matplotlib, a point, or fonts that have
        all characters (see :func:`characters_without_font`).
    """
    if not can_draw() or not plot.series:
        return b""
    fonts, missing = choose_fonts(_words(plot))
    if missing:
        return b""
    out = io.BytesIO()
    metadata = dict.fromkeys(("CreationDate", "Creator", "Producer"))
    with _settings(fonts):
        _figure(plot).savefig(out, format="pdf", metadata=metadata)
    return out.getvalue()


def characters_without_font(plot: Plot) -> str:
    """Return the characters in the words of a plot that no font of this machine has."""
    return choose_fonts(_words(plot))[1]


def _words(plot: Plot) -> str:
    return "".join(
        (plot.x.label, plot.y.label, plot.front_label, *(one.title for one in plot.series))
    )


@contextmanager
def _settings(fonts: Sequence[str]) -> Iterator[None]:
    """Use matplotlib's defaults, whatever a matplotlibrc says."""
    with quiet():
        import matplotlib

    plain: dict[Any, Any] = {
        name: value
        for name, value in matplotlib.rcParamsDefault.items()
        if not name.startswith("backend")
    }
    ours: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "modelzoo",
        "pdf.fonttype": 3,
        "text.parse_math": False,
        "font.family": list(fonts),
        "font.size": _FONT_SIZE,
        "text.color": TEXT,
        "axes.labelcolor": TEXT,
        "axes.edgecolor": TEXT,
        "xtick.color": TEXT,
        "ytick.color": TEXT,
        "axes.unicode_minus": False,
    }
    with quiet(), matplotlib.rc_context({**plain, **ours}), warnings.catch_warnings():
        # Of characters that the font lacks: the reader's browser has them.
        warnings.simplefilter("ignore")
        yield


def _figure(plot: Plot) -> Figure:
    from matplotlib.figure import Figure

    # Nobody can follow a point in a cloud, which becomes one path: the table has the links.
    linked = sum(len(series.points) for series in plot.series) <= MOST_LINKS
    names = [series.title for series in plot.series if series.title] + [plot.front_label]
    legend = max(map(display_width, names)) * _FONT_SIZE * 0.6 / 72 + 0.55 if any(names) else 0.0
    width, height = _LEFT + _PLANE[0] + _RIGHT + legend, _BOTTOM + _PLANE[1] + _TOP
    figure = Figure(figsize=(width, height), facecolor="none")
    plane = figure.add_axes(
        (_LEFT / width, _BOTTOM / height, _PLANE[0] / width, _PLANE[1] / height),
        facecolor="none",
    )
    number = 0
    if plot.front:
        xs, ys = zip(*plot.front, strict=True)
        plane.plot(xs, ys, color=TEXT, linestyle="--", linewidth=1, label=plot.front_label)
    for place, series in enumerate(plot.series):
        plane.scatter(
            [point.x for point in series.points],
            [point.y for point in series.points],
            s=36,
            c=COLOURS[place % len(COLOURS)],
            marker=MARKERS[place % len(MARKERS)],
            linewidths=0,
            label=series.title or "_",
            # clean_svg puts the addresses in: matplotlib knows only where the links are.
            urls=[f"#{number + index}" for index in range(len(series.points))] if linked else None,
            zorder=3,
        )
        number += len(series.points)
    for axis, side in ((plot.x, plane.xaxis), (plot.y, plane.yaxis)):
        _ruler(axis, side)
    plane.set_xlabel(plot.x.label)
    plane.set_ylabel(plot.y.label, rotation_mode="anchor")
    plane.grid(visible=True, color=TEXT, alpha=0.15, linewidth=0.6)
    plane.set_axisbelow(True)
    for side_name in ("top", "right"):
        plane.spines[side_name].set_visible(False)
    if any(names):
        plane.legend(
            loc="upper left",
            bbox_to_anchor=(1.02, 1.0),
            frameon=False,
            borderaxespad=0,
            handletextpad=0.4,
            handlelength=1.6,
        )
    return figure


def _ruler(axis: Axis, side: Any) -> None:
    """Set the scale of an axis, with numbers as the tables write them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

    def write(value: float, _: object) -> str:
        if axis.form == "number" or value < 1:
            return f"{value:.10g}"
        return (format_count if axis.form == "count" else format_flops)(round(value))

    if axis.log:
        getattr(side.axes, f"set_{side.axis_name}scale")("log")
        low, high = side.get_view_interval()
        subs = (1.0,) if low <= 0 or high / low > 300 else (1.0, 2.0, 5.0)
        side.set_major_locator(LogLocator(base=10, subs=subs))
        side.set_minor_formatter(NullFormatter())
    else:
        side.set_major_locator(MaxNLocator(nbins=7, integer=axis.form != "number"))
    side.set_major_formatter(FuncFormatter(write))
