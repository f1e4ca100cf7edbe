"""The settings of a page's script: labels, facets and data, as JSON.

The script (``static/modelzoo.js``) improves a table that is complete without it; of a large one
``cutting.py`` leaves the first rows in the page.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.render import cutting
from sphinx_modelzoo.render.data import data_file, json_text
from sphinx_modelzoo.render.tags import cell_label, column_classes
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.compare import Comparison
    from sphinx_modelzoo.views.content import Column, Facet, Grid
    from sphinx_modelzoo.views.display import Plot
    from sphinx_modelzoo.views.labels import Labels

SCRIPT = "modelzoo.js"
PAGE_SCRIPT = "modelzoo-page.js"
SCRIPTS = (SCRIPT, "modelzoo-compare.js", PAGE_SCRIPT)
"""The script of tables, the one that it loads to compare models, and the one of models' pages."""
DATA_FOLDER = "modelzoo-data"
"""The folder next to the script in which it looks for its data."""
COMPARE = f"{DATA_FOLDER}/compare.js"

LABELS: Mapping[str, str] = {
    "tools": N_("Search and filter"),
    "search": N_("Search models"),
    "models": N_("{shown} of {total} models"),
    "variants": N_("{shown} of {total} variants"),
    "allmodels": N_("All models: {total}"),
    "allvariants": N_("All variants: {total}"),
    "none": N_("No model matches."),
    "clear": N_("Clear all"),
    "others": N_("{count} more"),
    "filters": N_("Filters"),
    "find": N_("Find in this list"),
    "least": N_("From"),
    "greatest": N_("To"),
    "columns": N_("Columns"),
    "sort": N_("Sort by"),
    "catalog": N_("Catalog order"),
    "ascending": N_("{column}, ascending"),
    "descending": N_("{column}, descending"),
    "export": N_("Export"),
    "copyCsv": N_("Copy as CSV"),
    "copyMarkdown": N_("Copy as Markdown"),
    "saveCsv": N_("Download as CSV"),
    "saveMarkdown": N_("Download as Markdown"),
    "copied": N_("Copied, rows: {count}"),
    "refused": N_("The browser did not allow copying."),
    "pages": N_("Pages of the table"),
    "page": N_("Page {page} of {pages}"),
    "previous": N_("Previous page"),
    "next": N_("Next page"),
    "loading": N_("Loading all models …"),
    "failed": N_("The file with the other models could not be loaded."),
    "pick": N_("Compare {name}"),
    "compare": N_("Compare"),
    "picked": N_("Selected: {count}"),
    "more": N_("Choose a second model to compare."),
    "most": N_("At most six models can be compared."),
    "comparison": N_("Comparison of models"),
    "differing": N_("Only differences"),
    "best": N_("best"),
    "property": N_("Property"),
    "sizes": N_("Size and speed"),
    "facts": N_("Facts"),
    "share": N_("Copy link"),
    "shared": N_("Link copied"),
    "remove": N_("Remove {name}"),
    "unpick": N_("Clear"),
    "close": N_("Close"),
}
"""Every label of the script by its name there."""


def asset(name: str) -> bytes:
    """Return a file of the package as readers get it; a wheel holds the scripts minified."""
    return (resources.files("sphinx_modelzoo.render") / "static" / name).read_bytes()


def settings(grid: Grid, words: Labels, compare: str = "") -> str:
    """Return the settings of a table for the script: what its HTML does not say.

    :param words: the labels, in the language that texts are sorted by.
    :param compare: the file with what models are compared by, where there is one.
    :returns: JSON for an attribute of the table's box; less where the table is only sorted.
    """
    columns = (*grid.columns, *grid.more)
    keys = [column.key for column in grid.columns]
    head = keys.index(grid.row_header) if grid.row_header in keys else -1
    told = {
        "language": words.language,
        "facets": [],
        "head": head,
        "columns": [_column(column) for column in columns],
        "shown": len(keys),
    }
    if not grid.searched:
        return json_text(told)
    variants = any(row.variant for group in grid.groups for row in group.rows)
    return json_text(
        {
            **told,
            "searched": True,
            "labels": {name: words(text) for name, text in LABELS.items()},
            "facets": [_facet(facet) for facet in grid.facets],
            "synonyms": grid.names,
            "unit": "variants" if variants else "models",
            "compare": compare,
        }
    )


def _column(column: Column) -> list[Any]:
    """Return what the script knows of a column.

    That is its key, kind, classes, label, the two lines of its head, the label of its cells and, if
    it depends on the task that readers choose, the tasks that it is shown for.
    """
    return [
        column.key,
        column.kind,
        column_classes(column),
        column.label,
        *column.lines,
        cell_label(column),
        *([] if column.tasks is None else [column.tasks]),
    ]


def _facet(facet: Facet) -> list[Any]:
    """Return a facet: key, label, values with their labels; of a range its numbers and unit."""
    if facet.range:
        return [facet.key, facet.label, [[value.key] for value in facet.values], 1, facet.unit]
    return [facet.key, facet.label, [[value.key, value.label] for value in facet.values]]


def plot_table(plot: Plot) -> Grid:
    """Return the table of a plot; a large one will be cut, and is searchable to find the rest."""
    large = len(plot.table.rows) > cutting.STATIC_ROWS
    return replace(plot.table, interactive=large, searched=large)


def compare_files(
    comparison: Comparison, name: str = COMPARE
) -> dict[str, tuple[Sequence[Model], Callable[[], str]]]:
    """Return the files of the comparison; their names are relative to the script.

    The first says how many more there are: a page that compares six models of ten thousand
    loads what it needs.

    :returns: by name, the models that a file is about, and the function that makes its text.
    """
    count = len(comparison.members)
    head: dict[str, Any] = {"facts": comparison.facts, "chunks": count}
    if count == 1:
        members = comparison.members[0]
        return {name: (members, lambda: data_file(name, {**head, "entries": comparison.part(0)}))}

    def part(address: str, number: int) -> Callable[[], str]:
        return lambda: data_file(address, comparison.part(number))

    names = [name.replace(".js", f"-{number}.js") for number in range(count)]
    return {
        name: ((), lambda: data_file(name, {**head, "entries": {}})),
        **{
            each: (comparison.members[number], part(each, number))
            for number, each in enumerate(names)
        },
    }
