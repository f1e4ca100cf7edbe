"""Parts of a generated page as HTML that is finished, which the host does not look at again.

Python-Markdown passes over a tree some ten times: for inline markup, line breaks, attributes,
escapes, addresses, anchors and titles. Nothing of that changes the parts of a generated page but
line breaks, addresses and the names of boxes, which are added here in one pass over the tags that
the renderer has written. Headings become elements, for the table of contents, and so does
everything that another extension, or MkDocs' own check of links, has to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from sphinx_modelzoo.mkdocs_ext.elements import (
    HEADINGS,
    bare_elements,
    coloured_code,
    flatten_sections,
    protected,
    put_code_away,
    without_math,
)
from sphinx_modelzoo.render.delimiters import IGNORE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from markdown import Markdown

Address = Callable[[str], str | None]
"""The address of a link in the finished page, or None if the host has to look at it."""

_KNOWN = frozenset({"markdown", "mkdocs", "properdocs", "pymdownx", "sphinx_modelzoo"})
# They read the texts and addresses of what others have made.
_CURIOUS = frozenset({"markdown.extensions.legacy_attrs", "pymdownx.magiclink"})
_TASKS = ("[ ]", "[x]", "[X]")
"""How items begin that an extension may give a box to tick."""
_EMPTY = frozenset({"br", "col", "hr", "img", "input", "source", "wbr"})
_ADDRESSES = {"a": "href", "img": "src"}
_TOKENS = re.compile(r"(<[^>]*>)")
_ATTRIBUTE = re.compile(r'([^\s=]+)="([^"]*)"')
_RETURN = re.compile(r"\r\n?")
_SPACE = re.compile(r"[\t\n]")
_HEADING = re.compile(r"<h[1-6](?=[\s>])")


class Closer(NamedTuple):
    """What the parts of a page are closed with: the addresses of links, and a set for anchors."""

    address: Address
    anchors: set[str]


def may_close(md: Markdown) -> bool:
    """Return True if no extension of the site may change what a generated page says."""
    used = (type(one).__module__ for some in (md.treeprocessors, md.postprocessors) for one in some)
    return md.output_format == "xhtml" and all(
        name.partition(".")[0] in _KNOWN and name not in _CURIOUS for name in used
    )


def page_elements(html: str, md: Markdown, closer: Closer | None) -> list[Element]:
    """Return a generated page as elements of Python-Markdown's tree.

    Those that can be written at once are placeholders there.

    :param html: as ``render/html.py`` writes it, without anything that is to be read as Markdown.
    :param closer: nothing where all has to be in the tree.
    """
    store = md.htmlStash.store
    if closer is None or not may_close(md):
        return _in_tree(html, store)
    writer = _Writer(html, frozenset(md.block_level_elements), closer)
    parts = writer.parts()
    left = iter(_in_tree("".join(part for part, closed in parts if not closed), store))
    made: list[Element] = []
    for part, closed in parts:
        if not closed:
            made.append(next(left))
            continue
        kept = Element("p")
        kept.text = AtomicString(store(part))
        made.append(kept)
    return made


def _in_tree(html: str, store: Callable[[str], str]) -> list[Element]:
    parts = without_math(flatten_sections(bare_elements(html)))
    put_code_away(parts, store)
    return protected(parts)


class _Tag(NamedTuple):
    """A tag, and how Python-Markdown writes it; some are written anew on each page."""

    name: str
    step: int
    """How much deeper it leads: 1, or -1 for a closing tag, or 0."""
    attributes: Mapping[str, str]
    html: str
    special: bool


@lru_cache(maxsize=4096)  # most are those of cells and names, and on every page the same
def _tag(text: str) -> _Tag:
    inner = text[1:-1]
    if inner.startswith("/"):
        return _Tag(inner[1:], -1, {}, text, special=False)
    name = inner.split(None, 1)[0].removesuffix("/")
    found = {key: unescape(_SPACE.sub(" ", value)) for key, value in _ATTRIBUTE.findall(inner)}
    if name == "svg":
        found.pop("xmlns", None)  # HTML needs it nowhere
    step = 0 if name in _EMPTY or inner.endswith("/") else 1
    special = (
        name in _ADDRESSES
        or name in HEADINGS
        or name == "pre"
        or "id" in found
        or found.get("role") == "region"
        or found.get("class") == "highlight"
    )
    return _Tag(name, step, found, _opening(name, step, found), special)


def _opening(name: str, step: int, attributes: Mapping[str, str]) -> str:
    """Write a tag with its attributes in the order of their names."""
    found = "".join([f' {key}="{_quoted(value)}"' for key, value in sorted(attributes.items())])
    if step:
        return f"<{name}{found}>"
    return f"<{name}{found} />" if name in _EMPTY else f"<{name}{found}></{name}>"


_BOX = _Tag("div", 0, {}, "", special=False)
"""A box of code that has been written."""


class _OpenError(Exception):
    """Something that the host has to see."""


class _Writer:
    """Writes the parts of a page as Python-Markdown's serializer does, with its line breaks.

    :param blocks: the elements that are on lines of their own.
    """

    def __init__(self, html: str, blocks: Collection[str], closer: Closer) -> None:
        self._tokens = _TOKENS.split(_RETURN.sub("\n", html))
        self._blocks = blocks
        self._closer = closer

    def parts(self) -> list[tuple[str, bool]]:
        """Return the parts of the page, and whether each is finished.

        The parts of sections are in place of these, and their anchors on their first headings.
        """
        found: list[tuple[str, bool]] = []
        tokens, at, anchor = self._tokens, 1, ""
        while at < len(tokens):
            tag = _tag(tokens[at])
            if tag.name == "section":
                anchor = tag.attributes.get("id", "")
                at += 2
                continue
            try:
                html, end = self._part(at)
                found.append((html, True))
            except _OpenError:
                end = self._end(at)
                html = "".join(tokens[at:end])
                if anchor and _HEADING.search(html):
                    html = _HEADING.sub(rf'\g<0> id="{escape(anchor)}"', html, count=1)
                    anchor = ""
                found.append((html, False))
            at = end + 1
        return found

    def _end(self, at: int) -> int:
        """Return the place after the element that begins at a token."""
        depth = 0
        while True:
            depth += _tag(self._tokens[at]).step
            at += 1
            if not depth:
                return at
            at += 1

    def _part(self, at: int) -> tuple[str, int]:
        """Write an element, and return the place after it.

        An element is pretty if it and all around it are blocks: blocks in it, and the end of one,
        have line breaks between them.
        """
        blocks, tokens = self._blocks, self._tokens
        out: list[str] = []
        anchors: list[str] = []
        around: list[bool] = []  # whether the elements that are open are in pretty ones
        pretty, tag = True, _without_math(_tag(tokens[at]))
        if tag.name not in blocks:
            raise _OpenError
        while True:
            if not tag.special:
                out.append(tag.html)
            elif tag.attributes.get("class") == "highlight":
                out.append(_code(tokens[at : at + 11]))
                at, tag = at + 10, _BOX
            else:
                out.append(self._special(tag, at, anchors))
            if tag.step > 0:
                around.append(pretty)
                pretty = pretty and tag.name in blocks
            elif tag.step < 0:
                pretty = around.pop()
            if not around:
                self._closer.anchors.update(anchors)
                return "".join(out), at + 1
            at += 2
            last, tag, text = tag, _tag(tokens[at]), tokens[at - 1]
            if last.name == "br":
                out.append("\n" if _blank(text) else f"\n{_escaped(text)}")
            elif _blank(text) and pretty and _breaks(last, tag) in blocks:
                out.append("\n")
            elif text:
                if last.name == "li" and text.startswith(_TASKS):
                    raise _OpenError
                out.append(_escaped(text))

    def _special(self, tag: _Tag, at: int, anchors: list[str]) -> str:
        """Write a tag that depends on the page, and note its anchor."""
        found = tag.attributes
        if tag.name in HEADINGS or tag.name == "pre":
            raise _OpenError
        if "id" in found:
            anchors.append(found["id"])
        if key := _ADDRESSES.get(tag.name):
            address = self._closer.address(found.get(key, ""))
            if address is None:
                raise _OpenError
            found = {**found, key: address}
        if found.get("role") == "region" and (label := _caption(self._tokens[at + 2 :])):
            found = {**found, "aria-label": label}
        return tag.html if found is tag.attributes else _opening(tag.name, tag.step, found)


def _without_math(tag: _Tag) -> _Tag:
    """Mark a part as free of formulas; code is that anyway."""
    names = tag.attributes.get("class", "").split()
    if names == ["highlight"]:
        return tag
    attributes = {**tag.attributes, "class": " ".join(dict.fromkeys((*names, *IGNORE)))}
    html = _opening(tag.name, tag.step, attributes)
    return tag._replace(attributes=attributes, html=html)


def _breaks(last: _Tag, tag: _Tag) -> str:
    """Return the name of the element that has a line break before it, or else after it."""
    if last.step <= 0:
        return last.name
    return tag.name if tag.step >= 0 else ""


def _code(tokens: Sequence[str]) -> str:
    """Write a box of code from the tags of the box, of lines as they are, and of code."""
    code = _tag(tokens[4])
    if code.name != "code":
        raise _OpenError
    return coloured_code(unescape(tokens[5]), code.attributes.get("class", ""))


def _caption(tokens: Sequence[str]) -> str:
    """Return the words of the caption of a table, if it has one."""
    if not tokens[0].startswith("<table") or not tokens[2].startswith("<caption"):
        return ""
    words = "".join(tokens[3 : tokens.index("</caption>") : 2])
    return " ".join(unescape(words).split())


def _blank(text: str) -> bool:
    return not text or text.isspace()


def _escaped(text: str) -> str:
    """Write a text as the serializer does, which leaves quotation marks as they are."""
    return escape(unescape(text), quote=False) if "&" in text else text


def _quoted(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")
