"""Tables in Markdown and HTML files: a row is a model.

Files may hold several tables, under headings that name the task or the family; columns may have
any order and their headers may be Chinese or English. Hints of the drafts: ``table`` (the number
of the table in its file) and ``row`` (the number that the row has itself, if any).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.collector import paused_collector
from sphinx_modelzoo.importers.base import (
    Importer,
    ImportResult,
    SourceError,
    files_below,
    read_text,
)
from sphinx_modelzoo.importers.grids import html, markdown
from sphinx_modelzoo.importers.grids.cells import Heading
from sphinx_modelzoo.importers.grids.columns import columns
from sphinx_modelzoo.importers.grids.entries import EntryMaker
from sphinx_modelzoo.importers.grids.headings import Outline
from sphinx_modelzoo.importers.results import ResultReader
from sphinx_modelzoo.importers.words import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sphinx_modelzoo.importers.base import ImportContext
    from sphinx_modelzoo.importers.grids.cells import Block, Row, Table
    from sphinx_modelzoo.importers.grids.columns import Column
    from sphinx_modelzoo.importers.grids.entries import Entry

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".txt", "")
_HTML = (".html", ".htm", ".xhtml")
_HAS_TABLE = re.compile(r"<table[\s>]|^[ \t>]*\|?[ \t]*:?-+:?[ \t]*\|[ \t|:\-]*$", re.I | re.M)


def sniff(path: Path, text: str) -> bool:
    """Whether a file is Markdown or HTML with a table in it."""
    suffix = path.suffix.casefold()
    return suffix in (*_MARKDOWN, *_HTML) and _HAS_TABLE.search(text) is not None


def find(folder: Path) -> Sequence[Path]:
    """The Markdown and HTML files of a folder that hold a table."""
    found = []
    for path in files_below(folder):
        if path.suffix.casefold() not in (".md", ".markdown", *_HTML):
            continue
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if sniff(path, text):
            found.append(path)
    return found


def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read the tables of some files.

    :raises SourceError: when no file holds a table of models.
    """
    result = ImportResult()
    reader = ResultReader(context.vocabularies)
    refused: SourceError | None = None
    for path in paths:
        with paused_collector():
            refused = _File(path, context, reader, result).read() or refused
    if refused is not None and not result.drafts:
        raise refused
    return result


class _File:
    """Reads one file."""

    def __init__(
        self, path: Path, context: ImportContext, reader: ResultReader, result: ImportResult
    ) -> None:
        self._path = path
        self._context = context
        self._reader = reader
        self._result = result
        self._outline = Outline(context.vocabularies)
        self._tables = 0

    def read(self) -> SourceError | None:
        """Read the tables of the file, and say what was left out.

        :returns: what to tell people when the file holds no models.
        """
        text = read_text(self._path, self._context)
        is_html = self._path.suffix.casefold() in _HTML
        blocks: Iterable[Block] = html.blocks(text) if is_html else markdown.blocks(text)
        before = len(self._result.drafts)
        refused = []
        for block in blocks:
            if isinstance(block, Heading):
                self._outline.enter(block.level, block.text)
                continue
            self._tables += 1
            found = columns(block, self._reader)
            if any(column.role in ("name", "title") for column in found):
                self._read_table(block, found)
            else:
                refused.append(block)
        for table in refused:
            self._refuse(table)
        return self._complaint(refused) if len(self._result.drafts) == before else None

    def _refuse(self, table: Table) -> None:
        headers = ", ".join(f"“{cell.words}”" for cell in table.header.cells if cell.words)
        place = self._context.place(self._path, table.line)
        why = f"no column names the models (columns: {headers or 'without headers'})"
        self._result.leave_out("a table", why, place)

    def _complaint(self, refused: Sequence[Table]) -> SourceError:
        shown = self._context.display(self._path)
        if not refused:
            return SourceError("the file holds no table with models", file=shown)
        headers = ", ".join(f"“{cell.words}”" for cell in refused[0].header.cells if cell.words)
        return SourceError(
            f"no column of the table names the models (columns: {headers or 'without headers'})",
            file=shown,
            line=refused[0].line,
            hint=f"call it {', '.join(_name_headers())}",
        )

    def _read_table(self, table: Table, found: list[Column]) -> None:
        self._result.count("tables")
        self._result.count("rows", len(table.rows))
        self._context.expect(len(table.rows))
        extra = [table.caption] if table.caption else []
        maker = EntryMaker(
            found,
            self._outline.section(extra),
            self._reader,
            self._context,
            self._result,
            lambda line: self._context.place(self._path, line),
        )
        last: Entry | None = None
        for row in table.rows:
            self._context.progress(1)
            if title := _section_row(row):
                maker.section = self._outline.section([*extra, title])
                last = None
                continue
            if last is not None and maker.continues(last, row):
                maker.fill(last, row)
                continue
            entry = maker.entry(row)
            if entry is None:
                self._leave_row(row)
                continue
            entry.draft.hints["table"] = self._tables
            self._result.drafts.append(entry.draft)
            last = entry
        self._leave_columns(table, found)

    def _leave_row(self, row: Row) -> None:
        shown = next((cell.words for cell in row.cells if cell.words), "")
        if shown:
            place = self._context.place(self._path, row.line)
            self._result.leave_out(f"the row “{shown[:40]}”", "it names no model", place)

    def _leave_columns(self, table: Table, found: Sequence[Column]) -> None:
        place = self._context.place(self._path, table.line)
        for column in found:
            used = column.role and column.role not in ("log", "metric_value")
            texts = [row.cell(column.index) for row in table.rows]
            if used or not any(cell.text or cell.anchors for cell in texts):
                continue
            what = f"the column “{column.header}”" if column.header else "a column without header"
            self._result.leave_out(what, "it is like no field of the catalog", place)


def _name_headers() -> tuple[str, ...]:
    """Headers that name models, in both languages."""
    roles = load_words("headers")["roles"]
    found = []
    for role in ("name", "title"):
        found.append(next(name for name in roles[role] if name.isascii()).capitalize())
        found.append(next(name for name in roles[role] if not name.isascii()))
    return tuple(found)


def _section_row(row: Row) -> str:
    """The words of a row that is one cell over all columns: a heading inside of the table."""
    first = row.cells[0] if row.cells else None
    if first is None or len(row.cells) < 2 or any(cell is not first for cell in row.cells):
        return ""
    return first.words


IMPORTER = Importer(
    name="tables",
    title="Markdown and HTML files with tables",
    sniff=sniff,
    find=find,
    read=read,
)
