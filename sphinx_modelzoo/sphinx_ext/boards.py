"""Leaderboards as pages: a virtual document per dataset, like those of the models.

The page's stub stands for which rankings it holds; the rankings themselves are views, which are
filled in when the page is written and tell by their digests when that has to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.render.delimiters import IGNORE
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import (
    anchor,
    break_delimiters,
    modelzoo_nav,
    name_sections,
)
from sphinx_modelzoo.sphinx_ext.pages import name_place
from sphinx_modelzoo.sphinx_ext.settings import labels_are_prefixed
from sphinx_modelzoo.sphinx_ext.views import view_node
from sphinx_modelzoo.views.boards import board_datasets, build_board
from sphinx_modelzoo.views.content import digest
from sphinx_modelzoo.views.directives import LEADERBOARD

if TYPE_CHECKING:
    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain


def board_digests(domain: ModelzooDomain) -> dict[str, str]:
    """By leaderboard, what its page holds beside its rankings; none where they are not wanted."""
    if not domain.settings.leaderboards:
        return {}
    datasets = board_datasets(domain.catalog)
    names = list(datasets)
    pages = [
        build_board(domain.catalog, dataset, domain.settings.language)
        for dataset in datasets.values()
    ]
    titles = [(name, page.title) for name, page in zip(names, pages, strict=True)]
    return {
        page.board: digest(page, titles[max(place - 1, 0) : place + 2])
        for place, page in enumerate(pages)
    }


class ModelzooBoardDirective(SphinxDirective):
    """``.. modelzoo-board:: <id> <digest>``: the leaderboard of a dataset. Only stubs hold it."""

    has_content = False
    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """A section for every ranking."""
        domain = zoo(self.env)
        datasets = board_datasets(domain.catalog)
        dataset = datasets.get(self.arguments[0])
        if dataset is None:
            return []
        page = build_board(domain.catalog, dataset, domain.settings.language)
        docname = self.env.docname
        self.env.metadata[docname]["orphan"] = True
        section = nodes.section(
            "", ids=[anchor(page.board)], modelzoo=page.board, classes=list(IGNORE)
        )
        section["description"] = page.description
        section += nodes.title(page.title, page.title, translatable=False)
        entries = [("single", name, anchor(page.board), "", None) for name in page.names]
        section += addnodes.index(entries=entries)
        for part in page.sections:
            title = nodes.title(part.title, part.title, translatable=False)
            view = view_node(LEADERBOARD, part.options)
            inner = nodes.section("", title, view, ids=[anchor(page.board, part.key)])
            section += inner
            domain.note_view(docname, LEADERBOARD, part.options)
        name_sections(section, docname, labels_are_prefixed(self.config))
        place = list(datasets).index(page.board)
        section += modelzoo_nav(
            "",
            previous=_neighbour(domain, place - 1),
            next=_neighbour(domain, place + 1),
            zoo=page.zoo_label,
            edit="",
            model=page.board,
        )
        source = str(domain.file_of(page.board))
        name_place(self.state.document, self.env)
        for node in section.findall(nodes.Element):
            node.source, node.line = source, 1
        for text in section.findall(nodes.TextElement):
            text["support_smartquotes"] = False  # what the catalog says is shown as it is
        break_delimiters(section)
        domain.note_board(docname, page.board, page.title)
        return [section]


def _neighbour(domain: ModelzooDomain, place: int) -> tuple[str, str] | None:
    datasets = list(board_datasets(domain.catalog).items())
    if not 0 <= place < len(datasets):
        return None
    board, dataset = datasets[place]
    return board, build_board(domain.catalog, dataset, domain.settings.language).title
