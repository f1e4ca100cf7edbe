"""Tables and headings of Markdown, both pipe tables and HTML, with the lines of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.grids import html_tables as html
from sphinx_modelzoo.curation.grids.grid import Block, Heading, Table
from sphinx_modelzoo.curation.grids.item_lists import table_of_items
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t](.*))?$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_DELIMITER = re.compile(r"\s*(?=.*\|)\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
# CommonMark finds where HTML begins by these strings, too; the HTML parser reads what is in it.
_TABLE_TAG = re.compile(r"<(/?)table(?=[\s>/])", re.I)
_HEADING_TAG = re.compile(r"\s*<h([1-6])(?=[\s>])", re.I)
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_QUOTED = re.compile(r" {0,3}(?:> ?)+(?=\s*\|)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*\S")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_ABOUT = re.compile(r"(tasks?|datasets?):\s*(\S.*)$", re.I)
_PARTS = re.compile(r"\\\||`+|\||[^\\`|]+|\\")  # of a row: pipes, what hides pipes, and words
_FARTHEST = 500  # lines back to the item of a list that a table is in
_MARKUP = re.compile(r"[\\`*_\[\]<>&!~]|https?://|www\.")


def blocks(text: str) -> Iterator[Block]:
    """Yield the headings and tables of a Markdown document, in the order of the source."""
    yield from _Scanner(text.split("\n")).scan()


class _Scanner:
    """A scanner of the lines of a document."""

    def __init__(self, lines: Sequence[str]) -> None:
        from markdown_it import MarkdownIt  # which tables of other formats need not load

        self._lines = [
            _without(_QUOTED, line) if line.lstrip()[:1] == ">" else line for line in lines
        ]
        self._at = 0
        markdown = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
        links: dict[str, Any] = {}
        markdown.parse("\n\n".join(line for line in lines if _DEFINITION.match(line)), links)
        self._inline: Callable[[str], str] = lambda text: markdown.renderInline(text, links)

    def scan(self) -> Iterator[Block]:
        """Yield headings and tables, one after the other."""
        yield from self._front_matter()
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if fence := _FENCE.match(line):
                self._skip_fence(fence.group(1))
            elif found := _ATX.match(line):
                yield self._heading(len(found.group(1)), _closed(found.group(2) or ""))
            elif self._is_setext():
                level = 1 if self._lines[self._at + 1].strip()[0] == "=" else 2
                yield self._heading(level, line)
                self._at += 1
            elif self._is_pipe_table():
                yield from self._noted(self._pipe_table())
            elif _TABLE_TAG.search(line):
                yield from self._noted(self._html_table())
            elif _HEADING_TAG.match(line):
                yield from self._html_heading()
            elif (found := _LIST_ITEM.match(line)) and _indent(line) < 4:
                yield from self._list()
            else:
                self._at += 1

    def _front_matter(self) -> Iterator[Block]:
        """Skip a front matter; the task and the dataset in it are above all headings."""
        if self._lines[0].strip() != "---":
            return
        ends = (n for n, line in enumerate(self._lines[1:], 1) if line.strip() in ("---", "..."))
        end = next(ends, 0)
        for number, line in enumerate(self._lines[1:end], 2):
            if found := _ABOUT.match(line):
                level = 0 if found.group(1).casefold().startswith("dataset") else -1
                yield Heading(level, found.group(2).strip(" \"'[]"), number)
        self._at = end + 1 if end else 0

    def _noted(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Yield the blocks of a table, which takes the paragraphs around it as its note."""
        above = self._paragraph(self._at - 1, -1)
        for block in list(blocks):
            if isinstance(block, Table):
                block.note = f"{above}\n{self._paragraph(self._at, 1)}".strip()
            yield block

    def _paragraph(self, at: int, step: int) -> str:
        """Return the nearest paragraph above or below a line; any other block ends it."""
        while 0 <= at < len(self._lines) and not self._lines[at].strip():
            at += step
        lines: list[str] = []
        while 0 <= at < len(self._lines) and self._lines[at].strip():
            line = self._lines[at]
            if _ATX.match(line) or "|" in line or "<" in line or _FENCE.match(line):
                return ""
            if _SETEXT.match(line):
                return ""
            lines.append(line.strip())
            at += step
        return " ".join(lines[::step]) if len(lines) < 6 else ""

    def _heading(self, level: int, text: str) -> Heading:
        self._at += 1
        cell = html.parse(self._inline(text))
        words = "".join(cell.itertext())
        return Heading(level, " ".join(words.split()), self._at)

    def _skip_fence(self, mark: str) -> None:
        self._at += 1
        end = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        while self._at < len(self._lines) and not end.match(self._lines[self._at]):
            self._at += 1
        self._at += 1

    def _is_setext(self) -> bool:
        if self._at + 1 >= len(self._lines) or not self._lines[self._at].strip():
            return False
        line = self._lines[self._at]
        return (
            _SETEXT.match(self._lines[self._at + 1]) is not None
            and "|" not in line
            and not re.match(r"\s*(?:[<>|]|[-*+] |\d+[.)] )", line)
        )

    def _is_pipe_table(self) -> bool:
        if self._at + 1 >= len(self._lines) or "|" not in self._lines[self._at]:
            return False
        below = self._lines[self._at + 1]
        if _indent(self._lines[self._at]) > 3 and not self._in_list():
            return False  # code
        return _DELIMITER.match(below.rstrip()) is not None and len(split_row(below)) == len(
            split_row(self._lines[self._at])
        )

    def _in_list(self) -> bool:
        """Return True if the line is indented below the item of a list."""
        own = _indent(self._lines[self._at])
        for line in reversed(self._lines[max(self._at - _FARTHEST, 0) : self._at]):
            if line.strip() and _indent(line) < own:
                if item := _LIST_ITEM.match(line):
                    return own < item.end() + 4
                return False
        return False

    def _pipe_table(self) -> Iterator[Block]:
        start = self._at
        rows = [self._lines[start]]
        self._at += 2
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or "|" not in line or _ATX.match(line) or _FENCE.match(line):
                break
            rows.append(line)
            self._at += 1
        width = len(split_row(rows[0]))
        parts = [f'<table {html.LINE}="{start + 1}">']
        for index, row in enumerate(rows):
            line_number = start + 1 + index + (index > 0)
            tag = "th" if index == 0 else "td"
            at = f' {html.LINE}="{line_number}"'
            cells = "".join(
                f"<{tag}{at}>{self._cell(cell)}</{tag}>" for cell in split_row(row)[:width]
            )
            parts.append(f"<tr{at}>{cells}</tr>")
        yield from html.blocks("".join(parts) + "</table>")

    def _cell(self, text: str) -> str:
        text = text.replace(r"\|", "|")
        if len(text) > MAX_TEXT:  # it is not read, and would take long
            return escape(text, quote=False)
        text = _FOOTNOTE.sub("", text)
        return self._inline(text) if _MARKUP.search(text) else escape(text, quote=False)

    def _list(self) -> Iterator[Block]:
        """Read a list as a table of its items, unless a table or code is in it."""
        start, items = self._at, []
        own = _indent(self._lines[start])
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and _indent(line) <= own:
                if _indent(line) < own or not _LIST_ITEM.match(line):
                    break
                items.append((self._at, [_without(_LIST_ITEM, line)]))
            elif line.strip():
                if self._is_pipe_table() or _TABLE_TAG.search(line) or _FENCE.match(line.lstrip()):
                    self._at = start + 1
                    return
                items[-1][1].append(_without(_LIST_ITEM, line).strip())
            elif not self._goes_on(own):
                break
            self._at += 1
        if table := self._table_of_items(items):
            yield table

    def _goes_on(self, own: int) -> bool:
        """Return True if a list continues after the blank lines from here."""
        rest = (line for line in self._lines[self._at :] if line.strip())
        following = next(rest, "")
        indent = _indent(following)
        return indent > own or (indent == own and _LIST_ITEM.match(following) is not None)

    def _table_of_items(self, items: Sequence[tuple[int, list[str]]]) -> Table | None:
        cells = [html.cell("<br>".join(map(self._cell, lines)), at + 1) for at, lines in items]
        return table_of_items(cells)

    def _html_table(self) -> Iterator[Block]:
        """Read an HTML table up to its end tag, or to a new heading, which ends any HTML block."""
        start, depth = self._at, 0
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if self._at > start and _ATX.match(line) and not self._lines[self._at - 1].strip():
                break
            self._at += 1
            for tag in _TABLE_TAG.finditer(line):
                depth += -1 if tag.group(1) else 1
            if depth <= 0:
                break
        yield from html.blocks("\n".join(self._lines[start : self._at]), start + 1)

    def _html_heading(self) -> Iterator[Block]:
        start = self._at
        self._at += 1
        while self._at < len(self._lines) and self._at - start < 4:
            if re.search(r"</h[1-6]", "\n".join(self._lines[start : self._at]), re.I):
                break
            if not self._lines[self._at].strip():
                break
            self._at += 1
        for block in html.blocks("\n".join(self._lines[start : self._at]), start + 1):
            if isinstance(block, Heading):
                yield block


def _without(mark: re.Pattern[str], line: str) -> str:
    """Return a line without what it begins with."""
    found = mark.match(line)
    return line[found.end() :] if found else line


def _closed(heading: str) -> str:
    """Return the words of a heading without the signs that close it."""
    words = heading.strip(" \t")
    rest = words.rstrip("#")
    return words if rest and rest[-1] not in " \t" else rest.rstrip(" \t")


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def split_row(line: str) -> list[str]:
    """Split a line of a pipe table into cells; escaped pipes and pipes in code do not count."""
    line = line.strip()
    parts = _PARTS.findall(line)
    # Backticks are code where as many follow: of each part, the longest run of them after it.
    longest, after = 0, []
    for part in reversed(parts):
        after.append(longest)
        longest = max(longest, len(part) if part[0] == "`" else 0)
    cells: list[str] = []
    cell: list[str] = []
    code = ""
    for part, following in zip(parts, reversed(after), strict=True):
        if part == "|" and not code:
            cells.append("".join(cell))
            cell = []
            continue
        if part[0] == "`":
            code = "" if code == part else code or (part if len(part) <= following else "")
        cell.append(part)
    cells.append("".join(cell))
    if cells and not cells[0].strip() and line.startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1].strip() and line.endswith("|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]
