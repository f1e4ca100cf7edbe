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
_SPACE = re.compile(r"[\t\n\r]")
_HEADING = re.compile(r"<h[1-6](?=[\s>])")
_CODE = re.compile(
    r'(?<=>)\s*<div class="highlight"><pre[^>]*>'
    r'<code class="([^"]*)">([^<]*)</code></pre></div>'
)


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


def flat_parts(html: str) -> list[str]:
    """Return the parts of a page, and those of its sections in place of these.

    The first heading of a section gets its anchor.

    :param html: as ``render/html.py`` writes it.
    """
    tokens = _TOKENS.split(html)
    parts: list[str] = []
    start = depth = 0
    anchor = ""
    for at in range(1, len(tokens), 2):
        tag = _tag(tokens[at])
        if not depth:
            if tag.name == "section":
                anchor = tag.attributes.get("id", "")
                continue
            start = at
        depth += tag.step
        if depth:
            continue
        part = "".join(tokens[start : at + 1])
        if anchor and _HEADING.search(part):
            part = _HEADING.sub(rf'\g<0> id="{escape(anchor)}"', part, count=1)
            anchor = ""
        parts.append(part)
    return parts


def unsearched_part(part: str) -> str:
    """Exclude a part from its page's search text: hits belong on the models' pages."""
    return re.sub(r"<\w+", r'\g<0> data-search-exclude=""', part, count=1)


def page_elements(parts: Sequence[str], md: Markdown, closer: Closer | None) -> list[Element]:
    """Return the parts of a generated page as elements of Python-Markdown's tree.

    Those that can be written at once are placeholders there.

    :param parts: without anything that is to be read as Markdown.
    :param closer: nothing where all of them have to be in the tree.
    """
    store = md.htmlStash.store
    if closer is None or not may_close(md):
        return _open("".join(parts), store)
    writer = _Writer(frozenset(md.block_level_elements), closer.address, store)
    made: list[Element] = []
    for part in parts:
        html = writer.written(part)
        if html is None:
            made += _open(part, store)
            continue
        closer.anchors.update(writer.anchors)
        kept = Element("p")
        kept.text = AtomicString(store(html))
        made.append(kept)
    return made


def _open(html: str, store: Callable[[str], str]) -> list[Element]:
    parts = without_math(bare_elements(html))
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
    )
    return _Tag(name, step, found, _opening(name, step, found), special)


def _opening(name: str, step: int, attributes: Mapping[str, str]) -> str:
    """Write a tag with its attributes in the order of their names."""
    found = "".join([f' {key}="{_quoted(value)}"' for key, value in sorted(attributes.items())])
    if step:
        return f"<{name}{found}>"
    return f"<{name}{found} />" if name in _EMPTY else f"<{name}{found}></{name}>"


class _OpenError(Exception):
    """Something that the host has to see."""


class _Writer:
    """Writes parts as Python-Markdown's serializer does, with its line breaks.

    :param blocks: the elements that are on lines of their own.
    :param store: keeps HTML until the page is written, and returns its placeholder.
    """

    def __init__(
        self, blocks: Collection[str], address: Address, store: Callable[[str], str]
    ) -> None:
        self._blocks = blocks
        self._address = address
        self._store = store
        self.anchors: list[str] = []

    def written(self, part: str) -> str | None:
        """Return a part as HTML, or None if it has to stay in the tree."""
        self.anchors = []
        if "\r" in part or _HEADING.search(part):
            return None
        tokens = _TOKENS.split(_CODE.sub(self._put_away, part))
        tag = _tag(tokens[1])
        if tag.name not in self._blocks:
            return None
        names = dict.fromkeys((*tag.attributes.get("class", "").split(), *IGNORE))
        attributes = {**tag.attributes, "class": " ".join(names)}
        html = _opening(tag.name, tag.step, attributes)
        try:
            return "".join(self._tokens(tokens, tag._replace(attributes=attributes, html=html)))
        except _OpenError:
            return None

    def _put_away(self, code: re.Match[str]) -> str:
        return f"<p>{self._store(coloured_code(unescape(code[2]), unescape(code[1])))}</p>"

    def _tokens(self, tokens: Sequence[str], tag: _Tag) -> list[str]:
        """Write all tags and texts of a part.

        An element is pretty if it and all around it are blocks: blocks in it, and the end of one,
        have line breaks between them.

        :param tag: the first one.
        """
        blocks = self._blocks
        out: list[str] = []
        write = out.append
        around: list[bool] = []  # whether the elements that are open are in pretty ones
        pretty = True
        for at in range(1, len(tokens), 2):
            if at > 1:
                last, tag, text = tag, _tag(tokens[at]), tokens[at - 1]
                if last.step > 0:
                    breaks = pretty and tag.step >= 0 and tag.name in blocks
                else:
                    breaks = pretty and last.name in blocks
                if last.name == "li" and text.startswith(_TASKS):
                    raise _OpenError
                if last.name == "br":
                    write("\n" if _blank(text) else f"\n{_escaped(text)}")
                elif breaks and _blank(text):
                    write("\n")
                elif text:
                    write(_escaped(text))
            write(self._special(tag, tokens, at) if tag.special else tag.html)
            if tag.step > 0:
                around.append(pretty)
                pretty = pretty and tag.name in blocks
            elif tag.step < 0:
                pretty = around.pop()
        return out

    def _special(self, tag: _Tag, tokens: Sequence[str], at: int) -> str:
        """Write a tag that depends on the page, whose anchors are noted."""
        found = tag.attributes
        if tag.name in HEADINGS or tag.name == "pre":
            raise _OpenError
        if "id" in found:
            self.anchors.append(found["id"])
        if key := _ADDRESSES.get(tag.name):
            address = self._address(found.get(key, ""))
            if address is None:
                raise _OpenError
            found = {**found, key: address}
        if found.get("role") == "region" and (label := _caption(tokens[at + 2 :])):
            found = {**found, "aria-label": label}
        return tag.html if found is tag.attributes else _opening(tag.name, tag.step, found)


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
