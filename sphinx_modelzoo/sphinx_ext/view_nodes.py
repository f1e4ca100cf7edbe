"""Views in Sphinx: writing the node of a view, for every builder.

HTML gets its views from ``render/html.py``, the code that MkDocs uses too; every other builder
gets docutils nodes, put in place before references are resolved.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import escape
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.problems.messages import problem
from sphinx_modelzoo.render.delimiters import IGNORE, PROCESS
from sphinx_modelzoo.render.display_html import FOLD, SVG
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES, HtmlRenderer
from sphinx_modelzoo.render.plot_drawing import (
    can_draw,
    characters_without_font,
    plot_pdf,
    plot_svg,
)
from sphinx_modelzoo.render.script_data import plot_table
from sphinx_modelzoo.render.tags import ROOT
from sphinx_modelzoo.sphinx_ext.addresses import Pages, adopt_addresses, has_our_html
from sphinx_modelzoo.sphinx_ext.card_pictures import adopt_pictures, picture_address
from sphinx_modelzoo.sphinx_ext.doc_links import refer
from sphinx_modelzoo.sphinx_ext.domain import application, reference, zoo
from sphinx_modelzoo.sphinx_ext.nodes import (
    modelzoo_figure,
    modelzoo_unnumbered,
    modelzoo_view,
    rooted,
)
from sphinx_modelzoo.sphinx_ext.records import ViewRecord
from sphinx_modelzoo.sphinx_ext.rendering import (
    caption_as,
    caption_html,
    load_mathjax,
    nothing,
    replace_view,
)
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.sphinx_ext.rows import html_table
from sphinx_modelzoo.sphinx_ext.scripts import SCRIPTED, cut, table_settings
from sphinx_modelzoo.sphinx_ext.settings import state_dir
from sphinx_modelzoo.views.content import Grid, digest
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.view import PLOT

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


_CAPTION = " ".join(("caption", *PROCESS))


def drawing(view: str) -> str:
    """Return what the picture of a view depends on besides the catalog."""
    return metadata.version("matplotlib") if view == PLOT and can_draw() else ""


def visit_view_html(self: HTML5Translator, node: modelzoo_view) -> None:
    """Write the whole view at once, under the document's own caption."""
    record = ViewRecord(node["view"], node["options"])
    ids: list[str] = node["ids"]
    caption = next(iter(node.findall(nodes.caption)), None)
    is_table = zoo(self.builder.env).is_table(record)
    body = _table(self, node, caption) if is_table else _blocks(self, node, caption)
    if 'class="math' in body:
        load_mathjax(self)
    self.body += [f'<span id="{escape(extra)}"></span>' for extra in ids[1:]]
    self.body.append(body)
    raise nodes.SkipNode


def _table(writer: HTML5Translator, node: modelzoo_view, caption: nodes.caption | None) -> str:
    """Return the table of models; its rows are kept from build to build."""
    builder, docname = writer.builder, writer.docnames[-1]
    pages = Pages.seen_from(writer.builder, writer.docnames[-1])
    words = zoo(builder.env).words
    renderer = HtmlRenderer(
        pages, words, url=pages.url, title=pages.title, book=builder.name == "epub"
    )
    view, rows, _ = html_table(builder, docname, node["options"], last=True)
    script = table_settings(builder, view)
    parts = renderer.table_parts(
        replace(view, caption=caption.astext()) if caption else view,
        rows,
        classes=(*SPHINX_TABLE_CLASSES, *node.get("classes", ())),
        id=next(iter(node["ids"]), ""),
        caption_html=caption_html(writer, node, caption) if caption else "",
        settings=script,
    )
    node[SCRIPTED] = bool(script)
    text = cut(builder, docname, node["options"], parts) if script else parts.text()
    return renderer.framed(view, text)


def _blocks(writer: HTML5Translator, node: modelzoo_view, caption: nodes.caption | None) -> str:
    """Return any other view."""
    domain = zoo(writer.builder.env)
    pages = Pages.seen_from(writer.builder, writer.docnames[-1])
    table_classes = (*SPHINX_TABLE_CLASSES, *node["classes"])
    renderer = HtmlRenderer(
        pages,
        domain.words,
        url=pages.url,
        title=pages.title,
        picture=partial(picture_address, writer.builder, writer.docnames[-1]),
        draw=partial(_html_picture, writer, pages),
        tabulate=lambda plot: _html_table(writer, node, plot, renderer),
        table_classes=table_classes,
        book=writer.builder.name == "epub",
    )
    first, *rest = domain.shown(ViewRecord(node["view"], node["options"])) or (None,)
    words = caption_html(writer, node, caption) if caption else ""
    anchor = next(iter(node["ids"]), "")
    if isinstance(first, Grid):
        if caption:
            first = replace(first, caption=caption.astext())
        body = renderer.table(first, classes=table_classes, id=anchor, caption_html=words)
    else:
        names = " ".join(("modelzoo-view", ROOT, *IGNORE, *node["classes"]))
        place = f' id="{escape(anchor)}"' if anchor else ""
        body = f'<div class="{escape(names)}"{place}>\n'
        inner = renderer.blocks((first,)) if first is not None else ""
        label = f'<p class="{_CAPTION}">{words}</p>\n' if words else ""
        plot = isinstance(first, Plot)
        picture, fold, table = inner.partition(FOLD) if plot else ("", "", inner)
        body += f"{picture}{label}{fold}{table}"
        body += "</div>\n"
    return body + renderer.blocks(rest)


