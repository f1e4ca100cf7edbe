"""The zoo as one page of a site sees it: what it shows, where its models are, whom it tells."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.mkdocs_ext.elements import (
    edit_elements,
    elements,
    flatten_sections,
    unsearched,
)
from sphinx_modelzoo.mkdocs_ext.fences import BOARD, PAGE, Fence, read_options
from sphinx_modelzoo.mkdocs_ext.views import board_page, fence_view, view_elements
from sphinx_modelzoo.render.delimiters import plain_html
from sphinx_modelzoo.render.frame import page_nav
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.interactive import settings
from sphinx_modelzoo.views.boards import board_id, find_board
from sphinx_modelzoo.views.cards import build_cards
from sphinx_modelzoo.views.directives import DIRECTIVES
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.options import check_options, parse_options, shows_nothing
from sphinx_modelzoo.views.page import build_page
from sphinx_modelzoo.views.references import find
from sphinx_modelzoo.views.table import build_table
from sphinx_modelzoo.views.values import dataset_label

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from sphinx_modelzoo.catalog.model import Model
    from sphinx_modelzoo.views.content import Grid, ModelLink, Page

Report = Callable[[str, str, int], None]
"""Told of a problem: its text, its code, and the line of the page (from 1; 0 where unknown)."""


@dataclass(frozen=True)
class Foreign:
    """The models and leaderboards of another site, from its ``objects.inv``.

    Both by id, with their addresses and names.
    """

    name: str
    models: Mapping[str, tuple[str, str]]
    boards: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Zoo:
    """A catalog in one language, with the places of its pages.

    ``pages`` is the folder of the model pages, nothing where there are none; ``home`` the page
    with the table; ``base`` gives the folder that a page's language has to itself (``zh/``);
    ``boards`` are the leaderboards that have pages, with the names of their datasets;
    ``interactive`` says whether pages have the script of the tables, ``compare`` names its file
    with what models are compared by.
    """

    catalog: Catalog = field(default_factory=lambda: Catalog.of(()))
    language: str = "en"
    pages: str = "models"
    home: str = ""
    base: Callable[[str], str] = lambda source: ""
    foreign: Sequence[Foreign] = ()
    boards: Mapping[str, str] = field(default_factory=dict)
    interactive: bool = False
    compare: str = ""
    _last: tuple[tuple[int, str], Page] | None = None

    # Places --------------------------------------------------------------------------------

    def link(self, source: str) -> Callable[[str, str], str | None]:
        """What finds a model's page from the page ``source``: a relative path to its source."""
        base = self.base(source)
        folder = posixpath.dirname(source)
        to_pages = posixpath.relpath(f"{base}{self.pages}" or ".", folder or ".")
        # A name alone, beside this page: "./" in front would only be longer.
        to_pages = "" if to_pages == "." else f"{to_pages}/"

        def address(model_id: str, fragment: str = "") -> str | None:
            if not self.pages or not (model_id in self.catalog or model_id in self.boards):
                return None
            path = f"{to_pages}{model_id}.md"
            return f"{path}#{fragment}" if fragment else path

        return address

    def url(self, source: str) -> Callable[[str], str]:
        """What rewrites an address of the catalog: relative ones start at the documents' folder."""
        base = self.base(source)
        up = posixpath.relpath(base or ".", posixpath.dirname(source) or ".")

        def rewrite(address: str) -> str:
            if ":" in address.partition("/")[0] or address.startswith(("#", "/")):
                return address
            return posixpath.normpath(f"{up}/{address}") if up != "." else address

        return rewrite

    # What stands in pages --------------------------------------------------------------------

    def fence(self, fence: Fence, host: Host) -> list[Element]:
        """The elements that a fence stands for."""
        if fence.kind == PAGE:
            model = self.catalog.get(fence.argument.strip())
            return self.page(model, host.source, host.edit) if model else []
        if fence.kind == BOARD:
            return board_page(self, fence.argument.strip(), host.source)
        if fence.kind in DIRECTIVES:
            return fence_view(self, fence, host)
        return self.table(fence, host.source, host.report)

    def table(self, fence: Fence, source: str, report: Report) -> list[Element]:
        """The table that a fence asks for; nothing where it would show what was not meant."""
        raw, unread = read_options(fence)
        options, problems = parse_options(raw)
        problems = [*unread, *problems]
        for problem in (*problems, *check_options(options, self.catalog)):
            report(f"modelzoo: {problem.text}", problem.code, fence.line + 1)
        if shows_nothing(problems):
            return []
        if options.view == "cards":
            blocks = build_cards(self.catalog, options, self.language)
            return view_elements(
                self, blocks, source, options.caption, options.name, options.class_
            )
        words = labels(self.language)
        renderer = HtmlRenderer(self.link(source), words, url=self.url(source))
        grid = build_table(self.catalog, options, self.language)
        anchor = "-".join(options.name.casefold().split())
        told = self.settings(grid, self.compare)
        made = renderer.table(grid, classes=options.class_, id=anchor, settings=told)
        parts = unsearched(elements(made))
        # The caption is the page's own words: Markdown, links and counts included.
        edit_elements(parts, "caption", lambda caption: setattr(caption, "text", options.caption))
        return parts

    def settings(self, grid: Grid, compare: str = "") -> str:
        """What the script is told of a table; nothing where the table stays as it is."""
        if not (self.interactive and grid.interactive):
            return ""
        return settings(grid, labels(self.language), self.language, compare)

    def view(self, model: Model) -> Page:
        """What a model's page says; the last one is kept, since a host asks more than once."""
        key = (id(model), self.language)
        if self._last is None or self._last[0] != key:
            self._last = key, build_page(self.catalog, model, self.language)
        return self._last[1]

    def page(self, model: Model, source: str, edit: str = "") -> list[Element]:
        """Everything about a model; ``edit`` is where its entry is edited."""
        page = self.view(model)
        words = labels(self.language)
        link = self.link(source)
        title = f'<h1 id="model-{model.id}" translate="no">{plain_html(page.title)}</h1>'
        renderer = HtmlRenderer(link, words, url=self.url(source))
        body = renderer.blocks(page.blocks)
        home = posixpath.relpath(
            f"{self.base(source)}{self.home}" or ".", posixpath.dirname(source) or "."
        )
        nav = page_nav(
            previous=_neighbour(page.previous, link),
            following=_neighbour(page.next, link),
            home=(home, page.zoo_label) if self.home else None,
            edit=(edit, page.edit_label) if edit else None,
            words=words,
        )
        parts = flatten_sections(elements(f"{title}{body}{nav}"))
        unsearched(parts[-2 if edit else -1 :])  # the ways to other pages
        return parts

    def reference(self, target: str, source: str, *, short: bool = False) -> tuple[str, str] | None:
        """The address and the name of what ``id``, ``id/variant`` or ``id#place`` leads to.

        A model that is not in this zoo is looked for in those of other sites; ``site:id`` names
        the site. The address is empty for a model without a page.
        """
        found = find(self.catalog, target)
        if found:
            return self.link(source)(found.model.id, found.place) or "", found.title(short)
        site, _, name = target.rpartition(":")
        for foreign in self.foreign:
            if site in ("", foreign.name) and name in foreign.models:
                return foreign.models[name]
        return None

    def board_reference(self, target: str, source: str) -> tuple[str, str] | None:
        """The address and the name of the leaderboard of a dataset, here or on another site."""
        found = find_board(self.catalog, target)
        if found and found.board in self.boards:
            name = dataset_label(self.catalog.vocabularies, found.dataset, self.language)
            return self.link(source)(found.board, found.fragment) or "", name
        for foreign in self.foreign:
            name = target.removeprefix(f"{foreign.name}:")
            for one in (name, board_id(self.catalog.vocabularies, name).rpartition("/")[2]):
                if one in foreign.boards:
                    return foreign.boards[one]
        return None


@dataclass(frozen=True)
class Host:
    """What a page's rendering knows of the tool that it runs in.

    ``source`` is the page's path in the documents' folder; ``written`` gives the text of its file,
    where there is one, to find the lines of mistakes in; ``boards_setting`` is what makes pages of
    leaderboards here; ``edit`` the address where a model's
    page is edited, or nothing; ``style`` and ``script`` are put before a page's first table,
    where the tool has no place for such files.
    """

    zoo: Zoo
    source: str
    report: Report
    written: Callable[[], str] = str
    boards_setting: str = "leaderboards: true"
    edit: str = ""
    style: str = ""
    script: str = ""


def _neighbour(
    neighbour: ModelLink | None, link: Callable[[str, str], str | None]
) -> tuple[str, str] | None:
    if neighbour is None:
        return None
    address = link(neighbour.model, "")
    return (address, neighbour.words.text) if address else None
