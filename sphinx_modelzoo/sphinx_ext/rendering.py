"""From the nodes of a zoo to what each builder writes.

HTML gets its table from ``render/html.py``, the code that MkDocs uses too; every other builder
gets a docutils table, put in place before references are resolved.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_modelzoo.catalog.collector import paused_collector
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.frame import page_nav
from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES, HtmlRenderer
from sphinx_modelzoo.sphinx_ext.addresses import Pages, adopt_addresses, edit_uri, has_our_html
from sphinx_modelzoo.sphinx_ext.domain import application, reference, zoo
from sphinx_modelzoo.sphinx_ext.grids import claim_grids, modelzoo_grid, visit_grid_html
from sphinx_modelzoo.sphinx_ext.interactive import SCRIPTED, cut, table_settings
from sphinx_modelzoo.sphinx_ext.nodes import (
    modelzoo_nav,
    modelzoo_table,
    modelzoo_view,
)
from sphinx_modelzoo.sphinx_ext.rows import html_table
from sphinx_modelzoo.sphinx_ext.toctrees import list_in_root
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain, Options
    from sphinx_modelzoo.views.content import Grid


_MOVED = "modelzoo_moved"


def table_view(domain: ModelzooDomain, options: Options) -> Grid:
    """What a table shows in this build's language."""
    if options not in domain.grids:
        chosen, _ = parse_options(dict(options))
        with paused_collector():
            grid = build_table(domain.catalog, chosen, domain.settings.language)
        domain.grids[options] = grid
    return domain.grids[options]


def visit_table_html(self: HTML5Translator, node: modelzoo_table) -> None:
    """Write the whole table at once, under the document's own caption."""
    docname = self.docnames[-1]
    pages = Pages(self.builder, docname)
    words = labels(zoo(self.builder.env).settings.language)
    renderer = HtmlRenderer(pages, words, url=pages.url)
    ids: list[str] = node["ids"]
    caption = next(iter(node.findall(nodes.caption)), None)
    view, rows, _ = html_table(self.builder, docname, node["options"])
    script = table_settings(self.builder, view)
    parts = renderer.table_parts(
        replace(view, caption=caption.astext()) if caption else view,
        rows,
        classes=(*SPHINX_TABLE_CLASSES, *node.get("classes", ())),
        id=next(iter(ids), ""),
        caption_html=caption_html(self, node, caption) if caption else "",
        settings=script,
    )
    if any('class="math' in html for row in rows for _, html in row):
        load_mathjax(self)
    node[SCRIPTED] = bool(script)
    written = cut(self.builder, docname, node["options"], parts) if script else parts.text()
    self.body += [f'<span id="{escape(extra)}"></span>' for extra in ids[1:]]
    self.body.append(written)
    raise nodes.SkipNode


def load_mathjax(writer: HTML5Translator) -> None:
    """Say that the page holds formulas, where this version of Sphinx listens for it."""
    if hasattr(writer, "_has_maths_elements"):  # Sphinx 8.2 and newer
        writer._has_maths_elements = True
    equations = writer.builder.env.get_domain("math").data.get("has_equations")
    if isinstance(equations, dict):  # before
        equations[writer.docnames[-1]] = True


def caption_html(writer: HTML5Translator, node: nodes.Element, caption: nodes.caption) -> str:
    """The caption as the writer writes it: with its markup, number and translation."""
    body, writer.body = writer.body, []
    try:
        writer.add_fignumber(node)
        writer.body.append('<span class="caption-text">')
        for child in caption.children:
            child.walkabout(writer)
        writer.body.append("</span>")
        return "".join(writer.body)
    finally:
        writer.body = body


def visit_nav_html(self: HTML5Translator, node: modelzoo_nav) -> None:
    """Write the links to the neighbours, back to the table, and to the entry's source."""
    domain = zoo(self.builder.env)
    words = labels(domain.settings.language)
    pages = Pages(self.builder, self.docnames[-1])
    home, edit = pages.home(), edit_uri(domain, node["model"])
    self.body.append(
        page_nav(
            previous=_neighbour(node["previous"], pages),
            following=_neighbour(node["next"], pages),
            home=(home, node["zoo"]) if home is not None else None,
            edit=(edit, node["edit"]) if edit else None,
            words=words,
        )
    )
    raise nodes.SkipNode


def _neighbour(neighbour: tuple[str, str] | None, pages: Pages) -> tuple[str, str] | None:
    address = pages(neighbour[0]) if neighbour else None
    return (address, neighbour[1]) if neighbour and address is not None else None


