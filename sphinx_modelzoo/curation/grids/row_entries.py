"""Entries of a catalog from the rows of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import (
    count_of,
    date_of,
    is_url,
    language_of,
    paper_of,
    slug,
    task_id,
    word_list,
    words,
)
from sphinx_modelzoo.curation.formats.importer_types import Draft
from sphinx_modelzoo.curation.grids.cell_numbers import bare_figure, in_plain_digits
from sphinx_modelzoo.curation.grids.grid import GridCell
from sphinx_modelzoo.curation.grids.grid_columns import GridColumn
from sphinx_modelzoo.curation.grids.link_roles import (
    anchors_of,
    usable,
    usable_or_noted,
)
from sphinx_modelzoo.curation.grids.model_names import (
    cell_name,
    is_generic,
    name_above,
    propose_name,
)
from sphinx_modelzoo.curation.grids.row_figures import FigureReader
from sphinx_modelzoo.curation.grids.row_links import RowLinks
from sphinx_modelzoo.east_asian import count_han
from sphinx_modelzoo.guards import whole_number
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.licenses import spdx
from sphinx_modelzoo.schema.types import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, Place
    from sphinx_modelzoo.curation.grids.grid import GridRow
    from sphinx_modelzoo.curation.grids.headings import SourceSection
    from sphinx_modelzoo.curation.results import ResultReader


@dataclass
class RowEntry:
    """What one row says about a model.

    ``results`` are apart from the other fields; ``label`` are the conditions that distinguish it
    from other rows with the same model; ``loose`` are texts of columns that nothing claims, by
    their index.
    """

    draft: Draft
    name_cell: GridCell
    row: GridRow
    by_name: bool
    section: SourceSection
    framework: str = ""
    results: list[dict[str, Any]] = field(default_factory=list)
    label: dict[str, str] = field(default_factory=dict)
    loose: dict[int, str] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """Return the entry's fields."""
        return self.draft.data

    def add(self, name: str, value: Any) -> None:
        """Add something to a list of the entry, once."""
        items = self.data.setdefault(name, [])
        if value not in items:
            items.append(value)


