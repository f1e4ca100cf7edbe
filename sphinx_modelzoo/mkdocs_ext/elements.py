"""From the renderer's HTML to elements in Python-Markdown's tree.

In the tree, a host sees the links, anchors and headings, and checks them; and because the texts
are atomic, no Markdown extension reads untrusted words as markup.
"""

from __future__ import annotations

import functools
import re
from copy import copy
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from sphinx_modelzoo.render.cutting import CellsHtml, GroupHtml, TableHtml
from sphinx_modelzoo.render.delimiters import IGNORE
from sphinx_modelzoo.render.display_html import SVG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown import Markdown
    from pygments.lexer import Lexer

_VOID = re.compile(r"<(br|img)\b([^>]*?)\s*/?>")
_ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_HOLE = f"{STX}modelzoo-hole{ETX}"


def elements(html: str) -> list[ElementTree.Element]:
    """Parse what the renderer has written into elements that are safe in Python-Markdown's tree.

    :param html: well-formed, with every text escaped, as ``render/html.py`` writes it.
    """
    return protected(bare_elements(html))


def bare_elements(html: str) -> list[ElementTree.Element]:
    """Parse what the renderer has written into elements whose texts are not protected."""
    # The parser would make names with a prefix of the namespace, which HTML needs nowhere.
    text = _VOID.sub(r"<\1\2 />", html.replace(f' xmlns="{SVG}"', ""))
    root = ElementTree.fromstring(f"<div>{text}</div>")  # noqa: S314  (our own, no DTD)
    for part in root:
        part.tail = None  # a list takes it for words of its own
    return list(root)


def protected(parts: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Protect the texts and attributes of elements from being read as Markdown or entities."""
    for element in (one for part in parts for one in part.iter()):
        if element.text:
            element.text = atomic(element.text)
        if element.tail:
            element.tail = atomic(element.tail)
        for name, value in element.items():
            if "&" in value:
                element.set(name, _ENTITY.sub(_AMPERSAND, value))
    return parts


def atomic(text: str) -> AtomicString:
    """Protect a text from being read as Markdown or as entities."""
    return AtomicString(_ENTITY.sub(_AMPERSAND, text) if "&" in text else text)


def interactive_boxes(parts: Iterable[ElementTree.Element]) -> Iterator[ElementTree.Element]:
    """Yield the boxes of the tables that the script improves."""
    for part in parts:
        yield from (box for box in part.iter("div") if "data-settings" in box.attrib)


def written_table(box: ElementTree.Element, table: TableHtml, md: Markdown) -> TableHtml:
    """Return a table as Python-Markdown writes it, with the addresses that the host has found.

    Its cells are finished, since they go into a file; the host will finish what stays in the page.

    :param box: the elements that were made of ``table``; they stay as they are.
    """
    element = next(box.iter("table"))
    bodies = element.findall("tbody")
    rows = iter(body for body in bodies if "modelzoo-rows" in body.get("class", ""))
    heads = iter(body for body in bodies if "modelzoo-rows" not in body.get("class", ""))
    found = [[next(rows) for _ in group.rows] for group in table.groups]
    made = [_content(cell, md) for some in found for body in some for row in body for cell in row]
    text = _HOLE.join(made)
    for processor in md.postprocessors:
        text = processor.run(text)
    cells = iter(text.split(_HOLE))
    groups: list[GroupHtml] = []
    for some, group in zip(found, table.groups, strict=True):
        opening = md.serializer(next(heads)) if group.title else ""
        parts = [
            one._replace(cells=_rewritten(one.cells, cells), text=partial(md.serializer, body))
            for one, body in zip(group.rows, some, strict=True)
        ]
        groups.append(GroupHtml(group.title, opening, parts, ""))
    opening, closing = _around(box, element, [one for one in element if one not in bodies], md)
    return TableHtml(opening, groups, closing)


def _rewritten(row: CellsHtml, cells: Iterator[str]) -> CellsHtml:
    """Return the cells of a row and its variants with the next texts of the host."""
    own = [(sort, next(cells)) for sort, _ in row.cells]
    variants = [
        (key, [(sort, next(cells)) for sort, _ in some], more) for key, some, more in row.variants
    ]
    return CellsHtml(own, row.more, variants)


def _content(element: ElementTree.Element, md: Markdown) -> str:
    inner = copy(element)
    inner.tag, inner.tail = None, None  # type: ignore[assignment]  # written without tags
    return md.serializer(inner)


def _around(
    outer: ElementTree.Element,
    inner: ElementTree.Element,
    kept: Sequence[ElementTree.Element],
    md: Markdown,
) -> tuple[str, str]:
    """Return what is written of an element before and after most of what another holds.

    :param kept: the first children of ``inner``.
    """
    hollow = copy(inner)
    hollow[:] = [copy(one) for one in kept]
    if kept:
        hollow[-1].tail = (hollow[-1].tail or "") + _HOLE
    else:
        hollow.text = (hollow.text or "") + _HOLE
    whole = hollow
    if outer is not inner:
        whole = copy(outer)
        whole[:] = [hollow if one is inner else one for one in outer]
        whole.tail = None
    opening, _, closing = md.serializer(whole).partition(_HOLE)
    return opening, closing


def unsearched(parts: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Exclude elements from this page's search text: hits belong on the models' pages."""
    for part in parts:
        part.set("data-search-exclude", "")
    return parts


def unsearched_tags(html: str, *names: str) -> str:
    """Exclude elements from the search text of their page: hits belong on other pages."""
    return re.sub(rf"<(?:{'|'.join(names)})\b", r'\g<0> data-search-exclude=""', html)


def without_math(parts: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Mark elements as free of formulas, except those that are marked as such."""
    for part in parts:
        names = (part.get("class") or "").split()
        part.set("class", " ".join(dict.fromkeys((*names, *IGNORE))))
    return parts


def flatten_sections(parts: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Flatten sections for the hosts: a heading with the anchor, and what follows it."""
    flat: list[ElementTree.Element] = []
    for part in parts:
        if part.tag != "section":
            flat.append(part)
            continue
        heading = next((one for one in part.iter() if one.tag in HEADINGS), None)
        if heading is not None and (anchor := part.get("id")):
            heading.set("id", anchor)
        flat += flatten_sections(list(part))
    return flat


def put_code_away(parts: list[ElementTree.Element], store: Callable[[str], str]) -> None:
    """Highlight code, and keep it out of the tree, where it does not belong.

    :param store: keeps HTML until the page is written, and returns its placeholder.
    """
    for part in parts:
        for box in part.iter("div"):
            code = box.find("pre/code") if "highlight" in (box.get("class") or "").split() else None
            if code is None:
                continue
            text = (code.text or "").replace(_AMPERSAND, "&")
            tail, name = box.tail, code.get("class", "")
            box.clear()
            box.tag, box.tail = "p", tail
            box.text = AtomicString(store(coloured_code(text, name)))


def coloured_code(text: str, name: str) -> str:
    """Write a box of code, highlighted with Pygments.

    :param name: the class that says its language.
    """
    html = _coloured(text, name.removeprefix("language-")) or escape(text, quote=False)
    return (
        f'<div class="highlight"><pre translate="no"><code class="{escape(name)}">'
        f"{html}</code></pre></div>"
    )


def _coloured(code: str, language: str) -> str:
    lexer = _lexer(language)
    return str(highlight(code, lexer, _formatter())).rstrip("\n") if lexer else ""


@functools.lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@functools.cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)
