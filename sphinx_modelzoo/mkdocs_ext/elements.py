"""From the renderer's HTML to elements in Python-Markdown's tree.

In the tree, a host sees the links, anchors and headings, and checks them; and because the texts
are atomic, no Markdown extension reads untrusted words as markup.
"""

from __future__ import annotations

import functools
import re
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.util import AMP_SUBSTITUTE, AtomicString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from sphinx_modelzoo.render.delimiters import IGNORE
from sphinx_modelzoo.render.display_html import SVG

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygments.lexer import Lexer

_VOID = re.compile(r"<(br|img)\b([^>]*?)\s*/?>")
_ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"


def elements(html: str) -> list[ElementTree.Element]:
    """Parse what the renderer has written into elements.

    :param html: well-formed, with every text escaped, as ``render/html.py`` writes it.
    """
    # The parser would make names with a prefix of the namespace, which HTML needs nowhere.
    text = _VOID.sub(r"<\1\2 />", html.replace(f' xmlns="{SVG}"', ""))
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
    """Protect a text from being read as Markdown or as entities."""
    return AtomicString(_ENTITY.sub(_AMPERSAND, text) if "&" in text else text)


def is_interactive(part: ElementTree.Element) -> bool:
    """Return True if an element is, or holds, a table that the script improves."""
    return any("data-settings" in box.attrib for box in part.iter("div"))


def unsearched(parts: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """Exclude elements from this page's search text: hits belong on the models' pages."""
    for part in parts:
        part.set("data-search-exclude", "")
    return parts


_EXCLUDED = re.compile(r"<(\w+)\b[^>]*\sdata-search-exclude\b[^>]*>")


def without_unsearched(html: str) -> str:
    """Remove what :func:`unsearched` has marked from a page.

    Material's search takes the end of any element inside for the end of one with the same tag.
    """
    kept: list[str] = []
    at = 0
    while found := _EXCLUDED.search(html, at):
        kept.append(html[at : found.start()])
        at, depth = found.end(), 1
        for tag in re.finditer(rf"<(/?){found[1]}\b[^>]*>", html[found.end() :]):
            depth += -1 if tag[1] else 1
            if not depth:
                at += tag.end()
                break
    return "".join((*kept, html[at:]))


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
        children = list(part)
        if children and (anchor := part.get("id")):
            children[0].set("id", anchor)
        flat += flatten_sections(children)
    return flat


def put_code_away(parts: list[ElementTree.Element], store: Callable[[str], str]) -> None:
    """Highlight code with Pygments, and keep it out of the tree, where it does not belong.

    :param store: keeps HTML until the page is written, and returns its placeholder.
    """
    for part in parts:
        for box in part.iter("div"):
            code = box.find("pre/code") if box.get("class") == "highlight" else None
            if code is None:
                continue
            text = (code.text or "").replace(_AMPERSAND, "&")
            name = code.get("class", "")
            html = _coloured(text, name.removeprefix("language-")) or escape(text, quote=False)
            tail = box.tail
            box.clear()
            box.tag, box.tail = "p", tail
            box.text = AtomicString(
                store(
                    f'<div class="highlight"><pre translate="no"><code class="{escape(name)}">'
                    f"{html}</code></pre></div>"
                )
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


def edit_elements(
    parts: list[ElementTree.Element], tag: str, change: Callable[[ElementTree.Element], None]
) -> None:
    """Change every element of a kind."""
    for part in parts:
        for element in part.iter(tag):
            change(element)
