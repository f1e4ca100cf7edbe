"""From the renderer's HTML to elements in Python-Markdown's tree.

In the tree, a host sees the links, anchors and headings, and checks them; and because the texts
are atomic, no Markdown extension reads a stranger's words as markup.
"""

from __future__ import annotations

import functools
import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.util import AMP_SUBSTITUTE, AtomicString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygments.lexer import Lexer

_VOID = re.compile(r"<(br|img)\b([^>]*)>")
_CODE = re.compile(r'(<code class="language-([^"]+)">)([^<]*)</code>')
_ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"


def elements(html: str) -> list[ElementTree.Element]:
    """The elements of what the renderer has written.

    :param html: well-formed, with every text escaped, as ``render/html.py`` writes it.
    """
    text = _VOID.sub(r"<\1\2 />", html)
    ampersands = "&amp;" in text
    root = ElementTree.fromstring(f"<div>{text}</div>")  # noqa: S314  (our own, no DTD)
    for element in root.iter():
        if element.text:
            element.text = atomic(element.text)
        if element.tail:
            element.tail = atomic(element.tail)
        if ampersands:
            for name, value in element.items():
                element.set(name, _ENTITY.sub(_AMPERSAND, value))
    for part in root:
        part.tail = None  # a list takes it for words of its own
    return list(root)


def atomic(text: str) -> AtomicString:
    """A text that nobody interprets: not Markdown, and not what looks like an entity either."""
    return AtomicString(_ENTITY.sub(_AMPERSAND, text) if "&" in text else text)


def is_interactive(part: ElementTree.Element) -> bool:
    """Whether an element is a table that the script improves."""
    return part.find("script[@class='modelzoo-settings']") is not None


def flatten_sections(parts: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Sections as the hosts know them: a heading with the anchor, and what follows it."""
    flat: list[ElementTree.Element] = []
    for part in parts:
        if part.tag != "section":
            flat.append(part)
            continue
        children = list(part)
        if children and (anchor := part.get("id")):
            children[0].set("id", anchor)
        flat += flatten_sections(children)
    return flat


def highlighted(html: str) -> str:
    """The renderer's HTML with its code coloured, for themes that have Pygments' style sheet."""
    return _CODE.sub(_coloured, html)


def _coloured(found: re.Match[str]) -> str:
    lexer = _lexer(found[2])
    if lexer is None:
        return found[0]
    coloured = str(highlight(unescape(found[3]), lexer, _formatter())).rstrip("\n")
    return f"{found[1]}{coloured}</code>"


@functools.lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@functools.cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)


def edit_elements(
    parts: list[ElementTree.Element], tag: str, change: Callable[[ElementTree.Element], None]
) -> None:
    """Change every element of a kind."""
    for part in parts:
        for element in part.iter(tag):
            change(element)
