"""The shapes of a table's rows: a second row of headers, and cells that are missing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.fact_parsing import words
from sphinx_modelzoo.curation.grids.grid_columns import UNIT
from sphinx_modelzoo.curation.grids.headers import column_of_header
from sphinx_modelzoo.curation.grids.link_roles import anchors_of

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.grids.grid import GridCell, GridRow, Table
    from sphinx_modelzoo.curation.results import ResultReader


def with_joined_headers(table: Table, reader: ResultReader) -> Table:
    """Return a table whose first row holds headers, too, as one whose headers are joined.

    Markdown and CSV have one row of headers, so that people write the second one as the first row:
    “COCO” and an empty header above “box AP” and “mask AP”. Nothing is below the name of a model.
    """
    if len(table.rows) < 2 or table.rows[0].cell(0).words:
        return table
    heads = table.header.cells
    below = [table.rows[0].cell(place) for place in range(len(heads))]
    found = {cell.words: column_of_header(cell.words, reader) for cell in below if cell.words}
    units = [text for text in found if UNIT.fullmatch(text)]
    if any(cell.anchors for cell in below) or not any(c.role == "metric" for c in found.values()):
        return table
    if not all(column.role or text in units for text, column in found.items()):
        return table
    title = ""
    cells = []
    for head, under in zip(heads, below, strict=True):
        title = head.words or title
        text = f"{title} {under.words}" if under.words else head.text
        cells.append(replace(head, text=text.strip()))
    return replace(table, header=replace(table.header, cells=cells), rows=table.rows[1:])


class RowShapes:
    """The kinds of cells that the full rows of a table have: numbers, links or words.

    A row that is too short lacks its last cells, or has lost one before: then all behind it are
    in the wrong column. Which of the two is seen from the kinds.
    """

    def __init__(self, table: Table) -> None:
        self._width = len(table.header.cells)
        self._rows = table.rows

    @cached_property
    def _kinds(self) -> list[str]:
        """Return the usual kind of each column, which only rows that are too short need."""
        full = [row for row in self._rows if len(row.cells) >= self._width]
        return [_usual([row.cells[index] for row in full]) for index in range(self._width)]

    def sure_cells(self, row: GridRow) -> int:
        """Return how many cells of a row, from the first, are certainly in their columns."""
        count = len(row.cells)
        missing = self._width - count
        if missing <= 0 or not any(self._kinds):
            return count
        for place in range(1, count):
            # Would all fit as well if the missing cells were here?
            if self._fits(row.cells[:place], 0) and self._fits(row.cells[place:], place + missing):
                return place
        return count

    def _fits(self, cells: list[GridCell], start: int) -> bool:
        return all(
            not kind or not found or kind == found
            for cell, kind in zip(cells, self._kinds[start:], strict=False)
            for found in (_kind(cell),)
        )


def _usual(cells: list[GridCell]) -> str:
    kinds = Counter(kind for cell in cells if (kind := _kind(cell)))
    (most,) = kinds.most_common(1) or [("", 0)]
    return most[0] if most[1] * 3 > kinds.total() * 2 else ""


def _kind(cell: GridCell) -> str:
    """Return the kind of a cell; nothing for an empty one and for placeholders."""
    if anchors_of(cell):
        return "link"
    text = words(cell.text)
    if text is None:
        return ""
    return "number" if re.match(r"[~<>≈±+\-]?\s*[\d.]+", text) else "words"
