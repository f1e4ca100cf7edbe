"""The links in a row, each put into the field that fits where it leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import paper_of, words
from sphinx_modelzoo.curation.grids.link_roles import (
    anchors_of,
    code_of,
    destination,
    is_code,
    is_paper,
    label_of,
    usable,
    usable_or_noted,
)
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_modelzoo.curation.grids.grid import Anchor, GridCell, GridRow
    from sphinx_modelzoo.curation.grids.grid_columns import GridColumn
    from sphinx_modelzoo.curation.grids.row_entries import RowEntry

_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*([KMG])i?B\b", re.IGNORECASE)
_CODE = re.compile(
    r"(?:提取码|访问码|密码|(?<![A-Za-z])(?:pass)?code|password|pwd)\s*[:：]\s*[A-Za-z0-9]{3,12}",
    re.IGNORECASE,
)


class RowLinks:
    """The handlers of columns with links, by the roles of these."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[[RowEntry, GridColumn, GridCell], None]] = {
            "code": self._code, "links": self._links, "doc": self._links, "link": self._labelled,
            "demo": self._demo, "weights": self._weights, "config": self._config,
            "log": self._log, "name": self._name,
        }  # fmt: skip

    def rest(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        """Keep the links of a cell whose column is about something else."""
        self._links(entry, column, cell)

    def sort_in(self, entry: RowEntry, anchor: Anchor, url: str, header: str) -> None:
        """Put a link into the field that fits where it leads."""
        if is_paper(url) and "paper" not in entry.data:
            entry.data["paper"] = paper_of(None, url)
        elif (field := destination(anchor.text, url)) and _put_file(entry, field, url):
            pass
        elif is_code(url):
            entry.add("code", code_of(anchor, url, "", several=True))
        else:
            _add_link(entry, url, label_of(anchor) or header)

    def _name(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for anchor, url in _links_of(entry, cell, "links"):
            self.sort_in(entry, anchor, url, "")

    def _code(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        anchors = anchors_of(cell)
        for anchor in anchors:
            url = usable(anchor.url)
            if url is None:
                entry.draft.note("code", Message("invalid link “{url}”", url=anchor.url), cell.line)
            elif is_paper(url):
                self.sort_in(entry, anchor, url, column.header)
            elif (field := destination(anchor.text, url, code=True)) and _put_file(
                entry, field, url
            ):
                pass
            else:
                entry.add("code", code_of(anchor, url, column.header, several=len(anchors) > 1))

    def _links(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for anchor, url in _links_of(entry, cell, "links"):
            self.sort_in(entry, anchor, url, column.header)

    def _labelled(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for _, url in _links_of(entry, cell, "link"):
            _add_link(entry, url, column.own or column.header)

    def _demo(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for anchor, url in _links_of(entry, cell, "demo"):
            if "demo" not in entry.data:
                entry.data["demo"] = {"url": url}
            elif entry.data["demo"] != {"url": url}:
                _add_link(entry, url, label_of(anchor) or column.header)

    def _weights(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for anchor, url in _links_of(entry, cell, "weights"):
            field = destination(anchor.text, url) or "weights"
            if not _put_file(entry, field, url):
                _add_link(entry, url, label_of(anchor) or anchor.text)
        self._beside(entry, column, cell)

    def _beside(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        """Keep what a cell says of its file besides the link: its size, or a code to get it."""
        text = cell.words
        for anchor in cell.anchors:
            text = text.replace(anchor.text, " ", 1)
        files = entry.data.get("weights", [])
        size = _SIZE.search(text)
        if size and len(files) == 1:
            files[0].setdefault("size", f"{size[1]} {size[2].upper()}B")
        if code := _CODE.search(text):
            entry.loose[column.index] = code[0]

    def _config(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for anchor, url in _links_of(entry, cell, "config"):
            field = destination(anchor.text, url)
            if not _put_file(entry, "weights" if field == "weights" else "config", url):
                _add_link(entry, url, label_of(anchor) or column.header)

    def _log(self, entry: RowEntry, column: GridColumn, cell: GridCell) -> None:
        for anchor, url in _links_of(entry, cell, "log"):
            if not _put_file(entry, "log", url):
                _add_link(entry, url, label_of(anchor) or column.header)

    def sizes(self, entry: RowEntry, row: GridRow, columns: Sequence[GridColumn]) -> None:
        """Set the size of the only file of weights, or of the one that the header names."""
        anchors = [anchor for cell in row.cells for anchor in anchors_of(cell)]
        for column in columns:
            text = words(row.cell(column.index).text)
            if column.role != "size" or text is None:
                continue
            files = entry.data.get("weights", [])
            named = [usable(a.url) for a in anchors if a.text and a.text in column.header]
            meant = files if len(files) == 1 else [file for file in files if file["url"] in named]
            text += column.unit if text[-1:].isdigit() else ""
            size = re.fullmatch(r"(?i)(\d+(?:\.\d+)?)\s*([KMG])i?B?", text)
            if size and len(meant) == 1:
                meant[0]["size"] = f"{size.group(1)} {size.group(2).upper()}B"
            else:
                entry.draft.note(
                    "weights", Message("the size “{text}” was not read", text=text), row.line
                )


def _links_of(entry: RowEntry, cell: GridCell, field: str) -> list[tuple[Anchor, str]]:
    found = []
    for anchor in anchors_of(cell, paths=field != "links"):
        url = usable_or_noted(entry.draft, field, anchor, cell.line)
        if url is not None:
            found.append((anchor, url))
    return found


def _put_file(entry: RowEntry, field: str, url: str) -> bool:
    """Add a file of the model; return False if there is one already and no place for more."""
    if field == "weights":
        entry.add("weights", {"url": url})
        return True
    return bool(entry.data.setdefault(field, url) == url)


def _add_link(entry: RowEntry, url: str, label: Any) -> None:
    entry.add("links", {"url": url, "label": label} if label else {"url": url})
