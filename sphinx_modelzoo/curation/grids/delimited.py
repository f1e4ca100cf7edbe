"""Tables of CSV and TSV files, as spreadsheets export them, with the lines of the source.

A file may hold several tables: one begins after a blank line with a header that names the models.
A line with one cell above a table is a heading, and so is one between its rows that names a task.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import refusal
from sphinx_modelzoo.curation.grids.grid import (
    Anchor,
    Block,
    GridCell,
    Heading,
    RawCell,
    RawRow,
    Table,
    Unread,
    table_of,
)
from sphinx_modelzoo.curation.grids.headers import names_models
from sphinx_modelzoo.problems.messages import Message, ProblemError
from sphinx_modelzoo.yamltext.parsing import MAX_BYTES, MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.I)  # Excel's own way to declare it
_SAMPLE = 200  # rows to detect the delimiter
_PREAMBLE = 10  # lines allowed above a header
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()]+)\)")
_LINK_IN_BRACKETS = re.compile(r"(?<!\s)\s*\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)")
_QUOTED_FORMULA = re.compile(r"'(?=[=+\-@\t＝＋－＠])")


@contextmanager
def large_cells() -> Iterator[None]:
    """Let the csv module read cells of any size: grids have a limit of their own, with a place."""
    before = csv.field_size_limit(MAX_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(before)


@dataclass
class _Row:
    """A row that has at least one cell with words."""

    cells: list[str]
    line: int
    apart: bool = False  # below a blank line

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


@dataclass
class _Part:
    """The rows of one table, with the line that is its heading."""

    header: _Row
    title: _Row | None = None
    rows: list[_Row] = field(default_factory=list)


def blocks(text: str, suffix: str, is_heading: Callable[[str], bool]) -> Iterator[Block]:
    """Yield the headings and tables of a file, in the order of the source.

    :param suffix: that of the file: ``.tsv`` has tabs, in any other the delimiter is detected.
    :param is_heading: whether words on their own are a heading, and not the name of a model.
    :raises ProblemError: when the text cannot be split into cells.
    """
    first_line = 1
    delimiter = "\t" if suffix.casefold() in (".tsv", ".tab") else ""
    if told := _SEPARATOR_LINE.match(text):
        delimiter, text, first_line = told.group(1), text[told.end() :], 2
    with large_cells():
        rows = _rows(text, delimiter or _delimiter(text), first_line)
    above, parts = _divide(rows)
    yield from above
    for part in parts:
        if part.title:
            yield Heading(2, part.title.filled[0], part.title.line)
        yield from _part(part, is_heading)


def _delimiter(text: str) -> str:
    """Detect the delimiter by which most rows have the same number of cells."""
    best = (0.0, 0, ",")
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter)):
            if number == _SAMPLE:
                break
            if any(row):
                widths[len(row)] += 1
        several = {width: count for width, count in widths.items() if width > 1}
        if several:
            width = max(several, key=lambda width: (several[width], width))
            share = several[width] / widths.total()
            if (share, width) > best[:2]:
                best = (share, width, delimiter)
    return best[2]


def _rows(text: str, delimiter: str, first_line: int) -> list[_Row]:
    """Return the rows with words in them, each with the line on which it begins.

    :raises ProblemError: when a quote is not closed.
    """
    found: list[_Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line, apart = 0, False
    last = 1
    while True:
        line = reader.line_num
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise _broken(str(error), line + first_line) from None
        if row is None:
            break
        last = line + first_line
        cells = [_plain(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(_Row(cells, last, apart))
        apart = not cells
    _look_for_open_quote(text, delimiter, first_line, last)
    return found


def _look_for_open_quote(text: str, delimiter: str, first_line: int, last: int) -> None:
    """Raise an error for an unclosed quote: the reader takes all that follows for one cell."""
    strict = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in strict:
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise _broken(Message("a quote is not closed"), last) from None


def _broken(message: str, line: int) -> ProblemError:
    return refusal("import.csv", Message("malformed CSV: {message}", message=message), line=line)


def _plain(cell: str) -> str:
    """Return a cell without the quote that keeps a spreadsheet from running it."""
    return _QUOTED_FORMULA.sub("", cell.strip(), count=1)


def _divide(rows: Sequence[_Row]) -> tuple[list[Block], list[_Part]]:
    """Split rows into the lines above the first table, and the tables."""
    start = _first_header(rows)
    above: list[Block] = []
    for row in rows[:start]:
        words = " ".join(row.filled)
        if len(row.filled) == 1:
            above.append(Heading(1, words, row.line))
        else:
            above.append(
                Unread(
                    Message("the line “{words}”", words=words[:40]),
                    "it is above the table",
                    row.line,
                )
            )
    parts: list[_Part] = []
    title: _Row | None = None
    for row, below in zip(rows[start:], [*rows[start + 1 :], None], strict=False):
        if not parts or ((row.apart or title) and _names_models(row)):
            parts.append(_Part(row, title))
            title = None
        elif row.apart and len(row.filled) == 1 and below and _names_models(below):
            title = row
        elif row.cells != parts[-1].header.cells:  # of files that were put together
            parts[-1].rows.append(row)
    return above, parts


def _first_header(rows: Sequence[_Row]) -> int:
    """Return the index of the first row with a header of models, or else with several cells."""
    for number, row in enumerate(rows[:_PREAMBLE]):
        if len(row.filled) > 1 and _names_models(row):
            # “Models, weights and more” above the header says the same by chance.
            below = rows[number + 1] if number + 1 < len(rows) else row
            wider = len(below.filled) > len(row.filled) and _names_models(below)
            return number + wider
    return next((number for number, row in enumerate(rows) if len(row.filled) > 1), len(rows))


def _names_models(row: _Row) -> bool:
    """Return True if a row has a header of models, and is one of headers: without links."""
    return names_models(row.cells) and not any("://" in cell for cell in row.cells)


def _part(part: _Part, is_heading: Callable[[str], bool]) -> Iterator[Block]:
    width = len(part.header.cells)
    raw = [_raw(part.header.cells, part.header.line, head=True)]
    for row in part.rows:
        if len(row.cells) > width:
            what = Message("cells of the line “{cells}”", cells=row.cells[0][:40])
            why = Message(
                "the line has {number} cells and the header {width}",
                number=len(row.cells),
                width=width,
            )
            yield Unread(what, why, row.line)
        if len(row.filled) == 1 and row.cells[0] and is_heading(row.cells[0]):
            title = GridCell(row.cells[0], line=row.line)
            raw.append(RawRow([RawCell(title, columns=width)], row.line))
        else:
            raw.append(_raw(row.cells[:width], row.line))
    if table := table_of(raw, part.header.line):
        yield table


def table_of_text(text: str, delimiter: str, line: int, caption: str = "") -> Table | None:
    """Return the one table of a text, whose first row is the header.

    :param line: the line of the source for all of them.
    :raises ProblemError: when the text cannot be split into cells.
    """
    with large_cells():
        rows = _rows(text, delimiter, line)
    raw = [_raw(row.cells, line, head=not number) for number, row in enumerate(rows)]
    return table_of(raw, line, caption)


def _raw(cells: Iterable[str], line: int, *, head: bool = False) -> RawRow:
    return RawRow([RawCell(_cell(cell, line, head)) for cell in cells], line, head)


def _cell(text: str, line: int, head: bool) -> GridCell:
    """Build a cell; Markdown links, and links in brackets after their words, become anchors."""
    anchors: list[Anchor] = []
    linked = "(http" in text and len(text) <= MAX_TEXT
    for pattern in (_LINK, _LINK_IN_BRACKETS) if linked else ():
        for found in pattern.finditer(text):
            words = found.group(1) if pattern is _LINK else ""
            anchors.append(Anchor(words, found.group(found.lastindex or 1)))
        text = pattern.sub(r"\1" if pattern is _LINK else "", text)
    if "\n" in text:
        lines = (" ".join(part.split()) for part in text.split("\n"))
        text = "\n".join(part for part in lines if part)
    else:
        text = " ".join(text.split())
    return GridCell(text, tuple(anchors), header=head, line=line)
