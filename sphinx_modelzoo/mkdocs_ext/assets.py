"""The interactive table in MkDocs: style sheet, script, and data files."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs.utils import get_relative_url

from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.mkdocs_ext.outside import STYLE_SHEET_URI
from sphinx_modelzoo.render.cutting import cut_table
from sphinx_modelzoo.render.script_data import (
    DATA_FOLDER,
    PAGE_SCRIPT,
    SCRIPT,
    SCRIPTS,
    asset,
    compare_files,
)
from sphinx_modelzoo.views.compare import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

    from sphinx_modelzoo.mkdocs_ext.zoo import Zoo
    from sphinx_modelzoo.render.cutting import TableHtml
    from sphinx_modelzoo.views.labels import Labels

_FOLDER = "assets/modelzoo"

REST = r'\s*<noscript class="modelzoo-rest">.*?</noscript>'
"""The list of links that follows a table which was cut."""
_OURS = re.compile(r'<[a-z][^<>]*\bclass="(?:[^"]* )?modelzoo-(?!link[" ])')
_PAGE = re.compile(r'<(?:div|details|a) [^<>]*\bdata-(?:copy|narrow)="')
_INTERACTIVE = re.compile(r'<div [^<>]*\bdata-settings="')


def shows_zoo(page: Page) -> bool:
    """Return True if a page has more of the zoo than links."""
    return _OURS.search(page.content or "") is not None


def link_style(config: MkDocsConfig, *, wanted: bool) -> None:
    """Put the style sheet among those of the site, or take it from them.

    Templates read the list while they write a page, and put the links into its head.
    """
    if wanted and STYLE_SHEET_URI not in config.extra_css:
        config.extra_css.append(STYLE_SHEET_URI)
    elif not wanted and STYLE_SHEET_URI in config.extra_css:
        config.extra_css.remove(STYLE_SHEET_URI)


def link_script(page: Page) -> None:
    """Put the scripts below the content of a page: of an interactive table, of a model's page.

    There and not at the end of the body: Material's instant navigation runs the scripts of the
    content that it brings, and no others.
    """
    content = page.content or ""
    kinds = ((SCRIPT, _INTERACTIVE), (PAGE_SCRIPT, _PAGE))
    for name in [name for name, kind in kinds if kind.search(content)]:
        address = get_relative_url(f"{_FOLDER}/{name}", page.url)
        page.content = f'{page.content}\n<script src="{escape(address)}" defer></script>\n'


def compare_name(language: str) -> str:
    """Return the file of the comparison: each language of a site has its own."""
    return f"{DATA_FOLDER}/compare-{language}.js"


def table_cutter(file: File, words: Labels, data: dict[str, str]) -> Callable[[TableHtml], str]:
    """Return a function that cuts the large tables of a page, one after the other.

    It returns the HTML that stays, or nothing for a table that is to stay whole.

    :param data: takes the files with the rows, by their names relative to the script.
    """
    page = Path(file.dest_uri).with_suffix("").as_posix()
    names: list[str] = []

    def cut(table: TableHtml) -> str:
        name = f"{DATA_FOLDER}/table/{page}-{len(names)}.js"
        found = cut_table(table, quote(name), words)
        if found is None:
            return ""
        names.append(name)
        data[name] = found.data
        return found.html

    return cut


def write_scripts(zoo: Zoo, tables: Mapping[str, str], config: MkDocsConfig) -> None:
    """Write the scripts and their data into the site."""
    folder = Path(config.site_dir) / _FOLDER
    compared = compare_files(Comparison(zoo.catalog, zoo.language), compare_name(zoo.language))
    files = {name: asset(name).decode() for name in SCRIPTS}
    files |= {**tables, **{name: text() for name, (_, text) in compared.items()}}
    for name, text in files.items():
        write_if_changed(folder / name, text)
