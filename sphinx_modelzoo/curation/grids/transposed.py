"""Transposed tables: a column for each model, and a row for each property."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.grids.grid import GridRow, Table
from sphinx_modelzoo.curation.grids.headers import column_of_header, names_models

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.formats.import_options import ImportOptions
    from sphinx_modelzoo.curation.grids.grid import GridCell
    from sphinx_modelzoo.curation.results import ResultReader

_NAME = "Model"


def upright(table: Table, reader: ResultReader, options: ImportOptions) -> Table:
    """Return a table whose columns are models as one whose rows are.

    It is transposed where the first column holds headers, the larger part of them known ones,
    and the first row none.

    :param options: what the writer decided: a mapped header is known, and ``rows`` says that the
        table is upright.
    """
    corner, *names = table.header.cells
    if options.rows or len(names) < 2 or not all(cell.words for cell in names):
        return table
    if any(options.column(cell.words, -1) for cell in table.header.cells):
        return table
    if any(_is_known(cell.words, reader, options) for cell in names):
        return table
    headers = [row.cell(0) for row in table.rows if not _is_title(row)]
    known = [cell for cell in headers if _is_known(cell.words, reader, options)]
    if len(known) < 2 or len(known) * 2 <= len(headers):
        return table
    if any(column_of_header(cell.words, reader).role == "name" for cell in known):
        return table  # it names models, so that the columns do not
    corner = corner if names_models([corner.words]) else replace(corner, text=_NAME)
    columns = _titled(table.rows, reader)
    header = GridRow([corner, *(head for head, _ in columns)], table.line)
    rows = [
        GridRow([name, *(row.cell(index) for _, row in columns)], name.line or table.line)
        for index, name in enumerate(names, 1)
    ]
    return replace(table, header=header, rows=rows)


def _titled(rows: list[GridRow], reader: ResultReader) -> list[tuple[GridCell, GridRow]]:
    """Return the rows with their headers: below “COCO”, the header “mAP” is “COCO mAP”."""
    found: list[tuple[GridCell, GridRow]] = []
    title = ""
    for row in rows:
        head = row.cell(0)
        if _is_title(row):
            title = head.words
            continue
        column = column_of_header(head.words, reader)
        if column.role and column.role != "metric":
            title = ""  # of sizes and files, which are those of no data set
        whole = f"{title} {head.words}"
        timed = any(spec.unit not in ("", "%") for spec in column.metrics)
        if title and not timed and column_of_header(whole, reader).role == "metric":
            head = replace(head, text=whole)
        found.append((head, row))
    return found


def _is_title(row: GridRow) -> bool:
    """Return True if a row is a heading of those below: one cell, or nothing beside the first."""
    first, *others = row.cells
    return all(cell is first or not (cell.text or cell.anchors) for cell in others)


def _is_known(header: str, reader: ResultReader, options: ImportOptions) -> bool:
    return bool(options.column(header, -1) or column_of_header(header, reader).role)
