"""The surroundings of views: pages with their navigation and tables, captions, plain nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_modelzoo.render.delimiters import PROCESS, plain_html
from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES
from sphinx_modelzoo.render.page_frame import page_nav
from sphinx_modelzoo.render.table_nodes import GRID
from sphinx_modelzoo.render.tags import BODY, box_opening, cell_tags, table_head, table_opening
from sphinx_modelzoo.sphinx_ext.addresses import Pages, adopt_addresses, edit_uri, has_our_html
from sphinx_modelzoo.sphinx_ext.domain import application, zoo
from sphinx_modelzoo.sphinx_ext.message_catalogs import leave_out_pictures
from sphinx_modelzoo.sphinx_ext.nodes import modelzoo_nav, modelzoo_twins, modelzoo_view
from sphinx_modelzoo.sphinx_ext.page_blocks import modelzoo_block, open_blocks, visit_block_html
from sphinx_modelzoo.sphinx_ext.scripts import has_script
from sphinx_modelzoo.sphinx_ext.toctrees import list_in_root
from sphinx_modelzoo.sphinx_ext.twins import insert_twins, visit_twins_html
from sphinx_modelzoo.sphinx_ext.web_parts import (
    depart_tags_html,
    dress_parts,
    modelzoo_tags,
    plain_parts,
    visit_tags_html,
)
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.labels import Borrowed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_modelzoo.views.content import PageId

_MOVED = "modelzoo_moved"
_CLASS = "modelzoo-"
# The formats of Sphinx's own builders; those that write no documents have none.
FORMATS = frozenset({"", "html", "latex", "texinfo", "text", "man", "xml", "pseudoxml"})


def load_mathjax(writer: HTML5Translator) -> None:
    """Say that the page holds formulas, where this version of Sphinx listens for it."""
    if hasattr(writer, "_has_maths_elements"):  # Sphinx 8.2 and newer
        writer._has_maths_elements = True
    equations = writer.builder.env.get_domain("math").data.get("has_equations")
    if isinstance(equations, dict):  # before
        equations[writer.docnames[-1]] = True


def caption_html(writer: HTML5Translator, node: nodes.Element, caption: nodes.caption) -> str:
    """Return the caption as the writer writes it: with its markup, number and translation."""
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
    words = domain.words
    pages = Pages.seen_from(self.builder, self.docnames[-1])
    home, edit = pages.home(), edit_uri(domain, node["page"])
    self.body.append(
        page_nav(
            previous=_neighbour(node["previous"], pages),
            following=_neighbour(node["next"], pages),
            home=(home, node["zoo"]) if home is not None else None,
            edit=(edit, node["edit"]) if edit else None,
            words=words,
            narrows=has_script(self.builder) and domain.narrows,
        )
    )
    raise nodes.SkipNode


def _neighbour(neighbour: tuple[PageId, str] | None, pages: Pages) -> tuple[str, str] | None:
    address = pages(neighbour[0]) if neighbour else None
    return (address, neighbour[1]) if neighbour and address is not None else None


def nothing(self: Any, node: nodes.Element) -> None:
    """Do nothing: never called, since the visitor has skipped the node."""


class modelzoo_grid(nodes.table):  # noqa: N801 - node classes are lower case
    """A table of a model's page, about to be written as HTML."""


def claim_grids(document: nodes.document) -> None:
    """Mark the tables of a page to be written by this module."""
    for table in list(document.findall(nodes.table)):
        if GRID in table["classes"]:
            table.replace_self(modelzoo_grid("", *table.children, **table.attributes))


def visit_grid_html(self: HTML5Translator, node: modelzoo_grid) -> None:
    """Write a table in its box, each cell with the label of its column."""
    role = next((name for name in reversed(node["classes"]) if name.startswith(_CLASS)), "")
    stubs = [bool(spec.get("stub")) for spec in node.findall(nodes.colspec)]
    head = next(iter(node.findall(nodes.thead)))
    heads = [
        (" ".join(entry["classes"]), *_label_and_note(entry)) for entry in head.findall(nodes.entry)
    ]
    names = " ".join(("modelzoo-table", role, *SPHINX_TABLE_CLASSES))
    self.body += [
        box_opening(role.removeprefix(_CLASS), _table_name(self, node)),
        table_opening(names),
        _caption(node),
        table_head(heads),
        f"{BODY}\n",
    ]
    for row in next(iter(node.findall(nodes.tbody))).findall(nodes.row):
        self.body.append('<tr role="row">')
        for column, stub, entry in zip(heads, stubs, row.children, strict=True):
            classes, label, note = column
            unit = note.rpartition(" · ")[2]
            about = classes, f"{label} {unit}".rstrip()
            opening, closing = cell_tags(*about, heads=stub and bool(entry.children))
            self.body.append(f"{opening}>")
            for part in entry.children:
                part.walkabout(self)
            self.body.append(closing)
        self.body.append("</tr>\n")
    self.body.append("</tbody>\n</table>\n</div>\n")
    raise nodes.SkipNode


def _caption(node: modelzoo_grid) -> str:
    titles = [plain_html(one.astext()) for one in node.children if isinstance(one, nodes.title)]
    return "".join(f'<caption class="{" ".join(PROCESS)}">{one}</caption>\n' for one in titles)


