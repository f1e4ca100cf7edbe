"""The zoo as one page of a site sees it: its contents, its models' places, its reporter."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.doc_files import Documents
from sphinx_modelzoo.catalog.inner_links import DeadLink, missing_targets, unknown_model
from sphinx_modelzoo.mkdocs_ext.elements import unsearched_tags
from sphinx_modelzoo.mkdocs_ext.fence_views import fence_part, fence_view
from sphinx_modelzoo.mkdocs_ext.fences import Fence
from sphinx_modelzoo.problems.messages import Problem
from sphinx_modelzoo.render.delimiters import plain_html
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.page_frame import page_nav
from sphinx_modelzoo.render.script_data import settings
from sphinx_modelzoo.schema.targets import BOARD_SCHEME, MODEL_SCHEME, is_inner
from sphinx_modelzoo.views.content import LEADERBOARD, LIST, MODEL, PageId, model_page
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.leaderboard_page import (
    find_leaderboard,
    leaderboard_datasets,
    leaderboard_id,
    missing_leaderboard,
)
from sphinx_modelzoo.views.page_kinds import build_page, fill_in_views
from sphinx_modelzoo.views.page_parts import PART
from sphinx_modelzoo.views.peers import list_ids
from sphinx_modelzoo.views.references import find
from sphinx_modelzoo.views.values import dataset_label

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from sphinx_modelzoo.mkdocs_ext.closed_parts import Closer
    from sphinx_modelzoo.render.cutting import TableHtml
    from sphinx_modelzoo.views.content import Grid, Page, PageLink, Section
    from sphinx_modelzoo.views.labels import Labels

Report = Callable[[Problem, int], None]
"""Reports a problem at a line of the page (from 1; 0 where unknown)."""


@dataclass(frozen=True)
class Foreign:
    """The models and leaderboards of another site, from its ``objects.inv``.

    Both by id, with their addresses and names.
    """

    name: str
    models: Mapping[str, tuple[str, str]]
    leaderboards: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Zoo:
    """A catalog in one language, with the places of its pages.

    ``pages`` is the folder of the model pages, nothing without any; ``home`` the page
    with the table, which ``narrows`` to what badges say; ``base`` gives the folder that a page's
    language has to itself (``zh/``);
    ``leaderboards`` says whether these have pages, ``interactive`` whether pages have the script
    of the tables; ``compare`` names the script's file of the comparison; ``own`` has the documents
    that are pages of models under other names than those of the zoo; ``documents`` are those of the
    site, by default all that links name.
    """

    catalog: Catalog = field(default_factory=lambda: Catalog.of(()))
    language: str = "en"
    pages: str = "models"
    home: str = ""
    narrows: bool = False
    base: Callable[[str], str] = lambda source: ""
    foreign: Sequence[Foreign] = ()
    leaderboards: bool = False
    interactive: bool = False
    compare: str = ""
    own: Mapping[PageId, str] = field(default_factory=dict)
    documents: Documents = field(default_factory=lambda: Documents(str))
    _last: tuple[tuple[int, PageId, str], Page] | None = None

    @property
    def words(self) -> Labels:
        """Return the labels of the zoo's language."""
        return labels(self.language, self.catalog.registry)

    # Places --------------------------------------------------------------------------------

    def has(self, page: PageId) -> bool:
        """Return True if a page exists in this zoo."""
        if page.kind == LEADERBOARD:
            return self.leaderboards and page.id in leaderboard_datasets(self.catalog)
        if page.kind == LIST:
            return page.id in list_ids(self.catalog)
        return page.kind == MODEL and page.id in self.catalog

    def link(self, source: str) -> Callable[[PageId, str], str | None]:
        """Return a function that finds a page from ``source``: a relative path to its source."""
        base = self.base(source)
        folder = posixpath.dirname(source)
        to_pages = posixpath.relpath(f"{base}{self.pages}" or ".", folder or ".")
        # A name alone, in this page's folder: "./" in front would only be longer.
        to_pages = "" if to_pages == "." else f"{to_pages}/"

        def address(page: PageId, fragment: str = "") -> str | None:
            if not self.pages or not self.has(page):
                return None
            path = f"{to_pages}{page.path}.md"
            if page in self.own:
                path = posixpath.relpath(f"{base}{self.own[page]}", folder or ".")
            return f"{path}#{fragment}" if fragment else path

        return address

    def url(self, source: str) -> Callable[[str], str]:
        """Return a function that rewrites addresses relative to the documents' folder."""
        base = self.base(source)
        up = posixpath.relpath(base or ".", posixpath.dirname(source) or ".")

        def rewrite(address: str) -> str:
            if is_inner(address) or self.documents.names_document(address):
                return self.led_to(address, source)[0]
            if ":" in address.partition("/")[0] or address.startswith(("#", "/")):
                return address
            return posixpath.normpath(f"{up}/{address}") if up != "." else address

        return rewrite

    def led_to(self, address: str, source: str = "") -> tuple[str, str]:
        """Return where a link into the site leads from a page, and the title of its target.

        Both are empty where it leads nowhere.
        """
        name = address.partition(":")[2]
        if address.startswith(MODEL_SCHEME):
            return self.reference(name, source) or ("", "")
        if address.startswith(BOARD_SCHEME):
            return self.leaderboard_reference(unquote(name), source) or ("", "")
        found = self.documents.find(address)
        if found is None:
            return "", ""
        path = posixpath.relpath(found.path, posixpath.dirname(source) or ".")
        return f"{path}#{found.label}" if found.label else path, found.title

    def title(self, address: str) -> str:
        """Return the title of what a link into the site leads to, if that is known."""
        return self.led_to(address)[1]

    def missing_links(self, root: Path, setting: str) -> list[Problem]:
        """Report the links of the catalog that lead nowhere in this site and language.

        :param root: the folder that files of the catalog are named from, in messages.
        :param setting: what makes pages of leaderboards here.
        """

        def flaw(address: str) -> DeadLink | None:
            if not is_inner(address):
                return self.documents.flaw(address)
            if self.led_to(address)[0]:
                return None
            if address.startswith(BOARD_SCHEME):
                name = unquote(address.removeprefix(BOARD_SCHEME))
                missing = missing_leaderboard(self.catalog, name, setting)
                return DeadLink(missing.message, missing.hint)
            return unknown_model(self.catalog, address) or self.documents.flaw(address)

        return missing_targets(self.catalog, root, flaw, self.language)

    # Contents of pages -----------------------------------------------------------------------

    def fence(self, fence: Fence, host: Host, level: int = 2) -> list[Element]:
        """Return the elements that replace a fence.

        :param level: that of the headings which a part of a page has there; 0 for none.
        """
        if fence.kind == PART:
            return fence_part(self, fence, host, level)
        return fence_view(self, fence, host)

    def settings(self, grid: Grid, compare: str = "") -> str:
        """Return the script's settings for a table; nothing where the table stays as it is."""
        if not (self.interactive and grid.interactive):
            return ""
        return settings(grid, self.words, compare)

    def view(self, page: PageId) -> Page:
        """Return what a page says; the last one is kept, since a host asks more than once."""
        key = (id(self.catalog), page, self.language)
        if self._last is None or self._last[0] != key:
            built = build_page(self.catalog, page, self.language)
            self._last = key, fill_in_views(built, self.catalog, self.language)
        return self._last[1]

    def page(self, page: PageId, source: str, edit: str = "") -> str:
        """Return a page of the zoo as HTML; nothing for an unknown page.

        :param edit: the address where its entry is edited.
        """
        if not self.has(page):
            return ""
        view = self.view(page)
        words = self.words
        link = self.link(source)
        title = f'<h1 id="{page.anchor()}" translate="no">{plain_html(view.title)}</h1>'
        renderer = HtmlRenderer(link, words, url=self.url(source), title=self.title)
        body = renderer.blocks(view.blocks)
        if page.kind == LIST:  # found by its topics; the models are found on pages of their own
            body = unsearched_tags(body, "ul")
        return f"{title}{body}{self.navigation(page, source, edit)}"

    def navigation(self, page: PageId, source: str, edit: str = "") -> str:
        """Return the links from a page to its neighbours, to the table and to its entry."""
        view, link = self.view(page), self.link(source)
        home = posixpath.relpath(
            f"{self.base(source)}{self.home}" or ".", posixpath.dirname(source) or "."
        )
        nav = page_nav(
            previous=_neighbour(view.previous, link),
            following=_neighbour(view.next, link),
            home=(home, view.zoo_label) if self.home else None,
            narrows=self.narrows and self.interactive,
            edit=(edit, view.edit_label) if edit and view.edit_label else None,
            words=self.words,
        )
        return unsearched_tags(nav, "nav", "p")

    def reference(self, target: str, source: str, *, short: bool = False) -> tuple[str, str] | None:
        """Find the address and the name of ``id``, ``id/variant`` or ``id#place``.

        A model that is not in this zoo is looked for in those of other sites; ``site:id`` names
        the site. The address is empty for a model without a page.
        """
        found = find(self.catalog, target)
        if found:
            address = self.link(source)(model_page(found.model.id), found.place)
            return address or "", found.title(short)
        site, _, name = target.rpartition(":")
        for foreign in self.foreign:
            if site in ("", foreign.name) and name in foreign.models:
                return foreign.models[name]
        return None

    def leaderboard_reference(self, target: str, source: str) -> tuple[str, str] | None:
        """Find the address and the name of a dataset's leaderboard, here or on another site."""
        found = find_leaderboard(self.catalog, target)
        if found and self.leaderboards:
            name = dataset_label(self.catalog.vocabularies, found.dataset, self.language)
            return self.link(source)(found.page, found.fragment) or "", name
        for foreign in self.foreign:
            name = target.removeprefix(f"{foreign.name}:")
            for one in (name, leaderboard_id(self.catalog.vocabularies, name)):
                if one in foreign.leaderboards:
                    return foreign.leaderboards[one]
        return None


