"""Draw the pictures of the invented laboratory: ``python scripts/lab_pictures.py``.

Each is an SVG for light and one for dark themes, and each has a small one for cards.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "example_docs" / "lab" / "docs" / "pictures"


class Colours(NamedTuple):
    """The colours of a picture, by what they paint."""

    ground: str
    line: str
    bird: str
    mark: str


THEMES = {
    "": Colours("#f4f7f5", "#8aa399", "#33514a", "#b4481e"),
    "-dark": Colours("#16211e", "#5d7a70", "#d5e5de", "#ff9d6b"),
}


def svg(width: int, height: int, colours: Colours, *parts: str) -> str:
    """Return a picture on its ground."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    ground = f'<rect width="{width}" height="{height}" rx="6" fill="{colours.ground}"/>'
    return "\n".join(
        (f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', ground, *parts, "</svg>\n")
    )


def bird(x: int, y: int, colours: Colours) -> str:
    """Return a wading bird whose feet are at a point: legs, body, neck, head and bill."""
    return (
        f'<g transform="translate({x} {y})" stroke="{colours.bird}" fill="none" '
        'stroke-width="3" stroke-linecap="round">'
        '<path d="M-4 0v-24M6 0v-24"/>'
        f'<ellipse cx="0" cy="-32" rx="20" ry="11" fill="{colours.bird}"/>'
        '<path d="M14 -38c10 -8 -4 -18 4 -30" stroke-width="5"/>'
        f'<circle cx="19" cy="-70" r="5" fill="{colours.bird}"/><path d="M24 -70l18 4"/></g>'
    )


def reeds(width: int, height: int, colours: Colours) -> str:
    """Return stalks that lean in turn to the left and the right."""
    stalks = (
        f"M{x} {height}q{4 if x % 2 else -4} -40 {7 if x % 2 else -7} -{60 + x % 5 * 11}"
        for x in range(9, width, 23)
    )
    return f'<path d="{"".join(stalks)}" stroke="{colours.line}" fill="none" stroke-width="2"/>'


def box(x: int, y: int, colours: Colours) -> str:
    """Return what a detector draws around a bird."""
    return (
        f'<rect x="{x - 28}" y="{y - 82}" width="76" height="88" fill="none" '
        f'stroke="{colours.mark}" stroke-width="3"/>'
    )


def axes(colours: Colours) -> str:
    """Return the axes of a diagram."""
    return f'<path d="M40 20v150h320" stroke="{colours.line}" fill="none" stroke-width="2"/>'


def dots(colours: Colours) -> str:
    """Return a dot for each of three sizes of a model."""
    places = ((80, 130, 7), (180, 80, 12), (310, 55, 19))
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{colours.mark}"/>' for x, y, r in places
    )


def calls(count: int, middle: int, colours: Colours) -> str:
    """Return the loudness of two calls, as bars."""
    bars = (
        f"M{20 + 10 * place} {middle - tall}v{2 * tall}"
        for place in range(count)
        for tall in (6 + 5 * (6 - abs(place % 14 - 6)),)
    )
    return f'<path d="{"".join(bars)}" stroke="{colours.mark}" stroke-width="5"/>'


def pictures(colours: Colours) -> dict[str, str]:
    """Return all pictures of a theme by their names."""
    two = (bird(110, 180, colours), box(110, 180, colours))
    more = (bird(280, 170, colours), box(280, 170, colours))
    one = (bird(72, 106, colours),)
    return {
        "curlew": svg(400, 200, colours, reeds(400, 200, colours), *two, *more),
        "curlew-small": svg(
            160, 120, colours, reeds(160, 120, colours), *one, box(72, 106, colours)
        ),
        "egret": svg(400, 200, colours, axes(colours), dots(colours)),
        "egret-small": svg(160, 120, colours, *one),
        "bittern": svg(320, 120, colours, calls(28, 60, colours)),
        "bittern-small": svg(160, 120, colours, calls(13, 60, colours)),
    }


def main() -> None:
    """Write all pictures."""
    for theme, colours in THEMES.items():
        for name, text in pictures(colours).items():
            (FOLDER / f"{name}{theme}.svg").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
