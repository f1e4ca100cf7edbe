"""The rows of large tables in HTML, kept from build to build.

Of ten thousand rows an edited entry changes one. The others are taken from a file next to the
doctrees: each under a key for all that it depends on, so that whatever a build leaves there, and
however it ends, is right or is not used.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.files import replace_files
from sphinx_modelzoo.render.cutting import CellsHtml
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.sphinx_ext.addresses import Pages, documents_digest
from sphinx_modelzoo.sphinx_ext.card_pictures import picture_address
from sphinx_modelzoo.sphinx_ext.domain import application, zoo
from sphinx_modelzoo.sphinx_ext.settings import state_dir
from sphinx_modelzoo.views.content import LEADERBOARD, digest, model_page
from sphinx_modelzoo.views.page_kinds import PageKind
from sphinx_modelzoo.views.table import TableView
from sphinx_modelzoo.views.view import TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx.builders import Builder

    from sphinx_modelzoo.views.content import Grid
    from sphinx_modelzoo.views.view import RawOptions

KEPT_ROWS = 500
"""The fewest rows worth keeping: fewer are made as fast as they are read."""


class HtmlTable(NamedTuple):
    """A table: its grid, whose rows have no cells, their cells, and a digest of all of it."""

    grid: Grid
    rows: Sequence[CellsHtml]
    digest: str


def html_table(
    builder: Builder, docname: str, options: RawOptions, *, last: bool = False
) -> HtmlTable:
    """Return what a table shows in a document, made once in a build.

    :param last: do not keep it any longer: it is written now.
    """
    known = zoo(builder.env).html_tables
    found = known.pop((docname, options), None) or _make(builder, docname, options)
    if not last:
        known[docname, options] = found
    return found


def _make(builder: Builder, docname: str, options: RawOptions) -> HtmlTable:
    domain = zoo(builder.env)
    language = domain.settings.language
    view = TableView(domain.catalog, domain.parse(TABLE, options), language)
    pages = Pages(builder, docname)
    renderer = HtmlRenderer(
        pages,
        domain.words,
        url=pages.url,
        title=pages.title,
        picture=partial(picture_address, builder, docname),
        book=builder.name == "epub",
    )
    keys = [
        f"{domain.page_keys.get(row.model)} {row.variant} {number if view.numbered else ''}"
        for number, row in enumerate(view.grid.rows)
    ]
    large = len(keys) >= KEPT_ROWS and bool(domain.page_keys) and not domain.plugin_failed
    path = _file(builder, docname, options)
    base = _base(builder, docname, options, view)
    kept = _load(path, base) if large else {}
    rows = [
        kept[key] if key in kept else renderer.cells(view.row(number))
        for number, key in enumerate(keys)
    ]
    text = _json(rows)
    if large and not domain.plugin_failed and kept.keys() != set(keys):
        replace_files({path: f'{{"base":{_json(base)},"keys":{_json(keys)},"rows":{text}}}'})
    return HtmlTable(view.grid, rows, digest(view.grid, text))


def _base(builder: Builder, docname: str, options: RawOptions, view: TableView) -> str:
    """Return what all rows depend on, besides their own: which links there are, and how."""
    domain = zoo(builder.env)
    settings = domain.settings
    pages = [model_page(model.id) for model in domain.catalog.models]
    leaderboards = domain.catalog.registry[PageKind][LEADERBOARD]
    return digest(
        options,
        view.grid.columns,
        view.grid.more,
        view.shared,
        builder.name,
        [builder.get_relative_uri(docname, settings.docname(page)) for page in pages[:1]],
        [page.id for page in pages if not domain.page_of(page)],
        sorted(leaderboards.ids(domain.catalog)) if settings.leaderboards else (),
        documents_digest(builder),
    )


def _load(path: Path, base: str) -> dict[str, CellsHtml]:
    """Load the rows of an earlier build by their keys; none where nothing can be used."""
    try:
        data = json.loads(path.read_bytes())
        if data["base"] == base:
            rows = (CellsHtml(*row) for row in data["rows"])
            return dict(zip(data["keys"], rows, strict=True))
    except (OSError, ValueError, LookupError, TypeError):
        return {}  # no such file, or not one of ours: all rows are made
    return {}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _file(builder: Builder, docname: str, options: RawOptions) -> Path:
    name = digest(docname, options)[:16]
    return state_dir(application(builder.env)) / "rows" / f"{builder.name}-{name}.json"


def delete_stale_rows(builder: Builder) -> None:
    """Delete the files of tables that are gone."""
    domain = zoo(builder.env)
    wanted = {
        _file(builder, docname, options)
        for docname in domain.views
        for options in domain.tables(docname)
    }
    folder = state_dir(application(builder.env)) / "rows"
    for path in sorted(folder.glob(f"{builder.name}-*.json")):
        if path not in wanted:
            path.unlink(missing_ok=True)  # by another build of this language
