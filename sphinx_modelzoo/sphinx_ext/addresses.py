"""The addresses of pages, relative to others, and of the places where entries are edited."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from sphinx_modelzoo.schema.targets import BOARD_SCHEME, MODEL_SCHEME, is_inner
from sphinx_modelzoo.sphinx_ext.doc_links import (
    DOCUMENT,
    find_document,
    led_to,
    pending,
    targets_digest,
)
from sphinx_modelzoo.sphinx_ext.domain import application, zoo
from sphinx_modelzoo.sphinx_ext.nodes import ROOTED, rooted
from sphinx_modelzoo.views.content import MODEL, digest, model_page

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.content import PageId


def has_our_html(builder: Builder) -> bool:
    """Return True if our visitors write a builder's pages.

    They are for Sphinx's translator and those made from it. Another one, of another format or
    for another kind of HTML, gets nodes that docutils knows.
    """
    if builder.format != "html":
        return False
    try:
        translator = builder.get_translator_class()
    except AttributeError:  # a builder without one
        return False
    return issubclass(translator, HTML5Translator)


class Pages:
    """The addresses of the zoo's pages, relative to one document."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._builder = builder
        self._docname = docname
        self._domain = zoo(builder.env)
        self._found: dict[PageId, str | None] = {}

    @classmethod
    def seen_from(cls, builder: Builder, docname: str) -> Pages:
        """Return the addresses relative to the document that is written, found only once."""
        domain = zoo(builder.env)
        known = domain.addresses
        if known is None or (known._builder, known._docname) != (builder, docname):
            known = domain.addresses = cls(builder, docname)
        return known

    def __call__(self, page: PageId, fragment: str = "") -> str | None:
        """Return the address of a page or of a place on it, or None where there is none."""
        if page not in self._found:
            docname = self._domain.page_of(page)
            relative = self._builder.get_relative_uri
            self._found[page] = relative(self._docname, docname) if docname else None
        uri = self._found[page]
        if uri is None:
            return None
        if "#" in uri:  # single-page HTML: the address is an anchor already
            return f"#{page.anchor(fragment)}"
        return f"{uri}#{page.anchor(fragment)}" if fragment else uri

    def url(self, address: str) -> str:
        """Return an address of the catalog, relative to this document; nothing without a target."""
        place = self.place(address)
        if place is None:
            return (
                "" if is_inner(address) else unrooted(rooted(address), self._builder, self._docname)
            )
        docname, anchor = place
        uri = self._builder.get_relative_uri(self._docname, docname)
        if "#" in uri:  # single-page HTML
            return f"#{anchor}" if anchor else uri
        return f"{uri}#{anchor}" if anchor else uri

    def place(self, address: str) -> tuple[str, str] | None:
        """Return the document that an address of the catalog leads to, and an id in it."""
        name = address.partition(":")[2]
        if address.startswith(MODEL_SCHEME):
            found = self._domain.find(name)
            docname = self._domain.page_of(model_page(found.model.id)) if found else ""
            return (docname, found.anchor if found.place else "") if found and docname else None
        if address.startswith(BOARD_SCHEME):
            board = self._domain.leaderboard(name)
            return board[:2] if board else None
        document = find_document(self._domain, address)
        return (document.docname, document.anchor or "") if document else None

    def title(self, address: str) -> str:
        """Return the title of what an address of the catalog leads to, if that is known."""
        document, model, board = led_to(self._domain, address)
        if document is not None:
            return document.title
        return board[2] if board else model[2] if model else ""

    def home(self) -> str | None:
        """Return the address of the document with the table, or None if there is none."""
        home = self._domain.home
        if not home or home == self._docname:
            return None
        uri = self._builder.get_relative_uri(self._docname, home)
        if "#" in uri:  # single-page HTML, which has no anchor for its own root
            return "#" if home == self._builder.config.root_doc else uri[uri.index("#") :]
        return uri


def unrooted(address: str, builder: Builder, docname: str) -> str:
    """Return a rooted address as a page has it, with its query and fragment.

    The address of a document, as the HTML builder names it, leads there in every HTML builder.

    :returns: nothing where an EPUB has no such file.
    """
    if not address.startswith(ROOTED):
        return address
    address = address.removeprefix(ROOTED)
    if builder.name == "linkcheck" and _is_there(builder, address):
        return "#"  # nothing of the project is for the network
    if builder.format != "html":
        return address
    path, rest = re.fullmatch(r"([^?#]*)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
    document = linked_document(builder, path)
    if document:
        uri = builder.get_relative_uri(docname, document)
        query, mark, place = rest.partition("#")
        if "#" in uri:
            return f"#{place}" if place else uri
        return uri + (mark + place if builder.name == "epub" else query + mark + place)
    if builder.name == "epub" and not is_packed(builder, path):
        base = builder.config.html_baseurl
        return f"{base.rstrip('/')}/{address}" if base else ""
    page = builder.get_target_uri(docname)
    return address if "#" in page or not page else relative_uri(page, path) + rest


def linked_document(builder: Builder, path: str) -> str:
    """Return the document that a path such as ``guide/use.html`` names, or nothing."""
    stem = posixpath.normpath(unquote(path))
    names: tuple[str, ...] = ()
    if stem.endswith(".html"):
        names = (stem.removesuffix(".html"), stem.removesuffix("/index.html"))
    elif path.endswith("/"):
        names = (stem, f"{stem}/index")
    return next((name for name in names if name in builder.env.found_docs), "")


def documents_digest(builder: Builder) -> str:
    """Return what addresses in tables depend on: which documents there are, and their titles.

    Nothing where a document's address is the one that the catalog gives anyway.
    """
    links, moved = targets_digest(zoo(builder.env)), zoo(builder.env).moved_pages
    if builder.format != "html" or builder.get_target_uri("a") == "a.html":
        return digest(links, moved) if links or moved else ""
    return digest(links, moved, sorted(builder.env.found_docs))


def _is_there(builder: Builder, address: str) -> bool:
    path = re.split("[?#]", address)[0]
    return bool(linked_document(builder, path)) or is_packed(builder, path)


def is_packed(builder: Builder, path: str) -> bool:
    """Return True for a file that an EPUB gets from the project's own static or extra files."""
    config, name = builder.config, posixpath.normpath(unquote(path))
    static = name.removeprefix("_static/")
    places = [(folder, name) for folder in config.html_extra_path]
    if static != name:
        places += [(folder, static) for folder in config.html_static_path]
    confdir = application(builder.env).confdir
    return any(Path(confdir, folder, file).is_file() for folder, file in places)


def adopt_addresses(tree: nodes.Element, builder: Builder, docname: str) -> None:
    """Give the links of a document their addresses; words alone where an EPUB has no such file."""
    for link in list(tree.findall(nodes.reference)):
        if link.get("refuri", "").startswith(ROOTED):
            address = link["refuri"].removeprefix(ROOTED)
            if find_document(zoo(builder.env), address):
                shown = link.astext() not in ("", address)
                link.replace_self(pending(DOCUMENT, address, "", link.children if shown else []))
                continue
            link["refuri"] = unrooted(link["refuri"], builder, docname)
            if not link["refuri"]:
                link.replace_self(link.children)


def edit_uri(domain: ModelzooDomain, page: PageId) -> str:
    """Return where an entry can be edited, at its line; nothing if ``conf.py`` does not say."""
    template = domain.settings.edit_url
    if not template or page.kind != MODEL or page.id not in domain.catalog:
        return ""
    origin = domain.catalog.origin(page.id)
    return template.format(file=domain.file_name(origin.file), line=origin.line, id=page.id)
