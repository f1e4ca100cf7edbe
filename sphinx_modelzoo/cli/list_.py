"""``modelzoo list``: list the models of a catalog as a table, as CSV or as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import (
    language_option,
    loaded_plugins,
    locale_option,
    open_catalog,
    parse_selection,
    plugin_option,
    selected_models,
    selecting,
    with_words,
)
from sphinx_modelzoo.cli.spoken import Command, default_language, speak
from sphinx_modelzoo.east_asian import display_width
from sphinx_modelzoo.problems.messages import counted

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.exports.interface import Selection
    from sphinx_modelzoo.exports.plain_tables import PlainTable

_COLUMNS = ("id", "name", "tasks", "datasets", "params", "year")
_WIDEST = 48


@click.command("list", cls=Command)
@click.argument("catalog", nargs=-1, required=True, metavar="CATALOG...")
@selecting
@click.option("--columns", metavar="TEXT", help="Columns: 'id, name, metric:mAP@COCO'.")
@click.option("--rows", metavar="TEXT", help="A row for each of the models or variants.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A text table, CSV for spreadsheets, or JSON with complete entries.",
)
@language_option(
    "Language of the table. [default: the catalog's, else the locale's; English in CSV]", None
)
@locale_option
@plugin_option
def command(
    catalog: tuple[str, ...], style: str, language: str | None, **given: str | None
) -> None:
    """List the models of a catalog.

    CATALOG is a file, a folder with one file per model, or a quoted pattern; several form one
    catalog. Models with errors are reported and the others listed; the exit status is 1 then.
    """
    from sphinx_modelzoo.exports.csv_table import write_rows
    from sphinx_modelzoo.exports.interface import Selection
    from sphinx_modelzoo.exports.plain_tables import plain_table
    from sphinx_modelzoo.views.builtin import make_registry

    zoo = open_catalog(catalog, with_words(loaded_plugins().join(make_registry())), whole=False)
    options, columns = parse_selection(given, zoo, ("id",))
    models = selected_models(zoo, options)
    selection = Selection(
        zoo, models, options, language or zoo.language or default_language(style == "table")
    )
    if style == "json":
        click.echo(_json(selection))
    else:
        table = plain_table(selection, columns or _COLUMNS)
        if style == "csv":
            click.echo(write_rows((table.heads, *table.rows)), nl=False)
        else:
            click.echo(_drawn(table), nl=False)
            click.echo(_count(table, zoo), err=True)
    if any(problem.severity == "error" for problem in zoo.problems):
        sys.exit(1)


def _json(selection: Selection) -> str:
    from sphinx_modelzoo.exports.json_entries import dumps, entry_to_json

    return dumps([entry_to_json(model) for model in selection.models])


def _count(table: PlainTable, catalog: Catalog) -> str:
    rows, models = counted(len(table.rows), "rows"), counted(len(catalog), "models")
    return speak("{rows}; the catalog has {models}", rows=rows, models=models)


def _drawn(table: PlainTable) -> str:
    """Draw a table with aligned columns; Chinese characters are two columns wide."""
    rows = [table.heads, *([_shorten(cell) for cell in row] for row in table.rows)]
    widths = [max(display_width(row[index]) for row in rows) for index in range(len(table.heads))]
    rows.insert(1, ["-" * width for width in widths])
    lines = (
        "  ".join(
            _padded(cell, width, kind == "number")
            for cell, width, kind in zip(row, widths, table.kinds, strict=True)
        ).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _shorten(text: str) -> str:
    if display_width(text) <= _WIDEST:
        return text
    while display_width(text) > _WIDEST - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _padded(text: str, width: int, right: bool) -> str:
    blank = " " * (width - display_width(text))
    return blank + text if right else text + blank
