"""Parts of a generated page as HTML that is finished, which the host does not look at again.

Python-Markdown passes over a tree some ten times: for inline markup, line breaks, attributes,
escapes, addresses, anchors and titles. Nothing of that changes the parts of a generated page but
line breaks, addresses and the names of boxes, which are added here in the one pass that writes
them. Headings stay in the tree, for the table of contents, and so does everything that another
extension, or MkDocs' own check of links, has to see.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from sphinx_modelzoo.mkdocs_ext.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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


def closed(parts: Iterable[Element], md: Markdown, closer: Closer) -> list[Element]:
    """Return the parts of a page with placeholders for those that can be written at once.

    :param parts: elements without anything that is to be read as Markdown.
    """
    writer = _Writer(frozenset(md.block_level_elements), closer.address)
    made: list[Element] = []
    for part in parts:
        html = writer.written(part)
        if html is None:
            made.append(part)
            continue
        closer.anchors.update(writer.anchors)
        kept = Element("p")
        kept.text = AtomicString(md.htmlStash.store(html))
        made.append(kept)
    return made


class _OpenError(Exception):
    """Something that the host has to see."""


class _Writer:
    """Writes elements as Python-Markdown's serializer does, with its line breaks."""

    def __init__(self, blocks: Collection[str], address: Address) -> None:
        self._blocks = blocks
        self._address = address
        self._out: list[str] = []
        self.anchors: list[str] = []

    def written(self, part: Element) -> str | None:
        """Return a part as HTML, or None if it has to stay in the tree."""
        if part.tag not in self._blocks:
            return None
        self._out, self.anchors = [], []
        try:
            self._element(part, pretty=True)
        except _OpenError:
            return None
        return "".join(self._out)

    def _element(self, element: Element, *, pretty: bool) -> None:
        """Write an element without what follows it.

        :param pretty: break lines, as between blocks.
        """
        tag, text, write = element.tag, element.text, self._out.append
        if tag in HEADINGS or tag == "pre" or (tag == "li" and (text or "").startswith(_TASKS)):
            raise _OpenError
        attributes = self._attributes(element) if element.attrib else ""
        if tag in _EMPTY:
            write(f"<{tag}{attributes} />")
            return
        pretty = pretty and tag in self._blocks
        if pretty and len(element) and element[0].tag in self._blocks and _blank(text):
            text = "\n"
        write(f"<{tag}{attributes}>{_escaped(text)}" if text else f"<{tag}{attributes}>")
        for child in element:
            self._element(child, pretty=pretty)
            tail = child.tail
            if child.tag == "br":
                write("\n" if _blank(tail) else f"\n{_escaped(tail or '')}")
            elif pretty and child.tag in self._blocks and _blank(tail):
                write("\n")
            elif tail:
                write(_escaped(tail))
        write(f"</{tag}>")

    def _attributes(self, element: Element) -> str:
        """Return the attributes of an element, finished and in the order of their names."""
        found = element.attrib
        if key := _ADDRESSES.get(element.tag):
            address = self._address(found.get(key, ""))
            if address is None:
                raise _OpenError
            found = {**found, key: address}
        if "id" in found:
            self.anchors.append(found["id"])
        if found.get("role") == "region" and (label := element.find("table/caption")) is not None:
            found = {**found, "aria-label": " ".join("".join(label.itertext()).split())}
        return _attributes(tuple(found.items()))


@lru_cache(maxsize=4096)  # most are those of cells and names, and on every page the same
def _attributes(items: tuple[tuple[str, str], ...]) -> str:
    return "".join([f' {name}="{_quoted(value)}"' for name, value in sorted(items)])


def _blank(text: str | None) -> bool:
    return not text or text.isspace()


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _quoted(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")
