"""The nodes that take the place of a zoo's parts until a page is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_modelzoo.render.delimiters import has_delimiter, pieces
from sphinx_modelzoo.views.content import MODEL, PageId

if TYPE_CHECKING:
    from collections.abc import Iterable


def object_anchor(page: PageId) -> str:
    """Return the id of a page as an object of the domain.

    Sphinx's search leaves out an anchor that is the object's type and id, as that of a model's
    page is, and makes one of its type and *name* instead, which no page has.
    """
    return f"models-{page.id}" if page.kind == MODEL else page.anchor()


def page_section(document: nodes.document) -> nodes.section | None:
    """Return the section that is the page of a model or leaderboard, if the document is one.

    A plain section, since every builder knows that: its ``modelzoo`` is the page's path.
    """
    sections = document.findall(nodes.section)
    return next((section for section in sections if "modelzoo" in section), None)


def name_sections(parts: Iterable[nodes.Node], docname: str, prefixed: bool) -> None:
    """Give every title of a page a source of its own, by which sphinx.ext.autosectionlabel labels.

    Pages have the same sections, so the labels are those that the extension makes with
    ``autosectionlabel_prefix_document``, whatever the project chose: ``models/yolov4:Results``.

    :param prefixed: whether the extension puts the document's name before the title itself.
    """
    seen: set[str] = set()
    for title in parts:
        section = title.parent
        if not isinstance(title, nodes.title) or not isinstance(section, nodes.section):
            continue  # the title of a notice is no section's
        name = title.astext()
        if nodes.fully_normalize_name(name) in seen:  # a model that is called “Results”
            name = section["ids"][0]
        seen.add(nodes.fully_normalize_name(name))
        title.rawsource = name if prefixed else f"{docname}:{name}"


def break_delimiters(texts: Iterable[nodes.Text]) -> None:
    """Give each sign that could begin or end a formula, but in formulas and code, its own node.

    Sphinx takes titles with their nodes into tables of contents and to the neighbours of a page.
    """
    apart = nodes.literal | nodes.literal_block | nodes.math | nodes.math_block | nodes.Invisible
    for text in texts:
        parent = text.parent
        if not has_delimiter(text.astext()) or isinstance(parent, apart):
            continue
        # One node around all of it: a theme may lay out the parts of a link in a row.
        found = nodes.inline("", "")
        for piece in pieces(text.astext()):
            found += nodes.inline("", piece) if has_delimiter(piece) else nodes.Text(piece)
        parent.replace(text, found)


ROOTED = "modelzoo-root:"
"""Marks an address that starts at the root of the documentation, until a page is written."""


def rooted(address: str) -> str:
    """Mark a relative address of the catalog: it means the same on every page."""
    relative = not re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|[/#?]", address)
    return f"{ROOTED}{address}" if relative else address


class modelzoo_view(nodes.General, nodes.Element):  # noqa: N801 - node classes are lower case
    """A view to be filled in: ``view`` is its name, ``options`` are the options as typed.

    It is a leaf but for its caption: themes walk the root document's tree once per page, and the
    text of a view belongs neither in the search index nor in the message catalogs.
    """


class modelzoo_figure(modelzoo_view):  # noqa: N801
    """A view that is numbered as a figure."""


class modelzoo_unnumbered(modelzoo_view):  # noqa: N801
    """A view without a number."""


class modelzoo_nav(nodes.General, nodes.Element):  # noqa: N801
    """Links to the previous and next model and back to the table, in HTML only."""


class modelzoo_twins(nodes.General, nodes.Element):  # noqa: N801
    """The line with the languages of a document, in HTML only."""