def nothing(self: Any, node: nodes.Element) -> None:
    """Never called: the visitor has skipped the node."""


class TableTransform(SphinxPostTransform):
    """Put docutils tables in place for the builders that our visitors do not write for.

    Before references are resolved (priority 10), since the table is made of references.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace every table and leave out navigation; list the models for an EPUB's contents."""
        builder = application(self.env).builder
        list_in_root(self.env, self.document)
        adopt_addresses(self.document, builder, self.env.docname)
        if has_our_html(builder):
            claim_grids(self.document)
            return
        for nav in list(self.document.findall(modelzoo_nav)):
            nav.parent.remove(nav)
        domain = zoo(self.env)
        for node in list(self.document.findall(modelzoo_table)):
            # The caption comes from the document: parsed, numbered, translated.
            view = replace(table_view(domain, node["options"]), caption="")
            renderer = DocutilsRenderer(reference, source=node.source or "", line=node.line or 0)
            table, *rest = renderer.blocks([view])
            table["ids"] = list(node["ids"]) + list(table.get("ids", ()))
            table["classes"] += node["classes"]
            caption = next(iter(node.findall(nodes.caption)), None)
            if caption is not None:
                table.insert(0, caption_as(nodes.title, caption))
            replace_view(node, [table, *rest], builder)


class LinkTransform(SphinxPostTransform):
    """Leave tables and views out of the report on links.

    The pages have the same links, and there the report names the entry and not the table.
    """

    default_priority = 4
    builders = ("linkcheck",)

    def run(self, **kwargs: Any) -> None:
        """Put captions, which may have links of their own, in the place of tables and views."""
        domain = zoo(self.env)
        if not all(domain.page_of(model.id) for model in domain.catalog.models):
            return
        kinds = modelzoo_table | modelzoo_view
        for node in list(self.document.findall(lambda node: isinstance(node, kinds))):
            captions = [caption_as(nodes.paragraph, one) for one in node.findall(nodes.caption)]
            place = node.parent.index(node)
            node.parent.remove(node)
            node.parent.insert(place, captions)


def replace_view(node: nodes.Element, made: list[nodes.Element], builder: Builder) -> None:
    """Put in place what a table or view is for a builder that is not HTML.

    Builders of text and manual pages fail at a table in a cell of another, and so does LaTeX,
    which cannot break a cell over pages either. So it follows the table around it, and the cell
    refers to it.
    """
    tables: list[nodes.Element] = []
    root: nodes.Element = node
    while root.parent is not None:
        root = root.parent
        tables += [root] if isinstance(root, nodes.table) else []
    if not tables or not made:
        node.replace_self(made)
        return
    caption = next(iter(node.findall(nodes.caption)), None)
    words = labels(zoo(builder.env).settings.language)("Table of models")
    name = f"modelzoo-moved-{sum(1 for one in root.findall(nodes.Element) if _MOVED in one) + 1}"
    link = nodes.reference("", caption.astext() if caption else words, internal=True, refid=name)
    node.replace_self(nodes.paragraph("", "", link))
    if isinstance(made[0], nodes.table | nodes.figure):
        made[0]["ids"].append(name)  # which LaTeX makes a label of; before them, a target is none
    else:
        made.insert(0, nodes.target("", "", ids=[name]))
    around, outer = cast("nodes.Element", tables[-1].parent), tables[-1]
    place = around.index(outer) + 1
    while place < len(around) and _MOVED in cast("nodes.Element", around[place]):
        place += 1
    for part in made:
        part[_MOVED] = True
    around.insert(place, made)


def caption_as(kind: type[nodes.TextElement], caption: nodes.caption) -> nodes.TextElement:
    """A caption as a node of another kind, which stays the same message for translators."""
    node = kind(caption.rawsource, "", *caption.children)
    node.source, node.line = caption.source, caption.line
    if hasattr(caption, "uid"):  # by which the gettext builder knows it
        node.uid = caption.uid  # type: ignore[attr-defined]
    return node


def setup_rendering(app: Sphinx) -> None:
    """Register the nodes with their visitors for HTML, and the transform for all else."""
    app.add_enumerable_node(modelzoo_table, "table", None, html=(visit_table_html, nothing))
    app.add_node(modelzoo_nav, html=(visit_nav_html, nothing))
    app.add_node(modelzoo_grid, html=(visit_grid_html, nothing))
    app.add_post_transform(LinkTransform)
    app.add_post_transform(TableTransform)
