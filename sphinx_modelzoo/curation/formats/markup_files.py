"""Tables in Markdown and HTML files, and in notebooks: a row is a model.

Files may hold several tables, under headings that name the task or the family; columns may have
any order and their headers may be Chinese or English.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.importer_types import importer
from sphinx_modelzoo.curation.grids import html_tables as html
from sphinx_modelzoo.curation.grids import markdown_tables as markdown
from sphinx_modelzoo.curation.grids.documents import files_with_tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, ImportResult
    from sphinx_modelzoo.curation.grids.grid import Block

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".txt", "")
_HTML = (".html", ".htm", ".xhtml")
_NOTEBOOK = ".ipynb"
_HAS_TABLE = re.compile(r"<table[\s>]|^[ \t>]*(?:\|[ \t]*)?:?-+:?[ \t]*\|[ \t|:\-]*$", re.I | re.M)


_HAS_LIST = re.compile(r"^ {0,3}[-*+] .*?(?:\]\(|\d)", re.M)


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is Markdown, HTML or a notebook with a table or list in it."""
    return _has_table(path, text) or (
        path.suffix.casefold() in _MARKDOWN and _HAS_LIST.search(text) is not None
    )


def _has_table(path: Path, text: str) -> bool:
    suffix = path.suffix.casefold()
    if suffix == _NOTEBOOK:
        text, suffix = notebook_text(text), ".md"
    return suffix in (*_MARKDOWN, *_HTML) and _HAS_TABLE.search(text) is not None


def find(folder: Path) -> Sequence[Path]:
    """Find the Markdown, HTML and notebook files of a folder that hold a table."""
    return files_with_tables(folder, (".md", ".markdown", *_HTML, _NOTEBOOK), _has_table)


@importer("tables", "Markdown and HTML files and notebooks with tables", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read the tables of some files.

    :raises ProblemError: when no file holds a table of models.
    """
    return read_tables(paths, context, _blocks)


def _blocks(path: Path, text: str) -> Iterable[Block]:
    suffix = path.suffix.casefold()
    text = notebook_text(text) if suffix == _NOTEBOOK else text
    return html.blocks(text) if suffix in _HTML else markdown.blocks(text)


def notebook_text(text: str) -> str:
    """Return the Markdown of a notebook, and the HTML of its outputs, with the lines of the file.

    A notebook that is not written line by line gives its text from the first line on; any
    other JSON gives nothing.
    """
    try:
        cells = json.loads(text)["cells"]
        wanted = [line for cell in cells for line in _cell_lines(cell)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    lines: list[str] = []
    rest = iter([*wanted, None])
    following = next(rest)
    for written in text.split("\n"):
        found = ""
        if following is not None and _decoded(written) == following:
            found, following = following, next(rest)
        lines.append(found.removesuffix("\n"))
    return "\n".join(lines) if following is None else "\n".join(w.rstrip("\n") for w in wanted)


def _cell_lines(cell: dict[str, Any]) -> Iterator[str]:
    parts = [cell["source"]] if cell["cell_type"] == "markdown" else []
    parts += [output.get("data", {}).get("text/html", []) for output in cell.get("outputs", ())]
    for part in parts:
        yield from part.splitlines(keepends=True) if isinstance(part, str) else part
        if isinstance(part, str) and part:
            yield ""


def _decoded(written: str) -> object:
    try:
        return json.loads(written.strip().removesuffix(","))
    except ValueError:
        return None
