"""The rows of a large table as data for the script: small, and in parts.

A browser reads one part after the other and answers the reader in between. Cells of a column have
the same tags: a part holds each of these shapes once, and of a cell what fills it.
"""

from __future__ import annotations

import re
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_modelzoo.render.cutting import CellHtml, GroupHtml, RowHtml

PART_ROWS = 250
"""So many rows take a browser a few milliseconds."""

_MARK = "\0"
# What is between two tags, if it is more than a line break, and addresses.
_SLOT = re.compile(r'((?:^|(?<=>))(?=\s*[^<>\s])[^<>]+|(?<= href=")[^"]*)')


class _Shapes:
    """The shapes of cells in a part, by their number."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, str], int] = {}
        self._cells: dict[CellHtml, str | list[Any]] = {}

    def cell(self, sort: str | None, html: str) -> str | list[Any]:
        """Return a cell as data; many of a part are the same."""
        key = sort, html
        if (found := self._cells.get(key)) is None:
            found = self._cells[key] = self._packed(sort, html)
        return found

    def _packed(self, sort: str | None, html: str) -> str | list[Any]:
        """Return a cell: HTML, [sorted by, HTML], or the number of its shape and what fills it.

        A shape says by which of its slots a cell is sorted, counted from 1, or 0.
        """
        if _MARK in html or "<" not in html:
            return html if sort is None else [sort, html]
        pieces = _SLOT.split(html)
        slots = pieces[1::2]
        place = 0
        if sort is not None:
            by = escape(sort)
            if by not in slots:
                slots.append(by)
            place = slots.index(by) + 1
        number = self.known.setdefault((place, _MARK.join(pieces[::2])), len(self.known))
        return [number, *slots]


def packed_parts(groups: Sequence[GroupHtml]) -> Iterator[list[Any]]:
    """Yield the parts of a table: shapes, then groups as their title and rows.

    A group that goes on in the next part has no title there.
    """
    rows = _titled_rows(groups)
    while part := list(islice(rows, PART_ROWS)):
        shapes = _Shapes()
        found: list[tuple[str | None, list[Any]]] = []
        for title, row in part:
            if title is not None or not found:
                found.append((title, []))
            found[-1][1].append(_row(row, shapes))
        yield [list(shapes.known), found]


def _titled_rows(groups: Iterable[GroupHtml]) -> Iterator[tuple[str | None, RowHtml]]:
    """Yield all rows, the first one of a group with its title."""
    for group in groups:
        for at, row in enumerate(group.rows):
            yield None if at else group.title, row


def _row(row: RowHtml, shapes: _Shapes) -> list[Any]:
    """Return a row: key, facets, words, whether it is old, cells, and its variants, if any."""
    made = row.cells
    data = [row.key, row.facets, row.words, int(row.old), _cells(shapes, made.cells, made.more)]
    variants = [[key, _cells(shapes, cells, more)] for key, cells, more in made.variants]
    return [*data, variants] if variants else data


def _cells(shapes: _Shapes, *cells: Sequence[CellHtml]) -> list[Any]:
    return [shapes.cell(*cell) for some in cells for cell in some]
