"""The contents of a table, whatever language it was written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT


@dataclass(frozen=True)
class Anchor:
    """A link in a cell: its words and where it leads."""

    text: str
    url: str


@dataclass(frozen=True)
class GridFold:
    """A part of a cell that is folded away: ``<details>``, with its ``<summary>``."""

    summary: str
    text: str


@dataclass(frozen=True, eq=False)
class GridCell:
    """One cell. One that spans several rows or columns is in each of them: the same object.

    :param text: its words, without what is folded away; lines are apart where the cell has a line
        break.
    :param strong: whether all of it is bold.
    :param line: its line in the source.
    """

    text: str = ""
    anchors: tuple[Anchor, ...] = ()
    folds: tuple[GridFold, ...] = ()
    header: bool = False
    strong: bool = False
    line: int = 0

    @property
    def words(self) -> str:
        """Return the text on one line."""
        return " ".join(self.text.split())


@dataclass
class GridRow:
    """One row of a table, with spans resolved."""

    cells: list[GridCell]
    line: int
    head: bool = False  # in the head of its table

    def cell(self, column: int) -> GridCell:
        """Return the cell in a column; an empty one where the row is too short."""
        return self.cells[column] if column < len(self.cells) else GridCell(line=self.line)


@dataclass
class Table:
    """A table: one row of headers (those of several rows are joined) and the rows below.

    ``listed`` says that it was made of a list, which may be about anything; ``note`` is the text
    right above and below. ``cut`` is what of it is beyond the limits of a table.
    """

    header: GridRow
    rows: list[GridRow]
    line: int
    caption: str = ""
    listed: bool = False
    note: str = ""
    cut: list[Unread] = field(default_factory=list)

    def title_in(self, row: GridRow) -> str:
        """Return the words of a row that is a heading of those below; empty for any other row.

        It is one cell over all columns, or a bold one alone where other rows do not begin so.
        """
        first, *others = row.cells or [GridCell()]
        if not others:
            return ""
        alone = not any(cell.text or cell.anchors for cell in others)
        if all(cell is first for cell in others) or (first.strong and alone and not self._bold):
            return first.words
        return ""

    @cached_property
    def _bold(self) -> bool:
        """Return True if rows with more than their first cell begin with a bold one."""
        return any(
            row.cells[0].strong and any(cell.text or cell.anchors for cell in row.cells[1:])
            for row in self.rows
            if row.cells
        )


@dataclass(frozen=True)
class Heading:
    """A heading above tables."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Unread:
    """A part of a document that could not be read, or was not followed, and why."""

    what: str
    why: str
    line: int


Block: TypeAlias = Heading | Table | Unread


@dataclass(frozen=True)
class RawCell:
    """A cell before spans are resolved."""

    cell: GridCell
    columns: int = 1
    rows: int = 1


@dataclass
class RawRow:
    """A row as it is written."""

    cells: list[RawCell] = field(default_factory=list)
    line: int = 0
    head: bool = False  # in <thead>


_WIDEST = 200
_SHOWN = 40
MAX_HEADER = 1000
"""The most characters of a header: it is looked at for names, units and settings."""


def table_of(rows: Sequence[RawRow], line: int, caption: str = "") -> Table | None:
    """Build a table from its raw rows; return ``None`` without a header and a row.

    The first row is the header when no row
    says that it is one.
    """
    grid = [row for row in _spread(rows) if any(cell.text or cell.anchors for cell in row.cells)]
    if not grid:
        return None
    heads = 0
    while heads < len(grid) and _is_header(grid[heads]):
        heads += 1
    if heads == len(grid):
        heads = 1
    heads = max(heads, 1)
    if heads == len(grid) or all(len(row.cells) < 2 for row in grid):
        return None
    header, below = _unfolded(_joined(grid[:heads]), grid[heads:])
    cut = [] if max(len(row.cells) for row in rows) <= _WIDEST else [_too_wide(rows, line)]
    _cut_cells(header, header, cut, MAX_HEADER)
    for row in below:
        _cut_cells(row, header, cut, MAX_TEXT)
    return Table(header, below, line, caption, cut=cut)


