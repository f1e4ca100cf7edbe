"""What a column of a table is; the built-in ones are in :mod:`~sphinx_modelzoo.views.cells`
and :mod:`~sphinx_modelzoo.views.file_cells`.

A column's cell is made from a subject and the table's context. What the catalog does not say is
an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.registry import mark

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.content import Cell
    from sphinx_modelzoo.views.context import TableContext
    from sphinx_modelzoo.views.labels import Label

IMAGES = "images"
"""The column with pictures, whose files a host may have to copy."""

CellMaker = Callable[["Subject", "TableContext"], "Cell"]


@dataclass(frozen=True)
class ColumnSpec:
    """A column: its key, its head, its kind and what its cells hold.

    ``per_row`` columns depend on the row, not on the model. ``shared`` returns what the cells
    depend on besides their own model, where there is such a thing.
    """

    key: str
    label: Label
    kind: Literal["text", "number"]
    cell: CellMaker
    help: str
    per_row: bool = False
    shared: Callable[[Catalog], object] | None = None


def column(
    key: str,
    label: str,
    help: str,
    *,
    kind: Literal["text", "number"] = "text",
    per_row: bool = False,
    shared: Callable[[Catalog], object] | None = None,
) -> Callable[[CellMaker], CellMaker]:
    """Mark a function as what makes the cells of a column; see :class:`ColumnSpec`."""

    def marked(cell: CellMaker) -> CellMaker:
        return mark(cell, (key, ColumnSpec(key, label, kind, cell, help, per_row, shared)))

    return marked
