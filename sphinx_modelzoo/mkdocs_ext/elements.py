"""From the renderer's HTML to elements in Python-Markdown's tree.

In the tree, a host sees the links, anchors and headings, and checks them; and because the texts
are atomic, no Markdown extension reads a stranger's words as markup.
"""

from __future__ import annotations

import functools
import re
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
_ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"


def elements(html: str) -> list[ElementTree.Element]:
    """The elements of what the renderer has written.

    :param html: well-formed, with every text escaped, as ``render/html.py`` writes it.
    """
    text = _VOID.sub(r"<\1\2 />", html)
    root = ElementTree.fromstring(f"<div>{text}</div>")  # noqa: S314  (our own, no DTD)
    for element in root.iter():
        if element.text:
            element.text = atomic(element.text)
        if element.tail:
            element.tail = atomic(element.tail)
        for name, value in element.items():
            if "&" in value:
                element.set(name, _ENTITY.sub(_AMPERSAND, value))
    for part in root:
        part.tail = None  # a list takes it for words of its own
    return list(root)


def atomic(text: str) -> AtomicString:
    """A text that nobody interprets: not Markdown, and not what looks like an entity either."""
    return AtomicString(_ENTITY.sub(_AMPERSAND, text) if "&" in text else text)


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


def highlight_code(parts: list[ElementTree.Element]) -> None:
    """Colour the code as Pygments does, for themes that have its style sheet."""
    for part in parts:
        for code in part.iter("code"):
            name = code.get("class", "").removeprefix("language-")
            if len(code) or not code.text or not name:
                continue
            coloured = _highlighted(str(code.text).replace(_AMPERSAND, "&"), name)
            if coloured is None:
                continue
            spans = elements(f"<code>{coloured}</code>")[0]
            code.text = spans.text
            code[:] = list(spans)


def _highlighted(code: str, language: str) -> str | None:
    lexer = _lexer(language)
    if lexer is None:
        return None
    return str(highlight(code, lexer, _formatter())).rstrip("\n")


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
