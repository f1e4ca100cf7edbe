"""Turn matplotlib's SVG into one that fits in a page.

Without ids (a page may hold several plots) and style attributes; the text is in the page's font
and colour; every point has a label and links to its model.
"""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = re.compile(r"-?\d+\.\d+")
_CIRCLE = re.compile(r"M 0 ([\d.]+) C ")  # no other marker has curves
_POLYGON = re.compile(r"M -?[\d.]+ -?[\d.]+(?: L -?[\d.]+ -?[\d.]+)+ z")
_KEPT = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-opacity",
    "stroke-width",
    "stroke-linecap",
    "opacity",
    "text-anchor",
)
_XLINK = "{http://www.w3.org/1999/xlink}href"


def clean_svg(
    svg: bytes, alt: str, places: Sequence[tuple[str, str | None]], text_colour: str
) -> str:
    """Write an ``<svg>`` for HTML.

    :param svg: what matplotlib wrote; its links ``#0``, ``#1``, … are the numbers of the points.
    :param alt: what it shows, in words.
    :param places: the label of each point, and the address that it links to.
    :param text_colour: the colour that is replaced by that of the text.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314  (matplotlib's, of our own data)
    writer = _Writer(root, places, text_colour)
    box = _short(root.get("viewBox", "0 0 460 345"))
    return (
        f'<svg class="modelzoo-plot-picture" viewBox="{box}" role="group"'
        f' aria-label="{escape(alt)}" font-family="inherit" font-size="10">\n'
        f"{writer.children(root)}</svg>\n"
    )


class _Writer:
    def __init__(
        self,
        root: ElementTree.Element,
        places: Sequence[tuple[str, str | None]],
        text_colour: str,
    ) -> None:
        self._places = places
        self._text_colour = text_colour
        self._shapes: Mapping[str, ElementTree.Element] = {
            f"#{path.get('id')}": path for path in root.iter() if path.get("id")
        }

    def children(self, element: ElementTree.Element) -> str:
        return "".join(map(self._element, element))

    def _element(self, element: ElementTree.Element) -> str:
        name = element.tag.rpartition("}")[2]
        if name == "g":
            return self._cloud(element) or self.children(element)
        if name == "a":
            return self._point(element)
        if name == "text":
            words = escape("".join(element.itertext()))
            return f"<text{self._attributes(element, 'x', 'y', 'transform')}>{words}</text>\n"
        if name == "path":
            style = _style(element)
            if style.get("fill") == "none" and "stroke" not in style:
                return ""  # the ground
            return f"<path{self._attributes(element, 'd')}></path>\n"
        if name == "use":
            shape = self._shapes.get(element.get(_XLINK, ""))
            return "" if shape is None else self._copy(element, shape)
        return ""  # metadata, definitions

    def _point(self, link: ElementTree.Element) -> str:
        number = link.get(_XLINK, "").removeprefix("#")
        label, address = self._places[int(number)]
        inner = f"<title>{escape(label)}</title>{self.children(link)}"
        if address is None:
            return f"<g>{inner}</g>\n"
        # Out of the way of the Tab key, which has the same links in the table below.
        return (
            f'<a href="{escape(address)}" tabindex="-1" aria-label="{escape(label)}">{inner}</a>\n'
        )

    def _copy(self, use: ElementTree.Element, shape: ElementTree.Element) -> str:
        style = {**_style(shape), **_style(use)}
        x, y = _short(use.get("x", "0")), _short(use.get("y", "0"))
        place = f"{x} {y}"
        shown = "".join(f' {key}="{escape(value)}"' for key, value in self._shown(style))
        d = _short(" ".join(shape.get("d", "").split()))
        if round_one := _CIRCLE.match(d):  # by far the most frequent shape
            return f'<circle cx="{x}" cy="{y}" r="{round_one[1]}"{shown}></circle>'
        return f'<path d="{d}" transform="translate({place})"{shown}></path>'

    def _cloud(self, group: ElementTree.Element) -> str:
        """Write copies of one shape as one path: thousands of elements are too many for a page."""
        looks = {(one.tag, one.get(_XLINK, ""), one.get("style", "")) for one in group}
        shape = self._shapes.get(group[0].get(_XLINK, "")) if len(group) > 1 else None
        if shape is None or len(looks) > 1:
            return ""
        shown = dict(self._shown({**_style(shape), **_style(group[0])}))
        d = " ".join(shape.get("d", "").split())
        if round_one := _CIRCLE.match(d):
            # A line of no length, whose ends are round.
            drawn = "h0"
            width = _short(f"{2 * float(round_one[1]):.2f}")
            shown = {
                "fill": "none",
                "stroke": shown.get("fill", "currentColor"),
                "stroke-width": width,
                "stroke-linecap": "round",
            }
        elif _POLYGON.fullmatch(d):
            drawn = _relative(d)
        else:
            return ""
        places = dict.fromkeys(_short(f"{one.get('x')} {one.get('y')}") for one in group)
        path = "".join(f"M{place}{drawn}" for place in places)
        look = "".join(f' {name}="{escape(value)}"' for name, value in shown.items())
        return f'<path d="{path}"{look}></path>\n'

    def _attributes(self, element: ElementTree.Element, *names: str) -> str:
        found = [
            (name, _short(" ".join(value.split())))
            for name in names
            if (value := element.get(name)) and "rotate(-0" not in value
        ]
        found += self._shown(_style(element))
        return "".join(f' {name}="{escape(value)}"' for name, value in found)

    def _shown(self, style: Mapping[str, str]) -> list[tuple[str, str]]:
        found = [(name, style[name]) for name in _KEPT if name in style]
        return [
            (name, "currentColor" if value == self._text_colour else value) for name, value in found
        ]


def _style(element: ElementTree.Element) -> dict[str, str]:
    pairs = (part.partition(":") for part in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}


def _relative(polygon: str) -> str:
    """Return a polygon around a point as a path that continues from the point."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", polygon)]
    corners = [(0.0, 0.0), *zip(numbers[::2], numbers[1::2], strict=True)]
    steps = [
        _short(f"{x - before_x:.2f} {y - before_y:.2f}")
        for (before_x, before_y), (x, y) in pairwise(corners)
    ]
    return f"m{'l'.join(steps)}z"


def _short(text: str) -> str:
    """Shorten numbers to the digits that can be seen."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)
