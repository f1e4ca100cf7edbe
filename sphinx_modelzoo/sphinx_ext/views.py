"""Leaderboards, plots, statistics and cards in Sphinx: one directive, one node, for all of them.

Like the table, each is a node that holds what was asked for, and is filled in when its document
is written; what it shows counts for the document's fingerprint.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import escape
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.catalog.files import replace_file
from sphinx_modelzoo.render.delimiters import IGNORE, PROCESS
from sphinx_modelzoo.render.display import FOLD
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES, HtmlRenderer
from sphinx_modelzoo.render.interactive import plot_table
from sphinx_modelzoo.render.plot import can_draw, characters_without_font, plot_pdf, plot_svg
from sphinx_modelzoo.sphinx_ext.addresses import Pages, has_our_html
from sphinx_modelzoo.sphinx_ext.codes import CODES
from sphinx_modelzoo.sphinx_ext.domain import application, reference, zoo
from sphinx_modelzoo.sphinx_ext.interactive import SCRIPTED, cut, table_settings
from sphinx_modelzoo.sphinx_ext.nodes import modelzoo_cards, modelzoo_figure, modelzoo_view
from sphinx_modelzoo.sphinx_ext.options import AnyOption, warn_of_content
from sphinx_modelzoo.sphinx_ext.rendering import (
    caption_as,
    caption_html,
    load_mathjax,
    nothing,
    replace_view,
)
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.sphinx_ext.settings import state_dir
from sphinx_modelzoo.views.content import Grid, digest
from sphinx_modelzoo.views.directives import CARD, CARDS, DIRECTIVES, PLOT, VIEWS
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.option_parsing import no_argument
from sphinx_modelzoo.views.plot_options import not_drawn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain, Options
    from sphinx_modelzoo.views.content import Blocks

_CAPTION = " ".join(("caption", *PROCESS))
_KINDS = {PLOT: modelzoo_figure, CARD: modelzoo_cards, CARDS: modelzoo_cards}


def view_node(kind: str, options: Options, classes: tuple[str, ...] = ()) -> modelzoo_view:
    """The node of a view; ``options`` are those that were found right."""
    return _KINDS.get(kind, modelzoo_view)("", kind=kind, options=options, classes=list(classes))


def view_blocks(domain: ModelzooDomain, kind: str, options: Options) -> Blocks:
    """What a node shows in this build's language."""
    return VIEWS[kind].view(domain.catalog, options, domain.settings.language)


def drawing(kind: str) -> str:
    """What the picture of a view depends on beside the catalog."""
    return metadata.version("matplotlib") if kind == PLOT and can_draw() else ""


class ViewDirective(SphinxDirective):
    """``modelzoo-leaderboard``, ``modelzoo-plot``, ``modelzoo-stats`` and ``modelzoo-card``."""

    has_content = True  # so that we can say what is wrong with it
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """Check the options and leave a node that is filled in when the page is written."""
        domain = zoo(self.env)
        directive = DIRECTIVES[self.name]
        raw: dict[str, str] = dict(self.options)
        location = self.get_location()
        warn_of_content(self)
        if self.arguments:
            if directive.argument:
                raw.setdefault(directive.argument, self.arguments[0])
            else:
                problem = no_argument(self.arguments[0])
                warn(f"{self.name}: {problem.text}", problem.code, location)
        found = directive.read(raw, domain.catalog)
        for problem in found.problems:
            warn(f"{self.name}: {problem.text}", problem.code, location)
        if not found.shown:
            return []
        if self.name == PLOT and not can_draw():
            undrawn = not_drawn()
            warn(f"{self.name}: {undrawn.text}", undrawn.code, location)
        node = view_node(self.name, found.kept, found.options.class_)
        self.set_source_info(node)
        if caption := getattr(found.options, "caption", ""):
            children, messages = self.parse_inline(caption, lineno=self.lineno)
            node += nodes.caption(caption, "", *children)
            self.set_source_info(node[0])
            node += messages
        self.add_name(node)
        domain.note_view(self.env.docname, self.name, found.kept)
        return [node]


