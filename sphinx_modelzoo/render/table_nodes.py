"""Tables as docutils nodes: for PDF, EPUB, text, manual pages, and the small ones of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_modelzoo.east_asian import HAN, display_width, has_han
from sphinx_modelzoo.render.tags import ANCHORED, class_name, variant_anchor
from sphinx_modelzoo.views.content import Fold, Paragraph, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.views.content import Block, Cell, Column, Grid, Row

GRID = "modelzoo-grid"
"""The class of all of them."""

_WIDTH = 96  # characters that the columns share, as the text builder counts them
_PADDING = 3  # what LaTeX's columns lose to the space between them
_LONGEST_WORD = 18  # a longer word is broken
_LONGEST_HAN = 13  # Chinese is broken anywhere
_PIECE = re.compile(rf"[{HAN}]+|[^\s\-{HAN}]+-?")  # lines break after hyphens, too
_LONGEST_TEXT = 400  # a longer text gets no more of the room
_LONG = 12  # rows from which a table may break over the pages of a PDF
_TALL = 1500  # columns of text from which one of fewer rows may
_SAMPLE = 200  # rows that are measured


class TableNodes:
    """A maker of docutils tables.

    :param blocks: makes the nodes of a cell's contents.
    :param spans: whether a group's title reaches across the table. Manual pages cannot do that,
        and say so.
    """

    def __init__(
        self, blocks: Callable[[Iterable[Block]], list[nodes.Element]], *, spans: bool = False
    ) -> None:
        self._blocks = blocks
        self._spans = spans

    def table(self, grid: Grid) -> nodes.table:
        """Make the table of a grid; a group's title is a row of its own."""
        body = nodes.tbody()
        for group in grid.groups:
            if group.title:
                body += self._group_row(grid, group.title)
            for row in group.rows:
                body += [self._row(grid, one) for one in (row, *row.variants)]
        heads = [(column, self._blocks(map(_label, column.lines))) for column in grid.columns]
        head = nodes.row("", *(_entry(column, words) for column, words in heads))
        widths = _given(grid) or _widths(len(grid.columns), [head, *body])
        specs = [nodes.colspec(colwidth=width) for width in widths]
        for column, spec in zip(grid.columns, specs, strict=True):
            if column.key == grid.row_header:
                spec["stub"] = 1
        classes = ["colwidths-given", GRID]
        if grid.role:
            classes.append(class_name(grid.role))
        if len(body) > _LONG or grid.role == "zoo" or display_width(body.astext()) > _TALL:
            classes.append("longtable")
        table = nodes.table("", classes=classes)
        if grid.caption:
            table += nodes.title("", grid.caption, translatable=False)
        table += nodes.tgroup("", *specs, nodes.thead("", head), body, cols=len(grid.columns))
        return table

    def _group_row(self, grid: Grid, title: str) -> nodes.row:
        strong = nodes.paragraph("", "", nodes.strong("", title), translatable=False)
        if self._spans and len(grid.columns) > 1:
            entries = [nodes.entry("", strong, morecols=len(grid.columns) - 1)]
        else:
            entries = [nodes.entry("") for _ in grid.columns]
            keys = [column.key for column in grid.columns]
            entries[keys.index(grid.row_header) if grid.row_header in keys else 0] += strong
        return nodes.row("", *entries, classes=["modelzoo-group"])

    def _row(self, grid: Grid, row: Row) -> nodes.row:
        entries = [
            _entry(column, self._cell(cell, column))
            for column, cell in zip(grid.columns, row.cells, strict=True)
        ]
        if grid.role in ANCHORED and row.variant:
            _anchor(entries[0], variant_anchor(row.variant))
        return nodes.row("", *entries)

    def _cell(self, cell: Cell, column: Column) -> list[nodes.Element]:
        found: list[nodes.Element] = []
        for block in cell.blocks:
            # Nothing folds on paper; the label only repeats what the head of the column says.
            unfolded = isinstance(block, Fold) and block.label == column.label
            found += self._blocks(block.blocks if unfolded else (block,))  # type: ignore[union-attr]
        return found


def _label(text: str) -> Paragraph:
    return Paragraph((Words(text),) if text else ())


def _words(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, translatable=False)


def _entry(column: Column, blocks: Iterable[nodes.Element]) -> nodes.entry:
    classes = [class_name("col", column.key)]
    if column.kind == "number":
        classes.append("modelzoo-number")
    return nodes.entry("", *blocks, classes=classes)


def _anchor(entry: nodes.entry, anchor: str) -> None:
    # In a paragraph, since LaTeX makes no target of a row.
    if not len(entry):
        entry += _words("")
    first = entry[0]
    if isinstance(first, nodes.Element):
        first.insert(0, nodes.target("", "", ids=[anchor]))


def _given(grid: Grid) -> list[int]:
    """Return the widths of columns that the table was given; nothing where it was given none."""
    widths = [column.width for column in grid.columns]
    total = sum(widths)
    return [max(_PADDING + 1, _WIDTH * width // total) for width in widths] if total else []


def _room(piece: str) -> int:
    """Return the room of what is not broken; capitals, often bold in names, need more."""
    if has_han(piece):
        return min(display_width(piece), _LONGEST_HAN)
    return min(display_width(piece) + (sum(map(str.isupper, piece)) + 1) // 2, _LONGEST_WORD)


def _widths(columns: int, rows: Sequence[nodes.Node]) -> list[int]:
    """Compute the widths of the columns: what a word needs, and a share of the rest by the text."""
    words = [_PADDING] * columns
    texts = [_PADDING] * columns
    for row in rows[:_SAMPLE]:
        if len(row.children) != columns:
            continue
        for place, entry in enumerate(row.children):
            text = entry.astext()
            texts[place] = max(texts[place], min(display_width(text), _LONGEST_TEXT) + _PADDING)
            longest = max(map(_room, _PIECE.findall(text)), default=0)
            words[place] = max(words[place], longest + _PADDING)
    wishes = [max(0, text - word) for text, word in zip(texts, words, strict=True)]
    room = _WIDTH - sum(words)
    share = max(0.0, min(1.0, room / (sum(wishes) or 1)))
    return [word + int(wish * share) for word, wish in zip(words, wishes, strict=True)]
