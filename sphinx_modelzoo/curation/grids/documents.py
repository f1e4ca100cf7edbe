"""Files with tables, of whatever syntax: headings and tables in, drafts out.

Hints of the drafts: ``table`` (the number of the table in its file) and ``row`` (the number that
the row has itself, if any).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.fact_parsing import words
from sphinx_modelzoo.curation.formats.importer_types import (
    ColumnUse,
    ImportResult,
    Place,
    files_below,
    read_text,
    refusal,
)
from sphinx_modelzoo.curation.grids.grid import Heading, Unread
from sphinx_modelzoo.curation.grids.headers import columns
from sphinx_modelzoo.curation.grids.headings import Outline, SourceSection
from sphinx_modelzoo.curation.grids.row_entries import EntryMaker
from sphinx_modelzoo.curation.grids.row_groups import RowGroups, absorb
from sphinx_modelzoo.curation.grids.row_shapes import RowShapes, with_joined_headers
from sphinx_modelzoo.curation.grids.transposed import upright
from sphinx_modelzoo.curation.grids.unclaimed import OwnColumns
from sphinx_modelzoo.curation.results import ResultReader
from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.east_asian import HAN
from sphinx_modelzoo.problems.messages import Message, ProblemError
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from pathlib import Path

    from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportContext
    from sphinx_modelzoo.curation.grids.grid import Block, GridRow, Table
    from sphinx_modelzoo.curation.grids.grid_columns import GridColumn
    from sphinx_modelzoo.curation.grids.row_entries import RowEntry


_MEASURED = ("metric", "params", "flops", "weights", "config")


def files_with_tables(
    folder: Path, suffixes: Container[str], has_table: Callable[[Path, str], bool]
) -> list[Path]:
    """Find the files below a folder that hold a table.

    :param suffixes: the allowed suffixes of the files, in lower case.
    :param has_table: whether a file does, from its path and its text.
    """
    found = []
    for path in files_below(folder):
        if path.suffix.casefold() not in suffixes:
            continue
        try:
            text = path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            continue
        if has_table(path, text):
            found.append(path)
    return found


def read_tables(
    paths: Sequence[Path],
    context: ImportContext,
    blocks_of: Callable[[Path, str], Iterable[Block]],
) -> ImportResult:
    """Read the tables of some files.

    :param blocks_of: the headings and tables of a file, from its path and its text. What it raises
        needs no place but the line.
    :raises ProblemError: when no file holds a table of models.
    """
    result = ImportResult()
    reader = ResultReader(context.vocabularies)
    own = OwnColumns(context.fields)
    refused: ProblemError | None = None
    for path in paths:
        text = read_text(path, context)
        try:
            blocks = blocks_of(path, text)
            refused = _File(path, context, reader, result, own).read(blocks) or refused
        except ProblemError as error:
            found = error.problem
            raise ProblemError(found.at(context.display(path), found.line)) from None
    if refused is not None and not result.drafts:
        raise refused
    own.finish(result)
    return result


class _File:
    """A reader of one file."""

    def __init__(
        self,
        path: Path,
        context: ImportContext,
        reader: ResultReader,
        result: ImportResult,
        own: OwnColumns,
    ) -> None:
        self._path = path
        self._context = context
        self._reader = reader
        self._result = result
        self._own = own
        self._shown = context.display(path)
        self._outline = Outline(context.vocabularies)
        self._tables = 0
        self._key = context.from_home(path)
        self._columns: list[list[str]] = []
        self._twin = _twin_of(self._key, context.columns)
        self._unread: list[Unread] = []
        self._variants: dict[str, Draft] = {}  # entries whose rows are variants

    def read(self, blocks: Iterable[Block]) -> ProblemError | None:
        """Read the tables of the file, and record what was left out.

        :returns: the error to raise when the file holds no models.
        """
        before = len(self._result.drafts)
        refused: list[Table] = []
        lists: list[tuple[Table, Outline]] = []
        largest = 0
        for block in blocks:
            if isinstance(block, Heading):
                self._outline.enter(block.level, block.text)
                continue
            if isinstance(block, Unread):
                self._leave_out(block)
                continue
            for part in block.cut:
                self._leave_out(part)
            if block.listed:
                lists.append((block, self._outline.copy()))
                continue
            self._tables += 1
            block = with_joined_headers(block, self._reader)
            block = upright(block, self._reader, self._context.options)
            found = self._as_in_twin(columns(block, self._reader, self._context.options))
            self._columns.append([])
            rows_are = self._context.options.rows
            if not any(column.role in ("name", "title") for column in found):
                found, rows_are = self._unnamed(block, found)
            if rows_are == "variants" or any(c.role in ("name", "title") for c in found):
                self._read_table(block, found, rows_are)
                largest = max(largest, len(block.rows))
            else:
                refused.append(block)
        if len(self._result.drafts) == before:
            for table, self._outline in lists:
                self._tables += 1
                self._columns.append([])
                self._read_table(table, columns(table, self._reader, self._context.options), "")
        if any(any(names) for names in self._columns):
            self._context.columns[self._key] = self._columns
        else:
            self._context.columns.pop(self._key, None)
        for table in refused:
            self._refuse(table)
            if len(table.rows) > largest and largest:
                self._result.unread = self._place(table.line)
        return self._complaint(refused) if len(self._result.drafts) == before else None

    def _leave_out(self, part: Unread) -> None:
        self._unread.append(part)
        self._result.leave_out(part.what, part.why, self._place(part.line))

    def _as_in_twin(self, found: list[GridColumn]) -> list[GridColumn]:
        """Take unclaimed columns for what they are in the same file in another language."""
        names = self._twin[self._tables - 1] if self._tables <= len(self._twin) else []
        if len(names) != len(found):
            return found
        same = []
        for column, name in zip(found, names, strict=True):
            kind, _, meant = name.partition(":")
            if meant and column.role in ("", "condition") and not column.own:
                role, own = ("condition", "") if kind == "condition" else ("", meant)
                column = replace(column, role=role, condition=meant if role else "", own=own)
            same.append(column)
        return same

    def _unnamed(self, table: Table, found: list[GridColumn]) -> tuple[list[GridColumn], str]:
        """Find what names the models of a table without a column that says so.

        It is the heading, where columns of conditions tell its variants apart, or else the first
        column of words.

        :returns: the columns, and what the rows are where they are not models.
        """
        if not any(column.role in _MEASURED for column in found):
            return found, ""
        title = self._outline.section([table.caption] if table.caption else []).title
        if title and any(column.role == "condition" for column in found):
            return found, "variants"
        for place, column in enumerate(found):
            texts = [words(row.cell(column.index).text) for row in table.rows]
            named = all(text and re.search(rf"[A-Za-z{HAN}]", text) for text in texts)
            apart = len(set(texts)) * 2 > len(texts) or len(texts) < 2
            if fold(column.header) in _versions() and all(texts) and apart:
                named = True  # by dates or numbers
            named = named and apart
            if column.role == "dataset":
                break  # a table of datasets
            if named and column.role in ("", "condition") and not column.own:
                name = replace(column, role="name", condition="", known=False)
                return [*found[:place], name, *found[place + 1 :]], ""
        return found, ""

    def _refuse(self, table: Table) -> None:
        headers = ", ".join(f"“{cell.words}”" for cell in table.header.cells if cell.words)
        place = self._place(table.line)
        why = Message(
            "no column names the models (columns: {headers})", headers=headers or "without headers"
        )
        self._result.leave_out("a table", why, place)

    def _complaint(self, refused: Sequence[Table]) -> ProblemError:
        shown = self._shown
        if not refused:
            why = next(
                (
                    Message(
                        "line {line}: {what}: {why}", line=item.line, what=item.what, why=item.why
                    )
                    for item in self._unread
                ),
                "",
            )
            return refusal(
                "import.empty", "the file holds no table with models", file=shown, hint=why
            )
        headers = ", ".join(f"“{cell.words}”" for cell in refused[0].header.cells if cell.words)
        return refusal(
            "import.names",
            Message(
                "no column of the table names the models (columns: {headers})",
                headers=headers or "without headers",
            ),
            file=shown,
            line=refused[0].line,
            hint=Message("call it {names}", names=", ".join(_name_headers())),
        )

    def _read_table(self, table: Table, found: list[GridColumn], rows_are: str) -> None:
        self._result.count("tables")
        self._result.count("rows", len(table.rows))
        self._context.expect(len(table.rows))
        extra = [table.caption] if table.caption else []
        maker = EntryMaker(
            found,
            self._section(extra, table.note),
            self._reader,
            self._context,
            self._place,
            lambda url: self._context.rebased(url, self._path),
        )
        rows: list[RowEntry] = []
        shapes = RowShapes(table)
        for row in table.rows:
            self._context.progress(1)
            if title := table.title_in(row):
                maker.section = self._section([*extra, title], table.note)
                continue
            sure = shapes.sure_cells(row)
            lost = row.cells[sure:]
            entry = maker.entry(replace(row, cells=row.cells[:sure]) if lost else row)
            if entry is not None and lost:
                shown = " | ".join(cell.words for cell in lost)
                count = Message(
                    "{number} cells in a table of {other_number} columns",
                    number=len(row.cells),
                    other_number=len(table.header.cells),
                )
                entry.draft.note(
                    "",
                    Message("{count}: “{shown}” was not read", count=count, shown=shown),
                    row.line,
                )
            if entry is None:
                self._leave_row(row)
            else:
                rows.append(entry)
        groups = RowGroups(rows, found, self._own, measures=maker.measures, rows_are=rows_are)
        for draft in groups.drafts():
            draft.hints["table"] = self._tables
            home = self._variants.get(draft.name) if rows_are == "variants" else None
            if home is not None:
                absorb(home, draft)
                continue
            if rows_are == "variants":
                self._variants[draft.name] = draft
            self._result.drafts.append(draft)
        self._note_columns(table, found, groups)

    def _place(self, line: int) -> Place:
        return Place(self._shown, line)

    def _section(self, extra: Sequence[str], note: str) -> SourceSection:
        """Return what the headings say, and what the writer says instead."""
        options = self._context.options
        given = {
            name: value
            for name in ("task", "dataset", "collection")
            if (value := getattr(options, name))
        }
        found = self._outline.section(extra)
        if not found.dataset:
            outline = self._outline
            said = outline.noted(note) or outline.named_by(self._path.stem)
            found = replace(found, dataset=said)
        return replace(found, title=found.title or self._path.stem, **given)

    def _leave_row(self, row: GridRow) -> None:
        shown = next((cell.words for cell in row.cells if cell.words), "")
        if shown:
            place = self._place(row.line)
            self._result.leave_out(
                Message("the row “{shown}”", shown=shown[:40]), "missing model name", place
            )

    def _note_columns(self, table: Table, found: Sequence[GridColumn], groups: RowGroups) -> None:
        place = self._place(table.line)
        uses = [groups.becomes(column.index) or column.becomes() for column in found]
        self._columns[-1] = [
            use if use.startswith(("extra:", "condition:")) else "" for use in uses
        ]
        for column in found:
            cells = [row.cell(column.index) for row in table.rows]
            if not column.header and not any(cell.text or cell.anchors for cell in cells):
                continue
            name = groups.becomes(column.index)
            kind, _, condition = (name or column.becomes()).partition(":")
            if kind == "condition":
                self._own.label(condition, column.header)
            guessed = bool(name) or (not column.known and bool(column.becomes()))
            self._result.columns.append(
                ColumnUse(column.header, name or column.becomes(), guessed, place)
            )


_LANGUAGE = re.compile(
    r"(?:(?<=[a-z0-9])[._\-]|(?<![^/]))(?:zh|cn|ch|en|us|chinese|english)"
    r"(?:[_\-](?:cn|hans|hant|tw|us|en))?(?=[/.]|\Z)",
    re.I,
)


def _twin_of(file: str, columns: Mapping[str, list[list[str]]]) -> list[list[str]]:
    """Return the columns of a file of the same name in another language: ``README_cn.md``."""
    bare = _LANGUAGE.sub("", file).casefold()
    return next(
        (
            tables
            for other, tables in columns.items()
            if other != file and _LANGUAGE.sub("", other).casefold() == bare
        ),
        [],
    )


@cache
def _versions() -> frozenset[str]:
    return frozenset(fold(str(name)) for name in load_words("headers")["versions"])


def _name_headers() -> tuple[str, ...]:
    """Return headers that name models, in both languages."""
    roles = load_words("headers")["roles"]
    found = []
    for role in ("name", "title"):
        found.append(next(name for name in roles[role] if name.isascii()).capitalize())
        found.append(next(name for name in roles[role] if not name.isascii()))
    return tuple(found)
