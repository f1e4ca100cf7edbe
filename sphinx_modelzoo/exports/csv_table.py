"""CSV: a table for spreadsheets."""

from __future__ import annotations

import csv
import re
from io import StringIO

from sphinx_modelzoo.exports.interface import Selection, exporter
from sphinx_modelzoo.exports.plain_tables import ID_COLUMN, plain_table
from sphinx_modelzoo.views.own_columns import own_key

COLUMNS = (
    ID_COLUMN, "name", "tasks", "summary", "paper", "datasets", "results", "quick-start", "params",
    "flops", "license", "year", "collection", "publisher", "tags",
)  # fmt: skip

# What makes a spreadsheet run a cell; in East Asian editions the full-width signs do as well.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?\Z")


@exporter("csv", "CSV, a table for spreadsheets")
def to_text(selection: Selection) -> str:
    """Write the given columns, or all that fit a cell; quote a cell that would run as a formula."""
    own = map(own_key, selection.catalog.fields.shown)
    table = plain_table(selection, selection.columns or (*COLUMNS, *own))
    return write_rows((table.heads, *table.rows))


def write_rows(rows: tuple[tuple[str, ...], ...]) -> str:
    """Write rows as CSV with ``\\n`` as line ends."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def harmless(cell: str) -> str:
    """Quote a cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell
