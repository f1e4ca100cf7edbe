"""The nodes that stand for a zoo's parts until a page is written."""

from __future__ import annotations

import re

from docutils import nodes

from sphinx_modelzoo.render.delimiters import has_delimiter, pieces

ANCHOR = "model-{id}"


def anchor(model_id: str, fragment: str = "") -> str:
    """The id of a model's section, or of a part of it.

    Ids have no double hyphen, so an anchor names one place in the whole zoo: single-page HTML
    and the PDF hold all pages in one document. Other pages of the zoo have a slash in their id.
    """
    top = model_id.replace("/", "-") if "/" in model_id else ANCHOR.format(id=model_id)
    return f"{top}--{fragment}" if fragment else top


def object_anchor(model_id: str) -> str:
    """The id of a model's page as an object of the domain.

    Sphinx's search leaves out an anchor that is the object's type and id, as :func:`anchor` is,
    and makes one of its type and *name* instead, which no page has.
    """
    return f"models-{model_id}"


def page_section(document: nodes.document) -> nodes.section | None:
    """The section that is the page of a model or leaderboard, if the document is one.

    A plain section, since every builder knows that: its ``modelzoo`` is the id.
    """
    sections = document.findall(nodes.section)
    return next((section for section in sections if "modelzoo" in section), None)


def name_sections(page: nodes.Element, docname: str, prefixed: bool) -> None:
    """Give every title of a page a source of its own, by which sphinx.ext.autosectionlabel labels.

    Pages have the same sections, so the labels are those that the extension makes with
    ``autosectionlabel_prefix_document``, whatever the project chose: ``models/yolov4:Results``.

    :param prefixed: whether the extension puts the document's name before the title itself.
    """
    seen: set[str] = set()
    for title in page.findall(nodes.title):
        section = title.parent
        if not isinstance(section, nodes.section):
            continue  # the title of a notice
        name = title.astext()
        if nodes.fully_normalize_name(name) in seen:  # a model that is called “Results”
            name = section["ids"][0]
        seen.add(nodes.fully_normalize_name(name))
        title.rawsource = name if prefixed else f"{docname}:{name}"


def break_delimiters(tree: nodes.Element) -> None:
    """Give each sign that could begin or end a formula, but in formulas and code, its own node.

    Sphinx takes titles with their nodes into tables of contents and to the neighbours of a page.
    """
    apart = nodes.literal | nodes.literal_block | nodes.math | nodes.math_block | nodes.Invisible
    for text in list(tree.findall(nodes.Text)):
        parent = text.parent
        if not has_delimiter(text.astext()) or isinstance(parent, apart):
            continue
        found: list[nodes.Node] = []
        for piece in pieces(text.astext()):
            part = nodes.Text(piece)
            if hasattr(text, "support_smartquotes"):
                part.support_smartquotes = text.support_smartquotes  # type: ignore[attr-defined]
            found.append(nodes.inline("", "", part) if has_delimiter(piece) else part)
        place = parent.index(text)
        parent[place : place + 1] = found


ROOTED = "modelzoo-root:"
"""Marks an address that starts at the root of the documentation, until a page is written."""


def rooted(address: str) -> str:
    """Mark a relative address of the catalog: it means the same on every page."""
    relative = not re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|[/#?]", address)
    return f"{ROOTED}{address}" if relative else address


class modelzoo_table(nodes.General, nodes.Element):  # noqa: N801 - node classes are lower case
    """A table, as the query that fills it.

    It is a leaf but for its caption: themes walk the root document's tree once per page, and a
    table's text belongs neither in the search index nor in the message catalogs.
    ``options`` is the tuple of ``(name, value)`` pairs of the directive.
    """


class modelzoo_view(nodes.General, nodes.Element):  # noqa: N801
    """A leaderboard or statistics, as what was asked for: ``kind`` and ``options``.

    A leaf but for its caption, as the table is.
    """


class modelzoo_figure(modelzoo_view):  # noqa: N801
    """A plot, which is numbered as a figure."""


class modelzoo_cards(modelzoo_view):  # noqa: N801
    """Cards, which are not numbered."""


class modelzoo_nav(nodes.General, nodes.Element):  # noqa: N801
    """Ways to the previous and next model and back to the table, in HTML only."""


class modelzoo_toctree(nodes.General, nodes.Element):  # noqa: N801
    """Marks where the pages of a zoo belong in documents that hold everything."""