def _html_picture(writer: HTML5Translator, pages: Pages, plot: Plot) -> str:
    """Return the picture in place; in an EPUB a file, since it must declare SVG in its pages."""
    svg = plot_svg(plot, pages)
    if not svg or writer.builder.name != "epub":
        return svg
    alone = svg.replace("<svg ", f'<svg xmlns="{SVG}" ', 1)
    alone = alone.replace('role="group"', 'role="img"', 1)  # none of its parts is a link there
    alone = alone.replace("currentColor", "#222222").replace('"inherit"', '"sans-serif"', 1)
    alone = plain_svg(alone)
    name = f"modelzoo-plot-{digest(alone)}.svg"
    folder = Path(writer.builder.outdir) / writer.builder.imagedir
    write_if_changed(folder / name, alone.encode())
    address = f"{writer.builder.imgpath}/{name}"
    return f'<img class="modelzoo-plot-picture" src="{escape(address)}" alt="{escape(plot.alt)}" />'


def _html_table(
    writer: HTML5Translator, node: modelzoo_view, plot: Plot, renderer: HtmlRenderer
) -> str:
    """Return the table of a plot; what is too much of a large one for the page is in a file."""
    builder, grid = writer.builder, plot_table(plot)
    settings = table_settings(builder, grid, compare="")
    table = renderer.table_parts(
        grid,
        classes=(*SPHINX_TABLE_CLASSES, *node["classes"]),
        name=plot.table_label,
        settings=settings,
    )
    if not settings:
        return table.text()
    node[SCRIPTED] = True
    return cut(builder, writer.docnames[-1], (("", node["view"]), *node["options"]), table)


def plain_svg(svg: str) -> str:
    """Remove the links of a picture, for where they cannot be followed."""
    return re.sub(
        r'<a href="[^"]*" tabindex="-1"[^>]*>(.*?)</a>', r"<g>\1</g>", svg, flags=re.DOTALL
    )


class ViewTransform(SphinxPostTransform):
    """The transform that makes docutils nodes for builders that our visitors do not write for.

    Before references are resolved (priority 10), since views are made of references.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace every view."""
        builder = application(self.env).builder
        if has_our_html(builder):
            return
        for node in list(self.document.findall(modelzoo_view)):
            replace_view(node, self._nodes(node), builder)

    def _nodes(self, node: modelzoo_view) -> list[nodes.Element]:
        blocks = zoo(self.env).shown(ViewRecord(node["view"], node["options"]))
        caption = next(iter(node.findall(nodes.caption)), None)
        if blocks and isinstance(blocks[0], Grid):
            # The caption comes from the document: parsed, numbered, translated.
            blocks = (replace(blocks[0], caption=""), *blocks[1:])
        renderer = DocutilsRenderer(
            reference,
            source=node.source or "",
            line=node.line or 0,
            url=rooted,
            refer=refer,
            draw=partial(self._picture, node),
        )
        made = renderer.blocks(blocks)
        for part in made:
            adopt_addresses(part, application(self.env).builder, self.env.docname)
        adopt_pictures(made, self.env)
        if not made:
            return [nodes.target("", "", ids=node["ids"])]
        first = made[0]
        manual = application(self.env).builder.name == "man"  # which leaves out titles of tables
        if isinstance(first, nodes.table | nodes.figure) and not manual:
            _put_caption(first, caption)
        elif caption is not None:
            made.insert(0, caption_as(nodes.paragraph, caption))
            made[0]["classes"].append("caption")
            first = made[0]
        first["ids"] = [*node["ids"], *first["ids"]]
        first["classes"] += node["classes"]
        return made

    def _picture(self, node: modelzoo_view, plot: Plot) -> nodes.Element | None:
        """Make a figure with a vector graphic in the PDF; nothing for builders of plain text."""
        if application(self.env).builder.format != "latex":
            return None
        if can_draw() and (missing := characters_without_font(plot)):
            some = missing if len(missing) <= 10 else f"{missing[:10]}…"
            message = f"no installed font has the characters {some}; the plot is shown as a table"
            warn(problem("plot.font", message).within(node["view"]), node)
        content = plot_pdf(plot)
        if not content:
            return None
        name = f"modelzoo-plot-{digest(plot, drawing(PLOT))}.pdf"
        path = state_dir(application(self.env)) / "plots" / name
        write_if_changed(path, content)
        # As Sphinx's own image converters do: the file is known only now.
        image = nodes.image(uri=str(path), alt=plot.alt, candidates={"*": str(path)}, width="100%")
        self.env.images.add_file(self.env.docname, str(path))
        return nodes.figure("", image)


def _put_caption(block: nodes.Element, caption: nodes.caption | None) -> None:
    if caption is None:
        return
    if isinstance(block, nodes.table):
        block.insert(0, caption_as(nodes.title, caption))
    else:
        block += caption


def setup_views(app: Sphinx) -> None:
    """Register the nodes with their visitors for HTML, and the transform for all else."""
    visitors = (visit_view_html, nothing)
    app.add_enumerable_node(modelzoo_view, "table", None, html=visitors)
    app.add_enumerable_node(modelzoo_figure, "figure", None, html=visitors)
    app.add_node(modelzoo_unnumbered, html=visitors)
    app.add_post_transform(ViewTransform)