def _label_and_note(head: nodes.entry) -> tuple[str, str]:
    label, *notes = map(_label, head.children)
    return label, notes[0] if notes else ""


def _label(entry: nodes.Node) -> str:
    """Return the text of a head, with its language where that is another one."""
    prefix = "language-"
    for inline in entry.findall(nodes.inline):
        for name in inline["classes"]:
            if name.startswith(prefix):
                return Borrowed.of(entry.astext(), name.removeprefix(prefix))
    return entry.astext()


def _table_name(writer: HTML5Translator, node: nodes.Element) -> str:
    """Name a table by its caption, or else after the section that it is in."""
    section: nodes.Element | None = node
    if isinstance(node.children[0], nodes.title):
        return node.children[0].astext()
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    title = section.next_node(nodes.title) if section is not None else None
    if title is not None:
        return title.astext()
    return zoo(writer.builder.env).words("Table of models")


class PageTransform(SphinxPostTransform):
    """The transform that finishes the pages of the zoo for the builder that writes them."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Set addresses and tables, leave out navigation, and list models in an EPUB's contents."""
        builder = application(self.env).builder
        screen = has_our_html(builder) and not getattr(builder, "embedded", False)
        list_in_root(self.env, self.document)
        if not screen:
            open_blocks(self.document, zoo(self.env))
        adopt_addresses(self.document, builder, self.env.docname)
        words = zoo(self.env).words
        if has_our_html(builder):
            insert_twins(self.document, builder, self.env.docname)
            claim_grids(self.document)
        if screen:
            dress_parts(self.document, words)
        else:
            plain_parts(self.document, words)
        if has_our_html(builder):
            return
        if builder.name == "gettext":
            leave_out_pictures(self.document, zoo(self.env).catalog.files)
        for nav in list(self.document.findall(modelzoo_nav)):
            nav.parent.remove(nav)


class LinkTransform(SphinxPostTransform):
    """The transform that leaves tables and views out of the report on links.

    The pages have the same links, and there the report names the entry and not the table.
    """

    default_priority = 4
    builders = ("linkcheck",)

    def run(self, **kwargs: Any) -> None:
        """Put captions, which may have links of their own, in the place of tables and views."""
        domain = zoo(self.env)
        if not all(domain.page_of(model_page(model.id)) for model in domain.catalog.models):
            return
        for node in list(self.document.findall(modelzoo_view)):
            captions = [caption_as(nodes.paragraph, one) for one in node.findall(nodes.caption)]
            place = node.parent.index(node)
            node.parent.remove(node)
            node.parent.insert(place, captions)


def replace_view(node: nodes.Element, made: list[nodes.Element], builder: Builder) -> None:
    """Replace a table or view by what a builder other than HTML writes.

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
    words = zoo(builder.env).words("Table of models")
    name = f"modelzoo-moved-{sum(1 for one in root.findall(nodes.Element) if _MOVED in one) + 1}"
    link = nodes.reference("", caption.astext() if caption else words, internal=True, refid=name)
    node.replace_self(nodes.paragraph("", "", link))
    if isinstance(made[0], nodes.table | nodes.figure):
        made[0]["ids"].append(name)  # LaTeX makes a label of it, but not of a target before them
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
    """Turn a caption into a node of another kind, the same message for translators."""
    node = kind(caption.rawsource, "", *caption.children)
    node.source, node.line = caption.source, caption.line
    if hasattr(caption, "uid"):  # by which the gettext builder knows it
        node.uid = caption.uid  # type: ignore[attr-defined]
    return node


class PlainTransform(SphinxPostTransform):
    """Make paragraphs of the labels of code and of the titles of notices.

    sphinx-markdown-builder, and sphinx-llm with it, warn of captions and of admonitions that are
    of no kind of docutils' own.
    """

    default_priority = 6

    def is_supported(self) -> bool:
        """Return True for a format that is not one of Sphinx's own."""
        return application(self.env).builder.format not in FORMATS

    def run(self, **kwargs: Any) -> None:
        """Replace what is of the zoo; the host's own nodes are the host's matter."""
        for node in [one for one in self.document.findall(nodes.Element) if _is_ours(one)]:
            title, *rest = node.children
            strong = nodes.strong("", "", *title.children)
            node.replace_self([nodes.paragraph("", "", strong), *rest])


def _is_ours(node: nodes.Element) -> bool:
    return isinstance(node, nodes.admonition | nodes.container) and bool(
        {"modelzoo-notice", "modelzoo-snippet"} & {*node["classes"]}
    )


def setup_rendering(app: Sphinx) -> None:
    """Register the nodes with their visitors for HTML, and the transforms for all else."""
    app.add_node(modelzoo_nav, html=(visit_nav_html, nothing))
    app.add_node(modelzoo_twins, html=(visit_twins_html, nothing))
    app.add_node(modelzoo_block, html=(visit_block_html, nothing))
    app.add_node(modelzoo_grid, html=(visit_grid_html, nothing))
    app.add_node(modelzoo_tags, html=(visit_tags_html, depart_tags_html))
    app.add_post_transform(LinkTransform)
    app.add_post_transform(PageTransform)
    app.add_post_transform(PlainTransform)
