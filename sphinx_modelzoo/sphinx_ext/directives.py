"""The directives: ``modelzoo``, and the ``modelzoo-page`` of the stubs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.render.delimiters import IGNORE
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.sphinx_ext.domain import reference, zoo
from sphinx_modelzoo.sphinx_ext.nodes import (
    anchor,
    break_delimiters,
    modelzoo_nav,
    modelzoo_table,
    name_sections,
    object_anchor,
    rooted,
)
from sphinx_modelzoo.sphinx_ext.options import AnyOption, warn_of_content
from sphinx_modelzoo.sphinx_ext.pages import name_place
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.sphinx_ext.settings import labels_are_prefixed
from sphinx_modelzoo.sphinx_ext.views import view_node
from sphinx_modelzoo.views.directives import CARDS
from sphinx_modelzoo.views.options import check_options, parse_options, shows_nothing
from sphinx_modelzoo.views.page import build_page

if TYPE_CHECKING:
    from sphinx_modelzoo.views.content import ModelLink, Page


class ModelzooDirective(SphinxDirective):
    """``.. modelzoo::``: the table of models, or of those that its options select."""

    has_content = True  # so that we can say what is wrong with it
    required_arguments = 0
    optional_arguments = 0
    option_spec: ClassVar[dict[str, Any]] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """Check the options and leave a node that is filled in when the page is written."""
        domain = zoo(self.env)
        warn_of_content(self)
        options, problems = parse_options(self.options)
        location = self.get_location()
        for problem in (*problems, *check_options(options, domain.catalog)):
            warn(f"modelzoo: {problem.text}", problem.code, location)
        wrong = {problem.option for problem in problems}
        if shows_nothing(problems):
            return []
        raw = tuple(
            (name, value) for name, value in sorted(self.options.items()) if name not in wrong
        )
        cards = options.view == "cards"
        table: nodes.Element = (
            view_node(CARDS, raw, options.class_)
            if cards
            else modelzoo_table("", options=raw, classes=list(options.class_))
        )
        self.set_source_info(table)
        if options.caption:
            children, messages = self.parse_inline(options.caption, lineno=self.lineno)
            caption = nodes.caption(options.caption, "", *children)
            self.set_source_info(caption)
            table += caption
            table += messages
        self.add_name(table)
        domain.note_table(self.env.docname, raw)
        if cards:
            domain.note_view(self.env.docname, CARDS, raw)
        return [table]


class ModelzooPageDirective(SphinxDirective):
    """``.. modelzoo-page:: <id> <digest>``: everything about one model. Only stubs hold it.

    It has no options: docutils would read them with a parser of their own, on every page.
    """

    has_content = False
    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Build the page; its text is made now, so that gettext sees it."""
        domain = zoo(self.env)
        model = domain.catalog.get(self.arguments[0])
        if model is None:
            return []
        page = build_page(domain.catalog, model, domain.settings.language)
        docname = self.env.docname
        self.env.metadata[docname]["orphan"] = True
        origin = domain.catalog.origin(model.id)
        section = _section(page, str(origin.file), origin.line)
        name_place(self.state.document, self.env)
        name_sections(section, docname, labels_are_prefixed(self.config))
        domain.note_page(docname, model.id, model.name)
        domain.sections[docname] = [
            (part["ids"][0], part[0].astext())
            for part in section.children
            if isinstance(part, nodes.section)
        ]
        return [section]


def _section(page: Page, source: str, line: int) -> nodes.Element:
    """The page as one section with its index entries and its navigation."""
    ids = [anchor(page.model), object_anchor(page.model)]
    section = nodes.section("", ids=ids, modelzoo=page.model, classes=list(IGNORE))
    section["description"] = page.description
    title = nodes.title(page.title, page.title, translatable=False)
    # Sphinx makes two levels of what has a semicolon.
    names = [name.replace(";", ",") for name in page.names]
    entries = [("single", name, anchor(page.model), "", None) for name in names]
    index = addnodes.index(entries=entries)
    renderer = DocutilsRenderer(reference, source=source, line=line, url=rooted)
    section += title
    section += index
    section += renderer.blocks(page.blocks)
    for node in (section, title, index):
        node.source, node.line = source, line
    section += modelzoo_nav(
        "",
        previous=_neighbour(page.previous),
        next=_neighbour(page.next),
        zoo=page.zoo_label,
        edit=page.edit_label,
        model=page.model,
    )
    for text in section.findall(nodes.TextElement):
        text["support_smartquotes"] = False  # what the catalog says is shown as it is
    break_delimiters(section)
    for part in section.findall(nodes.Element):
        if part is not section and part["ids"]:
            part["ids"] = [anchor(page.model, name) for name in part["ids"]]
    return section


def _neighbour(link: ModelLink | None) -> tuple[str, str] | None:
    return (link.model, link.words.text) if link else None
