"""The interactive table in Sphinx: its script, and its data files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.render.cutting import cut_table
from sphinx_modelzoo.render.script_data import (
    COMPARE,
    DATA_FOLDER,
    SCRIPT,
    compare_files,
    settings,
)
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import modelzoo_view
from sphinx_modelzoo.views.compare import Comparison
from sphinx_modelzoo.views.content import digest
from sphinx_modelzoo.views.view import TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.builders import Builder

    from sphinx_modelzoo.render.cutting import TableHtml
    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.content import Grid
    from sphinx_modelzoo.views.view import RawOptions


SCRIPTED = "scripted"
"""The attribute that the writer sets on a table or view that needs the script."""
_TABLES = "table"


def has_script(builder: Builder) -> bool:
    """Return True if scripts run in a builder's pages: not in books and help files."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not builder.embedded
        and zoo(builder.env).settings.interactive
    )


def script_of(doctree: nodes.document) -> str:
    """Return the script that a written page needs, or nothing: a single row is not sorted."""
    views = (view.get(SCRIPTED) for view in doctree.findall(modelzoo_view))
    return SCRIPT if any(views) else ""


def table_settings(builder: Builder, grid: Grid, compare: str = COMPARE) -> str:
    """Return the script's settings for a table; nothing where the table stays as it is."""
    if not grid.interactive or not has_script(builder):
        return ""
    return settings(grid, zoo(builder.env).words, compare)


def cut(builder: Builder, docname: str, options: RawOptions, table: TableHtml) -> str:
    """Cut a large table: what is too much for a page goes into a file."""
    words = zoo(builder.env).words
    name = f"{DATA_FOLDER}/{_TABLES}/{docname}-{digest(options)[:6]}.js"
    found = cut_table(table, quote(name), words)
    if found is None:
        return table.text()
    _write(builder, name, found.data)
    return found.html


def write_comparison(builder: Builder, base: str, before: Mapping[str, str]) -> dict[str, str]:
    """Write the files of the comparison, if any table needs them.

    :param base: a digest of all that the files depend on besides the models in them.
    :param before: what this function returned when the folder was last written to.
    :returns: for each file a digest of what it depends on.
    """
    domain = zoo(builder.env)
    folder = Path(builder.outdir) / "_static"
    keys: dict[str, str] = {}
    if has_script(builder) and any(_is_interactive(domain, one) for one in _all_tables(domain)):
        comparison = Comparison(domain.catalog, domain.settings.language)
        for name, (models, text) in compare_files(comparison).items():
            prints = [domain.catalog.fingerprint(model.id) for model in models]
            keys[name] = digest(base, len(comparison.members), comparison.shared, prints)
            if keys[name] != before.get(name) or not (folder / name).is_file():
                _write(builder, name, text())
    for path in sorted((folder / DATA_FOLDER).glob("compare*.js")):
        if f"{DATA_FOLDER}/{path.name}" not in keys:
            path.unlink()
    return keys


def delete_stale_data(builder: Builder) -> None:
    """Delete the data of tables that are gone, or small now."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    root = Path(builder.outdir) / "_static"
    folder = root / DATA_FOLDER / _TABLES
    for path in sorted(folder.rglob("*.js")):
        docname = path.relative_to(folder).as_posix().rpartition("-")[0]
        if isinstance(builder, SingleFileHTMLBuilder):
            docname = builder.config.root_doc
        page = Path(builder.get_outfilename(docname))
        address = quote(path.relative_to(root).as_posix())
        if not page.is_file() or address not in page.read_text(encoding="utf-8"):
            path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _all_tables(domain: ModelzooDomain) -> list[RawOptions]:
    return [options for docname in domain.views for options in domain.tables(docname)]


def _is_interactive(domain: ModelzooDomain, options: RawOptions) -> bool:
    chosen = domain.parse(TABLE, options)
    return chosen.interactive is not False and chosen.view == "table"


def _write(builder: Builder, name: str, text: str) -> None:
    write_if_changed(Path(builder.outdir) / "_static" / name, text)