class EntryMaker:
    """A maker of entries from the rows of one table.

    :param columns: what its columns hold.
    :param section: what the headings above it say.
    :param place: the place of a line in the source.
    :param rebase: a relative link as the catalog has it.
    """

    def __init__(
        self,
        columns: Sequence[GridColumn],
        section: SourceSection,
        reader: ResultReader,
        context: ImportContext,
        place: Callable[[int], Place],
        rebase: Callable[[str], str],
    ) -> None:
        self._columns = columns
        self._context = context
        self._place = place
        self._rebase = rebase
        self.section = section
        self._figures = FigureReader(columns, reader)
        self._links = RowLinks()
        self._fields: dict[str, Callable[[RowEntry, GridColumn, GridCell], None]] = {
            **self._links.handlers,
            "title": self._title, "abstract": self._abstract, "summary": self._summary,
            "description": self._description,
            "params": self._count, "flops": self._count, "license": self._license,
            "year": self._paper_fact, "venue": self._paper_fact, "authors": self._paper_fact,
            "since": self._text, "until": self._text,
            "date": self._date, "publisher": self._text, "collection": self._text,
            "task": self._task, "framework": self._framework, "language": self._language,
            "tags": self._tags, "number": self._number, "id": self._id,
        }  # fmt: skip

        # What reads the links of its cells itself, or has none that matter.
        self._linked = {*self._links.handlers, "title", "abstract", "summary", "ignore"}

    @property
    def measures(self) -> bool:
        """Return True if the table has columns of figures."""
        return self._figures.measures

    def entry(self, row: GridRow) -> RowEntry | None:
        """Return the entry of a row, or ``None`` when the row names no model."""
        named = [column for column in self._columns if column.role in ("name", "title")]
        named.sort(key=lambda column: column.role)  # a name before a title
        for column in named:
            cell = row.cell(column.index)
            name = cell_name(cell)
            if words(name) is None:
                continue
            if column.role == "title":
                above = name_above(cell)
                name = above[0] if above else propose_name(name)
            draft = Draft({"name": name}, self._place(row.line))
            entry = RowEntry(draft, cell, row, column.role == "name", self.section)
            self._fill_section(entry)
            self._fill(entry, self._rebased(row))
            return entry
        if not named and any(cell.text or cell.anchors for cell in row.cells):
            # A variant of the model that the heading names.
            draft = Draft({"name": self.section.title}, self._place(row.line))
            entry = RowEntry(draft, GridCell(line=row.line), row, True, self.section)
            self._fill_section(entry)
            self._fill(entry, self._rebased(row))
            return entry
        return None

    def _fill(self, entry: RowEntry, row: GridRow) -> None:
        """Put the contents of a row into an entry."""
        seen: set[int] = set()
        for column in self._columns:
            cell = row.cell(column.index)
            if id(cell) in seen:
                continue  # a cell over several columns
            seen.add(id(cell))
            if not (cell.text or cell.anchors or cell.folds):
                continue
            role = column.role
            if handle := self._fields.get(role):
                handle(entry, column, cell)
            if cell.anchors and role not in self._linked:
                self._links.rest(entry, column, cell)
            if role == "" and (text := words(cell.text)):
                linked = cell.anchors or "://" in text
                names = [anchor.text for anchor in anchors_of(cell)] if linked else ()
                if column.own or (text not in names and not is_url(text)):
                    entry.loose[column.index] = text
        title = entry.data.get("paper", {}).get("title", "")
        entry.results, notes = self._figures.read(
            row, title, entry.draft.name, self.section.dataset
        )
        entry.label = self._figures.label(row)
        entry.loose |= self._figures.facts(row, entry.results)
        if not entry.results:  # else it is a condition of them
            self._links.sizes(entry, row, self._columns)
        for number, note in notes:
            path = "results" if number < 0 else f"results[{number}]"
            entry.draft.note(path, note, row.line)
        if entry.framework and not entry.data.get("code"):
            entry.add("tags", entry.framework)
        for code in entry.data.get("code", ()) if entry.framework else ():
            code.setdefault("framework", entry.framework)

    def _rebased(self, row: GridRow) -> GridRow:
        """Return a row whose relative links start from the catalog; shared cells stay shared."""
        cells: dict[int, GridCell] = {}
        for column, cell in enumerate(row.cells):
            anchors = cell.anchors
            if id(cell) in cells or not (anchors or cell.text):
                continue
            role = self._columns[column].role if column < len(self._columns) else ""
            if not anchors and role in ("weights", "config", "log", "link"):
                anchors = tuple(anchors_of(cell, paths=True))
            if not anchors:
                continue
            moved = tuple(replace(one, url=self._rebase(one.url)) for one in anchors)
            if moved != cell.anchors:
                cells[id(cell)] = replace(cell, anchors=moved)
        if not cells:
            return row
        return replace(row, cells=[cells.get(id(cell), cell) for cell in row.cells])

    def _fill_section(self, entry: RowEntry) -> None:
        if self.section.task:
            entry.data["tasks"] = [self.section.task]
        if self.section.collection and self.section.collection != entry.draft.name:
            entry.data["collection"] = self.section.collection

    # -- columns -----------------------------------------------------------------------------

    def _title(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        above = name_above(cell)
        title = words(above[1] if above else cell_name(cell))
        if title:
            title = title.removeprefix(f"{entry.draft.name}; ")  # as an export to CSV has them
        if title and (re.fullmatch(r"https?://\S+", title) or _only_points(title, cell)):
            title = None
        urls = []
        for anchor in anchors_of(cell):
            url = usable(anchor.url)
            if url is None:
                shown = anchor.url or "nothing"
                entry.draft.note(
                    "paper", Message("invalid link to the paper: “{shown}”", shown=shown), cell.line
                )
            else:
                urls.append((anchor, url))
        first = urls[0][1] if urls else None
        if entry.by_name and first is None and title == entry.draft.name:
            title = None  # a column of papers says no more than that of names
        if paper := paper_of(title, first):
            entry.data["paper"] = {**entry.data.get("paper", {}), **paper}
        for anchor, url in urls[1:]:
            self._links.sort_in(entry, anchor, url, column.header)
        self._folds(entry, cell)

    def _folds(self, entry: RowEntry, cell: GridCell) -> None:
        for fold in cell.folds:
            if "abstract" not in entry.data and words(fold.text):
                entry.data["abstract"] = _prose(fold.text)

    def _abstract(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        text = "\n\n".join(fold.text for fold in cell.folds if fold.text) or cell.text
        if words(text) and "abstract" not in entry.data:
            entry.data["abstract"] = _prose(text)

    def _summary(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        text = words(cell.text)
        if text and "summary" not in entry.data:
            entry.data["summary"] = _prose(text)
        for anchor in cell.anchors:
            if (url := usable_or_noted(entry.draft, "links", anchor, cell.line)) is not None:
                self._links.sort_in(entry, anchor, url, "")
        self._folds(entry, cell)

    def _count(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        plain = in_plain_digits(bare_figure(cell.words), comma=column.comma)
        text = re.sub(r"(?i)(flops?|macs?|params?)\s*$", "", plain).strip()
        unit = re.match(r"(?i)\s*([KMGBT])", column.unit or _header_unit(column.header))
        if unit and re.fullmatch(r"\d+(?:\.\d+)?", text):
            text += unit.group(1).upper()
        elif column.millions and re.fullmatch(r"\d+(?:\.\d+)?", text):
            text += "M"
            entry.draft.note(
                column.role, Message("“{words}” was taken as millions", words=cell.words), cell.line
            )
        count = count_of(text) if re.fullmatch(r"(?i)\d+(?:\.\d+)?\s*[KMGBT]?", text) else None
        if re.fullmatch(r"(?i)\d+(?:\.\d+)?e\d{1,2}", text):
            count = count_of(float(text))
        # A bare small number has lost its unit: no network has 25.6 parameters.
        if count is not None and count >= 1000:
            entry.data[column.role] = count
        elif words(cell.text):
            entry.draft.note(
                column.role, Message("“{shown}” was not read", shown=cell.words), cell.line
            )

    def _license(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        if text := words(cell.text):
            found = spdx(text)
            entry.data["license"] = found or text
            if found is None:
                entry.draft.note(
                    "license", Message("“{text}” is not a valid SPDX licence", text=text), cell.line
                )

    def _description(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        if words(cell.text):
            entry.data["description"] = _prose(cell.text)

    def _paper_fact(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        text = words(cell.text)
        paper = entry.data.setdefault("paper", {})
        if column.role == "year" and text and (year := re.search(r"(?:19|20)\d\d", text)):
            paper["year"] = int(year.group())
        elif column.role == "venue" and text:
            paper["venue"] = text
        elif column.role == "authors" and text:
            paper["authors"] = word_list(text, ",，、;；&")
        if not paper:
            del entry.data["paper"]

    def _date(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        if (day := date_of(cell.text)) is not None:
            entry.data["added"] = day

    def _text(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        if text := words(cell.text):
            entry.data[column.role] = text

    def _task(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for name in word_list(cell.text.replace("\n", ","), ",，、;；/|"):
            found = task_id(name, self._context.vocabularies)
            if found:
                entry.add("tasks", found)
            elif tag := slug(name):
                entry.add("tags", tag)
            else:
                entry.draft.note("tasks", Message("unknown task “{name}”", name=name), cell.line)

    def _framework(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        entry.framework = slug(words(cell.text) or "")

    def _language(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for name in word_list(cell.text, ",，、;；/|"):
            if found := language_of(name):
                entry.add("languages", found)

    def _tags(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for name in word_list(cell.text, ",，、;；/|"):
            if tag := slug(name):
                entry.add("tags", tag)

    def _id(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        """Set the id if it is valid in a catalog; the numbers of a database are not."""
        if ID.fullmatch(cell.text) and not cell.text.isdigit():
            entry.data["id"] = cell.text
        else:
            entry.draft.note("id", Message("invalid id “{value}”", value=cell.words), cell.line)

    def _number(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        if (row := whole_number(cell.words)) is not None:
            entry.draft.hints.setdefault("row", row)


def _only_points(title: str, cell: GridCell) -> bool:
    """Return True if a linked text only says that there is a paper, or whose it is."""
    if not cell.anchors:
        return False
    return is_generic(title) or re.search(r"\bet\.? al\b|[A-Za-z]\s*等\Z", title) is not None


def _header_unit(header: str) -> str:
    found = re.search(r"(?i)\b([MGKT])(?:FLOPs?|MACs?|params?)\b|\(([KMGBT])\)", header)
    return (found.group(1) or found.group(2)) if found else ""


def _prose(text: str) -> str | dict[str, str]:
    """Return a text with its language: Chinese by its characters, English by its words."""
    if count_han(text) * 8 > len(text):
        return {"zh": text}
    if re.search(r"\b(?:the|of|and|is|to|in|for|with|a|we)\b", text):
        return {"en": text}
    return text
