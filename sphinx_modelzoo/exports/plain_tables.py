"""Tables as plain words: the text of each cell of a view, for media without layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.schema.targets import as_path
from sphinx_modelzoo.views.chosen_columns import ChosenColumn
from sphinx_modelzoo.views.content import (
    Block,
    Break,
    Bullets,
    Fold,
    Inline,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Title,
    UrlLink,
    Words,
)
from sphinx_modelzoo.views.parts import plain_text
from sphinx_modelzoo.views.table import build_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_modelzoo.exports.interface import Selection
    from sphinx_modelzoo.views.content import Row

ID_COLUMN = "id"
"""A column of texts and spreadsheets that pages do not have: the id of the entry."""

# Columns where the link is what is wanted, not the words that lead to it.
_LINK_COLUMNS = frozenset(("code", "config", "demo", "links", "log", "quick-start", "weights"))


@dataclass(frozen=True)
class PlainTable:
    """Headers and rows of texts, and the kind of each column (``text`` or ``number``)."""

    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def plain_table(
    selection: Selection,
    columns: Iterable[ChosenColumn | str],
    write: Callable[[Inline, str], str] | None = None,
    between: str = "; ",
) -> PlainTable:
    """Build a table of the selection.

    :param columns: columns or their keys, and :data:`ID_COLUMN`.
    :param write: returns the text of an inline in the column of a key; plain words by default.
    :param between: the text in place of a line break.
    """
    inline = write or plain_inline
    chosen = tuple(ChosenColumn(one) if isinstance(one, str) else one for one in columns)
    shown = tuple(one for one in chosen if one.key != ID_COLUMN) or (ChosenColumn("name"),)
    options = replace(selection.options, columns=shown)
    grid = build_table(selection.catalog, options, selection.language, plain=True)
    keys = tuple(one.key for one in chosen)

    def cells(row: Row) -> tuple[str, ...]:
        texts = {
            column.key: _blocks(cell.blocks, column.key, inline, between)
            for column, cell in zip(grid.columns, row.cells, strict=True)
        }
        texts[ID_COLUMN] = f"{row.model}/{row.variant}" if row.variant else row.model
        return tuple(texts[key] for key in keys)

    heads = {column.key: (column.label, column.kind) for column in grid.columns}
    titles = (
        one.title.best(selection.language)[0]
        for one in chosen
        if one.title and one.key == ID_COLUMN
    )
    heads[ID_COLUMN] = (next(titles, ID_COLUMN), "text")
    return PlainTable(
        tuple(heads[key][0] for key in keys),
        tuple(heads[key][1] for key in keys),
        tuple(cells(row) for row in grid.rows),
    )


def plain_inline(inline: Inline, column: str) -> str:
    """Return the text of an inline without markup; for links in some columns, their address."""
    if isinstance(inline, UrlLink):
        if column in _LINK_COLUMNS or column.startswith(EXTRA_PREFIX):
            return as_path(inline.url)
        words = inline.words.text
        return f"{words} ({as_path(inline.url)})" if column == "paper" else words
    if isinstance(inline, Prose):
        return " ".join(plain_text(inline.text).split())
    if isinstance(inline, PageLink):
        return inline.words.text
    return inline.text if isinstance(inline, Words) else ""


def _blocks(
    blocks: Iterable[Block], column: str, write: Callable[[Inline, str], str], between: str
) -> str:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Title):
            parts.append(_inlines(block.paragraph.inlines, column, write, between))
        elif isinstance(block, Paragraph):
            parts.append(_inlines(block.inlines, column, write, between))
        elif isinstance(block, Prose):
            parts.append(write(block, column))
        elif isinstance(block, Bullets):
            parts += [_inlines(item, column, write, between) for item in block.items]
        elif isinstance(block, Picture):
            parts.append(block.src)
        elif isinstance(block, Fold):
            parts.append(_blocks(block.blocks, column, write, between))
    return between.join(part for part in parts if part)


def _inlines(
    inlines: Iterable[Inline], column: str, write: Callable[[Inline, str], str], between: str
) -> str:
    return "".join(between if isinstance(item, Break) else write(item, column) for item in inlines)