def visit_view_html(self: HTML5Translator, node: modelzoo_view) -> None:
    """Write the whole view at once, under the document's own caption."""
    domain = zoo(self.builder.env)
    pages = Pages(self.builder, self.docnames[-1])
    table_classes = (*SPHINX_TABLE_CLASSES, *node["classes"])
    renderer = HtmlRenderer(
        pages,
        labels(domain.settings.language),
        url=pages.url,
        draw=partial(_html_picture, self, pages),
        tabulate=lambda plot: _html_table(self, node, plot, renderer),
        table_classes=table_classes,
        book=self.builder.name == "epub",
    )
    first, *rest = view_blocks(domain, node["kind"], node["options"]) or (None,)
    caption = next(iter(node.findall(nodes.caption)), None)
    words = caption_html(self, node, caption) if caption else ""
    ids: list[str] = node["ids"]
    anchor = next(iter(ids), "")
    if isinstance(first, Grid):
        if caption:
            first = replace(first, caption=caption.astext())
        body = renderer.table(first, classes=table_classes, id=anchor, caption_html=words)
    else:
        names = " ".join(("modelzoo-view", *IGNORE, *node["classes"]))
        place = f' id="{escape(anchor)}"' if anchor else ""
        body = f'<div class="{escape(names)}"{place}>\n'
        inner = renderer.blocks((first,)) if first is not None else ""
        label = f'<p class="{_CAPTION}">{words}</p>\n' if words else ""
        picture, fold, table = inner.partition(FOLD) if _is_plot(first) else ("", "", inner)
        body += f"{picture}{label}{fold}{table}"
        body += "</div>\n"
    body += renderer.blocks(rest)
    if 'class="math' in body:
        load_mathjax(self)
    self.body += [f'<span id="{escape(extra)}"></span>' for extra in ids[1:]]
    self.body.append(body)
    raise nodes.SkipNode


def _is_plot(block: object) -> bool:
    return isinstance(block, Plot)


def _html_picture(writer: HTML5Translator, pages: Pages, plot: Plot) -> str:
    """The picture in place; in an EPUB a file, since readers must be told of SVG in pages."""
    svg = plot_svg(plot, pages)
    if not svg or writer.builder.name != "epub":
        return svg
    alone = svg.replace('role="group"', 'role="img"', 1)  # none of its parts is a link there
    alone = alone.replace("currentColor", "#222222").replace('"inherit"', '"sans-serif"', 1)
    alone = plain_svg(alone)
    name = f"modelzoo-plot-{digest(alone)}.svg"
    folder = Path(writer.builder.outdir) / writer.builder.imagedir
    _write(folder / name, alone.encode())
    address = f"{writer.builder.imgpath}/{name}"
    return f'<img class="modelzoo-plot-picture" src="{escape(address)}" alt="{escape(plot.alt)}" />'


def _html_table(
    writer: HTML5Translator, node: modelzoo_view, plot: Plot, renderer: HtmlRenderer
) -> str:
    """The table of a plot; of a large one, what is too much for the page is in a file."""
    builder, grid = writer.builder, plot_table(plot)
    told = table_settings(builder, grid, compare="")
    table = renderer.table_parts(
        grid,
        (renderer.cells(row.cells) for row in grid.rows),
        classes=(*SPHINX_TABLE_CLASSES, *node["classes"]),
        name=plot.table_label,
        settings=told,
    )
    if not told:
        return table.text()
    node[SCRIPTED] = True
    return cut(builder, writer.docnames[-1], (("", node["kind"]), *node["options"]), table)


def plain_svg(svg: str) -> str:
    """A picture without its links, for where nothing can be followed from it."""
    return re.sub(
        r'<a href="[^"]*" tabindex="-1"[^>]*>(.*?)</a>', r"<g>\1</g>", svg, flags=re.DOTALL
    )


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        replace_file(path, content)


class ViewTransform(SphinxPostTransform):
    """Put docutils nodes in place for the builders that our visitors do not write for.

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
        blocks = view_blocks(zoo(self.env), node["kind"], node["options"])
        caption = next(iter(node.findall(nodes.caption)), None)
        if blocks and isinstance(blocks[0], Grid) and caption is not None:
            blocks = (replace(blocks[0], caption=""), *blocks[1:])
        renderer = DocutilsRenderer(
            reference,
            source=node.source or "",
            line=node.line or 0,
            draw=partial(self._picture, node),
        )
        made = renderer.blocks(blocks)
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
        """A figure with a vector graphic in the PDF; nothing for builders of plain text."""
        if application(self.env).builder.format != "latex":
            return None
        if can_draw() and (missing := characters_without_font(plot)):
            code = "modelzoo.plot.font"
            some = missing if len(missing) <= 10 else f"{missing[:10]}…"
            message = f"{node['kind']}: no installed font has the characters {some}"
            warn(f"{message}; it becomes a table. {CODES[code].way_out}", code, node)
        content = plot_pdf(plot)
        if not content:
            return None
        name = f"modelzoo-plot-{digest(plot, drawing(PLOT))}.pdf"
        path = state_dir(application(self.env)) / "plots" / name
        _write(path, content)
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
    """Register the directives, the nodes with their visitors for HTML, and the transform."""
    visitors = (visit_view_html, nothing)
    app.add_enumerable_node(modelzoo_view, "table", None, html=visitors)
    app.add_enumerable_node(modelzoo_figure, "figure", None, html=visitors)
    app.add_node(modelzoo_cards, html=visitors)
    app.add_post_transform(ViewTransform)
    for name in DIRECTIVES:
        app.add_directive(name, ViewDirective)