def _too_wide(rows: Sequence[RawRow], line: int) -> Unread:
    what = Message("the columns after the first {number}", number=_WIDEST)
    width = max(sum(cell.columns for cell in row.cells) for row in rows)
    return Unread(what, Message("the table has {number} columns", number=width), line)


def _cut_cells(row: GridRow, header: GridRow, cut: list[Unread], limit: int) -> None:
    """Empty the cells of a row that hold more than any text may, and note them."""
    for place, cell in enumerate(row.cells):
        if (size := size_of(cell)) > limit:
            head = header.cell(place).words[:_SHOWN]
            first = next((one.words for one in row.cells if 0 < len(one.words) <= _SHOWN), "")
            what = Message("the cell “{header}” of “{row}”", header=head, row=first)
            row.cells[place] = GridCell(header=cell.header, line=cell.line)
            cut.append(Unread(what, too_long(size, limit), cell.line or row.line))


def size_of(cell: GridCell) -> int:
    """Return how many characters a cell has, with its addresses and what is folded away."""
    size = len(cell.text)
    if cell.anchors:
        size = max(size, *(len(one.url) + len(one.text) for one in cell.anchors))
    if cell.folds:
        size = max(size, *(len(one.text) + len(one.summary) for one in cell.folds))
    return size


def too_long(size: int, limit: int = MAX_TEXT) -> Message:
    """Return why a text is not read: it has more characters than any field may."""
    return Message(
        "a text of {number:,} characters; the limit is {max_text:,}",
        number=size,
        max_text=limit,
    )


def _unfolded(header: GridRow, rows: list[GridRow]) -> tuple[GridRow, list[GridRow]]:
    """Return a table whose columns are there again and again as one with these columns once.

    ``Model | Acc | Model | Acc`` is a long table in two halves, if both begin with words.
    """
    heads = [cell.words for cell in header.cells]
    for parts in (2, 3, 4):
        width = len(heads) // parts
        if width < 2 or heads != heads[:width] * parts or not heads[0]:
            continue
        halves = [
            GridRow(row.cells[start : start + width], row.line, row.head)
            for start in range(0, len(heads), width)
            for row in rows
        ]
        halves = [row for row in halves if any(cell.text or cell.anchors for cell in row.cells)]
        if all(any(map(str.isalpha, row.cell(0).words)) for row in halves):
            return GridRow(header.cells[:width], header.line, header.head), halves
    return header, rows


def _is_header(row: GridRow) -> bool:
    if row.head:
        return True
    headers = sum(1 for cell in row.cells if cell.header)
    return headers * 2 > len(row.cells)


def _joined(rows: Sequence[GridRow]) -> GridRow:
    """Join several rows of headers into one: a header below another is read after it."""
    width = max(len(row.cells) for row in rows)
    cells = []
    for column in range(width):
        stack = [row.cell(column) for row in rows]
        texts = dict.fromkeys(cell.words for cell in stack if cell.words)
        cells.append(replace(stack[0], text=" ".join(texts)))
    return GridRow(cells, rows[0].line)


def _spread(rows: Sequence[RawRow]) -> Iterator[GridRow]:
    """Yield the rows with spanning cells repeated."""
    open_cells: dict[int, tuple[GridCell, int]] = {}  # column -> cell, rows to come
    for raw in rows:
        if not open_cells and all(one.columns == one.rows == 1 for one in raw.cells):
            yield GridRow([one.cell for one in raw.cells[:_WIDEST]], raw.line, raw.head)
            continue
        cells: list[GridCell] = []
        waiting = list(raw.cells)
        column = 0
        while (waiting or any(c >= column for c in open_cells)) and column < _WIDEST:
            if column in open_cells:
                cell, left = open_cells.pop(column)
                if left > 1:
                    open_cells[column] = (cell, left - 1)
                cells.append(cell)
                column += 1
                continue
            if not waiting:
                cells.append(GridCell(line=raw.line))
                column += 1
                continue
            new = waiting.pop(0)
            for _ in range(min(new.columns, _WIDEST - column)):
                if new.rows > 1:
                    open_cells[column] = (new.cell, new.rows - 1)
                cells.append(new.cell)
                column += 1
        yield GridRow(cells, raw.line, raw.head)
