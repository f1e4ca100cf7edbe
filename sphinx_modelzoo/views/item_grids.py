"""Tables of items on a model's page, defined by columns that build cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_modelzoo.views.content import Cell, Column, Grid, Group, Paragraph, Row
from sphinx_modelzoo.views.labels import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.views.content import Inlines
    from sphinx_modelzoo.views.parts import PageContext

EMPTY = Cell(())
Item = TypeVar("Item")


@dataclass(frozen=True)
class ItemColumn(Generic[Item]):
    """A column of a grid, with the function that makes its cell from an item.

    ``notes`` are its second, muted line.
    """

    key: str
    label: Label
    cell: Callable[[PageContext, Item], Cell]
    kind: str = "text"
    notes: tuple[str, ...] = ()

    def head(self, ctx: PageContext) -> Column:
        """Return the head of the column."""
        label = label_text(self.label, ctx.label)
        if not self.notes:
            return Column(self.key, label, self.kind)
        whole = " · ".join((label, *self.notes))
        return Column(self.key, whole, self.kind, short=label, notes=self.notes)


def grid_of(
    ctx: PageContext,
    role: str,
    columns: Sequence[ItemColumn[Item]],
    items: Iterable[Item],
    anchors: Sequence[str] = (),
    caption: str = "",
) -> Grid:
    """Build a table of items, without the columns in which every cell is empty."""
    rows = [[column.cell(ctx, item) for column in columns] for item in items]
    kept = [index for index in range(len(columns)) if any(row[index].blocks for row in rows)]
    shown = [columns[index] for index in kept]
    heads = tuple(one.head(ctx) for one in shown)
    body = tuple(
        Row(
            tuple(row[index] for index in kept),
            ctx.model.id,
            anchors[number] if anchors else "",
        )
        for number, row in enumerate(rows)
    )
    return Grid(heads, (Group("", body),), caption, role, heads[0].key)


def grid_cell(inlines: Inlines, sort: float | None = None) -> Cell:
    """Return a cell of one paragraph; an empty one without content."""
    return Cell((Paragraph(inlines),), sort) if inlines else EMPTY
