"""What a column of a table is; the built-in ones are in :mod:`~sphinx_modelzoo.views.cells`
and :mod:`~sphinx_modelzoo.views.file_cells`.

A column's cell is made from a subject and the table's context. What the catalog does not say is
an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.views.authoring import as_cell
from sphinx_modelzoo.views.content import Cell
from sphinx_modelzoo.views.labels import as_label

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.plugins import Guard
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.context import TableContext
    from sphinx_modelzoo.views.labels import Label
    from sphinx_modelzoo.views.number_columns import Numbers

IMAGES = "images"
"""The column with pictures, whose files a host may have to copy."""

CellMaker = Callable[["Subject", "TableContext"], "Cell"]


def _entry(subject: Subject, context: TableContext) -> str:
    variant = subject.variant
    return subject.model.id if variant is None else f"{subject.model.id}/{variant.id}"


@dataclass(frozen=True)
class ColumnSpec:
    """A column: its key, its head, its kind and what its cells hold.

    ``per_row`` columns depend on the row, not on the model. ``shared`` returns what the cells
    depend on besides their own model, where there is such a thing. ``numbers`` says what numbers
    are compared by.
    """

    key: str
    label: Label
    kind: Literal["text", "number"]
    cell: CellMaker
    help: str
    per_row: bool = False
    shared: Callable[[Catalog], object] | None = None
    numbers: Numbers | None = None

    def guarded(self, guard: Guard) -> ColumnSpec:
        """Return the column of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        if self.kind not in ("text", "number"):
            raise ValueError(f"kind is “text” or “number”, not {self.kind!r}")
        what = f"column “{self.key}”"
        cell = guard.call(what, self.cell, as_cell, Cell(()), _entry)
        return replace(self, cell=cell)


def column(
    key: str,
    label: Label | Mapping[str, str],
    help: str,
    *,
    kind: Literal["text", "number"] = "text",
    per_row: bool = False,
    shared: Callable[[Catalog], object] | None = None,
    numbers: Numbers | None = None,
) -> Callable[[CellMaker], CellMaker]:
    """Mark a function as what makes the cells of a column; see :class:`ColumnSpec`.

    :param key: what users type.
    :param label: the head of the column, as one text or as one per language.
    :param help: what its cells hold.
    :param kind: numbers are aligned to the end, and sorted as numbers.
    """

    def marked(cell: CellMaker) -> CellMaker:
        spec = ColumnSpec(key, as_label(label), kind, cell, help, per_row, shared, numbers)
        return mark(cell, (key, spec))

    return marked
