"""The reading of pages: from the stub, which names one, to the section that is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.parsers import RSTParser
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.render.delimiters import IGNORE
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import (
    break_delimiters,
    modelzoo_nav,
    modelzoo_view,
    name_sections,
    object_anchor,
)
from sphinx_modelzoo.sphinx_ext.page_blocks import renderer
from sphinx_modelzoo.sphinx_ext.records import SectionRecord
from sphinx_modelzoo.sphinx_ext.settings import labels_are_prefixed
from sphinx_modelzoo.sphinx_ext.stubs import BARE, is_stub, name_place
from sphinx_modelzoo.views.content import LIST, MODEL, PageId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.statemachine import StringList
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.content import Page, PageLink

_STUB = re.compile(r"\.\. modelzoo-stub:: (\S+) (\S+) \S+\n?")


class StubDirective(SphinxDirective):
    """``.. modelzoo-stub:: <kind> <id> <digest>``: a page of the zoo. Only stubs may hold it.

    It has no options: docutils would read them with a parser of their own, on every page.
    """

    has_content = False
    optional_arguments = 3

    def run(self) -> list[nodes.Node]:
        """Build the page."""
        if not is_stub(self.env, self.env.docname):
            raise self.error(f'Unknown directive type "{self.name}".')
        source = str(self.get_source_info()[0])
        return read_page(self.env, self.state.document, PageId(*self.arguments[:2]), source)


class StubParser(RSTParser):
    """The parser of stubs in reStructuredText, which are one line.

    The state machine of docutils takes longer to set up, for every page, than the page to build.
    It still reads what others have made of the line.
    """

    supported = (BARE,)

    def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
        """Build the page that a stub names."""
        config, env = document.settings.env.config, document.settings.env
        around = config.rst_prolog, config.rst_epilog  # which belong to every document
        stub = _STUB.fullmatch(inputstring) if isinstance(inputstring, str) else None
        if stub is None or any(around) or not is_stub(env, env.docname):
            super().parse(inputstring, document)
            return
        document += read_page(env, document, PageId(stub[1], stub[2]), document["source"])


def read_page(
    env: BuildEnvironment, document: nodes.document, address: PageId, source: str
) -> list[nodes.Node]:
    """Build a page; its text is made now, so that gettext sees it.

    :param source: the file of what belongs to several models.
    :returns: nothing for the stub of an earlier build, which this one is about to delete.
    """
    domain, docname = zoo(env), env.docname
    try:
        page = domain.page(address)
    except KeyError:
        return []
    env.metadata[docname]["orphan"] = True
    if address.kind == LIST:  # a search finds the models themselves
        env.metadata[docname]["nosearch"] = True
    line = 1
    if address.kind == MODEL:
        origin = domain.catalog.origin(address.id)
        source, line = str(origin.file), origin.line
    section = _section(domain, page, source, line)
    name_place(document, env)
    keep_quotes(document)
    # Once: to walk through a page takes as long as to make some of its nodes.
    everything = list(section.findall())
    parts = [node for node in everything if isinstance(node, nodes.Element)]
    anchor_parts(parts[1:], address.anchor)
    name_sections(parts, docname, labels_are_prefixed(env.config))
    break_delimiters(node for node in everything if isinstance(node, nodes.Text))
    domain.note_page(docname, address, page.title)
    domain.sections[docname] = [
        SectionRecord(part["ids"][0], part[0].astext())
        for part in section.children
        if isinstance(part, nodes.section)
    ]
    for view in parts:
        if isinstance(view, modelzoo_view):
            domain.note_view(docname, view["view"], view["options"])
    return [section]


def _section(domain: ModelzooDomain, page: Page, source: str, line: int) -> nodes.Element:
    """Return the page as one section with its index entries and its navigation."""
    address = page.page
    ids = list(dict.fromkeys((address.anchor(), object_anchor(address))))
    classes = ["modelzoo-page", *IGNORE]
    section = nodes.section("", ids=ids, modelzoo=address.path, classes=classes)
    section["description"] = page.description
    title = nodes.title(page.title, page.title, translatable=False)
    index = index_entries(page)
    section += title
    section += index
    section += renderer(domain, source, line, closed=True).blocks(page.blocks)
    for node in (section, title, index):
        node.source, node.line = source, line
    section += navigation(page)
    return section


def keep_quotes(document: nodes.document) -> None:
    """Keep the quotes of a document as they are: all of its text is the catalog's."""
    # Sphinx 8 parses all documents with the same settings.
    document.settings = document.settings.copy()
    document.settings.smart_quotes = False


def anchor_parts(parts: Sequence[nodes.Element], anchor: Callable[[str], str]) -> None:
    """Give the parts of a page other ids, and what leads to them on the page.

    :param anchor: returns the id to use in place of one of a part.
    """
    found = {name: anchor(name) for part in parts for name in part["ids"]}
    for part in parts:
        part["ids"] = [found[name] for name in part["ids"]]
        if part.get("backrefs"):
            part["backrefs"] = [found.get(name, name) for name in part["backrefs"]]
        if part.get("refid") in found:
            part["refid"] = found[part["refid"]]


def index_entries(page: Page) -> addnodes.index:
    """Return the entries of a page in the index, which lead to its top."""
    # Sphinx makes two levels of what has a semicolon.
    names = [name.replace(";", ",") for name in page.names]
    names += [f"{topic.replace(';', ',')}; {names[0]}" for topic in page.topics]
    entries = [("single", name, page.page.anchor(), "", None) for name in names]
    return addnodes.index(entries=entries)


def navigation(page: Page) -> modelzoo_nav:
    """Return the links from a page to its neighbours, to the table and to the entry's source."""
    return modelzoo_nav(
        "",
        previous=_neighbour(page.previous),
        next=_neighbour(page.next),
        zoo=page.zoo_label,
        edit=page.edit_label,
        page=page.page,
    )


def _neighbour(link: PageLink | None) -> tuple[PageId, str] | None:
    return (link.page, link.words.text) if link else None
