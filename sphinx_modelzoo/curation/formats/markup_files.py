"""Tables in Markdown and HTML files: a row is a model.

Files may hold several tables, under headings that name the task or the family; columns may have
any order and their headers may be Chinese or English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import importer
from sphinx_modelzoo.curation.grids import html_tables as html
from sphinx_modelzoo.curation.grids import markdown_tables as markdown
from sphinx_modelzoo.curation.grids.documents import files_with_tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, ImportResult
    from sphinx_modelzoo.curation.grids.grid import Block

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".txt", "")
_HTML = (".html", ".htm", ".xhtml")
_HAS_TABLE = re.compile(r"<table[\s>]|^[ \t>]*\|?[ \t]*:?-+:?[ \t]*\|[ \t|:\-]*$", re.I | re.M)


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is Markdown or HTML with a table in it."""
    suffix = path.suffix.casefold()
    return suffix in (*_MARKDOWN, *_HTML) and _HAS_TABLE.search(text) is not None


def find(folder: Path) -> Sequence[Path]:
    """Find the Markdown and HTML files of a folder that hold a table."""
    return files_with_tables(folder, (".md", ".markdown", *_HTML), sniff)


@importer("tables", "Markdown and HTML files with tables", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read the tables of some files.

    :raises ProblemError: when no file holds a table of models.
    """
    return read_tables(paths, context, _blocks)


def _blocks(path: Path, text: str) -> Iterable[Block]:
    return html.blocks(text) if path.suffix.casefold() in _HTML else markdown.blocks(text)
