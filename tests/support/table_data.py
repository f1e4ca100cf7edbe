"""The rows of a large table, read from its data file as the script of a page does."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx_modelzoo.render.cutting import CellHtml


def parts_of(text: str) -> list[Any]:
    """The parts of a data file with the rows of a table, read as the browser does."""
    found = re.fullmatch(r"\(self\.modelzooData\?\?=\{\}\)\[(.*?)\]=\[(.*)\]\n", text)
    assert found, text[:200]
    parts = re.findall(r"String\.raw`([^`$]*)`", found[2])
    assert ",".join(f"String.raw`{part}`" for part in parts) == found[2]
    return [json.loads(part) for part in parts]


def groups_of(text: str) -> list[tuple[str, list[Any]]]:
    """The groups of a data file, and their rows with whole cells."""
    groups: list[tuple[str, list[Any]]] = []
    for shapes, found in parts_of(text):
        for title, rows in found:
            if title is not None:
                groups.append((title, []))
            for *start, cells in rows:
                groups[-1][1].append([*start, [whole(cell, shapes) for cell in cells]])
    return groups


def whole(cell: Any, shapes: list[Any]) -> CellHtml:
    """What a cell is sorted by, and its HTML."""
    if isinstance(cell, str):
        return None, cell
    if isinstance(cell[0], str):
        return cell[0], cell[1]
    place, html = shapes[cell[0]]
    pieces = html.split("\0")
    filled = "".join(map("".join, zip_longest(pieces, cell[1 : len(pieces)], fillvalue="")))
    return unescape(cell[place]) if place else None, filled
