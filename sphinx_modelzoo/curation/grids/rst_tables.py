"""Tables and headings of reStructuredText, with the lines of the source.

docutils reads the text, without following files and without raw parts; what it makes of a table
goes through the reader of HTML, as the tables of Markdown do. Directives are prepared beforehand:
those that hold other text, known to docutils or not, are opened, so that a table in a note or in a
tab is found and its links still know their targets.

docutils is loaded only when a file is read.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.grids import html_tables as html
from sphinx_modelzoo.curation.grids.delimited import large_cells, table_of_text
from sphinx_modelzoo.curation.grids.grid import Block, Heading, Unread
from sphinx_modelzoo.curation.grids.rst_directives import CONTAINER, prepare
from sphinx_modelzoo.east_asian import join_chinese_lines
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx_modelzoo.curation.grids.grid import Table
    from sphinx_modelzoo.curation.grids.rst_directives import Prepared

_SETTINGS: Mapping[str, Any] = {
    "_disable_config": True,  # no docutils.conf of the machine
    "doctitle_xform": False,
    "file_insertion_enabled": False,
    "halt_level": 6,
    "input_encoding": "unicode",
    "line_length_limit": 1 << 30,
    "raw_enabled": False,
    "report_level": 5,
    "traceback": True,
    "warning_stream": False,
}
_RUBRIC = 9  # a heading below those of all sections
_ROLE = re.compile(r":(?P<role>[\w:+.\-]+):`(?P<text>.*)`\Z", re.DOTALL)
_TITLED = re.compile(r"(?P<title>.*\S)\s*<(?P<target>[^<>]*)>\Z", re.DOTALL)
_LEADING = frozenset(("any", "doc", "download", "numref", "ref"))
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?\Z")
_SILENT = frozenset(("comment", "substitution_definition", "system_message", "target"))
_BLOCKS = frozenset(("paragraph", "list_item", "line", "term", "definition", "literal_block"))
_BREAK = frozenset(("br", "break", "nl", "newline"))  # “|br|” is made of raw HTML
_OUTSIDE = re.compile(r"^\s*:(file|url):[ \t]*(\S.*)$", re.M)
_NOT_READ = {
    "file": Message("no .csv, .tsv or .txt file in the folder of the sources"),
    "url": Message("addresses are not followed"),
}
_FATAL = 3  # docutils' level of errors


def blocks(text: str, read: Callable[[str], str | None] = lambda name: None) -> Iterator[Block]:
    """Yield the headings and tables of a document, and what of it was not read, in order.

    :param read: the text of a file that a ``csv-table`` names, or ``None`` if it is not read.
    """
    from docutils.core import publish_doctree

    with large_cells():
        prepared = prepare(text)
    yield from prepared.unread
    try:
        with large_cells():
            document = publish_doctree(prepared.text, settings_overrides=dict(_SETTINGS))
        yield from _Walk(document, prepared, read).blocks(document, 0)
    except RecursionError:
        yield Unread("the rest of the file", "it is nested far too deeply", 1)


class _Walk:
    """A walk through the tree of a document."""

    def __init__(
        self, document: Any, prepared: Prepared, read: Callable[[str], str | None]
    ) -> None:
        self._read = read
        self._notes: dict[str, Any] = {}
        told = set()
        for node in document.findall():
            if node.tagname in ("footnote", "citation"):
                self._notes |= dict.fromkeys(node["ids"], node)
            elif node.tagname == "system_message" and node["level"] > 1:
                told.add(node.get("line"))
        self._csv = iter([rows for line, rows in prepared.csv_tables if line not in told])
        self._unread: list[Unread] = []

    def blocks(self, node: Any, level: int) -> Iterator[Block]:
        """Yield the blocks below a node; ``level`` is that of the section that it is in."""
        for child in node.children:
            tag = child.tagname
            if tag == "section":
                yield from self.blocks(child, level + 1)
            elif tag in ("title", "rubric"):
                words = " ".join(self._words(child).split())
                depth = level if tag == "title" and node.tagname == "section" else _RUBRIC
                yield Heading(depth, words, max((child.line or 2) - 1, 1))
            elif tag == "table":
                yield from self._table(child)
                yield from self._unread
                self._unread = []
            elif tag == "system_message":
                yield from self._message(child)
            elif tag not in _SILENT:
                yield from self.blocks(child, level)

    def _message(self, message: Any) -> Iterator[Block]:
        """Yield what docutils did not read: HTML is read here, and errors are reported."""
        line = int(message.get("line", message.line or 1))
        source = next((c.astext() for c in message.children if c.tagname == "literal_block"), "")
        head, _, body = source.partition("\n")
        if re.match(r"\.\. raw::\s+html", head):
            yield from html.blocks(body, line + 1)
        elif head.startswith(f".. {CONTAINER}::"):
            return  # a directive without anything in it
        elif table := self._table_of_file(head, body, line):
            yield table
        elif file := _OUTSIDE.search(body) if "csv-table" in head else None:
            what = Message("the table in “{file}”", file=file[2].strip())
            yield Unread(what, _NOT_READ[file[1]], line)
        elif (message["level"] >= _FATAL and source) or re.match(r"\.\. (?:csv-)?table::", head):
            why = " ".join(message.children[0].astext().split())
            is_table = "able" in why
            yield Unread(
                "a table" if is_table else Message("a part of “{head}”", head=head.strip()[:40]),
                why,
                line,
            )

    def _table_of_file(self, head: str, body: str, line: int) -> Table | None:
        """Return the table of a ``csv-table`` that names a file."""
        found = re.match(r"\.\. csv-table::[ \t]*(.*)", head)
        options = dict(re.findall(r"^\s*:([\w\-]+):[ \t]*(.*)$", body, re.M))
        text = self._read(options["file"].strip()) if found and options.get("file") else None
        if text is None or not found:
            return None
        told = options.get("delim", "").strip()
        delimiter = {"tab": "\t", "space": " "}.get(told, told)
        if header := options.get("header"):
            text = f"{header}\n{text}"
        return table_of_text(text, delimiter or ",", line, found.group(1).strip())

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in table.findall() if row.tagname == "row"]
        lines = [_line(row) for row in rows]
        if lines and lines[0] == 1:  # the cells of a csv-table do not know their lines
            lines = _csv_lines(next(self._csv, []), len(rows))
        first = next((line for line in lines if line), table.line or 1)
        parts = [f'<table {html.LINE}="{first}">']
        for row, line in zip(rows, lines, strict=True):
            at = f'{html.LINE}="{line or first}"'
            cells = "".join(self._entry(entry, at, row) for entry in row.children)
            inner = f"<tr {at}>{cells}</tr>"
            parts.append(f"<thead>{inner}</thead>" if row.parent.tagname == "thead" else inner)
        caption = next((child for child in table.children if child.tagname == "title"), None)
        if caption is not None:
            parts.insert(1, f"<caption>{escape(self._words(caption))}</caption>")
        yield from html.blocks("".join(parts) + "</table>")

    def _entry(self, entry: Any, at: str, row: Any) -> str:
        tag = "th" if row.parent.tagname == "thead" else "td"
        spans = f'colspan="{entry.get("morecols", 0) + 1}" rowspan="{entry.get("morerows", 0) + 1}"'
        return f"<{tag} {at} {spans}>{self._inner(entry)}</{tag}>"

    def _words(self, node: Any) -> str:
        return "".join(html.parse(self._inner(node)).itertext())

    def _inner(self, node: Any) -> str:
        return "".join(self._html(child) for child in node.children)

    def _html(self, node: Any) -> str:
        """Write a part of a cell as HTML."""
        tag = node.tagname
        if tag == "#text":
            return escape(join_chinese_lines(node.astext()), quote=False)
        if tag in _SILENT:
            return ""
        if tag == "problematic":
            return self._problematic(node)
        if tag in ("footnote_reference", "citation_reference"):
            return self._note(node)
        if tag == "image":
            return f'<img alt="{escape(str(node.get("alt", "")))}">'
        inner = self._inner(node)
        if tag == "reference" and node.get("refuri"):
            return f'<a href="{escape(node["refuri"])}">{inner}</a>'
        if tag == "superscript":
            return f"<sup>{inner}</sup>"
        return f"<p>{inner}</p>" if tag in _BLOCKS else inner

    def _problematic(self, node: Any) -> str:
        """Write what only the project's own Sphinx understands: its words, without its target."""
        text = node.astext()
        line = _line(node.parent)
        if found := _ROLE.match(text):
            titled = _TITLED.match(found["text"])
            words = titled["title"] if titled else found["text"]
            if found["role"] == "arxiv" and _ARXIV.match(found["text"]):
                return f'<a href="https://arxiv.org/abs/{words}">{words}</a>'
            if titled or found["role"] in _LEADING:
                why = Message("only Sphinx can resolve it; its words were read")
                self._unread.append(
                    Unread(
                        Message("the role :{role}: of “{words}”", role=found["role"], words=words),
                        why,
                        line,
                    )
                )
            return escape(words.lstrip("!~"), quote=False)
        if text.startswith("|") and text.endswith("|"):
            if text.strip("|").casefold() in _BREAK:
                return "<br>"
            self._unread.append(
                Unread(
                    Message("the substitution {text}", text=text), "it is not defined here", line
                )
            )
            return ""
        words = text.strip("`").removesuffix("_").strip("`_")
        self._unread.append(
            Unread(Message("the link of “{words}”", words=words), "it has no target", line)
        )
        return escape(words, quote=False)

    def _note(self, reference: Any) -> str:
        """Return the link in the note that a cell refers to; report a note without one."""
        note = self._notes.get(reference.get("refid", ""))
        links: Iterable[Any] = note.findall() if note is not None else ()
        urls = {
            node["refuri"] for node in links if node.tagname == "reference" and "refuri" in node
        }
        if len(urls) == 1:
            return f'<a href="{escape(urls.pop())}"></a>'
        what = Message("the note [{reference}] of a cell", reference=reference.astext())
        self._unread.append(Unread(what, "it holds no single link", _line(reference.parent)))
        return ""


def _line(node: Any) -> int:
    """Return the line on which a node begins, from the first of its paragraphs."""
    while node is not None and node.tagname not in ("row", "entry", "paragraph", "title", "rubric"):
        node = node.parent
    if node is None:
        return 0
    found = (part.line for part in node.findall() if part.tagname in _BLOCKS and part.line)
    return next(found, node.line or 0)


def _csv_lines(lines: list[int], count: int) -> list[int]:
    """Return the lines of the rows of a csv-table; a header in its options gets the first."""
    missing = count - len(lines)
    if not lines or missing < 0:
        return [0] * count
    return [lines[0]] * missing + lines