@dataclass(frozen=True)
class Host:
    """The tool that a page is rendered in, as far as the rendering knows it.

    ``source`` is the page's path in the documents' folder; ``written`` gives the text of its file,
    where there is one, to find the lines of mistakes in; ``leaderboards_setting`` is what makes
    pages of leaderboards here; ``edit`` the address where a model's page is edited, or nothing;
    ``style`` and ``script`` are put before a page's first table, where the tool has no place for
    such files; ``cut`` cuts a large table, and returns the HTML that stays, or nothing where it is
    to stay whole. ``tables`` notes the interactive tables of the page, each with its box.
    ``generated`` is true for a page of the zoo that the project has not written; ``own`` is the id
    of the model whose page a document of the project is, if it is one; ``noted`` takes the sections
    that it shows; ``fences`` are all of the page; ``closer`` finishes the parts of a generated one.
    """

    zoo: Zoo
    source: str
    report: Report
    written: Callable[[], str] = str
    leaderboards_setting: str = "leaderboards: true"
    edit: str = ""
    style: str = ""
    script: str = ""
    cut: Callable[[TableHtml], str] | None = None
    tables: list[tuple[Element, TableHtml]] = field(default_factory=list)
    generated: bool = False
    own: str = ""
    noted: Callable[[tuple[Section, ...]], None] = lambda sections: None
    fences: Sequence[Fence] = ()
    closer: Closer | None = None


def _neighbour(
    neighbour: PageLink | None, link: Callable[[PageId, str], str | None]
) -> tuple[str, str] | None:
    if neighbour is None:
        return None
    address = link(neighbour.page, "")
    return (address, neighbour.words.text) if address else None
