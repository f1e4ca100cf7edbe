"""A source of each page of the zoo below ``_sources/``, where tools for language models look.

The stub says nothing there, so it is the Markdown that ``modelzoo pages`` writes, with the
addresses of the site.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.sphinx_ext.addresses import Pages, edit_uri
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import ROOTED, rooted
from sphinx_modelzoo.sphinx_ext.records import ViewRecord
from sphinx_modelzoo.sphinx_ext.stubs import markdown_suffix, stub_format
from sphinx_modelzoo.views.page_kinds import filled

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_modelzoo.views.content import PageId

_FOLDER = "_sources"


def write_source(app: Sphinx, docname: str, page: PageId) -> None:
    """Write the source of a page, if it differs and ``html_copy_source`` asks for sources."""
    builder = app.builder
    if not app.config.html_copy_source or not getattr(builder, "copysource", False):
        return
    domain = zoo(app.env)
    built = domain.page(page)
    shown = replace(
        built,
        blocks=tuple(
            filled(built.blocks, lambda one: domain.shown(ViewRecord(one.view, one.options)))
        ),
    )
    links = _Links(builder, docname)
    renderer = MarkdownRenderer(links.page, domain.words, url=links.url, title=links.title)
    text = renderer.page(shown, home=links.home(), edit=edit_uri(domain, page))
    write_if_changed(Path(builder.outdir) / _FOLDER / _name(app, docname), text)


def source_files(app: Sphinx, docname: str) -> list[Path]:
    """Find the sources that were written for a page: another suffix may have been the first.

    That of a document of the project is none of them, also where a page had this name before.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return []
    folder, env = Path(app.outdir) / _FOLDER, app.env
    parent, name = posixpath.split(docname)
    found = (folder / parent).glob(f"{name}.*")  # no id has a dot, nor a wildcard
    suffix = str(env.doc2path(docname, False))[len(docname) :] if docname in env.found_docs else ""
    kept = folder / _linked(app, docname, suffix) if suffix else None
    return sorted(path for path in found if path != kept)


def _name(app: Sphinx, docname: str) -> str:
    """Return the name by which tools find the source: the project's suffix, then Sphinx's own."""
    form = stub_format(app)
    return _linked(app, docname, markdown_suffix(app) or (form.suffix if form else ""))


def _linked(app: Sphinx, docname: str, suffix: str) -> str:
    link_suffix = app.config.html_sourcelink_suffix
    return f"{docname}{suffix}" if suffix == link_suffix else f"{docname}{suffix}{link_suffix}"


class _Links:
    """The addresses in a text that may be read anywhere: of the site if ``html_baseurl`` is set."""

    def __init__(self, builder: StandaloneHTMLBuilder | Builder, docname: str) -> None:
        self._builder = builder
        self._domain = zoo(builder.env)
        self._pages = Pages.seen_from(builder, docname)
        base = str(builder.config.html_baseurl or "")
        self._base = f"{base.rstrip('/')}/" if base else ""

    def page(self, page: PageId, fragment: str) -> str | None:
        """Return the address of a page of the zoo, or None where it has none."""
        docname = self._domain.page_of(page)
        if not docname or not self._base:
            return self._pages(page, fragment)
        place = f"#{page.anchor(fragment)}" if fragment else ""
        return f"{self._base}{self._builder.get_target_uri(docname)}{place}"

    def url(self, address: str) -> str:
        """Return an address of the catalog; a picture is where Sphinx has put it."""
        picture = getattr(self._builder, "images", {}).get(posixpath.normpath(address.lstrip("/")))
        if picture:
            address = f"{getattr(self._builder, 'imagedir', '_images')}/{picture}"
        place = self._pages.place(address) if self._base else None
        if place is not None:
            target = self._builder.get_target_uri(place[0])
            return f"{self._base}{target}" + (f"#{place[1]}" if place[1] else "")
        if self._base and rooted(address).startswith(ROOTED):
            return f"{self._base}{posixpath.normpath(address)}"
        return self._pages.url(address)

    def title(self, address: str) -> str:
        """Return the title of what an address leads to, if that is known."""
        return self._pages.title(address)

    def home(self) -> str:
        """Return the address of the document with the table, or nothing if there is none."""
        home = self._domain.home
        if self._base and home:
            return f"{self._base}{self._builder.get_target_uri(home)}"
        return self._pages.home() or ""
