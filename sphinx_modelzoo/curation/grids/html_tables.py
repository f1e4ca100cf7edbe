"""Tables and headings of HTML, by a real HTML5 parser, with the lines of the source.

html5lib repairs what people write (stray end tags, doubled or unclosed cells) as browsers do. Its
trees do not keep the place of an element; the tree builder here asks the tokenizer for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.importer_types import refusal
from sphinx_modelzoo.curation.grids.grid import (
    Anchor,
    Block,
    GridCell,
    GridFold,
    Heading,
    RawCell,
    RawRow,
    table_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

LINE = "data-modelzoo-line"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PLACED = frozenset(("table", "tr", "td", "th", "caption", *_HEADINGS))
_BREAKS = frozenset(
    ("br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "section", "blockquote", "pre",
     "summary", "details", "dd", "dt", "hr", *_HEADINGS)
)  # fmt: skip
_HIDDEN = frozenset(
    ("script", "style", "template", "del", "s", "strike", "noscript", "head", "title", "svg")
)
_DEEPEST = 120
_OPEN = 1000  # elements; beyond it the time would grow with the square of their number
_SPACE = re.compile(r"[ \t\r\f\n]+")


def parse(text: str, first_line: int = 1) -> Element:
    """Parse some HTML into a tree; elements of tables and headings keep their line.

    :param text: HTML, however broken.
    :param first_line: the line of the source on which it begins.
    :raises ProblemError: when more elements are open than any page has.
    """
    import html5lib  # only where there is HTML: it takes long
    from html5lib.treebuilders import getTreeBuilder

    builder: Any = getTreeBuilder("etree")

    class Builder(builder):  # type: ignore[misc]
        """A tree builder that notes where elements begin."""

        place: Callable[[], int] | None = None

        def insertElementNormal(self, token: dict[str, Any]) -> Any:  # noqa: N802 (html5lib's name)
            if len(self.openElements) > _OPEN:  # html5lib looks through all of them for each tag
                line = self.place() if self.place else 0
                raise refusal("yaml.depth", "the nesting is too deep", line=line)
            if token["name"] in _PLACED and self.place and LINE not in token["data"]:
                token["data"][LINE] = str(self.place())
            return super().insertElementNormal(token)

    parser = html5lib.HTMLParser(tree=Builder, namespaceHTMLElements=False)
    parser.tree.place = lambda: int(parser.tokenizer.stream.position()[0]) + first_line - 1
    root: Element = parser.parse(text)
    _flatten(root)
    return root


def _flatten(root: Element) -> None:
    """Reduce what is nested deeper than any person's HTML to its text."""
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth == _DEEPEST and len(element):
            text = "".join(element.itertext())
            for child in list(element):
                element.remove(child)
            element.text = text
        waiting += [(child, depth + 1) for child in element]


def cell(text: str, line: int) -> GridCell:
    """Return some HTML as the contents of a cell."""
    body = parse(text).find(".//body")
    return replace(_Reader().read(body), line=line) if body is not None else GridCell(line=line)


def blocks(text: str, first_line: int = 1) -> Iterator[Block]:
    """Yield the headings and tables of some HTML, in the order of the source.

    Tables inside of other tables are part of the cell that they are in, unless the outer one is
    only for layout and has no table of its own.
    """
    yield from _blocks(parse(text, first_line))


def _blocks(element: Element) -> Iterator[Block]:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _HIDDEN:
            continue
        if tag in _HEADINGS:
            yield Heading(int(tag[1]), _Reader().read(child).words, _line(child))
        elif tag == "table":
            yield from _table(child)
        else:
            yield from _blocks(child)


def _table(element: Element) -> Iterator[Block]:
    rows = list(_rows(element))
    if all(len(row.cells) < 2 for row in rows) and element.find(".//table") is not None:
        yield from _blocks(element)  # a layout table around the real ones
        return
    caption = element.find("caption")
    title = _Reader().read(caption).words if caption is not None else ""
    table = table_of(rows, _line(element), title)
    if table is not None:
        yield table


def _rows(element: Element, *, head: bool = False) -> Iterator[RawRow]:
    for child in element:
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, head=child.tag == "thead")
        elif child.tag == "tr":
            row = RawRow(line=_line(child), head=head)
            for cell in child:
                if cell.tag in ("td", "th"):
                    read = _Reader().read(cell)
                    row.cells.append(RawCell(read, _span(cell, "colspan"), _span(cell, "rowspan")))
            yield row


def _span(element: Element, name: str) -> int:
    value = element.get(name, "1").strip()
    return min(max(int(value), 1), 1000) if re.fullmatch(r"\d{1,4}", value) else 1


def _line(element: Element) -> int:
    return int(element.get(LINE, "0"))


def _is_strong(element: Element) -> bool:
    """Return True if all the words of an element are in one bold part."""
    if len(element) != 1 or element[0].tag not in ("b", "strong"):
        return False
    return not ((element.text or "") + (element[0].tail or "")).strip()


class _Reader:
    """A reader of one cell: its text, links and folds."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._anchors: list[Anchor] = []
        self._folds: list[GridFold] = []

    def read(self, element: Element) -> GridCell:
        """Return the contents of an element."""
        self._walk(element)
        return GridCell(
            text=_tidy("".join(self._text)),
            anchors=tuple(self._anchors),
            folds=tuple(self._folds),
            header=element.tag == "th",
            strong=_is_strong(element),
            line=_line(element),
        )

    def _walk(self, element: Element) -> None:
        self._add(element.text)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in _HIDDEN:
                self._child(child, tag)
            self._add(child.tail)

    def _child(self, child: Element, tag: str) -> None:
        if tag in _BREAKS:
            self._text.append("\n")
        if tag == "details":
            self._fold(child)
        elif tag == "a" and child.get("href") is not None:
            self._anchor(child)
        elif tag == "img":
            self._text.append(f" {child.get('alt', '')} ")
        elif tag == "sup":
            # An exponent or a note: never more digits of the number before.
            self._text.append("^")
            self._walk(child)
            self._text.append(" ")
        else:
            self._walk(child)
        if tag in _BREAKS and tag != "br":
            self._text.append("\n")

    def _anchor(self, element: Element) -> None:
        start = len(self._text)
        self._walk(element)
        words = _tidy("".join(self._text[start:]))
        self._anchors.append(Anchor(" ".join(words.split()), element.get("href", "").strip()))

    def _fold(self, element: Element) -> None:
        summary = element.find("summary")
        inner = _Reader()
        title = _Reader().read(summary).words if summary is not None else ""
        if summary is not None:
            element.remove(summary)
            inner._add(summary.tail)
        body = inner.read(element)
        self._anchors += inner._anchors
        self._folds += [GridFold(title, body.text), *inner._folds]

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(_SPACE.sub(" ", text))


def _tidy(text: str) -> str:
    """Reduce a text to single spaces and single line breaks, and strip it."""
    lines = (" ".join(part for part in line.split(" ") if part) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
