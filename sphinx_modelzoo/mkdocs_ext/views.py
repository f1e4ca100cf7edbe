"""Leaderboards, plots, statistics and cards in Markdown: fences with the directives' names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from sphinx_modelzoo.mkdocs_ext.elements import (
    edit_elements,
    elements,
    flatten_sections,
    unsearched,
)
from sphinx_modelzoo.mkdocs_ext.fences import Fence, read_options
from sphinx_modelzoo.render.delimiters import IGNORE, PROCESS, plain_html
from sphinx_modelzoo.render.frame import page_nav
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.interactive import plot_table
from sphinx_modelzoo.render.plot import can_draw
from sphinx_modelzoo.views.boards import board_anchor, board_datasets, build_board
from sphinx_modelzoo.views.content import Grid, Section
from sphinx_modelzoo.views.directives import DIRECTIVES, LEADERBOARD, PLOT
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.plot_options import not_drawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.mkdocs_ext.zoo import Host, Zoo
    from sphinx_modelzoo.views.boards import BoardPage
    from sphinx_modelzoo.views.content import Blocks


def fence_view(zoo: Zoo, fence: Fence, host: Host) -> list[Element]:
    """The elements that a fence of one of the directives stands for."""
    directive = DIRECTIVES[fence.kind]
    raw, unread = read_options(fence, directive.argument)
    found = directive.read(raw, zoo.catalog)
    for problem in (*unread, *found.problems):
        host.report(f"{fence.kind}: {problem.text}", problem.code, fence.line + 1)
    if not found.shown:
        return []
    if fence.kind == PLOT and not can_draw():
        undrawn = not_drawn()
        host.report(f"{fence.kind}: {undrawn.text}", undrawn.code, fence.line + 1)
    blocks = directive.build(zoo.catalog, found.options, zoo.language)
    caption = getattr(found.options, "caption", "")
    name, classes = found.options.name, found.options.class_
    return view_elements(zoo, blocks, host.source, caption, name, classes)


def view_elements(
    zoo: Zoo,
    blocks: Blocks,
    source: str,
    caption: str = "",
    name: str = "",
    classes: Sequence[str] = (),
) -> list[Element]:
    """The elements of a view.

    :param caption: the page's own words, which are still to be read as Markdown.
    """
    if not blocks:
        return []

    def tabulate(plot: Plot) -> str:
        grid = plot_table(plot)
        return renderer.table(grid, name=plot.table_label, settings=zoo.settings(grid))

    renderer = HtmlRenderer(
        zoo.link(source), labels(zoo.language), url=zoo.url(source), tabulate=tabulate
    )
    anchor = "-".join(name.casefold().split())
    first, *rest = blocks
    if isinstance(first, Grid):
        parts = elements(renderer.table(first, classes=classes, id=anchor))
        if caption:
            edit_elements(parts, "caption", lambda found: setattr(found, "text", caption))
    else:
        box = Element("div", {"class": " ".join(("modelzoo-view", *IGNORE, *classes))})
        if anchor:
            box.set("id", anchor)
        box.extend(elements(renderer.blocks((first,))))
        if caption:
            words = Element("p", {"class": " ".join(("caption", *PROCESS))})
            words.text = caption
            # Below the picture of a plot, whose table follows; above everything else.
            box.insert(1 if isinstance(first, Plot) else 0, words)
        parts = [box]
    return unsearched([*parts, *elements(renderer.blocks(rest))])


def board_view(zoo: Zoo, board: str) -> BoardPage | None:
    """What the page of a leaderboard holds; None where there is none of this id."""
    dataset = zoo.boards.get(board)
    return None if dataset is None else build_board(zoo.catalog, dataset, zoo.language)


def board_page(zoo: Zoo, board: str, source: str) -> list[Element]:
    """The page of a dataset's leaderboard."""
    page = board_view(zoo, board)
    if page is None:
        return []
    title = plain_html(page.title)
    parts = elements(f'<h1 id="{board_anchor(board)}" translate="no">{title}</h1>')
    link = zoo.link(source)
    renderer = HtmlRenderer(link, labels(zoo.language), url=zoo.url(source))
    directive = DIRECTIVES[LEADERBOARD]
    for one in page.sections:
        section = Section(
            one.key, one.title, directive.view(zoo.catalog, one.options, zoo.language)
        )
        parts += flatten_sections(elements(renderer.blocks((section,))))
    names = list(zoo.boards)
    place = names.index(board)
    home = posixpath.relpath(f"{zoo.base(source)}{zoo.home}" or ".", posixpath.dirname(source))
    nav = page_nav(
        previous=_neighbour(zoo, names[place - 1] if place else "", source),
        following=_neighbour(zoo, names[place + 1] if place + 1 < len(names) else "", source),
        home=(home, page.zoo_label) if zoo.home else None,
        edit=None,
        words=labels(zoo.language),
    )
    return [*parts, *unsearched(elements(nav))]


def _neighbour(zoo: Zoo, board: str, source: str) -> tuple[str, str] | None:
    page, address = board_view(zoo, board), zoo.link(source)(board, "")
    return (address, page.title) if page and address else None


def boards(zoo: Zoo, wanted: bool) -> dict[str, str]:
    """The leaderboards that have pages."""
    return dict(board_datasets(zoo.catalog)) if wanted else {}


def board_files(catalog: Catalog, boards: Mapping[str, str]) -> dict[str, Path]:
    """By leaderboard, the file of the first model that it ranks.

    :param boards: the names of their datasets.
    """
    first: dict[str, str] = {}
    for model in catalog.models:
        results = [*model.results, *(one for part in model.variants for one in part.results)]
        for result in results:
            if result.dataset is not None:
                first.setdefault(result.dataset.name, model.id)
    return {board: catalog.origin(first[dataset]).file for board, dataset in boards.items()}
